// Whom a text names: persons, roles, organisations. A cue is about the party that was named last, for as long as no
// other is named; pronouns go on with it. What is a name is decided in `PartyReader+Names.swift`.

/// Finds the parties and gives each its cues.
struct PartyReader {
    private let squash: Double
    private let dimensionSquash: Double
    private var parties: [Party] = []
    /// What was said of each.
    private var tallies = Array(repeating: Tally(name: 0), count: Score.partiesMax)
    private var next = 0
    private var current = -1
    /// How many sentences ago the party was named or meant by a pronoun.
    private var age = 0
    private var sentenceNumber = 0

    /// What was said of one party so far.
    fileprivate struct Tally {
        /// The hash of its name.
        let name: UInt64
        var gender = Gender.unknown
        /// The number of the sentence in which it was last named or meant.
        var namedIn = 0
        var sum = 0.0
        /// The dimensions of which something was said, and how much.
        var dimensions: DimensionSet = []
        var dimensionSums = InlineArray<16, Double>(repeating: 0)
        var cueCount = 0
    }

    /// He or she is somebody who was named or meant so many sentences ago at most.
    private static let pronounReach = 8
    /// A party is spoken of for so many sentences after it was named.
    private static let sentencesReach = 4
    /// Of several parties named in one breath, those without a cue of their own share this much of what is said.
    private static let sharedPart = 0.5
    /// Most texts do not name more parties.
    private static let fewParties = 4
    /// No party speaks in these: the page, the seller, the reader addressed, hearsay.
    private static let silent: RuleSet = [.pageFrame, .advert, .advice, .secondHand, .ownBusiness]

    init(_ weights: Weights) {
        squash = weights.squash
        dimensionSquash = weights.dimensionSquash
    }

    /// Reads the parties of the judged items' text and gives each cue its party.
    mutating func read(
        _ items: inout [Item], cues: borrowing ItemNumbers, _ buffer: borrowing TokenBuffer, _ text: Span<UInt8>,
        asides: [RuleSet]
    ) -> [Party] {
        parties = []
        (next, current, age) = (0, -1, 0)
        var items = items.mutableSpan
        for (number, sentence) in buffer.sentences.enumerated() {
            sentenceNumber = number
            if number < asides.count, !asides[number].isDisjoint(with: Self.silent) {
                assign(&items, cues, before: Int32(sentence.tokens.upperBound), to: -1)
            } else {
                read(sentence, &items, cues, buffer, text)
            }
        }
        finish()
        return parties
    }

    private mutating func read(
        _ sentence: Sentence, _ items: inout MutableSpan<Item>, _ cues: borrowing ItemNumbers,
        _ buffer: borrowing TokenBuffer, _ text: Span<UInt8>
    ) {
        let tokens = buffer.tokens
        var names = NameFinder(sentence: sentence, tokens: tokens, flags: buffer.flags)
        let first = next
        let partiesBefore = parties.count
        var isMeant = false
        var named = 0
        var index = names.next(from: sentence.tokens.lowerBound)
        while index < sentence.tokens.upperBound {
            let length = names.length(at: index)
            if length > 0 {
                let party = place(of: index, length, names, tokens, text)
                if party >= 0 {
                    let clause = named == 0 ? names.clauseStart(before: index) : index
                    turn(to: party, at: index, clause: clause, &items, cues, isFirst: named == 0)
                    named += 1
                }
            }
            if tokens[index].flags.contains(.pronoun) {
                isMeant = true
                let person = person(meantBy: Gender(of: tokens[index], in: text))
                if person >= 0, person != current {
                    let clause = names.clauseStart(before: index)
                    turn(to: person, at: index, clause: clause, &items, cues, isFirst: named == 0)
                    named += 1
                }
            }
            index = names.next(from: index + max(1, length))
        }
        assign(&items, cues, before: Int32(sentence.tokens.upperBound), to: current)
        if named > 1 { share(items, cues, first..<next, from: partiesBefore) }
        age = named > 0 || isMeant ? 0 : age + 1
        if current >= 0, age > Self.sentencesReach || names.isHeading() { current = -1 }
    }

