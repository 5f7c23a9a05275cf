// Who is at the other end, and where to listen or connect to.

import CLinux
import Glibc

/// The address of a peer: an IPv6 address and a port; an IPv4 address is held as the IPv6 address that maps it.
package struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The first eight bytes of the IPv6 address: the network, which is what limits on a client should count by.
    package let network: UInt64

    /// The last eight bytes. Those of an IPv4 address are `0000ffff` and the address.
    package let interface: UInt64

    /// The port.
    package let port: UInt16

    /// The address of 16 bytes given as two numbers, most significant first.
    package init(network: UInt64, interface: UInt64, port: UInt16) {
        self.network = network
        self.interface = interface
        self.port = port
    }

    /// Reads the address that the system has filled in; an unknown family gives `::`.
    init(_ storage: sockaddr_storage) {
        var storage = storage
        let bytes = unsafe withUnsafeBytes(of: &storage) { unsafe [UInt8]($0) }
        let number = { (range: Range<Int>) in bytes[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        port = UInt16(truncatingIfNeeded: number(2..<4))
        switch Int32(storage.ss_family) {
        case AF_INET: (network, interface) = (0, 0xFFFF_0000_0000 | number(4..<8))
        case AF_INET6: (network, interface) = (number(8..<16), number(16..<24))
        default: (network, interface) = (0, 0)
        }
    }

    /// Whether it is an IPv4 address.
    package var isIPv4: Bool { network == 0 && interface >> 32 == 0xFFFF }

    /// Whether the peer is on this machine.
    package var isLoopback: Bool {
        isIPv4 ? interface >> 24 & 0xFF == 127 : network == 0 && interface == 1
    }

    /// What limits on one client count by: an IPv4 address, or the /64 network of an IPv6 address, of which one client
    /// has all addresses.
    package var clientKey: PeerAddress {
        isIPv4 || network == 0
            ? PeerAddress(network: network, interface: interface, port: 0)
            : PeerAddress(network: network, interface: 0, port: 0)
    }

    /// `192.0.2.1:4711` or `[2001:db8::1]:4711`.
    package var description: String {
        if isIPv4 {
            let parts = [24, 16, 8, 0].map { String(interface >> UInt64($0) & 0xFF) }
            return parts.joined(separator: ".") + ":\(port)"
        }
        var address = in6_addr()
        unsafe withUnsafeMutableBytes(of: &address) { bytes in
            unsafe bytes.storeBytes(of: network.bigEndian, as: UInt64.self)
            unsafe bytes.storeBytes(of: interface.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
        return "[\(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))]:\(port)"
    }
}

/// `HOST:PORT` as a person writes it: a name, an IPv4 address, or an IPv6 address in brackets; an empty host or `*` is
/// every address.
package struct HostPort: Hashable, Sendable, CustomStringConvertible {
    /// The name or address, without brackets; empty for every address.
    package var host: String

    /// The port; 0 lets the system choose.
    package var port: UInt16

    /// The host, without brackets, and the port.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, `[ADDRESS]:PORT`, `*:PORT` or `:PORT`; a text without a port takes `defaultPort` or is
    /// nothing.
    package init?(_ text: String, defaultPort: UInt16? = nil) {
        var host = Substring(text)
        var rest: Substring = ""
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            host = text[..<colon]
            rest = text[colon...]
        }
        if rest.isEmpty {
            guard let defaultPort else { return nil }
            port = defaultPort
        } else {
            guard rest.hasPrefix(":"), rest.utf8.dropFirst().allSatisfy({ 0x30...0x39 ~= $0 }),
                let number = UInt16(rest.dropFirst())
            else { return nil }
            port = number
        }
        guard !host.utf8.contains(0) else { return nil }
        self.host = host == "*" ? "" : String(host)
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host.isEmpty ? "*" : host):\(port)"
    }
}
