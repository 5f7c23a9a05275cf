import Glibc
import Testing

@testable import Transport

@Suite("TLS stream")
struct TLSStreamTests {
    @Test("both ends agree on TLS 1.3, an AEAD suite and our protocol")
    func agreement() throws {
        let ends = try Ends.ready(.local())
        for facts in [ends.client?.session, ends.server?.session] {
            #expect(facts?.version == "TLSv1.3")
            #expect(facts?.cipher == "TLS_AES_128_GCM_SHA256")
            #expect(facts?.applicationProtocol == "earshot/1")
            #expect(facts?.isResumed == false)
        }
    }

    @Test("a handshake that is dripped byte by byte completes, and asks for more until then")
    func drippedHandshake() throws {
        let contexts = try Contexts.shared.get()
        let clientSide = try SocketPair.local()
        let serverSide = try SocketPair.local()
        var client = try ByteStream(
            tls: clientSide.client, context: contexts.client, serverName: "localhost")
        var server = try ByteStream(tls: serverSide.server, context: contexts.server)
        var clientWire = PlainStream(socket: clientSide.server.descriptorNumber)
        var serverWire = PlainStream(socket: serverSide.client.descriptorNumber)
        var clientOutcome = client.handshake()
        var serverOutcome = server.handshake()
        var steps = 0
        while clientOutcome != .complete || serverOutcome != .complete, steps < 100_000 {
            steps += 1
            if move(oneByteFrom: &clientWire, to: &serverWire) {
                serverOutcome = server.handshake()
            } else if move(oneByteFrom: &serverWire, to: &clientWire) {
                clientOutcome = client.handshake()
            } else {
                break
            }
            #expect(serverOutcome == .complete || serverOutcome == .wantsRead)
            #expect(clientOutcome == .complete || clientOutcome == .wantsRead)
        }
        #expect(clientOutcome == .complete)
        #expect(serverOutcome == .complete)
        #expect(steps > 500)
    }

    @Test("a record of which half has come is EAGAIN, and whole when the rest comes")
    func halfRecord() throws {
        let ends = try Ends.ready(.local())
        // The record of a second session, cut in two on its way into the socket of the first.
        let middle = try SocketPair.local()
        var wire = PlainStream(socket: middle.server.descriptorNumber)
        let text = pattern(count: 1000)
        let number = ends.client?.descriptorNumber ?? -1
        let keep = fcntl(number, F_DUPFD_CLOEXEC, 0)
        // What the client writes from now on goes to `middle`, and on from there by hand.
        #expect(dup2(middle.client.descriptorNumber, number) == number)
        #expect(ends.client?.write(text.span) == .wrote(1000))
        var record: [UInt8] = []
        record.append(addingCapacity: 4096) { output in _ = wire.read(into: &output, limit: 4096) }
        #expect(record.count > 1000)
        var original = PlainStream(socket: keep)
        let first = Array(record[..<500])
        let second = Array(record[500...])
        #expect(original.write(first.span) == .wrote(500))
        var received: [UInt8] = []
        #expect(ends.server?.read(into: &received, limit: 4096) == .wantsRead)
        #expect(ends.server?.hasPending == false)
        #expect(original.write(second.span) == .wrote(second.count))
        #expect(ends.server?.read(into: &received, limit: 4096) == .bytes(1000))
        #expect(received == text)
        close(keep)
    }

    @Test("bytes that OpenSSL still holds when the socket is quiet are told of and read")
    func pendingBytes() throws {
        let ends = try Ends.ready(.local())
        let text = pattern(count: 30)
        for start in [0, 10, 20] {
            let record = Array(text[start..<(start + 10)])
            #expect(ends.client?.write(record.span) == .wrote(10))
        }
        var received: [UInt8] = []
        #expect(ends.server?.read(into: &received, limit: 5) == .bytes(5))
        #expect(ends.server?.hasPending == true)
        let number = ends.server?.descriptorNumber ?? -1
        #expect(waitForReadable([number], deadline: .after(milliseconds: 0)) == [false])
        #expect(ends.server?.read(into: &received, limit: 100) == .bytes(25))
        #expect(ends.server?.hasPending == false)
        #expect(received == text)
        #expect(ends.server?.read(into: &received, limit: 100) == .wantsRead)
    }

    @Test("a reader that does not read pushes back, and nothing is lost when the rest is offered from elsewhere")
    func partialWrites() throws {
        let ends = try Ends.ready(.overTCP())
        let text = pattern(count: 16 << 20)
        var sent = 0
        var pushedBack = 0
        var received: [UInt8] = []
        while sent < text.count {
            // A copy, so that the buffer is another one at each attempt.
            let rest = Array(text[sent...])
            switch ends.server?.write(rest.span) {
            case .wrote(let count):
                #expect(count > 0)
                sent += count
            case .wantsWrite:
                pushedBack += 1
                received += ends.readAtClient(count: 1 << 20).bytes
            case let other:
                Issue.record("\(String(describing: other))")
                return
            }
        }
        received += ends.readAtClient(count: text.count - received.count).bytes
        #expect(pushedBack > 0)
        #expect(received == text)
    }

    @Test("large transfers go both ways at once")
    func bothWays() throws {
        let ends = try Ends.ready(.overTCP())
        let toServer = pattern(count: 3 << 20, seed: 2)
        let toClient = pattern(count: 3 << 20, seed: 3)
        var sent = (server: 0, client: 0)
        var atServer: [UInt8] = []
        var atClient: [UInt8] = []
        let deadline = Deadline.after(milliseconds: 30_000)
        while atServer.count < toServer.count || atClient.count < toClient.count, !deadline.hasPassed {
            let forServer = Array(toServer[sent.server...].prefix(100_000))
            let forClient = Array(toClient[sent.client...].prefix(70_000))
            if case .wrote(let count)? = ends.client?.write(forServer.span) { sent.server += count }
            if case .wrote(let count)? = ends.server?.write(forClient.span) { sent.client += count }
            _ = ends.server?.read(into: &atServer, limit: 50_000)
            _ = ends.client?.read(into: &atClient, limit: 90_000)
        }
        #expect(atServer == toServer)
        #expect(atClient == toClient)
    }

    private func move(oneByteFrom source: inout PlainStream, to target: inout PlainStream) -> Bool {
        var byte: [UInt8] = []
        var outcome = ReadOutcome.wantsRead
        byte.append(addingCapacity: 1) { output in outcome = source.read(into: &output, limit: 1) }
        return outcome == .bytes(1) && target.write(byte.span) == .wrote(1)
    }
}