    /// The person whom a pronoun means: the party at hand, or else of those that it can mean the one named last; -1 for none.
    private mutating func person(meantBy gender: Gender) -> Int {
        guard gender != .unknown else { return -1 }
        var best = -1
        for party in parties.indices
        where parties[party].kind != .organisation && tallies[party].gender.mayBe(gender) {
            if party == current {
                best = party
                break
            }
            if best < 0 || tallies[party].namedIn > tallies[best].namedIn { best = party }
        }
        guard best >= 0, sentenceNumber - tallies[best].namedIn <= Self.pronounReach else { return -1 }
        tallies[best].gender = gender
        tallies[best].namedIn = sentenceNumber
        return best
    }

    /// A party is named at a token, the first of its sentence or another one: what was said since the clause began is about the
    /// first.
    @inline(never)
    private mutating func turn(
        to party: Int, at index: Int, clause: Int, _ items: inout MutableSpan<Item>, _ cues: borrowing ItemNumbers,
        isFirst: Bool
    ) {
        if isFirst { assign(&items, cues, before: Int32(clause), to: current) }
        assign(&items, cues, before: Int32(index), to: isFirst ? party : current)
        (current, age) = (party, 0)
        tallies[party].namedIn = sentenceNumber
    }

    /// Gives the parties first named in a sentence, and without a cue, their part of what the sentence says.
    private mutating func share(
        _ items: borrowing MutableSpan<Item>, _ cues: borrowing ItemNumbers, _ said: Range<Int>, from first: Int
    ) {
        var sum = 0.0
        for place in said where !items[cues[place]].isIgnored { sum += items[cues[place]].amount }
        for party in first..<max(first, parties.count) where tallies[party].cueCount == 0 {
            tallies[party].sum += sum * Self.sharedPart
        }
    }

    private mutating func assign(
        _ items: inout MutableSpan<Item>, _ cues: borrowing ItemNumbers, before token: Int32, to party: Int
    ) {
        while next < cues.count, items[cues[next]].first < token {
            let index = cues[next]
            next &+= 1
            if party >= 0, !items[index].isIgnored { give(&items[index], to: party) }
        }
    }

    @inline(never)
    private mutating func give(_ item: inout Item, to party: Int) {
        item.party = Int8(truncatingIfNeeded: party)
        tallies[party].add(item)
    }

    /// The number of the party whose name begins at a token, or -1 when there are too many.
    @inline(never)
    private mutating func place(
        of index: Int, _ length: Int, _ names: borrowing NameFinder, _ tokens: Span<Token>, _ text: Span<UInt8>
    ) -> Int {
        let first = tokens[index]
        let last = tokens[index + length - 1]
        let name = WordHash.ofWord(in: text.extracting(first: Int(first.end)), at: Int(first.start))
        if let known = parties.indices.first(where: { tallies[$0].name == name }) { return known }
        guard parties.count < Score.partiesMax else { return -1 }
        if parties.isEmpty { parties.reserveCapacity(Self.fewParties) }
        tallies[parties.count] = Tally(name: name)
        parties.append(Party(kind: names.kind(at: index, length), start: first.start, end: last.end))
        return parties.count - 1
    }

    private mutating func finish() {
        for index in parties.indices {
            let sum = tallies[index].sum
            if sum != 0 {
                parties[index].compound = (10_000 * sum / (sum * sum + squash).squareRoot()).nearest
            }
            for dimension in tallies[index].dimensions.members {
                let part = tallies[index].dimensionSums[Int(dimension.rawValue)]
                guard part != 0 else { continue }
                parties[index].dimensions[dimension] =
                    (10_000 * part / (part * part + dimensionSquash).squareRoot()).nearest
            }
        }
    }
}

extension PartyReader.Tally {
    /// Counts a cue that is about the party.
    mutating func add(_ item: borrowing Item) {
        cueCount += 1
        sum += item.amount
        if item.sides.rawValue == 0 { return }
        let amount = Double(item.dimensionAmount) / 1000
        dimensions.formUnion(item.sides.all)
        for lane in item.sides.all.lanes { dimensionSums[lane] += amount }
    }
}
