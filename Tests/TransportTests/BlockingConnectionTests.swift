import Glibc
import Testing

@testable import Transport

@Suite("Blocking connection")
struct BlockingConnectionTests {
    @Test("a server that accepts and says nothing is given up at the deadline")
    func silentServer() throws {
        let listener = try Listener.open(at: HostPort(host: "127.0.0.1", port: 0))
        let address = HostPort(host: "127.0.0.1", port: listener.address.port)
        let context = try Contexts.shared.get().client
        #expect(throws: ConnectionError.timedOut) {
            _ = try BlockingConnection.connect(to: address, tls: context, deadline: .after(milliseconds: 30))
        }
        var connection = try BlockingConnection.connect(to: address, tls: nil, deadline: .after(milliseconds: 5000))
        var bytes: [UInt8] = []
        let isReadable = connection.isReadable(timeoutMilliseconds: 5)
        #expect(!isReadable)
        do throws(ConnectionError) {
            _ = try connection.readSome(into: &bytes, deadline: .after(milliseconds: 10))
            Issue.record("read from nobody")
        } catch { #expect(error == .timedOut) }
    }

    @Test("nobody at the address, and no address, are errors of their own")
    func nobody() throws {
        let port = try Listener.open(at: HostPort(host: "127.0.0.1", port: 0)).address.port
        let address = HostPort(host: "127.0.0.1", port: port)
        let refused = ConnectionError.unreachable(SystemError("connect to \(address)", code: ECONNREFUSED))
        #expect(throws: refused) {
            _ = try BlockingConnection.connect(to: address, tls: nil, deadline: .after(milliseconds: 5000))
        }
        let error = #expect(throws: ConnectionError.self) {
            _ = try BlockingConnection.connect(
                to: HostPort(host: "no.such.host.invalid", port: 1), tls: nil, deadline: .never)
        }
        guard case .lookup? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("much is pipelined to an echo without either end waiting for ever", arguments: [true, false])
    func pipelined(isTLS: Bool) throws {
        let contexts = try Contexts.shared.get()
        let echo = try EchoServer(context: isTLS ? contexts.server : nil)
        let deadline = Deadline.after(milliseconds: 30_000)
        var connection = try BlockingConnection.connect(
            to: HostPort(host: "localhost", port: echo.port), tls: isTLS ? contexts.client : nil, deadline: deadline)
        let text = pattern(count: 8 << 20)
        var received: [UInt8] = []
        try connection.writeAll(text.span, receiving: &received, deadline: deadline)
        try connection.finishWriting(deadline: deadline)
        while try connection.readSome(into: &received, deadline: deadline) > 0 {}
        #expect(received == text)
        echo.thread.take()?.join()
    }

    @Test("a server of another kind is an error, not a hang")
    func otherKind() throws {
        let echo = try EchoServer(context: nil)
        let address = HostPort(host: "localhost", port: echo.port)
        let error = #expect(throws: ConnectionError.self) {
            // The plain echo sends the client's own first message back.
            _ = try BlockingConnection.connect(
                to: address, tls: try Contexts.shared.get().client, deadline: .after(milliseconds: 10_000))
        }
        guard case .stream(let failure)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.cause == .tls)
        echo.thread.take()?.join()
    }

    /// Takes one connection and sends back all it hears. It reads only when everything has been sent back.
    private struct EchoServer {
        let port: UInt16
        let thread: Parcel<Transport.Thread>

        init(context: TLSContext?) throws {
            let listener = try Listener.open(at: HostPort(host: "localhost", port: 0))
            port = listener.address.port
            let parcel = Parcel(listener)
            thread = try Parcel(
                Transport.Thread.start(name: "echo") {
                    guard var listener = parcel.take() else { return }
                    _ = waitForReadable([listener.descriptorNumber], deadline: .after(milliseconds: 30_000))
                    guard case .accepted(let descriptor, _) = listener.accept() else { return }
                    guard let context else { return EchoServer.serve(ByteStream(plain: descriptor)) }
                    guard let stream = try? ByteStream(tls: descriptor, context: context) else { return }
                    EchoServer.serve(stream)
                })
        }

        private static func serve(_ given: consuming ByteStream) {
            var stream = given
            let number = stream.descriptorNumber
            let deadline = Deadline.after(milliseconds: 30_000)
            while !stream.handshake().isFinal, !deadline.hasPassed {
                _ = waitForReadable([number], deadline: .after(milliseconds: 100))
            }
            var waiting: [UInt8] = []
            while !deadline.hasPassed {
                if waiting.isEmpty {
                    switch stream.read(into: &waiting, limit: 100_000) {
                    case .bytes: continue
                    case .wantsRead, .wantsWrite: _ = waitForReadable([number], deadline: .after(milliseconds: 100))
                    case .closed:
                        _ = stream.shutdown()
                        return
                    case .failed: return
                    }
                } else if case .wrote(let count) = stream.write(waiting.span) {
                    waiting.removeFirst(count)
                } else {
                    sched_yield()
                }
            }
        }
    }
}
