// How threads hand values to each other: many senders, one receiver, which takes all that is there at once. The lock is
// held for as long as it takes to append or to swap two arrays, never over a system call.

/// What became of a value that was sent.
package enum SendOutcome: Equatable, Sendable {
    /// The receiver will get it.
    case sent
    /// The mailbox holds as many as it may.
    case full
    /// The receiver has gone.
    case closed
}

/// A bounded queue from many threads to one. The receiver is woken only when it sleeps: a busy one costs its senders no
/// system call.
package final class Mailbox<Element: Sendable>: Sendable {
    @usableFromInline struct State {
        @usableFromInline var elements: [Element] = []
        @usableFromInline var isReceiverAsleep = false
        @usableFromInline var isClosed = false

        @usableFromInline init() {}

        /// Whether the receiver has to be woken, which is done once for each sleep.
        @inlinable mutating func endSleep() -> Bool {
            defer { isReceiverAsleep = false }
            return isReceiverAsleep
        }
    }

    @usableFromInline let state = Guarded(State())
    @usableFromInline let bell: MailboxBell

    /// How many elements may wait.
    package let capacity: Int

    /// A mailbox for a thread that sleeps in `waitAndTakeAll`.
    package init(capacity: Int) {
        self.capacity = capacity
        bell = MailboxBell(.parker(Parker()))
    }

    /// A mailbox for a thread that sleeps in a poller which watches `wakeup`. Several mailboxes can share one.
    package init(capacity: Int, wakeup: Wakeup) {
        self.capacity = capacity
        bell = MailboxBell(.wakeup(wakeup))
    }

    /// Sends one element.
    @inlinable package func send(_ element: Element) -> SendOutcome {
        let (outcome, mustRing) = state.withLock { state -> (SendOutcome, Bool) in
            if state.isClosed { return (.closed, false) }
            if state.elements.count >= capacity { return (.full, false) }
            state.elements.append(element)
            return (.sent, state.endSleep())
        }
        if mustRing { bell.ring() }
        return outcome
    }

    /// Sends one element without waking the receiver: the sender sees to it that somebody takes it.
    @inlinable package func leave(_ element: Element) -> SendOutcome {
        state.withLock { state in
            if state.isClosed { return .closed }
            if state.elements.count >= capacity { return .full }
            state.elements.append(element)
            return .sent
        }
    }

    /// Wakes the receiver if it sleeps.
    package func wakeReceiver() {
        if state.withLock({ $0.endSleep() }) { bell.ring() }
    }

    /// Sends as many of `elements`, from the first, as there is room for, and takes those out of `elements`. `.full`
    /// means that some are left, `.closed` that all are.
    @inlinable package func send(contentsOf elements: inout [Element]) -> SendOutcome {
        if elements.isEmpty { return .sent }
        let (outcome, mustRing) = state.withLock { state -> (SendOutcome, Bool) in
            if state.isClosed { return (.closed, false) }
            let room = capacity - state.elements.count
            if room <= 0 { return (.full, false) }
            if room >= elements.count {
                state.elements.append(contentsOf: elements)
                elements.removeAll(keepingCapacity: true)
                return (.sent, state.endSleep())
            }
            state.elements.append(contentsOf: elements[..<room])
            elements.removeFirst(room)
            return (.full, state.endSleep())
        }
        if mustRing { bell.ring() }
        return outcome
    }

    /// Replaces `batch` by all that has been sent, in order of sending. Never waits. `batch` lends its storage to the
    /// mailbox, so two arrays go to and fro and nothing is allocated.
    @inlinable package func takeAll(into batch: inout [Element]) {
        Self.empty(&batch)
        state.withLock { state in
            state.isReceiverAsleep = false
            swap(&state.elements, &batch)
        }
    }

    /// `takeAll` by another thread in the receiver's stead, whose sleep goes on.
    @inlinable package func takeAllForReceiver(into batch: inout [Element]) {
        Self.empty(&batch)
        state.withLock { state in swap(&state.elements, &batch) }
    }

    /// Mostly it is empty already, and to empty it once more would have the runtime look for the types that takes.
    @inlinable static func empty(_ batch: inout [Element]) {
        if !batch.isEmpty { batch.removeAll(keepingCapacity: true) }
    }

    /// For a receiver with a poller, before it waits: whether it may sleep. If true, the next send rings the wakeup; if
    /// false, there is something to take (or the mailbox is closed), and the poller must not be waited for.
    @inlinable package func prepareToSleep() -> Bool {
        state.withLock { state in
            state.isReceiverAsleep = state.elements.isEmpty && !state.isClosed
            if state.isReceiverAsleep { bell.arm() }
            return state.isReceiverAsleep
        }
    }

    /// `takeAll`, after waiting for something to be there for at most `timeoutMilliseconds` (nil: for ever). May come
    /// back with nothing before the time is over. Only for a mailbox made without a wakeup.
    @inlinable package func waitAndTakeAll(into batch: inout [Element], timeoutMilliseconds: Int? = nil) {
        wait(timeoutMilliseconds: timeoutMilliseconds)
        takeAll(into: &batch)
    }

    /// Waits for something to be there for at most `timeoutMilliseconds` (nil: for ever), and takes nothing. May come
    /// back before. Only for a mailbox made without a wakeup.
    @inlinable package func wait(timeoutMilliseconds: Int? = nil) {
        if prepareToSleep() { bell.sleep(timeoutMilliseconds: timeoutMilliseconds) }
    }

    /// Refuses all further sends and wakes the receiver; what was sent before can still be taken.
    package func close() {
        let mustRing = state.withLock { state in
            state.isClosed = true
            return state.endSleep()
        }
        if mustRing { bell.ring() }
    }

    /// Whether `close` was called.
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How many elements wait at the moment.
    package var count: Int { state.withLock { $0.elements.count } }
}

extension Array {
    /// Gives every element away, from the first on: whoever gets one has it alone, and need not copy it to change it: a
    /// name for the element here would be a second reference. The storage stays.
    @inlinable package mutating func giveAway(to body: (consuming Element) -> Void) {
        reverse()
        while !isEmpty { body(removeLast()) }
    }
}

/// How a mailbox wakes its receiver.
@usableFromInline struct MailboxBell: Sendable {
    enum Kind {
        case wakeup(Wakeup)
        case parker(Parker)
    }

    private let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    /// Under the mailbox's lock, before the receiver sleeps.
    @usableFromInline func arm() {
        if case .parker(let parker) = kind { parker.arm() }
    }

    @usableFromInline func ring() {
        switch kind {
        case .wakeup(let wakeup): wakeup.ring()
        case .parker(let parker): parker.wake()
        }
    }

    @usableFromInline func sleep(timeoutMilliseconds: Int?) {
        guard case .parker(let parker) = kind else {
            preconditionFailure("the receiver of this mailbox sleeps in its poller")
        }
        parker.sleep(timeoutMilliseconds: timeoutMilliseconds)
    }
}
