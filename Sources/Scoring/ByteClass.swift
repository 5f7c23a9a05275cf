// What each ASCII byte is to the tokenizer.

/// The class of a byte.
enum ByteClass: UInt8 {
    case other, letter, capital, digit, space, newline, terminator, softBreak, apostrophe, quote, wide
    case opening, closing, hashtag, at, currency, hyphen

    /// The class of every byte.
    static let table: [ByteClass] = (0...255).map { of(UInt8($0)) }

    /// Whether a word that began with letters goes on with a byte of this class.
    @inline(__always)
    var continuesWord: Bool { self == .digit || self == .apostrophe || self == .wide }

    private static func of(_ byte: UInt8) -> ByteClass {
        switch byte {
        case 0x61...0x7A: .letter
        case 0x41...0x5A: .capital
        case 0x30...0x39: .digit
        case 0x0A, 0x0D: .newline
        case 0x20, 0x09, 0x0B, 0x0C: .space
        case 0x21, 0x2E, 0x3F: .terminator
        case 0x2C, 0x3A, 0x3B: .softBreak
        case 0x27, 0x60: .apostrophe
        case 0x22: .quote
        case 0x28, 0x5B, 0x7B: .opening
        case 0x29, 0x5D, 0x7D: .closing
        case 0x23: .hashtag
        case 0x40: .at
        case 0x24: .currency
        case 0x2D, 0x2F, 0x5F: .hyphen
        case 0x80...0xFF: .wide
        default: .other
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The byte with which an emoticon may begin.
    static func beginsEmoticon(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x3A, 0x3B, 0x3D, 0x3C, 0x3E, 0x28, 0x5E, 0x2D, 0x5C: true
        default: false
        }
    }
}
