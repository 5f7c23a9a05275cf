// From a hash to a place in somebody else's array: open addressing with linear probing, eight bytes a slot. The names
// themselves stay where they are; only whoever holds them can say whether a candidate is the one.

/// An index of places by hash. The hash must be keyed when the names come from outside.
struct HashIndex: Sendable {
    /// The low 32 bits of the hash above, the place plus one below; 0 is free.
    private var slots: [UInt64] = []
    private(set) var count = 0

    /// An empty index.
    init() {}

    /// An index with room for `capacity` places.
    init(capacity: Int) {
        if capacity > 0 { resize(to: Self.slotCount(for: capacity)) }
    }

    /// The place under that hash which `matches` accepts, or nil.
    func find(_ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        if slots.isEmpty { return nil }
        let mask = slots.count - 1
        let short = UInt32(truncatingIfNeeded: hash)
        var position = Int(short) & mask
        while slots[position] != 0 {
            let slot = slots[position]
            if UInt32(truncatingIfNeeded: slot >> 32) == short {
                let place = Int(slot & 0xFFFF_FFFF) - 1
                if matches(place) { return place }
            }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Something of where a hash is looked for first.
    func glance(at hash: UInt64) -> Int {
        slots.isEmpty ? 0 : Int(truncatingIfNeeded: slots[Int(UInt32(truncatingIfNeeded: hash)) & (slots.count - 1)])
    }

    /// Places must be below this.
    static let placesMax = Int(UInt32.max)

    /// Adds a place under a hash unless there is one already which `matches` accepts; whether it was added.
    mutating func insert(_ hash: UInt64, place: Int, unless matches: (Int) -> Bool) -> Bool {
        if (count + 1) * 4 > slots.count * 3 { resize(to: Self.slotCount(for: count + 1)) }
        let mask = slots.count - 1
        let short = UInt64(UInt32(truncatingIfNeeded: hash))
        var position = Int(short) & mask
        while slots[position] != 0 {
            let slot = slots[position]
            if slot >> 32 == short, matches(Int(slot & 0xFFFF_FFFF) - 1) { return false }
            position = (position + 1) & mask
        }
        slots[position] = short << 32 | UInt64(UInt32(truncatingIfNeeded: place + 1))
        count += 1
        return true
    }

    /// Adds a place that is not there yet.
    mutating func insert(_ hash: UInt64, place: Int) {
        if (count + 1) * 4 > slots.count * 3 { resize(to: Self.slotCount(for: count + 1)) }
        let short = UInt64(UInt32(truncatingIfNeeded: hash))
        put(short << 32 | UInt64(UInt32(truncatingIfNeeded: place + 1)))
        count += 1
    }

    /// Removes a place; the slots behind it move up, so that no search is cut short.
    mutating func remove(_ hash: UInt64, place: Int) {
        if slots.isEmpty { return }
        let mask = slots.count - 1
        let wanted = UInt64(UInt32(truncatingIfNeeded: hash)) << 32 | UInt64(UInt32(truncatingIfNeeded: place + 1))
        var hole = Int(UInt32(truncatingIfNeeded: hash)) & mask
        while slots[hole] != wanted {
            if slots[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        var position = (hole + 1) & mask
        while slots[position] != 0 {
            let home = Int(slots[position] >> 32) & mask
            if (position - home) & mask >= (position - hole) & mask {
                slots[hole] = slots[position]
                hole = position
            }
            position = (position + 1) & mask
        }
        slots[hole] = 0
        count -= 1
    }

    /// Removes all places; the room for them is kept unless it is large.
    mutating func removeAll() {
        count = 0
        if slots.count > Self.keptMax {
            slots = []
        } else {
            var room = slots.mutableSpan
            for position in room.indices { room[position] = 0 }
        }
    }

    /// To clear more slots takes longer than to make them anew as they are needed.
    private static let keptMax = 128

    /// What it takes in memory.
    var byteCount: Int { slots.capacity * 8 }

    private mutating func put(_ slot: UInt64) {
        let mask = slots.count - 1
        var position = Int(slot >> 32) & mask
        while slots[position] != 0 { position = (position + 1) & mask }
        slots[position] = slot
    }

    private mutating func resize(to slotCount: Int) {
        let old = slots
        slots = []
        // Not `init(repeating:count:)`, which asks the runtime for the type of the array.
        slots.append(addingCapacity: slotCount) { output in
            for _ in 0..<slotCount { output.append(0) }
        }
        var room = slots.mutableSpan
        let mask = slotCount - 1
        for slot in old where slot != 0 {
            var position = Int(slot >> 32) & mask
            while room[position] != 0 { position = (position + 1) & mask }
            room[position] = slot
        }
    }

    /// The power of two that is at most three quarters full with that many places.
    private static func slotCount(for capacity: Int) -> Int {
        var slotCount = 16
        while slotCount * 3 < capacity * 4 { slotCount *= 2 }
        return slotCount
    }
}
