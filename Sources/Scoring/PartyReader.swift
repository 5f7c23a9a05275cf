// Whom a text names: persons, roles, organisations. A cue is about the party that was named last, for as long as no
// other is named; pronouns go on with it.

/// Finds the parties and gives each its cues.
struct PartyReader {
    private(set) var parties: [Party] = []
    private var sums: [Double] = []
    private var hashes: [UInt64] = []
    private var dimensionSums: [SIMD16<Double>] = []

    /// A party is spoken of for so many sentences after it was named.
    private static let sentencesReach = 4

    /// Reads the parties of the judged items' text.
    mutating func read(
        _ items: inout [Item], _ buffer: TokenBuffer, _ text: Span<UInt8>, _ lexicon: borrowing Lexicon,
        asides: [RuleSet]
    ) {
        parties.removeAll(keepingCapacity: true)
        sums.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        dimensionSums.removeAll(keepingCapacity: true)
        var next = 0
        var current = -1
        var age = 0
        let entries = lexicon.entries.span
        for (number, sentence) in buffer.sentences.enumerated() {
            let isFrame = number < asides.count && !asides[number].isDisjoint(with: [.pageFrame, .advert])
            if isFrame {
                assign(&items, &next, before: Int32(sentence.tokens.upperBound), to: -1)
                continue
            }
            var named = -1
            var index = sentence.tokens.lowerBound
            var passed = index
            let first = next
            while index < sentence.tokens.upperBound {
                let token = buffer.tokens[index]
                guard token.flags.contains(.role) || token.shape.contains(.capitalised) else {
                    index += 1
                    passed = index
                    continue
                }
                assign(&items, &next, before: Int32(passed), to: current)
                let length = nameLength(at: index, sentence, buffer, entries)
                if length > 0 {
                    let place = place(of: index, length, buffer, text, entries)
                    if place >= 0 {
                        if named < 0 { assign(&items, &next, before: Int32(index), to: place) }
                        named = place
                        current = place
                        age = 0
                    }
                }
                passed = index + 1
                assign(&items, &next, before: Int32(passed), to: current)
                index += max(1, length)
            }
            assign(&items, &next, before: Int32(sentence.tokens.upperBound), to: current)
            if first == next || named < 0 { age += 1 }
            if age > Self.sentencesReach { current = -1 }
        }
        finish(lexicon.weights)
    }

    private mutating func assign(_ items: inout [Item], _ next: inout Int, before token: Int32, to party: Int) {
        while next < items.count, items[next].first < token {
            if party >= 0, items[next].isCue, !items[next].isIgnored {
                items[next].party = Int8(party)
                sums[party] += items[next].amount
                let amount = items[next].amount == 0 ? 1.5 : abs(items[next].amount)
                for lane in 0..<Dimension.allCases.count {
                    if items[next].sides.positive & (1 << UInt16(lane)) != 0 { dimensionSums[party][lane] += amount }
                    if items[next].sides.negative & (1 << UInt16(lane)) != 0 { dimensionSums[party][lane] -= amount }
                }
            }
            next += 1
        }
    }

    /// How many tokens of a name begin here, or 1 for a role.
    private func nameLength(at index: Int, _ sentence: Sentence, _ buffer: TokenBuffer, _ entries: Span<WordEntry>)
        -> Int
    {
        let token = buffer.tokens[index]
        let flags = token.flags
        if flags.contains(.role) { return 1 }
        guard token.shape.contains(.capitalised), token.shape.isDisjoint(with: [.hashtag, .bracketed]) else { return 0 }
        let isName = !flags.isDisjoint(with: [.givenName, .title])
        guard token.word == 0 || isName else { return 0 }
        if token.shape.contains(.capitals) && token.end - token.start > 5 { return 0 }
        var end = index + 1
        while end < sentence.tokens.upperBound, end - index < 4 {
            let shape = buffer.tokens[end].shape
            guard shape.contains(.capitalised), shape.isDisjoint(with: [.softBreak, .hardBreak, .hashtag]) else {
                break
            }
            end += 1
        }
        let opens = index == sentence.tokens.lowerBound
        if opens, !isName, end - index == 1 {
            // A capital at a sentence's beginning is a name only when a verb or a role follows that a name would have.
            guard end < sentence.tokens.upperBound else { return 0 }
            let after = buffer.tokens[end].flags
            guard !after.isDisjoint(with: [.auxiliary, .speech, .role]) else { return 0 }
        }
        return end - index
    }

    private mutating func place(
        of index: Int, _ length: Int, _ buffer: TokenBuffer, _ text: Span<UInt8>, _ entries: Span<WordEntry>
    ) -> Int {
        let first = buffer.tokens[index]
        let last = buffer.tokens[index + length - 1]
        var hash = WordHash()
        for offset in Int(first.start)..<Int(first.end) {
            let byte = text[offset]
            hash.add((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        if let known = hashes.firstIndex(of: hash.value) { return known }
        guard parties.count < Score.partiesMax else { return -1 }
        let flags = first.flags
        let kind: Party.Kind =
            flags.contains(.role) ? .role : flags.isDisjoint(with: [.givenName, .title]) ? .organisation : .person
        parties.append(Party(kind: kind, start: first.start, end: last.end))
        sums.append(0)
        dimensionSums.append(SIMD16())
        hashes.append(hash.value)
        return parties.count - 1
    }

    private mutating func finish(_ weights: Weights) {
        for index in parties.indices {
            let sum = sums[index]
            if sum != 0 {
                parties[index].compound = Int32((10_000 * sum / (sum * sum + weights.squash).squareRoot()).rounded())
            }
            for dimension in Dimension.allCases {
                let part = dimensionSums[index][Int(dimension.rawValue)]
                guard part != 0 else { continue }
                parties[index].dimensions[dimension] = Int32(
                    (10_000 * part / (part * part + weights.dimensionSquash).squareRoot()).rounded())
            }
        }
    }
}
