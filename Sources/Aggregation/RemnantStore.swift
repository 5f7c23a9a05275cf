// The remnants of one organisation, in runs of a few kilobytes: a run is searched and rewritten as a whole, and goes as a
// whole when there are too many.

import ByteCoding
import DequeModule

/// Remnants in ascending order of their sequence numbers.
struct RemnantStore: Sendable {
    /// Remnants one after the other: the distance of the sequence number from the one before (LEB128), then the rest.
    private struct Run: Sendable {
        var first: UInt64
        var last: UInt64
        var count: Int
        var bytes: [UInt8]

        var byteCount: Int { bytes.count + 72 }

        /// Adds one that comes after the others; the bytes it takes.
        mutating func append(_ remnant: Span<UInt8>, sequence: UInt64) -> Int {
            let before = bytes.count
            var writer = ByteWriter()
            swap(&writer.bytes, &bytes)
            writer.writeVarint(sequence - last)
            writer.writeRaw(remnant)
            swap(&writer.bytes, &bytes)
            last = sequence
            count += 1
            return bytes.count - before
        }
    }

    /// A run of this size holds some eighty remnants.
    private static let runBytes = 4_096

    private var runs = Deque<Run>()
    private(set) var count = 0
    private(set) var byteCount = 0
    /// How many were let go: what they added can no longer be told.
    private(set) var droppedCount = 0

    /// None.
    init() {}

    /// Adds one in its encoded form, which comes after all others.
    mutating func append(_ remnant: Span<UInt8>, sequence: UInt64) {
        if runs.last.map({ $0.bytes.count >= Self.runBytes || $0.last >= sequence }) ?? true {
            // Room for a whole one at once, once there are several: doubling would end at twice the room.
            let room = runs.isEmpty ? 0 : Self.runBytes + Self.runBytes / 16
            runs.append(Run(first: sequence, last: sequence, count: 0, bytes: ByteWriter(capacity: room).bytes))
            byteCount += runs[runs.count - 1].byteCount
        }
        byteCount += runs[runs.count - 1].append(remnant, sequence: sequence)
        count += 1
    }

    /// Drops the oldest run, if there is one.
    mutating func dropOldest() {
        guard let run = runs.popFirst() else { return }
        byteCount -= run.byteCount
        count -= run.count
        droppedCount += run.count
    }

    /// Removes one for good.
    mutating func remove(sequence: UInt64) -> Remnant? {
        guard let place = place(of: sequence) else { return nil }
        var removed: Remnant?
        var rest = RemnantStore()
        Self.forEach(runs[place]) { remnant in
            if remnant.sequence == sequence { removed = remnant } else { rest.append(remnant) }
        }
        if removed == nil { return nil }
        count -= 1
        replace(place, with: rest)
        return removed
    }

    /// Takes note that one was sent again; what it was, nil when there is none.
    mutating func noteRepeat(sequence: UInt64) -> Remnant? {
        guard let place = place(of: sequence) else { return nil }
        var noted: Remnant?
        var changed = RemnantStore()
        Self.forEach(runs[place]) { remnant in
            var remnant = remnant
            if remnant.sequence == sequence {
                if remnant.repeatCount < .max { remnant.repeatCount += 1 }
                noted = remnant
            }
            changed.append(remnant)
        }
        if noted != nil { replace(place, with: changed) }
        return noted
    }

    /// Adds one that comes after all others.
    private mutating func append(_ remnant: Remnant) {
        var writer = ByteWriter()
        remnant.encode(into: &writer)
        append(writer.bytes.span, sequence: remnant.sequence)
    }

    /// Puts other runs in the place of one.
    private mutating func replace(_ place: Int, with rest: RemnantStore) {
        byteCount += rest.byteCount - runs[place].byteCount
        runs.remove(at: place)
        for (offset, run) in rest.runs.enumerated() { runs.insert(run, at: place + offset) }
    }

    /// Whether there is one with that sequence number.
    func contains(sequence: UInt64) -> Bool {
        guard let place = place(of: sequence) else { return false }
        var isThere = false
        Self.forEach(runs[place]) { if $0.sequence == sequence { isThere = true } }
        return isThere
    }

    /// Calls with each, oldest first.
    func forEach(_ body: (Remnant) -> Void) {
        for run in runs { Self.forEach(run, body) }
    }

    private func place(of sequence: UInt64) -> Int? {
        let place = runs.indices.partitioningIndex { runs[$0].last >= sequence }
        return place < runs.count && runs[place].first <= sequence ? place : nil
    }

    private static func forEach(_ run: Run, _ body: (Remnant) -> Void) {
        // These bytes were written here or checked when they were taken over.
        try? read(run, body)
    }

    private static func read(_ run: Run, _ body: (Remnant) -> Void) throws(ByteCodingError) {
        var reader = ByteReader(run.bytes.span)
        var sequence = run.first
        while !reader.isAtEnd {
            let start = reader.offset
            let (sum, isTooLarge) = sequence.addingReportingOverflow(try reader.readVarint())
            if isTooLarge { throw .malformed(offset: start) }
            sequence = sum
            body(try Remnant(sequence: sequence, from: &reader))
        }
    }
}

extension RemnantStore {
    /// Appends everything.
    func encode(into writer: inout ByteWriter) {
        writer.writeCount(droppedCount)
        writer.writeCount(runs.count)
        for run in runs {
            writer.writeVarint(run.first)
            writer.writeBytes(run.bytes)
        }
    }

    /// Reads what `encode` wrote, and checks it.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        droppedCount = try reader.readVarint(as: Int.self)
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let start = reader.offset
            let first = try reader.readVarint()
            var run = Run(first: first, last: first, count: 0, bytes: try reader.readBytes())
            if let before = runs.last, before.last >= first { throw .malformed(offset: start) }
            var isAscending = true
            try Self.read(run) { remnant in
                if run.count > 0, remnant.sequence <= run.last { isAscending = false }
                run.last = remnant.sequence
                run.count += 1
            }
            guard isAscending, run.count > 0 else { throw .malformed(offset: start) }
            runs.append(run)
            count += run.count
            byteCount += run.byteCount
        }
    }
}
