// The names of the fields of a request that is read often, ready to be compared with what stands in a line: each with its
// closing quote, so that no key's end need be looked for first.

internal import ByteCoding

/// Names of fields by their numbers.
struct FieldNames: Sendable {
    /// The names as they were given.
    let all: [StaticString]
    private let keys: [Key]

    /// A name and a closing quote: sixteen bytes as two words, the first byte the lowest.
    private struct Key {
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// Ones where the words have a byte of the key.
        var lowMask: UInt64 = 0
        var highMask: UInt64 = 0
        /// Bytes of the name and the quote.
        var count: Int

        init(_ name: StaticString) {
            let bytes = Array(name.description.utf8) + [UInt8(ascii: "\"")]
            precondition(bytes.count <= 16, "the name of a field is too long")
            count = bytes.count
            for (index, byte) in bytes.enumerated() {
                let shift = UInt64(index % 8 * 8)
                if index < 8 {
                    low |= UInt64(byte) << shift
                    lowMask |= 0xFF << shift
                } else {
                    high |= UInt64(byte) << shift
                    highMask |= 0xFF << shift
                }
            }
        }
    }

    /// Names of 1 to 15 bytes of ASCII that need no escape.
    init(_ names: [StaticString]) {
        all = names
        keys = names.map(Key.init)
    }

    /// The number of the key that begins at `start`, behind its opening quote, and where its closing quote ends; nil when it
    /// is none of the names, is written otherwise or stands at the end of the line.
    @inline(__always)
    func number(at start: Int, in line: Span<UInt8>) -> (number: Int, end: Int)? {
        guard start <= line.count &- 16 else { return nil }
        let (low, high) = (line.word(at: start), line.word(at: start &+ 8))
        for number in keys.indices {
            let key = keys[number]
            if (low ^ key.low) & key.lowMask == 0, (high ^ key.high) & key.highMask == 0 {
                return (number, start &+ key.count)
            }
        }
        return nil
    }
}
