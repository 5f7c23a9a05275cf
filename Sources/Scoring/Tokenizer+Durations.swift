// Spans of time, found from their unit on when the sentence ends: "45 minutes", "half an hour", "two and a half hours",
// "an hour and twenty minutes", "a week or two". The first token of one carries its minutes and how many tokens it takes.

/// A span of time among the tokens of a sentence.
struct SpanOfTime {
    /// Its tokens.
    var tokens: Range<Int>
    /// The minutes of its last unit.
    var unit: UInt32

    /// None, before the first of a sentence.
    static let none = SpanOfTime(tokens: 0..<0, unit: 0)
    /// More tokens are not taken together.
    static let lengthMax = 10
}

/// How many of a unit of time there are, and the first token that says so.
private struct Amount {
    var begin: Int
    var hundredths: UInt32

    init(_ hundredths: UInt32, from begin: Int) { (self.begin, self.hundredths) = (begin, hundredths) }
}

extension Tokenizer {
    /// The token at `unit` is a unit of time: marks where its span of time begins. What follows it in the sentence still
    /// stands from `next` on. A smaller unit goes on with the span of time before it, `last`: "2 hours 15 minutes".
    mutating func markDuration(to unit: Int, next: Int, last: inout SpanOfTime, _ room: inout MutableSpan<Token>) {
        var amount = amount(before: unit, room)
        if amount.hundredths == 0 || isBroken(amount.begin, unit, room) {
            // "hours", and "hour" only where more follows: "hour and a half", but not "the hour".
            amount = Amount(isSingular(room[unit]) ? 100 : 200, from: unit)
            if amount.hundredths == 100, !saysHalf(next, room) { return }
        }
        let end = unit + 1 + readTail(next, &amount, room)
        let minutes = entries[Int(room[unit].entry)].value
        let value = Self.product(amount.hundredths, minutes, over: 100)
        let goesOn = continues(last, at: amount.begin, minutes, room)
        let begin = goesOn ? last.tokens.lowerBound : amount.begin
        last = SpanOfTime(tokens: begin..<end, unit: minutes)
        measures.insert(.duration)
        room[begin].shape.insert(.duration)
        room[begin].value = goesOn ? UInt32(clamping: UInt64(room[begin].value) + UInt64(value)) : value
        room[begin].span = UInt8(last.tokens.count)
    }

    /// Whether an amount of a smaller unit stands right after a span of time, or after it and an "and".
    private mutating func continues(
        _ last: SpanOfTime, at begin: Int, _ minutes: UInt32, _ room: borrowing MutableSpan<Token>
    ) -> Bool {
        guard minutes < last.unit, last.tokens.lowerBound >= sentenceStart else { return false }
        if last.tokens.count > SpanOfTime.lengthMax { return false }
        let end = last.tokens.upperBound
        return begin == end || begin == end + 1 && says(.and, at: end, room)
    }

    /// How many of a unit are named before it, none where nothing counts it.
    private mutating func amount(before unit: Int, _ room: borrowing MutableSpan<Token>) -> Amount {
        let last = unit - 1
        var amount = Amount(0, from: unit)
        if let number = number(at: last, room) {
            amount = withStart(number, at: last, room)
        } else if let fraction = fraction(at: last, room) {
            // "two and a half hours", "half hour"
            let isAfterNumber = says(.a, at: last - 1, room) && says(.and, at: last - 2, room)
            let whole = isAfterNumber ? number(at: last - 3, room) : nil
            amount = Amount(fraction + (whole ?? 0), from: whole == nil ? last : last - 3)
        } else if saysA(at: last, room) {
            amount = one(of: unit, room)
        } else if isSingular(room[unit]), saysA(at: last - 1, room), isWhole(last, ofDays: !isHours(unit, room), room) {
            return Amount(100, from: last - 1)
        } else if isSingular(room[unit]), says(.another, at: last, room) {
            return Amount(isHours(unit, room) ? 100 : 0, from: unit)
        } else if let number = number(at: last - 1, room), !room[last].flags.contains(.article),
            number <= 100 || !isSingular(room[unit])
        {
            // "2 long hours", "a couple of hours"
            amount = Amount(number, from: last - 1)
        }
        return withArticle(amount, room)
    }

    /// A number and what belongs to it: "between 20 and 30 minutes", "1 1/2 hours".
    private mutating func withStart(_ number: UInt32, at last: Int, _ room: borrowing MutableSpan<Token>) -> Amount {
        if says(.and, at: last - 1, room), says(.between, at: last - 3, room) {
            return Amount(number, from: last - 3)
        }
        guard let before = self.number(at: last - 1, room), before < number,
            room[last].start - room[last - 1].end == 1, text[Int(room[last - 1].end)] == 0x2F
        else { return Amount(number, from: last) }
        let first = says(.and, at: last - 2, room) ? last - 3 : last - 2
        let whole = self.number(at: first, room)
        let part = Self.product(before, 100, over: number)
        return Amount(part + (whole ?? 0), from: whole == nil ? last - 1 : first)
    }

    /// What "a" or "an" counts before a unit: "an hour", "half an hour", "three quarters of an hour".
    private mutating func one(of unit: Int, _ room: borrowing MutableSpan<Token>) -> Amount {
        let article = unit - 1
        if let fraction = fraction(at: article - 1, room) { return Amount(fraction, from: article - 1) }
        if says(.of, at: article - 1, room) {
            // "¾ of an hour"
            if let part = number(at: article - 2, room), part < 100 { return Amount(part, from: article - 2) }
            if let fraction = fraction(at: article - 2, room) {
                guard let number = number(at: article - 3, room) else { return Amount(fraction, from: article - 2) }
                return Amount(Self.product(number, fraction, over: 100), from: article - 3)
            }
        }
        return Amount(isSingular(room[unit]) ? 100 : 0, from: article)
    }

