// The tallies of many hours or days. Those of twelve in a row lie in one allocation: to each of its own an array's head and the
// allocator's would add what a tenth of it takes.

import ByteCoding

/// Tallies by hours or days since 1970, UTC, in ascending order.
struct TallyPages: Equatable, Sendable {
    /// The tallies of twelve hours or days: of each its place among them (a byte), how many bytes it takes (two bytes, little-endian)
    /// and these.
    private struct Page: Equatable, Sendable {
        /// Its first hour or day, divided by as many as a page has.
        let number: Int32
        var bytes: [UInt8]

        /// What it takes in memory: itself, an array's head and the bytes.
        var byteCount: Int { MemoryLayout<Page>.stride + 48 + bytes.count }
    }

    /// More would take less memory, and longer to be put together anew at each fold.
    fileprivate static let pageCount: Int32 = 12

    private var pages: [Page] = []

    /// None.
    init() {}

    var isEmpty: Bool { pages.isEmpty }

    /// How many tallies there are.
    var count: Int {
        var count = 0
        forEach { _, _ in count += 1 }
        return count
    }

    /// The bytes that all of it takes.
    var byteCount: Int { pages.reduce(0) { $0 + $1.byteCount } }

    /// Calls with each tally, and its hour or day.
    func forEach(_ body: (Int, PackedTally) -> Void) {
        for page in pages {
            var cursor = PageCursor(page.bytes.span, number: page.number)
            while cursor.next() { body(cursor.index, cursor.tally) }
        }
    }

    /// Calls with each tally of the hours or days from one to before another.
    func forEachTally(from: Int32, until: Int32, _ body: (PackedTally) -> Void) {
        if from >= until { return }
        var position = firstPosition(notBelow: Self.page(of: from))
        let last = Self.page(of: until)
        // Through a span: a copy of a page would count the references to its bytes.
        let pages = pages.span
        while position < pages.count, pages[position].number <= last {
            var cursor = PageCursor(pages[position].bytes.span, number: pages[position].number)
            while cursor.next(), cursor.index < Int(until) {
                if cursor.index >= Int(from) { body(cursor.tally) }
            }
            position += 1
        }
    }

    /// Whether a tally of that hour or day is still kept where those before `first` need not be: a page goes as a whole.
    static func keeps(_ index: Int32, from first: Int32) -> Bool { page(of: index) >= page(of: first) }

    /// Adds a sum to the tally of its hour or day, which must come after those added since the last `finish`; by how many bytes
    /// all have grown.
    mutating func add(_ sum: inout Tally, at index: Int32, sharing whole: TallyPages, _ merge: inout PageMerge) -> Int {
        let number = Self.page(of: index)
        let growth = merge.number == number ? 0 : finish(&merge, sharing: whole)
        if merge.number == nil {
            merge.number = number
            merge.old = bytes(ofPage: number) ?? []
        }
        merge.add(&sum, at: index)
        return growth
    }

    /// Puts the page in its place that was put together last; by how many bytes all have grown. A page that is the same as one of
    /// `whole` is shared with it.
    mutating func finish(_ merge: inout PageMerge, sharing whole: TallyPages) -> Int {
        guard let number = merge.number else { return 0 }
        merge.copyRest()
        let position = firstPosition(notBelow: number)
        let isThere = !merge.old.isEmpty
        let before = isThere ? pages[position].byteCount : 0
        let bytes = whole.sharing(merge.writer.bytes.span, number: number)
        merge.clear()
        if bytes.isEmpty {
            if isThere { pages.remove(at: position) }
            return -before
        }
        if isThere {
            pages[position].bytes = bytes
        } else {
            pages.insert(Page(number: number, bytes: bytes), at: position)
        }
        return pages[position].byteCount - before
    }

    /// Whether that is the packed form of the only tally that there is.
    func isOnly(_ packed: Span<UInt8>) -> Bool {
        let pages = pages.span
        guard pages.count == 1 else { return false }
        var cursor = PageCursor(pages[0].bytes.span, number: pages[0].number)
        return cursor.next() && cursor.isLast && cursor.tally.bytes.isEqual(to: packed)
    }

    /// Whether there are pages that are all before an hour or day.
    func begins(before first: Int32) -> Bool { pages.first.map { $0.number < Self.page(of: first) } ?? false }

    /// Drops the pages that are all before an hour or day; the bytes that they took.
    mutating func prune(before first: Int32) -> Int {
        if !begins(before: first) { return 0 }
        let count = firstPosition(notBelow: Self.page(of: first))
        defer { pages.removeFirst(count) }
        return pages[..<count].reduce(0) { $0 + $1.byteCount }
    }

    /// The bytes of a page: those of the page here where they are the same.
    private func sharing(_ bytes: Span<UInt8>, number: Int32) -> [UInt8] {
        if let own = self.bytes(ofPage: number), own.span.isEqual(to: bytes) { return own }
        // A copy has no spare room.
        return [UInt8](copying: bytes)
    }

    private func bytes(ofPage number: Int32) -> [UInt8]? {
        let position = firstPosition(notBelow: number)
        return position < pages.count && pages[position].number == number ? pages[position].bytes : nil
    }

    /// Where the first page of that number or a later one is, by binary search from the end, where most facts fall.
    private func firstPosition(notBelow number: Int32) -> Int {
        guard let last = pages.last, last.number >= number else { return pages.count }
        return pages.indices.partitioningIndex { pages[$0].number >= number }
    }

