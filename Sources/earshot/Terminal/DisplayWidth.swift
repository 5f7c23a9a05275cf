// How many cells of a terminal a text takes: two for East Asian wide characters and emoji, none for what combines.

/// Measures and cuts texts by cells.
enum DisplayWidth {
    /// The cells of a text in one line.
    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The cells of one character: those of its widest scalar.
    static func of(_ character: Character) -> Int {
        if character.isASCII { return 1 }
        var width = 0
        for scalar in character.unicodeScalars {
            // Variation selector 16 asks for the emoji's picture, which is wide.
            width = max(width, scalar.value == 0xFE0F ? 2 : of(scalar))
        }
        return width
    }

    /// The text, cut to at most `cells` with an ellipsis where something is missing.
    static func cut(_ text: String, to cells: Int) -> String {
        guard of(text) > cells else { return text }
        var result = ""
        var used = 0
        for character in text {
            let width = of(character)
            if used + width > cells - 1 { break }
            result.append(character)
            used += width
        }
        return cells > 0 ? result + "…" : ""
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    /// The blocks that are wide as a whole (Unicode's East Asian Width, W and F).
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18DFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
