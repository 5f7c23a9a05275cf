// A JSON text as a tree, for where comfort counts more than speed: the client's side, imports, the shell.

internal import ByteCoding

/// A JSON value. Objects keep the order of their keys.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number as it was written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A key and its value.
    package struct Member: Equatable, Sendable {
        package var key: String
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Reads one JSON text, strictly: duplicate keys and anything after the value are errors.
    package init(parsing bytes: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(bytes)
        self = try Self.read(&reader)
        try reader.finish()
    }

    /// Reads one JSON text.
    package init(parsing text: String) throws(JSONError) {
        let bytes = Array(text.utf8)
        try self.init(parsing: bytes.span)
    }

    /// The member of an object with that key; nil if there is none or this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The elements of an array; empty for anything else.
    package var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The members of an object; empty for anything else.
    package var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The text of a string; nil for anything else.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The nearest double of a number; nil for anything else.
    package var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    /// The value of a whole number that fits; nil for anything else.
    package var integer: Int64? {
        if case .number(let text) = self { Int64(text) } else { nil }
    }

    /// The value of a Boolean; nil for anything else.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    private static func read(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        switch try reader.peekKind() {
        case .null:
            try reader.readNull()
            return .null
        case .bool: return .bool(try reader.readBool())
        case .string: return .string(reader.text(try reader.readString()))
        case .number: return .number(reader.text(of: try reader.scanNumber()))
        case .array: return try readArray(&reader)
        case .object: return try readObject(&reader)
        }
    }

    private static func readArray(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        try reader.beginArray()
        while try reader.nextElement(first: elements.isEmpty) { elements.append(try read(&reader)) }
        return .array(elements)
    }

    private static func readObject(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        var members: [Member] = []
        var keys: Set<[UInt8]> = []
        try reader.beginObject()
        while let key = try reader.nextKey(first: members.isEmpty) {
            guard keys.insert(reader.decode(key)).inserted else {
                throw JSONError(offset: key.start - 1, reason: "the key stands twice")
            }
            members.append(Member(reader.text(key), try read(&reader)))
        }
        return .object(members)
    }
}

extension JSONReader {
    /// A number as it was written.
    package func text(of number: JSONNumber) -> String {
        String(decoding: bytes.extracting(number.start..<number.end))
    }
}
