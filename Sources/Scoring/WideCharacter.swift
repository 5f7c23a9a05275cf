// Characters beyond ASCII, classed by their bytes: letters belong to words, symbols (emoji) are words of their own,
// the rest is punctuation. Broken UTF-8 is taken byte by byte as a separator and never traps.

/// One character of two to four bytes.
struct WideCharacter {
    /// What it does to the words around it.
    enum Kind {
        case letter, apostrophe, symbol
        /// Changes the character before it and is no character of its own: variation selector, joiner, skin tone.
        case joiner
        case space, softBreak, hardBreak, quoteOpen, quoteClose, currency, other
    }

    let kind: Kind
    /// Bytes, at least 1.
    let length: Int

    /// The character that begins at `index`, which must be within `text`.
    init(in text: Span<UInt8>, at index: Int) {
        func byte(_ offset: Int) -> UInt32 {
            index + offset < text.count ? UInt32(text[index + offset]) : 0
        }
        let lead = byte(0)
        switch lead {
        case 0xC2...0xDF:
            length = min(2, text.count - index)
            kind = Self.kind((lead & 0x1F) << 6 | (byte(1) & 0x3F))
        case 0xE0...0xEF:
            length = min(3, text.count - index)
            kind = Self.kind((lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F))
        case 0xF0...0xF4:
            length = min(4, text.count - index)
            kind = Self.kind((lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F))
        default:
            length = 1
            kind = .other
        }
    }

    private static func kind(_ scalar: UInt32) -> Kind {
        switch scalar {
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .space
        case 0xA3, 0xA5, 0x20A0...0x20BF: .currency
        case 0xAB, 0x201C, 0x201E, 0x201F: .quoteOpen
        case 0xBB, 0x201D: .quoteClose
        case 0xA1, 0xA7...0xA9, 0xAC...0xB4, 0xB6...0xB9, 0xBC...0xBF, 0xD7, 0xF7: .other
        case 0x2018, 0x2019, 0x02BC, 0xB4: .apostrophe
        case 0x2010, 0x2011: .space
        case 0x2012...0x2015, 0x2026, 0x2022, 0x00B7: .softBreak
        case 0x2028, 0x2029, 0x3002, 0xFF01, 0xFF1F: .hardBreak
        case 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF, 0x1F3FB...0x1F3FF, 0x20E3: .joiner
        case 0xAA, 0xB5, 0xBA, 0xC0...0x1FFF, 0x2C00...0x2DFF, 0x3040...0xD7FF, 0xF900...0xFDFF: .letter
        case 0x203C, 0x2049, 0x2100...0x2BFF, 0x3030, 0x303D, 0x1F000...0x1FAFF: .symbol
        default: .other
        }
    }

    /// The second byte of a Latin-1 letter in lower case ("É" → "é"); other letters are left as they are.
    static func folded(_ byte: UInt8, after lead: UInt8) -> UInt8 {
        lead == 0xC3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97 ? byte + 0x20 : byte
    }
}
