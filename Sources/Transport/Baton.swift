// A value that threads pass among themselves: whoever finds it free has it for a moment, whoever does not goes on with
// something else. Nobody ever waits for it, so it may be kept over a system call, which a lock may not.

internal import Synchronization

/// A value that one thread at a time has.
package final class Baton<Value>: @unchecked Sendable {
    // `value` is touched only between an exchange that found `isTaken` false and the store that makes it so again.
    private let isTaken = Atomic(false)
    private var value: Value

    /// A baton that nobody has.
    package init(_ value: sending Value) { self.value = value }

    /// Lets `body` have the value if nobody has it; nil if somebody has.
    package func tryUse<Outcome>(_ body: (inout Value) -> Outcome) -> Outcome? {
        guard !isTaken.exchange(true, ordering: .acquiringAndReleasing) else { return nil }
        defer { isTaken.store(false, ordering: .releasing) }
        return body(&value)
    }
}
