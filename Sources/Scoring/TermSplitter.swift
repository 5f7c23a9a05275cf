// A term of the lists as the tokenizer would see it, so that a list may be written the way people write.

/// Splits terms into tokens.
enum TermSplitter {
    /// The tokens of a term: ASCII in lower case, curly apostrophes straight, without variation selectors, joiners and
    /// skin tones; parted at spaces and hyphens, and around every symbol that is no letter.
    static func tokens(of term: ArraySlice<UInt8>) -> [[UInt8]] {
        if term.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) { return term.isEmpty ? [] : [Array(term)] }
        var tokens: [[UInt8]] = []
        var word: [UInt8] = []
        func flush() {
            if !word.isEmpty { tokens.append(word) }
            word = []
        }
        let bytes = Array(term)
        let span = bytes.span
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0x20 || byte == 0x2D {
                    flush()
                } else {
                    word.append(byte | (byte >= 0x41 && byte <= 0x5A ? 0x20 : 0))
                }
                index += 1
                continue
            }
            let character = WideCharacter(in: span, at: index)
            switch character.kind {
            case .letter:
                for offset in 0..<character.length {
                    word.append(WideCharacter.folded(bytes[index + offset], after: offset == 1 ? byte : 0))
                }
            case .apostrophe: word.append(0x27)
            case .symbol:
                flush()
                tokens.append(Array(bytes[index..<(index + character.length)]))
            case .joiner: break
            default: flush()
            }
            index += character.length
        }
        flush()
        return tokens
    }
}
