// Two ends of a connection in one thread, so that a test decides who does what next.

import Glibc

@testable import Transport

/// Two connected sockets, not blocking.
struct SocketPair: ~Copyable {
    var client: Descriptor
    var server: Descriptor

    /// A pair that never touches the network.
    static func local() throws -> SocketPair {
        var numbers: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &numbers) == 0 else { throw SystemError("socketpair") }
        return SocketPair(client: Descriptor(owning: numbers[0]), server: Descriptor(owning: numbers[1]))
    }

    /// A pair over TCP on the loopback interface.
    static func overTCP() throws -> SocketPair {
        var listener = try Listener.open(at: HostPort(host: "127.0.0.1", port: 0))
        let address = try lookUp(HostPort(host: "127.0.0.1", port: listener.address.port), toListen: false)[0]
        let client = try address.makeSocket()
        guard unsafe address.apply({ unsafe connect($0, $1, $2) }, to: client) == 0 || errno == EINPROGRESS else {
            throw SystemError("connect")
        }
        for _ in 0..<100 {
            if case .accepted(let server, _) = listener.accept() { return SocketPair(client: client, server: server) }
            _ = waitForReadable([listener.descriptorNumber], deadline: .after(milliseconds: 100))
        }
        throw TestFailure("nobody came")
    }
}

/// The contexts that most tests need, made once.
struct Contexts: Sendable {
    let folder: TemporaryFolder
    let files: DevelopmentCertificates
    let server: TLSContext
    let client: TLSContext

    static let shared = Result { try Contexts() }

    init(clock: WallClock = .system) throws {
        folder = try TemporaryFolder()
        files = DevelopmentCertificates(folder: folder.path, clock: clock)
        try files.ensure()
        server = try TLSContext.server(certificateFile: files.certificateFile, keyFile: files.keyFile)
        client = try TLSContext.client(authorityFile: files.authorityFile)
    }
}

/// A client's and a server's stream that are connected; either can be dropped.
final class Ends {
    var client: ByteStream?
    var server: ByteStream?

    init(plain pair: consuming SocketPair) {
        client = ByteStream(plain: pair.client)
        server = ByteStream(plain: pair.server)
    }

    init(
        tls pair: consuming SocketPair, contexts: Contexts, client clientContext: TLSContext? = nil,
        serverName: String = "localhost"
    ) throws {
        client = try ByteStream(
            tls: pair.client, context: clientContext ?? contexts.client, serverName: serverName)
        server = try ByteStream(tls: pair.server, context: contexts.server)
    }

    /// Both ends of TLS over TCP with the handshake done.
    static func ready(_ pair: consuming SocketPair) throws -> Ends {
        let ends = try Ends(tls: pair, contexts: Contexts.shared.get())
        let (client, server) = ends.shakeHands()
        guard client == .complete, server == .complete else { throw TestFailure("\(client), \(server)") }
        return ends
    }

    /// Lets the two shake hands until neither gets further, and gives what each came to.
    func shakeHands() -> (client: HandshakeOutcome, server: HandshakeOutcome) {
        var outcomes = (client: HandshakeOutcome.wantsRead, server: HandshakeOutcome.wantsRead)
        for _ in 0..<50 {
            if !outcomes.client.isFinal { outcomes.client = client?.handshake() ?? .closed }
            if !outcomes.server.isFinal { outcomes.server = server?.handshake() ?? .closed }
            if outcomes.client.isFinal, outcomes.server.isFinal { break }
            waitForEither()
        }
        return outcomes
    }

    /// TCP on the loopback interface delivers in its own time: waits for something to read at either end, but not for long.
    func waitForEither() {
        let numbers = [client?.descriptorNumber, server?.descriptorNumber].compactMap { $0 }
        _ = waitForReadable(numbers, deadline: .after(milliseconds: 20))
    }

    /// Reads at the server until `count` bytes are there or something else happens.
    func readAtServer(count: Int, limit: Int = 65536) -> (bytes: [UInt8], last: ReadOutcome) {
        Ends.read(&server, count: count, limit: limit)
    }

    /// Reads at the client until `count` bytes are there or something else happens.
    func readAtClient(count: Int, limit: Int = 65536) -> (bytes: [UInt8], last: ReadOutcome) {
        Ends.read(&client, count: count, limit: limit)
    }

    private static func read(
        _ stream: inout ByteStream?, count: Int, limit: Int
    ) -> (bytes: [UInt8], last: ReadOutcome) {
        var bytes: [UInt8] = []
        var last = ReadOutcome.wantsRead
        let deadline = Deadline.after(milliseconds: 5000)
        while bytes.count < count, !deadline.hasPassed {
            last = stream?.read(into: &bytes, limit: limit) ?? .wantsRead
            switch last {
            case .bytes: continue
            case .wantsRead, .wantsWrite:
                _ = waitForReadable([stream?.descriptorNumber ?? -1], deadline: .after(milliseconds: 50))
            case .closed, .failed: return (bytes, last)
            }
        }
        return (bytes, last)
    }
}

extension HandshakeOutcome {
    var isFinal: Bool { self != .wantsRead && self != .wantsWrite }
}

/// Bytes that repeat only after a long time, so that a lost or doubled piece shows.
func pattern(count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(state >> 56)
    }
}
