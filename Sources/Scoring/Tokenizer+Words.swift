// Words: their extent and their hash. Tokenizer+LookUp.swift finds them in the lists.

extension Tokenizer {
    /// A word from the current position on, which begins with these letters.
    @inline(__always)
    mutating func word(_ run: LetterRun, _ extra: TokenShape, into room: inout MutableSpan<Token>) {
        let start = position
        let end = start &+ run.length
        let isBeforeSpace = run.next == 0x20 && run.length < 16
        if !isBeforeSpace, run.length == 16 || classes[Int(run.next)].continuesWord {
            return mixedWord(into: &room, extra)
        }
        var shape = extra
        if run.beginsWithCapital {
            shape.insert(.capitalised)
            if run.length > 1 { noteCase(isCapitals: run.isAllCapitals, &shape) }
        } else if run.length > 1 {
            smalls &+= 1
        }
        if isBeforeSpace {
            position = end &+ 1
        } else {
            position = end
            if isLinkOrMask(start, end, next: run.next, shape, into: &room) { return }
        }
        append(hash: WordHash.of(low: run.low, high: run.high), from: start, to: end, shape, into: &room)
    }

    @inline(__always)
    private mutating func noteCase(isCapitals: Bool, _ shape: inout TokenShape) {
        if isCapitals {
            shape.insert(.capitals)
            capitals &+= 1
        } else {
            smalls &+= 1
        }
    }

    /// Whether the word's letters begin an address on the web or a masked swear word, which is appended then.
    private mutating func isLinkOrMask(
        _ start: Int, _ end: Int, next: UInt8, _ shape: TokenShape, into room: inout MutableSpan<Token>
    ) -> Bool {
        if next == 0x3A || next == 0x2E, isLink(start, end) {
            link(start, into: &room)
            return true
        }
        guard Self.isMask(next), let masked = masked(start) else { return false }
        position = masked.end
        append(hash: masked.hash, from: start, to: masked.end, shape, into: &room)
        return true
    }

    /// A word that is not made of ASCII letters alone, or a long one.
    mutating func mixedWord(into room: inout MutableSpan<Token>, _ extra: TokenShape) {
        let start = position
        var hash = WordHash()
        var capitals = 0
        var apostrophe = -1
        let end = scan(start, &hash, capitals: &capitals, apostrophe: &apostrophe)
        position = end
        var shape = extra
        let isCapitals =
            capitals > 1 && capitals >= end - start - (apostrophe >= 0 ? 1 : 0) - 2 && !hasSmall(start, end)
        if isCapitals || end - start > 1 { noteCase(isCapitals: isCapitals, &shape) }
        if classes[Int(text[start])] == .capital { shape.insert(.capitalised) }
        if end < limit, isLinkOrMask(start, end, next: text[end], shape, into: &room) { return }
        append(hash: hash.value, from: start, to: end, shape, into: &room)
    }

    /// The end of the word that begins at `start`, with its hash and what was seen in it.
    private mutating func scan(_ start: Int, _ hash: inout WordHash, capitals: inout Int, apostrophe: inout Int) -> Int
    {
        var index = start
        while index < limit {
            let byte = text[index]
            switch classes[Int(byte)] {
            case .letter, .digit:
                hash.add(byte)
            case .capital:
                hash.add(byte | 0x20)
                capitals += 1
            case .apostrophe:
                guard byte == 0x27, index + 1 < limit, isLetter(index + 1) else { return index }
                apostrophe = index
                hash.add(0x27)
            case .wide:
                let character = WideCharacter(in: text, at: index)
                if character.kind == .apostrophe {
                    guard index + character.length < limit, isLetter(index + character.length) else {
                        return max(index, start + 1)
                    }
                    apostrophe = index
                    hash.add(0x27)
                } else {
                    guard character.kind == .letter, index + character.length <= limit else {
                        return max(index, start + 1)
                    }
                    for offset in 0..<character.length {
                        hash.add(WideCharacter.folded(text[index + offset], after: offset == 1 ? byte : 0))
                    }
                }
                index += character.length
                continue
            default: return index
            }
            index += 1
        }
        return index
    }

