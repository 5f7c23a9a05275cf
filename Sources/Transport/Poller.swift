// Waits for many descriptors at once, by epoll. This file and Wakeup.swift are what a kqueue twin would replace.

import CLinux
import Glibc

/// What a `Poller` watches a descriptor for.
package struct Interest: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Either, both or none of the two directions.
    package init(readable: Bool, writable: Bool) {
        rawValue = (readable ? EPOLLIN.rawValue : 0) | (writable ? EPOLLOUT.rawValue : 0)
    }

    /// Written out: what is derived for an option set compares through generics.
    package static func == (one: Interest, other: Interest) -> Bool { one.rawValue == other.rawValue }

    /// Bytes, a connection to accept, or the end of the input.
    package static let readable = Interest(rawValue: EPOLLIN.rawValue)

    /// Room for bytes to send.
    package static let writable = Interest(rawValue: EPOLLOUT.rawValue)

    /// Of several pollers that watch the same listener, wake one and not all. Only with `add`.
    package static let exclusive = Interest(rawValue: EPOLLEXCLUSIVE.rawValue)
}

/// A descriptor is ready.
package struct Readiness: Equatable, Sendable {
    /// The token that the descriptor was added with.
    package let token: UInt64

    private let bits: UInt32

    init(token: UInt64, bits: UInt32) {
        self.token = token
        self.bits = bits
    }

    /// Reading would not block: bytes, the end, or an error is there to be read.
    package var isReadable: Bool { bits & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }

    /// Writing would not block: there is room, or the connection has broken.
    package var isWritable: Bool { bits & (EPOLLOUT.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }

    /// Both directions have ended or the connection has broken. It is reported whatever the interest is, again and
    /// again, so the owner must read what is left and let the descriptor go.
    package var isHungUp: Bool { bits & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
}

/// Waits for descriptors, level-triggered: what is not dealt with is reported again by the next `wait`. So a caller may
/// stop reading half-way (fairness, back-pressure) and forget nothing; to stop hearing of a descriptor, take the
/// interest away.
package struct Poller: ~Copyable, Sendable {
    private let descriptor: Descriptor
    private var events: [earshot_readiness]

    /// How many descriptors are reported at a time: with as many, more may be ready.
    package static let reportMax = Int(EARSHOT_EPOLL_BATCH)

    /// A poller that reports at most `reportMax` descriptors at a time.
    package init() throws(SystemError) {
        descriptor = try Descriptor(result: epoll_create1(Int32(EPOLL_CLOEXEC)), of: "epoll_create1")
        events = [earshot_readiness](repeating: earshot_readiness(), count: Int(EARSHOT_EPOLL_BATCH))
    }

    /// Begins to watch `source`; a closed descriptor is forgotten by itself. Fails when the system's limit of watches
    /// is reached.
    package func add(
        _ source: borrowing some Pollable & ~Copyable, token: UInt64, interest: Interest
    ) throws(SystemError) {
        try control(EPOLL_CTL_ADD, source.descriptorNumber, token, interest)
    }

    /// Changes what `source` is watched for, and its token.
    package func modify(
        _ source: borrowing some Pollable & ~Copyable, token: UInt64, interest: Interest
    ) throws(SystemError) {
        try control(EPOLL_CTL_MOD, source.descriptorNumber, token, interest)
    }

    /// Stops watching `source`. Events of the batch in hand may still carry its token.
    package func remove(_ source: borrowing some Pollable & ~Copyable) throws(SystemError) {
        try control(EPOLL_CTL_DEL, source.descriptorNumber, 0, [])
    }

    /// Replaces `ready` by what is ready, waiting for it at most `timeoutMilliseconds` (nil: for ever). Comes back with
    /// nothing when the time is over and when a signal interrupts, so that the caller looks at its clock again.
    package mutating func wait(timeoutMilliseconds: Int?, into ready: inout [Readiness]) {
        ready.removeAll(keepingCapacity: true)
        let timeout = timeoutMilliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
        let number = descriptor.descriptorNumber
        let count = unsafe events.withUnsafeMutableBufferPointer { buffer in
            unsafe earshot_epoll_wait(number, buffer.baseAddress, Int32(buffer.count), timeout)
        }
        precondition(count >= 0 || errno == EINTR, "epoll_wait on a descriptor that is none")
        for index in 0..<Int(max(0, count)) {
            let event = events[index]
            ready.append(Readiness(token: event.token, bits: event.events))
        }
    }

    private func control(
        _ operation: Int32, _ number: Int32, _ token: UInt64, _ interest: Interest
    ) throws(SystemError) {
        let poller = descriptor.descriptorNumber
        guard earshot_epoll_control(poller, operation, number, interest.rawValue, token) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }
}
