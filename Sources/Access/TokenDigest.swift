// What is kept of a token: its SHA-256. Whoever reads the journal cannot use it, and whoever guesses must guess 256
// bits. The hash itself is OpenSSL's and is given in; here it is only held and compared.

internal import ByteCoding

/// The SHA-256 of a token's text.
package struct TokenDigest: Equatable, Sendable {
    /// Bytes of a digest.
    package static let byteCount = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest of exactly 32 bytes; nil for another number.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = (bytes.word(at: 0), bytes.word(at: 8), bytes.word(at: 16), bytes.word(at: 24))
    }

    /// A digest in 64 hexadecimal digits, of either case; nil for another text.
    package init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Self.value(ofDigit: $0) }
        guard digits.count == 2 * Self.byteCount, text.utf8.count == digits.count else { return nil }
        let bytes = (0..<Self.byteCount).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
        self.init(bytes.span)
    }

    /// A digest that no token has: looked up in place of one, so that a miss takes as long as a hit.
    static let none = TokenDigest(words: (0, 0, 0, 0))

    private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// What the digest is looked up by.
    var key: UInt64 { words.0 }

    /// Compares in a time that does not depend on where two digests differ.
    package static func == (left: TokenDigest, right: TokenDigest) -> Bool {
        let first = (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1)
        let second = (left.words.2 ^ right.words.2) | (left.words.3 ^ right.words.3)
        return first | second == 0
    }

    func encode(into writer: inout ByteWriter) {
        for word in [words.0, words.1, words.2, words.3] { writer.writeFixed(word) }
    }

    init(from reader: inout ByteReader) throws(ByteCodingError) {
        let first: UInt64 = try reader.readFixed()
        let second: UInt64 = try reader.readFixed()
        let third: UInt64 = try reader.readFixed()
        words = (first, second, third, try reader.readFixed())
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}

/// The text of a token.
package enum TokenText {
    /// What every token that a server makes begins with, so that scanners for leaked secrets can find it.
    package static let prefix = "earshot_"
    /// Random bytes in a token.
    package static let secretByteCount = 32
    /// Bytes of a token as it is sent, at most.
    package static let bytesMax = 128

    /// The token of random bytes: the prefix, then base64url without padding (RFC 4648, section 5).
    package static func make(secret: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text = Array(prefix.utf8)
        for start in stride(from: 0, to: secret.count, by: 3) {
            let group = secret[start..<min(start + 3, secret.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
