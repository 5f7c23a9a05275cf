// Reads the fields of one request's JSON object: each at most once, each of its type, form and range, and every
// mistake named with the field and its offset in the line.

/// A cursor over the members of a request's object.
package struct RequestFields: ~Escapable {
    var reader: JSONReader
    private var isFirst = true
    private var seen: UInt32 = 0
    /// Whether the cursor is in an object within the request's.
    private var isInner = false
    private var field: StaticString = ""
    private(set) var valueOffset = 0

    /// Enters the object that begins at `start` of `line`; a line without one reads as an empty object.
    @_lifetime(copy line)
    package init(_ line: Span<UInt8>, from start: Int) throws(Refusal) {
        reader = JSONReader(line, from: start)
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginObject() }
    }

    /// The index in `names` of the next field, with the cursor at its value; nil at the object's end.
    ///
    /// - Throws: `unknown_field` for a key that is not in `names`, `bad_json` for one that stands twice.
    package mutating func next(_ names: [StaticString]) throws(Refusal) -> Int? {
        let key = try Self.refusing(&reader) { [isFirst] reader throws(JSONError) in
            try reader.nextKey(first: isFirst)
        }
        guard let key else {
            if !isInner { try Self.refusing(&reader) { reader throws(JSONError) in try reader.finish() } }
            return nil
        }
        guard let index = reader.place(of: key, in: names) else {
            let known = names.map(\.description).joined(separator: ", ")
            throw Refusal(.unknownField, "no such field; there are: \(known)", offset: key.start - 1)
        }
        guard !isSeen(index) else {
            throw Refusal(.badJSON, "the key stands twice", field: names[index].description, offset: key.start - 1)
        }
        take(index, names)
        return index
    }

    /// The same for names that are asked for often.
    mutating func next(_ names: FieldNames) throws(Refusal) -> Int? {
        let start = reader.offset
        // Most are written plainly, and each stands once.
        guard let index = reader.nextKey(first: isFirst, among: names), !isSeen(index) else {
            reader.offset = start
            return try next(names.all)
        }
        take(index, names.all)
        return index
    }

    @inline(__always)
    private func isSeen(_ index: Int) -> Bool { seen & 1 &<< UInt32(truncatingIfNeeded: index) != 0 }

    /// Goes on with the value of a field.
    @inline(__always)
    private mutating func take(_ index: Int, _ names: [StaticString]) {
        isFirst = false
        seen |= 1 &<< UInt32(truncatingIfNeeded: index)
        field = names[index]
    }

    /// A string of 1 to `bytesMax` bytes of text without control characters.
    package mutating func label(bytesMax: Int = Limits.labelBytesMax) throws(Refusal) -> String {
        reader.text(try scanLabel(bytesMax: bytesMax))
    }

    /// The name of an organisation or the id of a submission: 1 to 128 visible ASCII characters, so that two names
    /// are the same exactly when their bytes are.
    package mutating func name() throws(Refusal) -> String { reader.text(try scanName()) }

    /// Where a label stands.
    mutating func scanLabel(bytesMax: Int = Limits.labelBytesMax) throws(Refusal) -> JSONString {
        let start = reader.offset
        // Most hold printable ASCII alone.
        guard let label = reader.scanPrintable(bytesMax: bytesMax) else {
            return try scanUnusualLabel(bytesMax: bytesMax)
        }
        valueOffset = start
        return label
    }

    private mutating func scanUnusualLabel(bytesMax: Int) throws(Refusal) -> JSONString {
        let string = try scanString()
        let count = reader.byteCount(of: string)
        guard count > 0, count <= bytesMax else { throw bad("must have 1 to \(bytesMax) bytes") }
        guard !reader.hasControls(string) else { throw bad("must have no control characters") }
        return string
    }

    /// Where a name stands.
    mutating func scanName() throws(Refusal) -> JSONString {
        let start = reader.offset
        guard let name = reader.scanVisible(bytesMax: Limits.nameBytesMax) else { return try scanUnusualName() }
        valueOffset = start
        return name
    }

    /// The same of one that is not visible ASCII without escapes right at the cursor, or is none.
    private mutating func scanUnusualName() throws(Refusal) -> JSONString {
        let string = try scanString()
        let count = reader.byteCount(of: string)
        guard count > 0, count <= Limits.nameBytesMax else {
            throw bad("must have 1 to \(Limits.nameBytesMax) bytes")
        }
        guard reader.isVisible(string) else { throw bad("must be visible ASCII without spaces") }
        return string
    }

    /// Any string, in UTF-8.
    package mutating func text() throws(Refusal) -> [UInt8] { reader.decode(try scanString()) }

    /// An array of 1 to `most` names.
    package mutating func names(most: Int) throws(Refusal) -> [String] {
        try elements(most: most) { fields throws(Refusal) in try fields.name() }
    }

    /// An array of 1 to `values.count` of `values`.
    package mutating func choices(_ values: [String]) throws(Refusal) -> [String] {
        try elements(most: values.count) { fields throws(Refusal) in try fields.choice(values) }
    }

    private mutating func elements(
        most: Int, _ read: (inout RequestFields) throws(Refusal) -> String
    ) throws(Refusal) -> [String] {
        try expect(.array, "must be an array of strings")
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginArray() }
        var elements: [String] = []
        while true {
            let isFirst = elements.isEmpty
            let goesOn = try Self.refusing(&reader) { reader throws(JSONError) in
                try reader.nextElement(first: isFirst)
            }
            guard goesOn else { break }
            guard elements.count < most else { throw bad("must have at most \(most) elements") }
            elements.append(try read(&self))
        }
        guard !elements.isEmpty else { throw bad("must have an element") }
        return elements
    }

    /// One of `values`.
    package mutating func choice(_ values: [String]) throws(Refusal) -> String {
        let text = reader.text(try scanString())
        guard values.contains(text) else { throw bad("must be one of \(values.joined(separator: ", "))") }
        return text
    }

    /// `true` or `false`.
    package mutating func flag() throws(Refusal) -> Bool {
        try expect(.bool, "must be true or false")
        return try Self.refusing(&reader) { reader throws(JSONError) in try reader.readBool() }
    }

    /// A whole number in `range`.
    package mutating func integer(in range: ClosedRange<Int64>) throws(Refusal) -> Int64 {
        try expect(.number, "must be a whole number")
        let value = try Self.refusing(&reader) { reader throws(JSONError) in try reader.readInteger() }
        guard range.contains(value) else { throw bad("must be \(range.lowerBound) to \(range.upperBound)") }
        return value
    }

    /// A time in milliseconds since 1970: RFC 3339 as a string, or the number itself.
    package mutating func time() throws(Refusal) -> Int64 {
        let kind = try peek()
        if kind == .number { return try integer(in: Timestamp.range) }
        let string = try scanString()
        guard let milliseconds = Timestamp.parse(reader.text(string)) else {
            throw bad(
                "must be a time such as 2026-11-23T09:30:00Z, a date such as 2026-11-23, or milliseconds since 1970")
        }
        return milliseconds
    }

    /// An object of labels, at most `Limits.tagsMax`, in the order given.
    package mutating func labels() throws(Refusal) -> [(key: String, value: String)] {
        try expect(.object, "must be an object of strings")
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginObject() }
        var labels: [(key: String, value: String)] = []
        while true {
            let isFirst = labels.isEmpty
            let key = try Self.refusing(&reader) { reader throws(JSONError) in try reader.nextKey(first: isFirst) }
            guard let key else { return labels }
            guard labels.count < Limits.tagsMax else { throw bad("must have at most \(Limits.tagsMax) members") }
            let name = reader.text(key)
            guard !name.isEmpty, name.utf8.count <= Limits.labelBytesMax, !labels.contains(where: { $0.key == name })
            else { throw bad("must have different keys of 1 to \(Limits.labelBytesMax) bytes") }
            labels.append((name, try label()))
        }
    }

    /// An object within the object: calls `read` with the index in `names` of each of its fields. A mistake in it is told
    /// with the inner field's name.
    package mutating func members(
        _ names: [StaticString], _ read: (Int, inout RequestFields) throws(Refusal) -> Void
    ) throws(Refusal) {
        try expect(.object, "must be an object")
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginObject() }
        let outer = (isFirst, seen, field, isInner)
        (isFirst, seen, isInner) = (true, 0, true)
        while let index = try next(names) { try read(index, &self) }
        (isFirst, seen, field, isInner) = outer
    }

    /// An array of at most `countMax` elements, each read by `read`.
    package mutating func list<Element>(
        countMax: Int, _ read: (inout RequestFields) throws(Refusal) -> Element
    ) throws(Refusal) -> [Element] {
        try expect(.array, "must be an array")
        try Self.refusing(&reader) { reader throws(JSONError) in try reader.beginArray() }
        var elements: [Element] = []
        while true {
            let isFirst = elements.isEmpty
            let hasMore = try Self.refusing(&reader) { reader throws(JSONError) in
                try reader.nextElement(first: isFirst)
            }
            guard hasMore else { return elements }
            guard elements.count < countMax else { throw bad("must have at most \(countMax) elements") }
            elements.append(try read(&self))
        }
    }

    /// The refusal of the field just read.
    package func bad(_ what: String) -> Refusal {
        Refusal(.badValue, "\(field) \(what)", field: field.description, offset: valueOffset)
    }

    /// The refusal of a request without a field that it needs.
    package static func missing(_ field: StaticString) -> Refusal {
        Refusal(.missingField, "\(field) is missing", field: field.description)
    }

    mutating func scanString() throws(Refusal) -> JSONString {
        if reader.isAtQuote { valueOffset = reader.offset } else { try expect(.string, "must be a string") }
        return try Self.refusing(&reader) { reader throws(JSONError) in try reader.scanString() }
    }

    mutating func expect(_ kind: JSONKind, _ what: StaticString) throws(Refusal) {
        guard try peek() == kind else { throw bad(what.description) }
    }

    mutating func peek() throws(Refusal) -> JSONKind {
        let kind = try Self.refusing(&reader) { reader throws(JSONError) in try reader.peekKind() }
        valueOffset = reader.offset
        return kind
    }

    static func refusing<Value>(
        _ reader: inout JSONReader, _ read: (inout JSONReader) throws(JSONError) -> Value
    ) throws(Refusal) -> Value {
        do { return try read(&reader) } catch { throw Refusal(error) }
    }
}
