// Names to addresses, by the system's resolver.

import CLinux
import Glibc

/// A socket address in the form that system calls take.
struct SocketAddress: Sendable {
    private var storage = sockaddr_storage()
    private var length: socklen_t

    fileprivate init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        let count = Int(self.length)
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: count))
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    var peerAddress: PeerAddress { PeerAddress(storage) }

    /// The address that a socket is bound to.
    static func local(of descriptor: borrowing Descriptor) throws(SystemError) -> PeerAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let number = descriptor.descriptorNumber
        let result = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe getsockname(number, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard result == 0 else { throw SystemError("getsockname") }
        return PeerAddress(storage)
    }

    /// A non-blocking stream socket of this address's family.
    func makeSocket() throws(SystemError) -> Descriptor {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return try Descriptor(result: socket(family, type, 0), of: "socket")
    }

    /// `bind` or `connect`.
    func apply(
        _ call: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, to descriptor: borrowing Descriptor
    ) -> Int32 {
        let number = descriptor.descriptorNumber
        return unsafe withUnsafeBytes(of: storage) { bytes in
            unsafe call(number, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), length)
        }
    }
}

/// A name has no address, or the resolver has failed.
package struct LookupError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was looked up.
    package let host: String

    /// The resolver's words.
    package let reason: String

    package var description: String { "cannot resolve \(host): \(reason)" }
}

/// The addresses of a host, in the order in which they should be tried; never empty. Blocks as long as the resolver
/// does.
func lookUp(_ address: HostPort, toListen: Bool) throws(LookupError) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV | (toListen ? AI_PASSIVE : 0)
    var first: UnsafeMutablePointer<addrinfo>?
    let host: String? = address.host.isEmpty ? (toListen ? nil : "localhost") : address.host
    let code = unsafe getaddrinfo(host, String(address.port), &hints, &first)
    guard code == 0 else {
        throw LookupError(host: address.host, reason: unsafe String(cString: gai_strerror(code)))
    }
    defer { unsafe freeaddrinfo(first) }
    var found: [SocketAddress] = []
    var entry = unsafe first
    while let info = unsafe entry?.pointee {
        if let socketAddress = unsafe info.ai_addr {
            unsafe found.append(SocketAddress(copying: socketAddress, length: info.ai_addrlen))
        }
        unsafe entry = info.ai_next
    }
    guard !found.isEmpty else { throw LookupError(host: address.host, reason: "no address") }
    return found
}

/// Sets an integer option of a socket; a socket without it is none the worse.
func setOption(_ level: Int32, _ option: Int32, _ value: Int32, on number: Int32) {
    var value = value
    _ = unsafe setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
}
