// A strict reader of JSON by RFC 8259 over borrowed bytes: no copies, no tree. The caller asks for what it expects
// next; anything else is an error with its offset. Strings and numbers are validated here and decoded in
// JSONReader+Strings.swift and JSONReader+Numbers.swift.

/// What kind of value comes next.
package enum JSONKind: Equatable, Sendable {
    case object, array, string, number, bool, null
}

/// A cursor over one JSON text. Every byte is looked at once.
package struct JSONReader: ~Escapable {
    /// Objects and arrays within each other, at most: deeper ones serve nobody and would cost stack.
    package static let depthMax = 32

    let bytes: Span<UInt8>

    /// Bytes from the start to the next byte to read.
    package internal(set) var offset: Int

    /// How many objects and arrays are open.
    private var depth = 0

    /// A reader of `bytes`, which it borrows, beginning at `offset`.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, from offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Skips white space and tells what kind of value comes next.
    package mutating func peekKind() throws(JSONError) -> JSONKind {
        switch try peekByte(expecting: "a value") {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw JSONError(offset: offset, reason: "expected a value")
        }
    }

    /// Enters an object; follow with `nextKey(first:)`.
    package mutating func beginObject() throws(JSONError) {
        try open(UInt8(ascii: "{"), "an object")
    }

    /// The next key of the object, with the cursor at its value; nil at the object's end.
    package mutating func nextKey(first: Bool) throws(JSONError) -> JSONString? {
        guard try nextItem(first: first, closing: UInt8(ascii: "}")) else { return nil }
        guard try peekByte(expecting: "a key") == UInt8(ascii: "\"") else {
            throw JSONError(offset: offset, reason: "expected a key in double quotes")
        }
        let key = try scanString()
        guard try peekByte(expecting: "a colon") == UInt8(ascii: ":") else {
            throw JSONError(offset: offset, reason: "expected a colon after the key")
        }
        offset += 1
        return key
    }

    /// Reads past the next key of the object and its colon if it is one of `names` and written as most clients write it, with
    /// no white space but a blank behind the comma and the colon: its number. Nil, with the cursor where it was, for any other,
    /// for the object's end, and for a mistake: that `nextKey(first:)` tells.
    @inline(__always)
    mutating func nextKey(first: Bool, among names: FieldNames) -> Int? {
        var index = offset
        if !first { guard skip(UInt8(ascii: ","), &index) else { return nil } }
        _ = skip(UInt8(ascii: " "), &index)
        guard skip(UInt8(ascii: "\""), &index), let key = names.number(at: index, in: bytes) else { return nil }
        index = key.end
        guard skip(UInt8(ascii: ":"), &index) else { return nil }
        _ = skip(UInt8(ascii: " "), &index)
        offset = index
        return key.number
    }

    /// Moves an index past a byte, if it is the one.
    @inline(__always)
    private func skip(_ byte: UInt8, _ index: inout Int) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index &+= 1
        return true
    }

    /// Enters an array; follow with `nextElement(first:)`.
    package mutating func beginArray() throws(JSONError) {
        try open(UInt8(ascii: "["), "an array")
    }

    /// Whether the array has another element, with the cursor before it.
    package mutating func nextElement(first: Bool) throws(JSONError) -> Bool {
        try nextItem(first: first, closing: UInt8(ascii: "]"))
    }

    /// `true` or `false`.
    package mutating func readBool() throws(JSONError) -> Bool {
        if try peekByte(expecting: "true or false") == UInt8(ascii: "t") {
            try expect("true")
            return true
        }
        try expect("false")
        return false
    }

    /// `null`.
    package mutating func readNull() throws(JSONError) {
        _ = try peekByte(expecting: "null")
        try expect("null")
    }

    /// Reads past one value of any kind, validating it.
    package mutating func skipValue() throws(JSONError) {
        switch try peekKind() {
        case .string: _ = try scanString()
        case .number: _ = try scanNumber()
        case .bool: _ = try readBool()
        case .null: try readNull()
        case .array:
            try beginArray()
            var first = true
            while try nextElement(first: first) {
                try skipValue()
                first = false
            }
        case .object:
            try beginObject()
            var first = true
            while try nextKey(first: first) != nil {
                try skipValue()
                first = false
            }
        }
    }

    /// Checks that nothing but white space is left.
    package mutating func finish() throws(JSONError) {
        skipSpace()
        guard offset == bytes.count else {
            throw JSONError(offset: offset, reason: "expected nothing more after the value")
        }
    }

    /// Whether a quote stands at the cursor.
    @inline(__always)
    var isAtQuote: Bool { offset < bytes.count && bytes[offset] == UInt8(ascii: "\"") }

    /// Skips white space and looks at the next byte.
    @inline(__always)
    mutating func peekByte(expecting what: StaticString) throws(JSONError) -> UInt8 {
        // Mostly there is none.
        if offset < bytes.count, bytes[offset] > 0x20 { return bytes[offset] }
        return try peekByteAfterSpace(expecting: what)
    }

    private mutating func peekByteAfterSpace(expecting what: StaticString) throws(JSONError) -> UInt8 {
        skipSpace()
        guard offset < bytes.count else {
            throw JSONError(offset: offset, reason: "expected \(what), found the end")
        }
        return bytes[offset]
    }

    private mutating func open(_ bracket: UInt8, _ what: StaticString) throws(JSONError) {
        guard try peekByte(expecting: what) == bracket else {
            throw JSONError(offset: offset, reason: "expected \(what)")
        }
        guard depth < Self.depthMax else {
            throw JSONError(offset: offset, reason: "more than \(Self.depthMax) levels deep")
        }
        depth += 1
        offset += 1
    }

    private mutating func nextItem(first: Bool, closing: UInt8) throws(JSONError) -> Bool {
        let byte = try peekByte(expecting: "a comma or the closing bracket")
        if byte == closing {
            offset += 1
            depth -= 1
            return false
        }
        if first { return true }
        guard byte == UInt8(ascii: ",") else {
            throw JSONError(offset: offset, reason: "expected a comma or the closing bracket")
        }
        offset += 1
        guard try peekByte(expecting: "an item after the comma") != closing else {
            throw JSONError(offset: offset, reason: "expected an item after the comma")
        }
        return true
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func expect(_ literal: StaticString) throws(JSONError) {
        let start = offset
        let text = literal.description.utf8
        for byte in text {
            guard offset < bytes.count, bytes[offset] == byte else {
                throw JSONError(offset: start, reason: "expected a value")
            }
            offset += 1
        }
    }
}
