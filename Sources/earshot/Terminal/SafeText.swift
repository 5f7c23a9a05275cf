// What customers and servers write, made harmless for a terminal: it shows control characters, it never obeys them.

/// Replaces what a terminal would act on.
enum SafeText {
    /// The text in one line: line feeds and tabs are shown as pictures too.
    static func line(_ text: String) -> String { mapped(text) { safe($0) } }

    /// The text with its line feeds; a tab is a space, a carriage return before a line feed goes.
    static func block(_ text: String) -> String {
        var result = ""
        for character in text {
            if character == "\n" || character == "\r\n" {
                result += "\n"
            } else if character == "\t" {
                result += " "
            } else {
                result += line(String(character))
            }
        }
        return result
    }

    /// JSON in which the dangerous characters beyond ASCII are written as escapes, which changes nothing for a reader
    /// of JSON. What JSON does not allow raw is shown as a picture.
    static func json(_ json: String) -> String {
        mapped(json) { scalar in
            guard isDangerous(scalar) else { return nil }
            if scalar.value < 0x80 { return safe(scalar) }
            return scalar.utf16.map { "\\u" + hex($0) }.joined()
        }
    }

    private static func mapped(_ text: String, _ map: (Unicode.Scalar) -> String?) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = map(scalar) {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// What to show instead of a scalar; nil for the scalar itself.
    private static func safe(_ scalar: Unicode.Scalar) -> String? {
        guard isDangerous(scalar) else { return nil }
        switch scalar.value {
        // Unicode's own pictures of the control characters: U+241B for ESC, and so on.
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
        case 0x7F: return "\u{2421}"
        default: return "\u{FFFD}"
        }
    }

    /// Controls, separators of lines, marks and overrides of the direction of writing, invisible tags, and scalars that
    /// are no characters.
    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xFDD0...0xFDEF, 0xE0000...0xE0FFF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