    /// The number of the page of an hour or day.
    fileprivate static func page(of index: Int32) -> Int32 { index.floorDivided(by: pageCount) }
}

/// Goes from tally to tally of a page.
private struct PageCursor: ~Escapable {
    private let bytes: Span<UInt8>
    private let first: Int
    /// Where the tally and what stands before it begins and ends.
    private(set) var start = 0
    private(set) var end = 0

    static let headBytes = 3

    /// A cursor before a tally of the page with that number: before the first, or the one that begins at `offset`.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, number: Int32, from offset: Int = 0) {
        self.bytes = bytes
        end = offset
        first = Int(number) * Int(TallyPages.pageCount)
    }

    /// Moves on to the next; false when there is none.
    @inline(__always)
    mutating func next() -> Bool {
        start = end
        if start == bytes.count { return false }
        end = start + Self.headBytes + Int(bytes[start + 1]) + Int(bytes[start + 2]) << 8
        return true
    }

    /// Whether none comes after it.
    var isLast: Bool { end == bytes.count }

    /// Its hour or day.
    var index: Int { first + Int(bytes[start]) }

    var tally: PackedTally {
        @_lifetime(copy self)
        get { PackedTally(bytes.extracting((start + Self.headBytes)..<end)) }
    }
}

/// A page that is being put together of the one before and of sums in the order of their hours or days, so that it is written
/// once however many are added to it.
struct PageMerge {
    /// Nil between two pages.
    fileprivate var number: Int32?
    /// The page before.
    fileprivate var old: [UInt8] = []
    /// How much of it is there in the new one, or gone.
    private var oldOffset = 0
    /// The new page.
    fileprivate private(set) var writer = ByteWriter()

    /// Adds a sum to the tally of its hour or day.
    fileprivate mutating func add(_ sum: inout Tally, at index: Int32) {
        let number = TallyPages.page(of: index)
        let old = old
        var cursor = PageCursor(old.span, number: number, from: oldOffset)
        var isPast = false
        while !isPast, cursor.next() { isPast = cursor.index >= Int(index) }
        writer.writeRaw(old.span.extracting(oldOffset..<cursor.start))
        // Behind the last, start and end are the same.
        oldOffset = cursor.start
        if isPast, cursor.index == Int(index) {
            cursor.tally.add(to: &sum)
            oldOffset = cursor.end
        }
        let start = beginTally(at: index)
        sum.encode(into: &writer)
        endTally(from: start)
    }

    /// Adds a tally in its stored form as that of its hour or day, which must come after all others.
    fileprivate mutating func add(
        _ stored: StoredTally, at index: Int32, _ scratch: inout Tally
    ) throws(ByteCodingError) {
        let start = beginTally(at: index)
        try stored.pack(into: &writer, &scratch)
        endTally(from: start)
    }

    /// Begins a tally of the page; where it stands.
    private mutating func beginTally(at index: Int32) -> Int {
        let start = writer.bytes.count
        let first = Int(TallyPages.page(of: index)) * Int(TallyPages.pageCount)
        writer.write(UInt8(Int(index) - first))
        writer.writeFixed(UInt16(0))
        return start
    }

    /// Takes note of how many bytes a tally takes; it goes when every sum is zero.
    private mutating func endTally(from start: Int) {
        let count = writer.bytes.count - start - PageCursor.headBytes
        if count == 0 { return writer.bytes.removeLast(PageCursor.headBytes) }
        writer.overwriteFixed(UInt16(count), at: start + 1)
    }

    /// Appends what is left of the page before.
    fileprivate mutating func copyRest() {
        let old = old
        writer.writeRaw(old.span.extracting(oldOffset..<old.count))
    }

    /// Gets ready for another page.
    fileprivate mutating func clear() {
        number = nil
        old = []
        oldOffset = 0
        writer.bytes.removeAll(keepingCapacity: true)
    }
}

extension TallyPages {
    /// Appends the stored form: how many tallies, and of each the distance of its hour or day from the one before (zigzag) and
    /// itself.
    func encode(into writer: inout ByteWriter, in room: inout ByteWriter) {
        writer.writeCount(count)
        var before = 0
        forEach { index, tally in
            writer.writeSigned(Int64(index - before))
            before = index
            tally.encode(into: &writer, in: &room)
        }
    }

    /// Reads what `encode` wrote, and checks it. Pages that are the same as those of `whole` are shared with it.
    init(
        from reader: inout ByteReader, sharing whole: TallyPages, _ scratch: inout FoldScratch
    ) throws(ByteCodingError) {
        let start = reader.offset
        var before: Int64?
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let (sum, isTooLarge) = try reader.readSigned().addingReportingOverflow(before ?? 0)
            guard !isTooLarge, let index = Int32(exactly: sum), before.map({ $0 < sum }) ?? true
            else { throw .malformed(offset: start) }
            before = sum
            let number = Self.page(of: index)
            if scratch.hours.number != number {
                _ = finish(&scratch.hours, sharing: whole)
                scratch.hours.number = number
            }
            try scratch.hours.add(StoredTally(try reader.readSpan()), at: index, &scratch.hour)
        }
        _ = finish(&scratch.hours, sharing: whole)
    }
}
