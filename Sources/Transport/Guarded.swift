// A value behind a lock. The lock is pthread's and not `Synchronization.Mutex`: the slow path of the latter lies in a
// library that the thread sanitizer does not see, so every value that goes through a contended mailbox would be
// reported as a race (Swift 6.3, shown by a ten-line program with four threads).

import Glibc

/// A value that one thread at a time can get at.
@safe package final class Guarded<Value: ~Copyable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline var value: Value

    /// A value that nobody else has.
    package init(_ value: consuming sending Value) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        // Adaptive: spins for a moment before it sleeps, as those who hold it never do so for long.
        var attributes = pthread_mutexattr_t()
        unsafe pthread_mutexattr_init(&attributes)
        unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
        unsafe pthread_mutex_init(mutex, &attributes)
        unsafe pthread_mutexattr_destroy(&attributes)
        self.value = value
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    @usableFromInline func lock() { unsafe pthread_mutex_lock(mutex) }

    @usableFromInline func unlock() { unsafe pthread_mutex_unlock(mutex) }

    /// Lets `body` have the value.
    @inlinable package func withLock<Result: ~Copyable>(_ body: (inout Value) -> Result) -> Result {
        lock()
        defer { unlock() }
        return body(&value)
    }
}
