// Writes JSON into a byte buffer: commas and escapes are its business, the shape is the caller's.

internal import ByteCoding

/// A growing JSON text in UTF-8 without white space.
package struct JSONWriter: Sendable {
    /// What has been written so far.
    package var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty writer with room for `capacity` bytes.
    package init(capacity: Int = 0) { if capacity > 0 { bytes.reserveCapacity(capacity) } }

    /// A writer that goes on after `bytes`.
    package init(appendingTo bytes: consuming [UInt8]) { self.bytes = bytes }

    /// Writes `{`, the members that `body` writes, and `}`.
    @inlinable
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes `[`, the elements that `body` writes, and `]`.
    @inlinable
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a key; a value must follow.
    package mutating func key(_ key: StaticString) {
        append(atMost: key.utf8CodeUnitCount + 3) { output in
            output.append(UInt8(ascii: "\""))
            output.append(key)
            output.append("\":")
        }
        needsComma = false
    }

    /// Writes a key that is not known before; a value must follow.
    package mutating func key(escaping key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, escaped as RFC 8259 asks and no more.
    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { unsafe string(utf8: Span(_unsafeElements: $0)) }
    }

    /// Writes a string of which it is known that nothing in it is escaped: one of our own names.
    package mutating func name(_ name: String) {
        append(atMost: name.utf8.count + 2) { output in
            output.append("\"")
            output.append(utf8: name)
            output.append("\"")
        }
    }

    /// Writes a string from its UTF-8.
    package mutating func string(utf8 text: Span<UInt8>) {
        // Mostly nothing in it is escaped.
        if Self.firstEscaped(in: text, from: 0) == text.count {
            return append(atMost: text.count + 2) { output in
                output.append("\"")
                output.append(copying: text)
                output.append("\"")
            }
        }
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    package mutating func integer(_ value: some BinaryInteger) {
        integer(magnitude: UInt64(value.magnitude), isNegative: value < 0)
    }

    /// The same of the type that most have: worked out for any type, it would be dearer by far.
    package mutating func integer(_ value: Int) {
        integer(magnitude: UInt64(value.magnitude), isNegative: value < 0)
    }

    private mutating func integer(magnitude: UInt64, isNegative: Bool) {
        append(atMost: 21) { output in
            if isNegative { output.append("-") }
            output.append(digitsOf: magnitude)
        }
    }

    /// Writes a whole number divided by 10 to the power of `places`, exactly, without trailing zeros. At most nineteen
    /// places.
    package mutating func decimal(_ value: some BinaryInteger, places: Int) {
        var scale: UInt64 = 1
        for _ in 0..<places { scale *= 10 }
        append(atMost: 40) { output in
            output.append(UInt64(value.magnitude), over: scale, isNegative: value < 0)
        }
    }

    /// Writes ten-thousandths as a decimal fraction, `null` for nil.
    package mutating func fraction(_ value: Int32?) {
        append(atMost: 12) { output in output.append(tenThousandths: value) }
    }

    /// Writes a double rounded to `places` decimals, `null` if it is not finite.
    package mutating func double(_ value: Double, places: Int) {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (value * scale).rounded()
        guard scaled.magnitude < 9e18 else { return null() }
        decimal(Int64(scaled), places: places)
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        append(atMost: 5) { output in output.append(value ? "true" : "false") }
    }

    /// Writes `null`.
    package mutating func null() {
        append(atMost: 4) { output in output.append("null") }
    }

    /// Writes JSON that was made before.
    package mutating func raw(_ json: [UInt8]) { raw(utf8: json.span) }

    /// Writes a value, or members, that were made before.
    package mutating func raw(utf8 json: Span<UInt8>) {
        append(atMost: json.count) { output in output.append(copying: json) }
    }

    /// Begins members that `raw` will put into an object: no comma before the first.
    package mutating func beginMembers() { needsComma = false }

    @usableFromInline
    mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    @usableFromInline
    mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    /// Writes a value, members or elements in at most so many bytes, for which there is made room once.
    @inline(__always)
    mutating func append(atMost byteCount: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        let needsComma = needsComma
        // A comma, and the seven bytes that writing numbers wants.
        bytes.append(addingCapacity: byteCount + 8) { output in
            if needsComma { output.append(",") }
            body(&output)
        }
        self.needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Appends text in runs between the bytes that are escaped.
    private mutating func appendEscaped(_ text: Span<UInt8>) {
        var start = 0
        while true {
            let index = Self.firstEscaped(in: text, from: start)
            bytes.append(addingCapacity: index - start) { $0.append(copying: text.extracting(start..<index)) }
            if index == text.count { return }
            escape(text[index])
            start = index + 1
        }
    }

    /// The first byte from `start` on that must be escaped, or DEL; the count when there is none.
    private static func firstEscaped(in text: Span<UInt8>, from start: Int) -> Int {
        text.firstIndex(from: start) { block in
            block.marks(from: 0, to: 0x1F) | block.marks(UInt8(ascii: "\"")) | block.marks(UInt8(ascii: "\\"))
                | block.marks(0x7F)
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        case 0x09: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
        case 0x0D: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(Self.hexDigit(byte >> 4))
            bytes.append(Self.hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension JSONWriter {
    /// Writes a value of a tree.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let text): raw(Array(text.utf8))
        case .string(let text): string(text)
        case .array(let elements): array { writer in for element in elements { writer.value(element) } }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.key(escaping: member.key)
                    writer.value(member.value)
                }
            }
        }
    }
}
