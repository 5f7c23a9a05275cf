// An array in pages: the first write to it while a snapshot shares it copies a page and the list of pages, where a plain
// array would copy everything and keep the writer waiting for milliseconds.

/// Elements in the order in which they were appended, a page of some of them to an allocation.
struct PagedArray<Element: Sendable>: RandomAccessCollection, MutableCollection, Sendable {
    /// Few, because elements may be large and hold references that are counted one by one when their page is copied.
    static var pageCount: Int { 16 }

    /// All full but the last.
    private(set) var pages: [[Element]] = []
    private(set) var count = 0

    /// No elements.
    init() {}

    /// The elements of an array.
    init(_ elements: [Element]) {
        for element in elements { append(element) }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    /// The element at a position, read and changed where it lies.
    subscript(position: Int) -> Element {
        _read { yield pages[position / Self.pageCount][position % Self.pageCount] }
        _modify { yield &pages[position / Self.pageCount][position % Self.pageCount] }
    }

    /// Adds an element behind the others.
    mutating func append(_ element: consuming Element) {
        if count % Self.pageCount == 0 { pages.append([]) }
        pages[pages.count - 1].append(element)
        count += 1
    }
}
