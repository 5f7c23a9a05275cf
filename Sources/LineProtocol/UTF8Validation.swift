// Strict UTF-8: no over-long forms, no surrogates, nothing above U+10FFFF (RFC 3629, section 4).

internal import ByteCoding

/// Checks UTF-8 sequences in borrowed bytes.
package enum UTF8Validation {
    /// The length in bytes of the valid sequence at `index`, or 0 if there is none.
    package static func sequenceLength(in bytes: Span<UInt8>, at index: Int) -> Int {
        let lead = bytes[index]
        if lead < 0x80 { return 1 }
        if lead < 0xC2 || lead > 0xF4 { return 0 }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard bytes.count - index >= length else { return 0 }
        let second = bytes[index + 1]
        switch lead {
        case 0xE0: if second < 0xA0 { return 0 }
        case 0xED: if second > 0x9F { return 0 }
        case 0xF0: if second < 0x90 { return 0 }
        case 0xF4: if second > 0x8F { return 0 }
        default: break
        }
        for position in (index + 1)..<(index + length) where bytes[position] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// The offset of the first byte that is not valid UTF-8, or nil if all are.
    package static func firstInvalid(in bytes: Span<UInt8>) -> Int? {
        var index = 0
        while true {
            // Most text is ASCII.
            index = bytes.firstIndex(from: index) { $0.marks(from: 0x80, to: 0xFF) }
            if index == bytes.count { return nil }
            let length = sequenceLength(in: bytes, at: index)
            if length == 0 { return index }
            index += length
        }
    }
}
