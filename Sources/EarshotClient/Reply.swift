// One line of the server's, taken apart.

package import LineProtocol

/// The server's answer to one request.
public struct Reply: Equatable, Sendable {
    /// The tag of the request, without its @.
    public var tag: String?
    /// Whether it is `OK`; else it is `ERR`.
    public var isOK: Bool
    /// The reply's JSON object as it came, in one line.
    public var json: String

    /// The reply's JSON object.
    package let object: JSONValue

    /// Reads one line, without its end.
    package init(line: Span<UInt8>) throws(ClientError) {
        var start = 0
        tag = nil
        if !line.isEmpty, line[0] == UInt8(ascii: "@") {
            while start < line.count, line[start] != 0x20 { start += 1 }
            tag = String(decoding: line.extracting(1..<start))
            start = min(start + 1, line.count)
        }
        let rest = line.extracting(droppingFirst: start)
        guard let space = Self.firstSpace(in: rest) else {
            throw ClientError.malformedReply(reason: "a reply is OK or ERR and an object")
        }
        switch String(decoding: rest.extracting(0..<space)) {
        case "OK": isOK = true
        case "ERR": isOK = false
        default: throw ClientError.malformedReply(reason: "a reply begins with OK or ERR")
        }
        let payload = rest.extracting(droppingFirst: space + 1)
        do throws(JSONError) { object = try JSONValue(parsing: payload) } catch {
            throw ClientError.malformedReply(reason: "a reply's JSON is wrong: \(error.reason)")
        }
        guard case .object = object else { throw ClientError.malformedReply(reason: "a reply has no object") }
        json = String(decoding: payload)
    }

    /// What the server refused with; nil for `OK`.
    public var error: ServerError? {
        isOK ? nil : ServerError(json: object) ?? ServerError(code: "unknown", message: "the reply names no code")
    }

    /// The reply itself if it is `OK`.
    ///
    /// - Throws: ``ClientError/refused(_:)`` if it is `ERR`.
    public func checked() throws(ClientError) -> Reply {
        if let error { throw ClientError.refused(error) }
        return self
    }

    private static func firstSpace(in line: Span<UInt8>) -> Int? {
        for index in line.indices where line[index] == 0x20 { return index }
        return nil
    }
}
