// The first line of every connection: who is there, and what it takes.

internal import LineProtocol

/// What the server says of itself on connecting.
public struct Greeting: Equatable, Sendable {
    /// The version of the protocol.
    public var protocolVersion: Int
    /// Name and version of the server.
    public var server: String
    /// The revision of the word lists that score.
    public var lexicon: String
    /// Bytes of a request line, at most.
    public var lineBytesMax: Int
    /// Requests that may wait for their reply; beyond it the server stops reading.
    public var requestsInFlightMax: Int
    /// How a client can prove who it is, such as `token`; empty where it need not.
    public var authentication: [String]
    /// The whole greeting as it came.
    public var json: String

    /// The version of the protocol that this library speaks.
    public static let supportedVersion = 1

    init(line: Span<UInt8>) throws(ClientError) {
        let word = Array("EARSHOT ".utf8)
        guard line.count > word.count, word.indices.allSatisfy({ word[$0] == line[$0] }) else {
            throw ClientError.malformedReply(reason: "there was no greeting")
        }
        let payload = line.extracting(droppingFirst: word.count)
        let object: JSONValue
        do throws(JSONError) { object = try JSONValue(parsing: payload) } catch {
            throw ClientError.malformedReply(reason: "the greeting is not JSON: \(error.reason)")
        }
        guard let version = object["protocol"]?.integer else {
            throw ClientError.malformedReply(reason: "the greeting names no version")
        }
        guard version == Self.supportedVersion else {
            throw ClientError.malformedReply(reason: "the server speaks version \(version) of the protocol")
        }
        let limits = object["limits"]
        protocolVersion = Self.supportedVersion
        server = object["server"]?.string ?? ""
        lexicon = object["lexicon"]?.string ?? ""
        lineBytesMax = limits?.positive("line_bytes") ?? 65_536
        requestsInFlightMax = limits?.positive("requests_in_flight") ?? 1
        authentication = object["auth"]?.elements.compactMap(\.string) ?? []
        json = String(decoding: payload)
    }
}