    /// An amount with the article before it: "the 3 days", "a good 40 minutes".
    private mutating func withArticle(_ amount: Amount, _ room: borrowing MutableSpan<Token>) -> Amount {
        let before = amount.begin - 1
        guard isInSentence(before), amount.hundredths > 0 else { return amount }
        if room[before].flags.contains(.article), amount.hundredths != 100 {
            return Amount(amount.hundredths, from: before)
        }
        let isGood = isWhole(before, ofDays: false, room) && saysA(at: before - 1, room)
        return isGood ? Amount(amount.hundredths, from: before - 1) : amount
    }

    /// Reads what goes on after the unit: "an hour and a half", "a week or two", "an hour or so"; how many tokens that is.
    private mutating func readTail(_ next: Int, _ amount: inout Amount, _ room: borrowing MutableSpan<Token>) -> Int {
        if saysHalf(next, room) {
            amount.hundredths += fraction(at: next + 2, room) ?? 0
            return 3
        }
        guard says(.or, at: next, room), isInSentence(next + 1), !isBroken(next - 1, next + 1, room) else { return 0 }
        if says(.so, at: next + 1, room) || says(.more, at: next + 1, room) { return 2 }
        guard amount.hundredths == 100, let number = number(at: next + 1, room) else { return 0 }
        if isInSentence(next + 2), room[next + 2].flags.contains(.timeUnit) { return 0 }
        amount.hundredths = number
        return 2
    }

    /// Whether "and a half" or "and a quarter" stands there, unbroken.
    private mutating func saysHalf(_ next: Int, _ room: borrowing MutableSpan<Token>) -> Bool {
        says(.and, at: next, room) && says(.a, at: next + 1, room) && fraction(at: next + 2, room) != nil
            && !isBroken(next - 1, next + 2, room)
    }

    /// Whether something stands between two of the tokens from one on to another.
    private mutating func isBroken(_ first: Int, _ last: Int, _ room: borrowing MutableSpan<Token>) -> Bool {
        for index in first..<last where !room[index + 1].shape.isDisjoint(with: .breaks) { return true }
        return false
    }

    /// Whether a unit is one: "hour", "hour's".
    private mutating func isSingular(_ token: Token) -> Bool {
        let end = Int(token.end)
        return end < 2 || text[end - 1] | 0x20 != 0x73 || !isLetter(end - 2)
    }

    /// Whether a unit is less than a day.
    private mutating func isHours(_ unit: Int, _ room: borrowing MutableSpan<Token>) -> Bool {
        entries[Int(room[unit].entry)].value < 1440
    }

    /// The number at a place of the sentence, in hundredths.
    mutating func number(at index: Int, _ room: borrowing MutableSpan<Token>) -> UInt32? {
        guard isInSentence(index) else { return nil }
        if room[index].shape.contains(.number) { return room[index].value }
        let entry = entries[Int(room[index].entry)]
        return entry.flags.contains(.numberWord) && entry.value > 0 ? min(entry.value, 10_000) * 100 : nil
    }

    /// A half or a quarter, in hundredths.
    private mutating func fraction(at index: Int, _ room: borrowing MutableSpan<Token>) -> UInt32? {
        if says(.half, at: index, room) { return 50 }
        return says(.quarter, at: index, room) || says(.quarters, at: index, room) ? 25 : nil
    }

    private mutating func saysA(at index: Int, _ room: borrowing MutableSpan<Token>) -> Bool {
        says(.a, at: index, room) || says(.an, at: index, room)
    }

    /// Whether a word only says that it was no less: "a whole hour". An hour may be a good one or an extra one too; "a good day" is
    /// praise, and "an extra night" no wait.
    private mutating func isWhole(_ index: Int, ofDays: Bool, _ room: borrowing MutableSpan<Token>) -> Bool {
        guard isInSentence(index) else { return false }
        let word = ShortWord(LetterRun(in: text, at: Int(room[index].start)))
        return ShortWord.whole.contains(word) || !ofDays && ShortWord.good.contains(word)
    }

    // MARK: Hours and minutes written together

    /// Takes "1h30", "2h 15m", "3h" for one token, whose number began at `start` and ends at the position; false when it is
    /// none.
    mutating func hours(from start: Int, hundredths: UInt32, into room: inout MutableSpan<Token>) -> Bool {
        let unit = LetterRun(in: text, at: position)
        let isDirect = ByteClass.isDigit(unit.next)
        guard ShortWord.hours.prefix(isDirect ? 3 : 1).contains(ShortWord(unit)) else { return false }
        var end = position + unit.length
        let from = isDirect || unit.next != 0x20 ? end : end + 1
        var minutes: UInt32 = 0
        var digitsEnd = from
        while digitsEnd < limit, digitsEnd - from < 2, ByteClass.isDigit(text[digitsEnd]) {
            minutes = minutes * 10 + UInt32(text[digitsEnd] - 0x30)
            digitsEnd += 1
        }
        let after = LetterRun(in: text, at: digitsEnd)
        let hasUnit = ShortWord.minutes.contains(ShortWord(after))
        if digitsEnd > from, isDirect || hasUnit {
            end = hasUnit ? digitsEnd + after.length : digitsEnd
        } else {
            minutes = 0
        }
        if end < limit, classes[Int(text[end])].continuesWord { return false }
        position = end
        let value = Self.product(hundredths, 60, over: 100) + minutes
        measures.insert(.duration)
        append(from: start, to: end, .duration, value: value, into: &room)
        return true
    }
}
