import Testing

@testable import Transport

@Suite("Clients that do not speak TLS")
struct NotTLSTests {
    @Test("the first bytes tell TLS from HTTP from anything else")
    func firstBytes() {
        func verdict(_ text: String) -> FirstBytes { FirstBytes(Array(text.utf8)) }
        #expect(FirstBytes([0x16, 0x03, 0x01, 0x02, 0x00]) == .tls)
        #expect(FirstBytes([0x16]) == .tls)
        #expect(FirstBytes([0x16, 0x02]) == .other)
        #expect(FirstBytes([0x80, 0x2E, 0x01]) == .other)
        #expect(verdict("GET / HTTP/1.1\r\n") == .http)
        #expect(verdict("POST /submit") == .http)
        #expect(verdict("PRI * HTTP/2.0") == .http)
        #expect(verdict("P") == .http)
        #expect(verdict("PING") == .other)
        #expect(verdict("GETX") == .other)
        #expect(verdict("\n") == .other)
        #expect(verdict("SUBMIT {}") == .other)
        #expect(FirstBytes([]) == .other)
    }

    @Test("plain text and HTTP get one plain answer and the end", arguments: [true, false])
    func refused(isHTTP: Bool) throws {
        let pair = try SocketPair.overTCP()
        var client = ByteStream(plain: pair.client)
        var server = try ByteStream(tls: pair.server, context: Contexts.shared.get().server)
        let request = Array((isHTTP ? "GET / HTTP/1.1\r\nHost: x\r\n\r\n" : "PING\n").utf8)
        #expect(client.write(request.span) == .wrote(request.count))
        _ = waitForReadable([server.descriptorNumber], deadline: .after(milliseconds: 5000))
        #expect(server.handshake() == .notTLS(looksLikeHTTP: isHTTP))
        let answer = Array("ERR this port speaks TLS\n".utf8)
        server.refuse(with: answer.span)
        _ = consume server
        var received: [UInt8] = []
        for _ in 0..<100 {
            let outcome = client.read(into: &received, limit: 1000)
            if case .closed = outcome { break }
            #expect(outcome == .wantsRead || outcome == .bytes(answer.count))
            _ = waitForReadable([client.descriptorNumber], deadline: .after(milliseconds: 50))
        }
        #expect(received == answer)
    }

    @Test("a first byte that is not TLS is judged at once, so that a poller does not spin over it")
    func oneByte() throws {
        let pair = try SocketPair.local()
        var client = ByteStream(plain: pair.client)
        var server = try ByteStream(tls: pair.server, context: Contexts.shared.get().server)
        #expect(server.handshake() == .wantsRead)
        #expect(client.write([UInt8(ascii: "x")].span) == .wrote(1))
        #expect(server.handshake() == .notTLS(looksLikeHTTP: false))
    }

    @Test("garbage in the shape of a TLS record is a failure with a short text, and stays one")
    func garbage() throws {
        let pair = try SocketPair.local()
        var client = ByteStream(plain: pair.client)
        var server = try ByteStream(tls: pair.server, context: Contexts.shared.get().server)
        let record = [0x16, 0x03, 0x01, 0x00, 0x40] + pattern(count: 64)
        #expect(client.write(record.span) == .wrote(record.count))
        let outcome = server.handshake()
        guard case .failed(let failure) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.cause == .tls)
        #expect(failure.description.utf8.count < 100)
        #expect(server.handshake() == outcome)
        var bytes: [UInt8] = []
        #expect(server.read(into: &bytes, limit: 10) == .failed(failure))
        #expect(server.write([1].span) == .failed(failure))
    }

    @Test("every flipped byte of a first message ends in a value")
    func flippedHello() throws {
        let contexts = try Contexts.shared.get()
        let source = try SocketPair.local()
        var speaker = try ByteStream(tls: source.client, context: contexts.client, serverName: "localhost")
        #expect(speaker.handshake() == .wantsRead)
        var hello: [UInt8] = []
        var wire = PlainStream(socket: source.server.descriptorNumber)
        hello.append(addingCapacity: 4096) { output in _ = wire.read(into: &output, limit: 4096) }
        #expect(hello.count > 100)
        for index in hello.indices {
            var damaged = hello
            damaged[index] ^= 0xFF
            let pair = try SocketPair.local()
            var client = ByteStream(plain: pair.client)
            var server = try ByteStream(tls: pair.server, context: contexts.server)
            #expect(client.write(damaged.span) == .wrote(damaged.count))
            let outcome = server.handshake()
            #expect(outcome != .complete && outcome != .closed)
        }
        #expect(OpenSSLErrors.take().code == 0)
    }
}
