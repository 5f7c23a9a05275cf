import Glibc
import Testing

@testable import Transport

@Suite("Listener and addresses")
struct ListenerTests {
    @Test("port 0 becomes a real port, on IPv4 and IPv6", arguments: ["127.0.0.1", "::1", "localhost"])
    func port(host: String) throws {
        var listener = try Listener.open(at: HostPort(host: host, port: 0))
        let port = listener.address.port
        #expect(port != 0)
        #expect(listener.address.isLoopback)
        let connection = try BlockingConnection.connect(
            to: HostPort(host: host, port: port), tls: nil, deadline: .after(milliseconds: 5000))
        _ = waitForReadable([listener.descriptorNumber], deadline: .after(milliseconds: 5000))
        guard case .accepted(let accepted, let peer) = listener.accept() else {
            Issue.record("nobody came")
            return
        }
        #expect(peer.isLoopback)
        #expect(peer.port != 0)
        #expect(fcntl(accepted.descriptorNumber, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(accepted.descriptorNumber, F_GETFD) & FD_CLOEXEC != 0)
        guard case .wouldBlock = listener.accept() else {
            Issue.record("somebody else came")
            return
        }
        _ = consume connection
    }

    @Test("every address, for an empty host")
    func wildcard() throws {
        let listener = try Listener.open(at: HostPort(host: "", port: 0))
        #expect(!listener.address.isLoopback)
        _ = try BlockingConnection.connect(
            to: HostPort(host: "127.0.0.1", port: listener.address.port), tls: nil,
            deadline: .after(milliseconds: 5000))
    }

    @Test("a port that is taken is an error with its address, unless it is shared")
    func taken() throws {
        let first = try Listener.open(at: HostPort(host: "127.0.0.1", port: 0), sharesPort: true)
        let address = HostPort(host: "127.0.0.1", port: first.address.port)
        let error = ListenError.system(SystemError("listen at \(address)", code: EADDRINUSE))
        #expect(throws: error) { _ = try Listener.open(at: address) }
        let second = try Listener.open(at: address, sharesPort: true)
        #expect(second.address.port == first.address.port)
    }

    @Test("a host without an address is an error")
    func unknownHost() {
        #expect(throws: ListenError.self) { _ = try Listener.open(at: HostPort(host: "no.such.host.invalid", port: 0)) }
    }

    @Test("out of descriptors, a waiting connection is ended and the listener lives on")
    func outOfDescriptors() async {
        await #expect(processExitsWith: .success) { exit(try ListenerTests.runOutOfDescriptors()) }
    }

    /// Run in a process of its own, because all share its descriptors. The number says what went wrong.
    private static func runOutOfDescriptors() throws -> Int32 {
        var listener = try Listener.open(at: HostPort(host: "127.0.0.1", port: 0))
        let number = listener.descriptorNumber
        let address = HostPort(host: "127.0.0.1", port: listener.address.port)
        let deadline = Deadline.after(milliseconds: 60_000)
        var first = try BlockingConnection.connect(to: address, tls: nil, deadline: deadline)
        var limits = rlimit(rlim_cur: 64, rlim_max: 64)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return 1 }
        var hoard = Array(sequence(state: ()) { _ in dup(0) }.prefix { $0 >= 0 })
        guard waitForReadable([number], deadline: deadline) == [true] else { return 2 }
        guard case .outOfDescriptors = listener.accept() else { return 3 }
        var bytes: [UInt8] = []
        // The connection was reset or ended, and is not left in silence.
        let count = (try? first.readSome(into: &bytes, limit: 10, deadline: deadline)) ?? 0
        guard count == 0, !deadline.hasPassed else { return 4 }
        // Once more, as the reserve must have been taken again.
        close(hoard.removeLast())
        let second = try BlockingConnection.connect(to: address, tls: nil, deadline: deadline)
        guard waitForReadable([number], deadline: deadline) == [true] else { return 5 }
        guard case .outOfDescriptors = listener.accept() else { return 6 }
        guard case .wouldBlock = listener.accept() else { return 7 }
        for descriptor in hoard { close(descriptor) }
        let third = try BlockingConnection.connect(to: address, tls: nil, deadline: deadline)
        guard waitForReadable([number], deadline: deadline) == [true] else { return 8 }
        guard case .accepted = listener.accept() else { return 9 }
        return second.descriptorNumber == third.descriptorNumber ? 10 : 0
    }

    @Test("a descriptor goes to another thread in a parcel, and is closed if nobody takes it")
    func parcel() throws {
        let pair = try SocketPair.local()
        var client = ByteStream(plain: pair.client)
        let parcel = Parcel(pair.server)
        let mailbox = Mailbox<Parcel<Descriptor>>(capacity: 1)
        #expect(mailbox.send(parcel) == .sent)
        let thread = try Thread.start(name: "receiver") {
            var batch: [Parcel<Descriptor>] = []
            while batch.isEmpty { mailbox.waitAndTakeAll(into: &batch) }
            guard let descriptor = batch[0].take() else { return }
            var stream = ByteStream(plain: descriptor)
            _ = stream.write([7].span)
        }
        thread.join()
        let isEmpty = parcel.take() == nil
        #expect(isEmpty)
        var bytes: [UInt8] = []
        #expect(client.read(into: &bytes, limit: 10) == .bytes(1))
        #expect(client.read(into: &bytes, limit: 10) == .closed(.announced))
        #expect(bytes == [7])

        let other = try SocketPair.local()
        var listener = ByteStream(plain: other.client)
        _ = Parcel(other.server)
        #expect(listener.read(into: &bytes, limit: 10) == .closed(.announced))
    }

    @Test("HOST:PORT is read in all its forms")
    func hostPort() {
        #expect(HostPort("localhost:80") == HostPort(host: "localhost", port: 80))
        #expect(HostPort("127.0.0.1:0") == HostPort(host: "127.0.0.1", port: 0))
        #expect(HostPort("[::1]:65535") == HostPort(host: "::1", port: 65535))
        #expect(HostPort(":7000") == HostPort(host: "", port: 7000))
        #expect(HostPort("*:7000") == HostPort(host: "", port: 7000))
        #expect(HostPort("example.org", defaultPort: 1) == HostPort(host: "example.org", port: 1))
        #expect(HostPort("::1", defaultPort: 1) == HostPort(host: "::1", port: 1))
        for text in ["localhost", "::1", "a:65536", "a:-1", "a:", "[::1", "[::1]x", "a:+1", "a\0b:1", "[::1]:"] {
            #expect(HostPort(text) == nil, "\(text)")
        }
        #expect(HostPort("[::1]:1")?.description == "[::1]:1")
        #expect(HostPort("*:1")?.description == "*:1")
    }

    @Test("an address has its text, and a client is counted by its network")
    func addresses() {
        let four = PeerAddress(network: 0, interface: 0xFFFF_C000_0201, port: 4711)
        #expect(four.description == "192.0.2.1:4711")
        #expect(four.isIPv4 && !four.isLoopback)
        #expect(four.clientKey == PeerAddress(network: 0, interface: 0xFFFF_C000_0201, port: 0))
        let six = PeerAddress(network: 0x2001_0DB8_0000_0000, interface: 1, port: 1)
        #expect(six.description == "[2001:db8::1]:1")
        #expect(six.clientKey == PeerAddress(network: 0x2001_0DB8_0000_0000, interface: 0, port: 0))
        #expect(PeerAddress(network: 0, interface: 1, port: 1).isLoopback)
        #expect(PeerAddress(network: 0, interface: 0xFFFF_7F01_0203, port: 1).isLoopback)
    }
}
