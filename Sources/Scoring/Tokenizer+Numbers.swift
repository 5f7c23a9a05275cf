// Numbers and amounts of money as tokens. Numbers of several words are joined, and units of money find their number, when the
// sentence ends; spans of time are in Tokenizer+Durations.swift.

extension Tokenizer {
    /// Numbers are kept in hundredths up to this many.
    private static var numberMax: UInt32 { 4_000_000_000 }

    /// A number, or a word that begins with a digit ("2nite"). A unit written against it is a token of its own.
    mutating func number(into room: inout MutableSpan<Token>) {
        let start = position
        var value = digits()
        var end = position
        while end < limit, end - start <= 12, isWordByte(text[end]) { end += 1 }
        if end > position {
            let whole = whole(start, end)
            if whole.number != 0 {
                position = end
                return append(whole, from: start, to: end, [], into: &room)
            }
            if hours(from: start, hundredths: value, into: &room) { return }
        }
        let fraction = fraction()
        if fraction > 0 { value = min(value, Self.numberMax - fraction) + fraction }
        value = upperEnd(from: value)
        let word = whole(start, position)
        let shape: TokenShape = takesSignOfMoney() ? [.money, .number] : .number
        measures.formUnion(shape.intersection(.money))
        let first = rangeStart(to: value, room)
        let begin = first.map { Int(room[$0].start) } ?? start
        if let first {
            pending.formUnion(room[first].shape.intersection(.between))
            count = first
        }
        append(word, from: begin, to: position, shape, value: value, into: &room)
    }

    /// Takes a dash and a greater number after one of up to two digits, "10-15": that number, else the one at hand.
    private mutating func upperEnd(from lower: UInt32) -> UInt32 {
        guard lower < 10_000, position + 1 < limit else { return lower }
        let start = position
        position += text[start] == 0x2D ? 1 : text[start] == 0xE2 && isDash(at: start) ? 3 : 0
        if position > start, (1...2).contains(countDigits(position)) {
            let upper = digits()
            if upper > lower, position >= limit || text[position] != 0x2D { return upper }
        }
        position = start
        return lower
    }

    private func isDash(at index: Int) -> Bool {
        index + 2 < limit && text[index + 1] == 0x80 && (0x92...0x94).contains(text[index + 2])
    }

    /// The number before the one that is read now when both are one, "4 or 5", "10 to 15": its place.
    private mutating func rangeStart(to value: UInt32, _ room: borrowing MutableSpan<Token>) -> Int? {
        let first = count - 2
        guard pending.isEmpty, isInSentence(first), room[first].shape.intersection(.measures) == .number,
            room[first].value < value, room[first + 1].shape.isDisjoint(with: .breaks),
            says(.or, at: first + 1, room) || says(.to, at: first + 1, room)
        else { return nil }
        return first
    }

    /// A sign of money and a number: "$20", "€ 20".
    mutating func currency(into room: inout MutableSpan<Token>) {
        let start = position
        position += 1
        money(into: &room, from: start)
    }

    /// The amount after a sign of money that began at `start`.
    mutating func money(into room: inout MutableSpan<Token>, from start: Int) {
        let isApart = position + 1 < limit && text[position] == 0x20 && ByteClass.isDigit(text[position + 1])
        if isApart { position += 1 }
        guard position < limit, ByteClass.isDigit(text[position]) else { return }
        var value = digits()
        if position < limit, text[position] | 0x20 == 0x6B {
            value = Self.product(value, 1000)
            position += 1
        }
        measures.insert(.money)
        append(from: start, to: position, [.money, .number], value: value, into: &room)
    }

    /// Takes the sign of money after a number, "20€" or "20 $", unless it is that of the next: "5 $20 notes".
    private mutating func takesSignOfMoney() -> Bool {
        let sign = position < limit && text[position] == 0x20 ? position + 1 : position
        guard sign < limit else { return false }
        var end = sign + 1
        switch classes[Int(text[sign])] {
        case .currency: break
        case .wide:
            let character = WideCharacter(in: text, at: sign)
            guard character.kind == .currency else { return false }
            end = min(limit, sign + character.length)
        default: return false
        }
        let next = end < limit && text[end] == 0x20 ? end + 1 : end
        if next < limit, ByteClass.isDigit(text[next]) { return false }
        position = end
        return true
    }

    /// Reads digits with thousands' commas and a decimal point, or the other way round ("1.200,50"); the value in hundredths.
    private mutating func digits() -> UInt32 {
        var whole: UInt64 = 0
        var decimals = -1
        while position < limit {
            let byte = text[position]
            if ByteClass.isDigit(byte) {
                if decimals < 2 { whole = min(whole * 10 + UInt64(byte - 0x30), UInt64(Self.numberMax)) }
                if decimals >= 0 { decimals += 1 }
            } else if byte == 0x2C || byte == 0x2E, decimals < 0, countDigits(position + 1) > 0 {
                if !marksThousands(byte, followedBy: countDigits(position + 1)) { decimals = 0 }
            } else {
                break
            }
            position += 1
        }
        for _ in min(2, max(0, decimals))..<2 { whole *= 10 }
        return UInt32(min(whole, UInt64(Self.numberMax)))
    }

