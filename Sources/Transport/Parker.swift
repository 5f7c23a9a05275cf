// Lets one thread sleep until another wakes it, by a futex: cheaper than an eventfd where nothing else is polled.

import CLinux
import Glibc

/// The bed of one thread. `arm`, look once more whether there is work, then `sleep`: a `wake` in between is not lost.
@safe final class Parker: Sendable {
    /// 1 while the owner sleeps or is about to.
    private nonisolated(unsafe) let word: UnsafeMutablePointer<UInt32>

    init() {
        unsafe word = .allocate(capacity: 1)
        unsafe word.initialize(to: 0)
    }

    deinit { unsafe word.deallocate() }

    /// Says that the owner is about to sleep.
    func arm() { unsafe earshot_atomic_store(word, 1) }

    /// Sleeps until a `wake` after the last `arm`, or for so many milliseconds (nil: for ever). May come back early.
    func sleep(timeoutMilliseconds: Int?) {
        guard let timeoutMilliseconds else {
            _ = unsafe earshot_futex_wait(word, 1, nil)
            return
        }
        let milliseconds = max(0, timeoutMilliseconds)
        var timeout = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        _ = unsafe earshot_futex_wait(word, 1, &timeout)
    }

    /// Ends the owner's sleep.
    func wake() {
        unsafe earshot_atomic_store(word, 0)
        unsafe earshot_futex_wake(word)
    }
}