    /// Signs that stand for the letters of a swear word: f*ck, sh!t, a$$.
    private static func isMask(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2A, 0x21, 0x40, 0x23, 0x24: true
        default: false
        }
    }

    /// A swear word with some of its letters masked, which the lists have with stars: its hash and its end.
    private mutating func masked(_ start: Int) -> (hash: UInt64, end: Int)? {
        var hash = WordHash()
        var end = start
        var found: (hash: UInt64, end: Int)?
        while end < limit, end - start < Self.maskedMax, isLetter(end) || Self.isMask(text[end]) {
            hash.add(Self.isMask(text[end]) ? 0x2A : text[end] | 0x20)
            end += 1
            if end < limit, isLetter(end) { continue }
            let value = hash.value
            if WordTable.find(value, in: slots).number != 0 { found = (value, end) }
        }
        return found
    }

    /// The longest swear word that is looked for under its mask.
    private static var maskedMax: Int { 12 }

    mutating func isLetter(_ index: Int) -> Bool {
        let kind = classes[Int(text[index])]
        return kind == .letter || kind == .capital
    }

    private mutating func hasSmall(_ start: Int, _ end: Int) -> Bool {
        for index in start..<end where classes[Int(text[index])] == .letter { return true }
        return false
    }

    /// Whether some letter stands three times in a row.
    mutating func isStretched(_ start: Int, _ end: Int) -> Bool {
        var run = 0
        for index in (start + 1)..<max(start + 1, end) {
            run = text[index] | 0x20 == text[index - 1] | 0x20 ? run + 1 : 0
            if run >= 2 { return true }
        }
        return false
    }

    mutating func hashtag(into room: inout MutableSpan<Token>) {
        position += 1
        if position < limit, isLetter(position) {
            word(LetterRun(in: text, at: position), .hashtag, into: &room)
        }
    }

    /// @somebody: a token that says nothing.
    mutating func mention(into room: inout MutableSpan<Token>) {
        let start = position
        position += 1
        while position < limit, isLetter(position) || text[position] == 0x5F || ByteClass.isDigit(text[position]) {
            position += 1
        }
        if position - start > 1 { append(from: start, to: position, .mention, into: &room) }
    }

    private mutating func isLink(_ start: Int, _ end: Int) -> Bool {
        let length = end - start
        guard length == 3 || length == 4 || length == 5, end + 1 < limit else { return false }
        if text[end] == 0x2E { return length == 3 && (0..<3).allSatisfy { text[start + $0] | 0x20 == 0x77 } }
        guard length > 3, text[start] | 0x20 == 0x68, text[start + 3] | 0x20 == 0x70 else { return false }
        return text[end + 1] == 0x2F
    }

    /// An address on the web: one token up to the next white space.
    private mutating func link(_ start: Int, into room: inout MutableSpan<Token>) {
        while position < limit, text[position] > 0x20, text[position] != 0x22, text[position] != 0x29 { position += 1 }
        append(from: start, to: position, .link, into: &room)
    }

    /// Whether what looks like an emoticon is within a path: "C:\Windows".
    private mutating func isPath(from start: Int, to end: Int) -> Bool {
        guard start > 0, isLetter(start - 1) else { return false }
        return text[end - 1] == 0x5C || text[end - 1] == 0x2F
    }

    /// The longest emoticon at the position, if any.
    mutating func emoticon(into room: inout MutableSpan<Token>) -> Bool {
        if position > 0, ByteClass.isDigit(text[position - 1]) { return false }
        guard ByteClass.beginsEmoticon(text[position]), position + 1 < limit, signSeconds[Int(text[position + 1])]
        else {
            return false
        }
        for length in stride(from: min(5, limit - position), through: 2, by: -1) {
            var hash = WordHash()
            for offset in 0..<length { hash.add(text[position + offset]) }
            let sign = WordTable.find(hash.value, in: slots)
            guard sign.number != 0, entries[Int(sign.entry)].flags.contains(.wordSign) else { continue }
            let next = position + length
            if next < limit, isLetter(next), isLetter(next - 1) || isPath(from: position, to: next) { continue }
            append(sign, from: position, to: next, .symbol, into: &room)
            position = next
            return true
        }
        return false
    }
}
