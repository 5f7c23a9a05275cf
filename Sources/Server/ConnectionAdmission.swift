// Which connections are let in: how many of one address at a time, how many new ones a second, and none when there is
// no memory for them. Asked before the handshake, which costs more than all the rest of a short connection.

internal import Access
internal import Transport

/// The open connections by address. Acceptors and loops share it.
final class ConnectionAdmission: Sendable {
    /// Why a connection is not let in.
    enum Refusal: Equatable, Sendable {
        case total
        case address
        case rate
        case memory
    }

    private struct Address: Sendable {
        var count = 0
        /// The time of its bucket for new connections.
        var full: Int64 = 0
    }

    private let addresses = Guarded<[PeerAddress: Address]>([:])
    private let limits: ConnectionLimits
    private let bucket: TokenBucket
    private let counters: ServerCounters
    private let memory: MemoryGauge

    init(_ limits: ConnectionLimits, counters: ServerCounters, memory: MemoryGauge) {
        self.limits = limits
        self.counters = counters
        self.memory = memory
        bucket = TokenBucket(perSecond: limits.newPerSecondPerAddress, burst: limits.newBurstPerAddress)
    }

    /// Lets a connection in, and counts it until `left`; or says why not. `now` is in nanoseconds of the clock that only
    /// goes forward.
    func enter(_ peer: PeerAddress, now: Int64) -> Refusal? {
        if counters.openConnections >= limits.connectionsMax { return .total }
        if memory.level == .critical { return .memory }
        return addresses.withLock { addresses in
            if addresses.count > limits.connectionsMax { Self.forgetIdle(&addresses, now) }
            let key = peer.clientKey
            var address = addresses[key] ?? Address()
            let isLimited = limits.countsLoopback || !peer.isLoopback
            if isLimited {
                if address.count >= limits.perAddressMax { return .address }
                guard case .taken(let full) = bucket.take(now: now, full: address.full) else { return .rate }
                address.full = full
            }
            address.count += 1
            addresses[key] = address
            return nil
        }
    }

    /// A connection that was let in has gone.
    func left(_ peer: PeerAddress) {
        addresses.withLock { addresses in
            let key = peer.clientKey
            addresses[key]?.count -= 1
            if let address = addresses[key], address.count <= 0, address.full == 0 { addresses[key] = nil }
        }
    }

    /// Addresses without connections are kept only as long as their bucket is not full again.
    private static func forgetIdle(_ addresses: inout [PeerAddress: Address], _ now: Int64) {
        addresses = addresses.filter { $0.value.count > 0 || $0.value.full > now }
    }
}

/// How many connections there may be.
package struct ConnectionLimits: Equatable, Sendable {
    /// Connections at a time: below the usual limit of descriptors, and 300 MB of TLS at most.
    package var connectionsMax = 20_000
    /// Of one IPv4 address or IPv6 /64 network: a quarter of all, so that no one address keeps the others out.
    package var perAddressMax = 5_000
    /// New connections a second of one address: a handshake costs half a millisecond, so half a core at most.
    package var newPerSecondPerAddress = 1_000
    /// At once, before that rate holds: an office that comes back after its line was down.
    package var newBurstPerAddress = 5_000
    /// Whether this machine's own address is limited too. A proxy or a test brings all its clients from there.
    package var countsLoopback = false

    /// The defaults.
    package init() {}
}
