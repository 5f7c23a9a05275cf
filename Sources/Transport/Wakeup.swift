// Wakes a thread that waits in a Poller, from any other thread.

import CLinux
import Glibc
import Synchronization

/// A bell that any thread can ring and one poller watches. Rings before an answer count as one: only the first costs a
/// system call.
package final class Wakeup: Sendable, Pollable {
    private let descriptor: Descriptor
    private let isRung = Atomic(false)

    /// A bell that has not been rung.
    package init() throws(SystemError) {
        descriptor = try Descriptor(result: eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)), of: "eventfd")
    }

    package var descriptorNumber: Int32 { descriptor.descriptorNumber }

    /// Makes the descriptor readable.
    package func ring() {
        guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        _ = retryingInterrupted { unsafe write(descriptor.descriptorNumber, &one, 8) }
    }

    /// Makes the descriptor quiet again. Look at what the bell was rung for *after* this, never before, or a ring is
    /// lost.
    package func answer() {
        var count: UInt64 = 0
        _ = retryingInterrupted { unsafe read(descriptor.descriptorNumber, &count, 8) }
        isRung.store(false, ordering: .releasing)
    }
}