    /// Whether a comma, or a point, that so many digits follow parts thousands and not decimals.
    private mutating func marksThousands(_ mark: UInt8, followedBy digits: Int) -> Bool {
        if mark == 0x2C { return digits != 2 }
        // "1.200,50": a point is one of thousands where a comma comes after it.
        let end = position + 1 + digits
        return digits == 3 && end < limit && text[end] == 0x2C && countDigits(end + 1) == 2
    }

    /// How many digits stand there, counted up to four.
    private mutating func countDigits(_ start: Int) -> Int {
        var end = start
        while end < limit, end - start < 4, ByteClass.isDigit(text[end]) { end += 1 }
        return end - start
    }

    /// Takes a sign for a fraction (½, ¼, ¾); its hundredths, 0 when none stands here.
    mutating func fraction() -> UInt32 {
        guard position + 1 < limit, text[position] == 0xC2, (0xBC...0xBE).contains(text[position + 1]) else { return 0 }
        position += 2
        return UInt32(text[position - 1] - 0xBB) * 25
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || ByteClass.isDigit(byte)
    }

    /// The word of the lists that these bytes are.
    mutating func whole(_ start: Int, _ end: Int) -> WordSlot {
        WordTable.find(WordHash.ofWord(in: text.extracting(first: end), at: start), in: slots)
    }

    /// A number times another over a third, at most the greatest that is kept.
    static func product(_ value: UInt32, _ factor: UInt32, over divisor: UInt32 = 1) -> UInt32 {
        UInt32(min(UInt64(numberMax), UInt64(value) * UInt64(factor) / UInt64(divisor)))
    }

    // MARK: Numbers and money of several tokens

    /// Joins a number word that is to stand at `place` with the number before it, "twenty five", "two hundred and fifty", "two or
    /// three": how many tokens before it become one with it.
    mutating func joinNumber(_ token: inout Token, at place: Int, _ room: borrowing MutableSpan<Token>) -> Int {
        guard token.value > 0, token.shape.isDisjoint(with: .breaks) else { return 0 }
        let first: Int
        let value: UInt32?
        if says(.a, at: place - 1, room), says(.half, at: place - 2, room) {
            (first, value) = (place - 2, says(.dozen, token) ? token.value / 2 : nil)
        } else {
            let isDirect = number(at: place - 1, room) != nil
            first = isDirect ? place - 1 : place - 2
            guard let before = number(at: first, room), room[first].shape.isDisjoint(with: [.duration, .money]) else {
                return 0
            }
            value = isDirect ? joined(before, token, after: room[first]) : joined(before, token, by: place - 1, room)
        }
        guard let value, room[place - 1].shape.isDisjoint(with: .breaks) || first == place - 1 else { return 0 }
        token.value = value
        token.start = room[first].start
        token.shape.formUnion(room[first].shape)
        return place - first
    }

    /// What a number word makes with the number right before it, in hundredths: twenty to ninety and one to nine, hundreds and less
    /// than a hundred, or so many dozens, hundreds, thousands.
    private mutating func joined(_ before: UInt32, _ token: Token, after first: Token) -> UInt32? {
        let multiplies = token.value == 10_000 || token.value == 100_000 || says(.dozen, token)
        if multiplies { return before < token.value ? Self.product(before, token.value / 100) : nil }
        guard first.flags.contains(.numberWord) else { return nil }
        let isTens = (2_000...9_000).contains(before) && before % 1_000 == 0 && token.value < 1_000
        let isHundreds = before >= 10_000 && before % 10_000 == 0 && token.value < 10_000
        return isTens || isHundreds ? before + token.value : nil
    }

    /// What it makes with the number before the word between them: "hundred and twenty", and the greater of "two or three".
    private mutating func joined(
        _ before: UInt32, _ token: Token, by word: Int, _ room: borrowing MutableSpan<Token>
    ) -> UInt32? {
        if says(.or, at: word, room) || says(.to, at: word, room) { return before < token.value ? token.value : nil }
        guard says(.and, at: word, room), room[word - 1].flags.contains(.numberWord) else { return nil }
        return before >= 10_000 && before % 10_000 == 0 && token.value < 10_000 ? before + token.value : nil
    }

    /// The token is a unit of money: marks the number before it, or the one after a short code, "EUR 20".
    mutating func markMoney(to unit: Int, next: Int, _ room: inout MutableSpan<Token>) {
        if isInSentence(unit - 1), room[unit].shape.isDisjoint(with: .breaks), room[unit - 1].shape.contains(.number) {
            measures.insert(.money)
            room[unit - 1].shape.insert(.money)
            room[unit - 1].span = 2
        } else if room[unit].end - room[unit].start <= 3, isInSentence(next), room[next].shape.contains(.number),
            room[next].shape.isDisjoint(with: .breaks)
        {
            measures.insert(.money)
            room[next].shape.insert(.money)
        }
    }
}
