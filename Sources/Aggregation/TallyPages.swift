// The tallies of many hours or days. Those of 24 in a row lie in one allocation: to each of its own an array's head and the
// allocator's would add what a tenth of it takes.

import ByteCoding

/// Tallies by hours or days since 1970, UTC, in ascending order.
struct TallyPages: Equatable, Sendable {
    /// The tallies of 24 hours or days: of each its place among them (a byte), how many bytes it takes (two bytes, little-endian)
    /// and these.
    private struct Page: Equatable, Sendable {
        /// Its first hour or day, divided by 24.
        let number: Int32
        var bytes: [UInt8]

        /// What it takes in memory: itself, an array's head and the bytes.
        var byteCount: Int { MemoryLayout<Page>.stride + 48 + bytes.count }
    }

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

    /// Adds a sum to the tally of its hour or day; by how many bytes all have grown. A page that is the same as one of `whole` is
    /// shared with it. The new page is put together in `writer`.
    mutating func add(
        _ sum: inout Tally, at index: Int32, sharing whole: TallyPages, _ writer: inout ByteWriter
    ) -> Int {
        let number = Self.page(of: index)
        let position = firstPosition(notBelow: number)
        writer.bytes.removeAll(keepingCapacity: true)
        guard position < pages.count, pages[position].number == number else {
            writer.append(sum, at: index)
            if writer.bytes.isEmpty { return 0 }
            pages.insert(Page(number: number, bytes: whole.sharing(writer.bytes.span, number: number)), at: position)
            return pages[position].byteCount
        }
        let before = pages[position].byteCount
        let page = pages[position].bytes
        writer.append(page.span, number: number, adding: &sum, at: index)
        if writer.bytes.isEmpty {
            pages.remove(at: position)
            return -before
        }
        pages[position].bytes = whole.sharing(writer.bytes.span, number: number)
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
        let position = firstPosition(notBelow: number)
        if position < pages.count, pages[position].number == number {
            let own = pages[position].bytes
            if own.span.isEqual(to: bytes) { return own }
        }
        // A copy has no spare room.
        return [UInt8](copying: bytes)
    }

    /// Where the first page of that number or a later one is, by binary search from the end, where most facts fall.
    private func firstPosition(notBelow number: Int32) -> Int {
        guard let last = pages.last, last.number >= number else { return pages.count }
        var low = 0
        var high = pages.count
        while low < high {
            let middle = (low + high) / 2
            if pages[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The number of the page of an hour or day.
    fileprivate static func page(of index: Int32) -> Int32 { index.floorDivided(by: 24) }
}

/// Goes from tally to tally of a page.
private struct PageCursor: ~Escapable {
    private let bytes: Span<UInt8>
    private let first: Int
    /// Where the tally and what stands before it begins and ends.
    private(set) var start = 0
    private(set) var end = 0

    static let headBytes = 3

    /// A cursor before the first tally of the page with that number.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, number: Int32) {
        self.bytes = bytes
        first = Int(number) * 24
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

extension ByteWriter {
    /// Appends a tally as it stands in a page; nothing when every sum is zero.
    fileprivate mutating func append(_ sum: Tally, at index: Int32) {
        let start = bytes.count
        write(UInt8(Int(index) - Int(TallyPages.page(of: index)) * 24))
        writeFixed(UInt16(0))
        sum.encode(into: &self)
        let count = bytes.count - start - PageCursor.headBytes
        if count == 0 { return bytes.removeLast(PageCursor.headBytes) }
        overwriteFixed(UInt16(count), at: start + 1)
    }

    /// Appends the bytes of a page with a sum added to the tally of its hour or day.
    fileprivate mutating func append(_ page: Span<UInt8>, number: Int32, adding sum: inout Tally, at index: Int32) {
        var cursor = PageCursor(page, number: number)
        var isPast = false
        while !isPast, cursor.next() { isPast = cursor.index >= Int(index) }
        // Behind the last, start and end are the same.
        let end = isPast && cursor.index == Int(index) ? cursor.end : cursor.start
        if end > cursor.start { cursor.tally.add(to: &sum) }
        writeRaw(page.extracting(0..<cursor.start))
        append(sum, at: index)
        writeRaw(page.extracting(end..<page.count))
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
        var number: Int32 = 0
        scratch.packed.bytes.removeAll(keepingCapacity: true)
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let (sum, isTooLarge) = try reader.readSigned().addingReportingOverflow(before ?? 0)
            guard !isTooLarge, let index = Int32(exactly: sum), before.map({ $0 < sum }) ?? true
            else { throw .malformed(offset: start) }
            before = sum
            if Self.page(of: index) != number { finish(number, sharing: whole, &scratch.packed) }
            number = Self.page(of: index)
            try scratch.decode(try reader.readSpan()) { $1.append($0, at: index) }
        }
        finish(number, sharing: whole, &scratch.packed)
    }

    /// Adds the page with that number after the others, if there is anything in it, and clears the room in which it was put together.
    private mutating func finish(_ number: Int32, sharing whole: TallyPages, _ page: inout ByteWriter) {
        if page.bytes.isEmpty { return }
        pages.append(Page(number: number, bytes: whole.sharing(page.bytes.span, number: number)))
        page.bytes.removeAll(keepingCapacity: true)
    }
}
