// Numbers and amounts of money as tokens. Spans of time are found afterwards, from their unit backwards.

extension Tokenizer {
    /// Numbers are kept in hundredths up to this many.
    private static var numberMax: UInt32 { 4_000_000_000 }

    /// A number, or a word that begins with a digit ("2nite"). A unit written against it is a token of its own.
    mutating func number(into room: inout MutableSpan<Token>) {
        let start = position
        let value = digits()
        var end = position
        while end < limit, end - start <= 12, isWordByte(text[end]) { end += 1 }
        if end > position {
            let whole = whole(start, end)
            if whole.number != 0 {
                position = end
                return append(whole, from: start, to: end, [], into: &room)
            }
        }
        append(whole(start, position), from: start, to: position, .number, value: value, into: &room)
    }

    /// A sign of money and a number.
    mutating func currency(into room: inout MutableSpan<Token>) {
        let start = position
        position += 1
        money(into: &room, from: start)
    }

    /// The amount after a sign of money that began at `start`.
    mutating func money(into room: inout MutableSpan<Token>, from start: Int) {
        guard position < limit, (0x30...0x39).contains(text[position]) else { return }
        var value = digits()
        if position < limit, text[position] | 0x20 == 0x6B {
            value = min(
                Self.numberMax, value.multipliedReportingOverflow(by: 1000).overflow ? Self.numberMax : value * 1000)
            position += 1
        }
        measures.insert(.money)
        append(from: start, to: position, [.money, .number], value: value, into: &room)
    }

    /// Reads digits with thousands' commas and a decimal point; the value in hundredths.
    private mutating func digits() -> UInt32 {
        var whole: UInt64 = 0
        var decimals = -1
        while position < limit {
            let byte = text[position]
            if (0x30...0x39).contains(byte) {
                if decimals < 2 { whole = min(whole * 10 + UInt64(byte - 0x30), UInt64(Self.numberMax)) }
                if decimals >= 0 { decimals += 1 }
            } else if byte == 0x2C || byte == 0x2E, position + 1 < limit, (0x30...0x39).contains(text[position + 1]) {
                if byte == 0x2E, decimals < 0 { decimals = 0 } else if byte == 0x2E { break }
            } else {
                break
            }
            position += 1
        }
        for _ in min(2, max(0, decimals))..<2 { whole *= 10 }
        return UInt32(min(whole, UInt64(Self.numberMax)))
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }

    /// The word of the lists that these bytes are.
    mutating func whole(_ start: Int, _ end: Int) -> WordSlot {
        WordTable.find(WordHash.ofWord(in: text.extracting(first: end), at: start), in: slots)
    }

    // MARK: Measures of several tokens

    /// The token is a unit of time: marks where its span of time begins.
    mutating func markDuration(to unit: Int, _ room: inout MutableSpan<Token>) {
        let minutes = entries[Int(room[unit].entry)].value
        var begin = unit
        var hundredths: UInt32 = 0
        func flags(_ index: Int) -> WordFlags {
            index >= sentenceStart ? room[index].flags : []
        }
        func value(_ index: Int) -> UInt32? {
            guard index >= sentenceStart, room[index + 1].shape.isDisjoint(with: .breaks) else { return nil }
            if room[index].shape.contains(.number) { return room[index].value }
            let entry = entries[Int(room[index].entry)]
            return entry.flags.contains(.numberWord) ? max(50, min(entry.value, 10_000) * 100) : nil
        }
        if let count = value(unit - 1) {
            (begin, hundredths) = (unit - 1, count)
        } else if unit - 2 >= sentenceStart, let count = value(unit - 2), !flags(unit - 1).contains(.numberWord) {
            // "a couple of hours", "half an hour", "2 long hours"
            (begin, hundredths) = (unit - 2, count)
        } else if flags(unit - 1).contains(.article), room[unit].shape.isDisjoint(with: .breaks) {
            guard isSingular(room[unit]), text[Int(room[unit - 1].start)] | 0x20 == 0x61 else {
                return
            }
            (begin, hundredths) = (unit - 1, 100)
        } else if !isSingular(room[unit]) {
            hundredths = 200
        } else {
            return
        }
        if begin > sentenceStart, flags(begin - 1).contains(.article), hundredths != 100,
            room[begin].shape.isDisjoint(with: .breaks)
        {
            begin -= 1
        }
        measures.insert(.duration)
        room[begin].shape.insert(.duration)
        room[begin].span = UInt8(unit - begin + 1)
        let product = UInt64(hundredths) * UInt64(minutes) / 100
        room[begin].value = UInt32(min(product, UInt64(UInt32.max)))
    }

    private mutating func isSingular(_ token: Token) -> Bool { text[Int(token.end) - 1] | 0x20 != 0x73 }

    /// The token is a unit of money: marks the number before it.
    mutating func markMoney(to unit: Int, _ room: inout MutableSpan<Token>) {
        guard unit > sentenceStart, room[unit].shape.isDisjoint(with: .breaks) else { return }
        guard room[unit - 1].shape.contains(.number) else { return }
        measures.insert(.money)
        room[unit - 1].shape.insert(.money)
        room[unit - 1].span = 2
    }
}
