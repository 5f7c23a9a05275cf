// The deadlines of tens of thousands of connections. A hashed timing wheel (Varghese and Lauck, 1987) whose entries are
// pushed back lazily: a later deadline only overwrites a number, and the entry moves when the wheel comes by.

/// Timers with one token each, in milliseconds of a monotonic clock. A timer never goes off early, and at most one tick
/// late.
package struct TimerWheel: Sendable {
    /// A running timer. A timer that has gone off or was cancelled is dead, and its handle does nothing.
    package struct Timer: Hashable, Sendable {
        fileprivate let index: Int32
        fileprivate let generation: UInt32
    }

    private struct Entry {
        var token: UInt64 = 0
        var deadline: Int64 = 0
        var generation: UInt32 = 0
        /// The slot that it hangs in; -1 when it is free.
        var slot: Int32 = -1
        var next: Int32 = -1
        var previous: Int32 = -1
    }

    private let tickMilliseconds: Int64
    private var entries: [Entry] = []
    private var free: Int32 = -1
    /// The first entry of each slot, -1 for none.
    private var slots: [Int32]
    /// One bit for each slot that has an entry.
    private var occupied: [UInt64]
    /// All ticks up to and including this one have been looked at.
    private var lastTick: Int64

    /// How many timers are running.
    package private(set) var count = 0

    /// A wheel without timers at the time `now`. `slotCount` is rounded up to a power of two, at least 64; deadlines
    /// further away than `tickMilliseconds * slotCount` cost one more look for each turn of the wheel.
    package init(now: Int64, tickMilliseconds: Int64 = 16, slotCount: Int = 4096) {
        var size = 64
        while size < slotCount, size < 1 << 20 { size *= 2 }
        self.tickMilliseconds = max(1, tickMilliseconds)
        slots = [Int32](repeating: -1, count: size)
        occupied = [UInt64](repeating: 0, count: size / 64)
        lastTick = max(0, now) / self.tickMilliseconds
    }

    /// Starts a timer that goes off at `deadline` and then reports `token`.
    package mutating func start(token: UInt64, deadline: Int64) -> Timer {
        var index = free
        if index >= 0 {
            free = entries[Int(index)].next
        } else {
            index = Int32(entries.count)
            entries.append(Entry())
        }
        entries[Int(index)].token = token
        entries[Int(index)].deadline = deadline
        hang(index)
        count += 1
        return Timer(index: index, generation: entries[Int(index)].generation)
    }

    /// Sets another deadline, earlier or later. Later costs nothing.
    package mutating func move(_ timer: Timer, to deadline: Int64) {
        guard isRunning(timer) else { return }
        let index = timer.index
        let isEarlier = deadline < entries[Int(index)].deadline
        entries[Int(index)].deadline = deadline
        if isEarlier {
            unhang(index)
            hang(index)
        }
    }

    /// Ends a timer.
    package mutating func cancel(_ timer: Timer) {
        guard isRunning(timer) else { return }
        unhang(timer.index)
        release(timer.index)
    }

    /// Whether the timer has neither gone off nor been cancelled.
    package func isRunning(_ timer: Timer) -> Bool {
        let entry = entries[Int(timer.index)]
        return entry.generation == timer.generation && entry.slot >= 0
    }

    /// Appends the tokens of at most `limit` timers whose deadline is over at `now`, and ends those timers. When there
    /// are more, the next call goes on with them.
    package mutating func expire(now: Int64, limit: Int = .max, into expired: inout [UInt64]) {
        let nowTick = max(0, now) / tickMilliseconds
        guard nowTick > lastTick else { return }
        var room = limit
        // One turn of the wheel sees every slot, however long ago the last look was.
        var tick = max(lastTick + 1, nowTick - Int64(slots.count) + 1)
        while let next = nextOccupiedTick(from: tick, through: nowTick) {
            tick = next
            guard expireSlot(slot(of: tick), now: now, room: &room, into: &expired) else {
                lastTick = tick - 1
                return
            }
            tick += 1
        }
        lastTick = nowTick
    }

    /// For how long nothing can go off, in milliseconds: the longest that a poller may wait. Nil without timers.
    package func delayMilliseconds(now: Int64) -> Int? {
        guard count > 0 else { return nil }
        let first = lastTick + 1
        guard let tick = nextOccupiedTick(from: first, through: first + Int64(slots.count) - 1) else { return nil }
        return Int(clamping: max(0, tick * tickMilliseconds - now))
    }

    /// Handles the entries of one slot; false when `room` ran out before its end.
    private mutating func expireSlot(
        _ slot: Int, now: Int64, room: inout Int, into expired: inout [UInt64]
    ) -> Bool {
        var index = slots[slot]
        while index >= 0 {
            let next = entries[Int(index)].next
            if entries[Int(index)].deadline <= now {
                guard room > 0 else { return false }
                room -= 1
                expired.append(entries[Int(index)].token)
                unhang(index)
                release(index)
            } else {
                unhang(index)
                hang(index)
            }
            index = next
        }
        return true
    }

    private func slot(of tick: Int64) -> Int { Int(tick & Int64(slots.count - 1)) }

    /// The first tick of the range whose slot has an entry. The range is at most one turn of the wheel.
    private func nextOccupiedTick(from first: Int64, through last: Int64) -> Int64? {
        var tick = first
        while tick <= last {
            let slot = slot(of: tick)
            let word = occupied[slot / 64] >> UInt64(slot % 64)
            if word != 0 {
                let found = tick + Int64(word.trailingZeroBitCount)
                return found <= last ? found : nil
            }
            tick += Int64(64 - slot % 64)
        }
        return nil
    }

    /// Hangs an entry where the wheel will be when its deadline is over.
    private mutating func hang(_ index: Int32) {
        let deadline = entries[Int(index)].deadline
        let (whole, rest) = max(0, deadline).quotientAndRemainder(dividingBy: tickMilliseconds)
        let slot = slot(of: max(whole + (rest > 0 ? 1 : 0), lastTick + 1))
        let first = slots[slot]
        entries[Int(index)].slot = Int32(slot)
        entries[Int(index)].next = first
        entries[Int(index)].previous = -1
        if first >= 0 { entries[Int(first)].previous = index }
        slots[slot] = index
        occupied[slot / 64] |= 1 << UInt64(slot % 64)
    }

    private mutating func unhang(_ index: Int32) {
        let entry = entries[Int(index)]
        if entry.next >= 0 { entries[Int(entry.next)].previous = entry.previous }
        if entry.previous >= 0 {
            entries[Int(entry.previous)].next = entry.next
        } else {
            slots[Int(entry.slot)] = entry.next
            if entry.next < 0 { occupied[Int(entry.slot) / 64] &= ~(1 << UInt64(entry.slot % 64)) }
        }
    }

    private mutating func release(_ index: Int32) {
        entries[Int(index)].slot = -1
        entries[Int(index)].generation &+= 1
        entries[Int(index)].next = free
        free = index
        count -= 1
    }
}
