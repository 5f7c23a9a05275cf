// Whom a text names: persons, roles, organisations. A cue is about the party that was named last, for as long as no
// other is named; pronouns go on with it. What is a name is decided in `PartyReader+Names.swift`.

/// Finds the parties and gives each its cues.
struct PartyReader {
    private(set) var parties: [Party] = []
    private var sums: [Double] = []
    private var hashes: [UInt64] = []
    private var dimensionSums: [SIMD16<Double>] = []
    /// How many cues each party has.
    private var cueCounts: [Int] = []
    private var next = 0
    private var current = -1
    /// How many sentences ago the party was named or meant by a pronoun.
    private var age = 0

    /// A party is spoken of for so many sentences after it was named.
    private static let sentencesReach = 4
    /// Of several parties named in one breath, those without a cue of their own share this much of what is said.
    private static let sharedPart = 0.5
    /// No party speaks in these: the page, the seller, the reader addressed, hearsay.
    private static let silent: RuleSet = [.pageFrame, .advert, .advice, .secondHand, .ownBusiness]

    /// Reads the parties of the judged items' text.
    mutating func read(
        _ items: inout [Item], _ buffer: TokenBuffer, _ text: Span<UInt8>, _ lexicon: borrowing Lexicon,
        asides: [RuleSet]
    ) {
        parties.removeAll(keepingCapacity: true)
        sums.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        dimensionSums.removeAll(keepingCapacity: true)
        cueCounts.removeAll(keepingCapacity: true)
        (next, current, age) = (0, -1, 0)
        for (number, sentence) in buffer.sentences.enumerated() {
            if number < asides.count, !asides[number].isDisjoint(with: Self.silent) {
                assign(&items, before: Int32(sentence.tokens.upperBound), to: -1)
            } else {
                read(sentence, &items, buffer, text, lexicon.entries.span)
            }
        }
        finish(lexicon.weights)
    }

    private mutating func read(
        _ sentence: Sentence, _ items: inout [Item], _ buffer: TokenBuffer, _ text: Span<UInt8>,
        _ entries: Span<WordEntry>
    ) {
        let names = NameFinder(sentence: sentence, tokens: buffer.tokens.span, entries: entries)
        let first = next
        let partiesBefore = parties.count
        var isMeant = false
        var named = 0
        var index = sentence.tokens.lowerBound
        while index < sentence.tokens.upperBound {
            let length = names.length(at: index)
            if length > 0 {
                let place = place(of: index, length, names, buffer, text)
                if place >= 0 {
                    if named == 0 { assign(&items, before: Int32(names.clauseStart(before: index)), to: current) }
                    assign(&items, before: Int32(index), to: named == 0 ? place : current)
                    named += 1
                    (current, age) = (place, 0)
                }
            }
            if buffer.tokens[index].flags.contains(.pronoun) { isMeant = true }
            assign(&items, before: Int32(index + 1), to: current)
            index += max(1, length)
        }
        assign(&items, before: Int32(sentence.tokens.upperBound), to: current)
        if named > 1 { share(items[first..<next], from: partiesBefore) }
        age = named > 0 || isMeant ? 0 : age + 1
        if age > Self.sentencesReach || names.isHeading { current = -1 }
    }

    /// Gives the parties first named in a sentence, and without a cue, their part of what the sentence says.
    private mutating func share(_ said: ArraySlice<Item>, from first: Int) {
        var sum = 0.0
        for item in said where item.isCue && !item.isIgnored { sum += item.amount }
        for party in first..<max(first, parties.count) where cueCounts[party] == 0 {
            sums[party] += sum * Self.sharedPart
        }
    }

    private mutating func assign(_ items: inout [Item], before token: Int32, to party: Int) {
        while next < items.count, items[next].first < token {
            if party >= 0, items[next].isCue, !items[next].isIgnored {
                items[next].party = Int8(party)
                cueCounts[party] += 1
                sums[party] += items[next].amount
                let amount = Double(items[next].dimensionAmount) / 1000
                for lane in 0..<Dimension.allCases.count
                where items[next].sides.all.rawValue & (1 << UInt16(lane)) != 0 {
                    dimensionSums[party][lane] += amount
                }
            }
            next += 1
        }
    }

    /// The number of the party whose name begins at a token, or -1 when there are too many.
    private mutating func place(
        of index: Int, _ length: Int, _ names: borrowing NameFinder, _ buffer: TokenBuffer, _ text: Span<UInt8>
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
        parties.append(Party(kind: names.kind(at: index, length), start: first.start, end: last.end))
        sums.append(0)
        dimensionSums.append(SIMD16())
        cueCounts.append(0)
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
