// Accepts connections. What goes wrong with one connection, or with the process's descriptors, is a value and never
// ends the listener.

import CLinux
import Glibc

/// What `Listener.accept` found.
package enum AcceptOutcome: ~Copyable, Sendable {
    /// A connection: non-blocking, without Nagle's delay.
    case accepted(Descriptor, PeerAddress)
    /// Nobody waits.
    case wouldBlock
    /// This process (or the system) has no descriptor left. One waiting connection was ended so that the poller does
    /// not report it for ever; go on accepting, but let those who wait longer pause for a moment.
    case outOfDescriptors
    /// The peer went away before it was accepted; go on accepting.
    case aborted
    /// The system has no memory for it, or forbids it.
    case failed(SystemError)
}

/// Why there is no listener.
package enum ListenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The host has no address.
    case lookup(LookupError)
    /// The address is taken, is not ours, or the port is privileged.
    case system(SystemError)

    package var description: String {
        switch self {
        case .lookup(let error): error.description
        case .system(let error): error.description
        }
    }
}

/// A socket that listens.
package struct Listener: ~Copyable, Sendable, Pollable {
    private let descriptor: Descriptor

    /// Given up for a moment when there is no other descriptor, so that a connection can be accepted and ended.
    private var reserve: Descriptor?

    /// Where it listens; the port is the one the system has chosen if 0 was asked for.
    package let address: PeerAddress

    package var descriptorNumber: Int32 { descriptor.descriptorNumber }

    /// Listens at the first address of `host` that can be had. With `sharesPort` (SO_REUSEPORT) several listeners may
    /// have the same port, and the system spreads connections over them.
    package static func open(
        at address: HostPort, backlog: Int = 1024, sharesPort: Bool = false
    ) throws(ListenError) -> Listener {
        let found: [SocketAddress]
        do throws(LookupError) { found = try lookUp(address, toListen: true) } catch { throw .lookup(error) }
        do throws(SystemError) {
            return try first(of: found, at: address, backlog: backlog, sharesPort: sharesPort)
        } catch { throw .system(error) }
    }

    private static func first(
        of addresses: [SocketAddress], at name: HostPort, backlog: Int, sharesPort: Bool
    ) throws(SystemError) -> Listener {
        // For every address: an IPv6 socket takes IPv4 as well, so it goes first.
        let prefersIPv6 = name.host.isEmpty
        let ordered =
            prefersIPv6 ? addresses.sorted { $0.family == AF_INET6 && $1.family != AF_INET6 } : addresses
        var failure = SystemError("listen at \(name)", code: EADDRNOTAVAIL)
        for address in ordered {
            do throws(SystemError) {
                return try listen(address, at: name, backlog: backlog, sharesPort: sharesPort)
            } catch { failure = error }
        }
        throw failure
    }

    private static func listen(
        _ address: SocketAddress, at name: HostPort, backlog: Int, sharesPort: Bool
    ) throws(SystemError) -> Listener {
        let socket = try address.makeSocket()
        let number = socket.descriptorNumber
        setOption(SOL_SOCKET, SO_REUSEADDR, 1, on: number)
        if sharesPort { setOption(SOL_SOCKET, SO_REUSEPORT, 1, on: number) }
        if address.family == AF_INET6 { setOption(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0, on: number) }
        guard unsafe address.apply({ unsafe bind($0, $1, $2) }, to: socket) == 0,
            Glibc.listen(number, Int32(clamping: backlog)) == 0
        else { throw SystemError("listen at \(name)") }
        return try Listener(address: SocketAddress.local(of: socket), descriptor: socket)
    }

    private init(address: PeerAddress, descriptor: consuming Descriptor) {
        self.address = address
        self.descriptor = descriptor
        reserve = Listener.makeReserve()
    }

    /// Takes the next waiting connection.
    package mutating func accept() -> AcceptOutcome {
        var storage = sockaddr_storage()
        let number = retryingInterrupted { unsafe earshot_accept(descriptor.descriptorNumber, &storage) }
        if number >= 0 {
            setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1, on: number)
            if reserve == nil { reserve = Listener.makeReserve() }
            return .accepted(Descriptor(owning: number), PeerAddress(storage))
        }
        switch errno {
        case EAGAIN: return .wouldBlock
        case EMFILE, ENFILE: return endOneWaiting()
        // Linux hands over errors that the connection already has; accept(2) says to treat them like EAGAIN and try
        // again.
        case ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH,
            EPERM:
            return .aborted
        default: return .failed(SystemError("accept"))
        }
    }

    private mutating func endOneWaiting() -> AcceptOutcome {
        reserve = nil
        var storage = sockaddr_storage()
        let number = retryingInterrupted { unsafe earshot_accept(descriptor.descriptorNumber, &storage) }
        // Without a descriptor to spare the first attempt fails even when nobody waits.
        let nobodyWaits = number < 0 && errno == EAGAIN
        if number >= 0 { close(number) }
        reserve = Listener.makeReserve()
        return nobodyWaits ? .wouldBlock : .outOfDescriptors
    }

    private static func makeReserve() -> Descriptor? { try? Descriptor.open(reading: "/dev/null") }
}
