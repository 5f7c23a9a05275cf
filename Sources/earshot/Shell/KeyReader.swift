// Keys out of the bytes that a terminal sends.

/// Takes bytes one at a time and gives keys.
struct KeyReader {
    private var pending: [UInt8] = []

    /// The key that the byte completes; nil while one is incomplete.
    mutating func take(_ byte: UInt8) -> Key? {
        pending.append(byte)
        guard let key = Self.key(pending) else {
            // No key is longer; what does not become one is forgotten.
            if pending.count >= 8 { pending = [] }
            return nil
        }
        pending = []
        return key
    }

    private static func key(_ bytes: [UInt8]) -> Key? {
        let first = bytes[0]
        if first == 0x1B { return escape(bytes) }
        if first >= 0x80 { return multibyte(bytes) }
        switch first {
        case 0x0A, 0x0D: return .enter
        case 0x7F, 0x08: return .backspace
        case 0x01: return .home
        case 0x02: return .left
        case 0x03: return .interrupt
        case 0x04: return .endOfInput
        case 0x05: return .end
        case 0x06: return .right
        case 0x0B: return .killToEnd
        case 0x0C: return .clearScreen
        case 0x0E: return .down
        case 0x10: return .up
        case 0x15: return .killToStart
        case 0x17: return .killWord
        case 0x09: return .character(" ")
        case 0..<0x20: return .unknown
        default: return .character(Character(Unicode.Scalar(first)))
        }
    }

    /// The sequences of cursor keys: ESC [ A, ESC O A, ESC [ 3 ~.
    private static func escape(_ bytes: [UInt8]) -> Key? {
        guard bytes.count > 2 else {
            return bytes.count == 2 && bytes[1] != UInt8(ascii: "[") && bytes[1] != UInt8(ascii: "O") ? .unknown : nil
        }
        let last = bytes[bytes.count - 1]
        guard (0x40...0x7E).contains(last) else { return nil }
        switch (last, bytes[2]) {
        case (UInt8(ascii: "A"), _): return .up
        case (UInt8(ascii: "B"), _): return .down
        case (UInt8(ascii: "C"), _): return .right
        case (UInt8(ascii: "D"), _): return .left
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), UInt8(ascii: "1")): return .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), UInt8(ascii: "4")): return .end
        case (UInt8(ascii: "~"), UInt8(ascii: "3")): return .delete
        default: return .unknown
        }
    }

    private static func multibyte(_ bytes: [UInt8]) -> Key? {
        let length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : bytes[0] >= 0xC2 ? 2 : 1
        guard bytes.count >= length else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), let character = text.first else { return .unknown }
        return .character(character)
    }
}
