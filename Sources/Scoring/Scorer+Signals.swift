// Signals and modality of the judged items: outcomes, counts, waiting, money, what kinds of speech were set aside.

extension Scorer {
    /// What the text tells besides good and bad; `rules` are those that shaped its cues, `compound` is its feeling.
    mutating func signals(_ rules: RuleSet, compound: Int32) -> Signals {
        var signals = Signals()
        readSignals(&signals, compound: compound)
        readContacts(&signals)
        signals.isTranscript = isTranscript
        signals.modality.formUnion(framing.modality)
        readModality(rules, &signals)
        readWaiting(&signals)
        return signals
    }

    /// What is not the customer's at all; the touchpoints of everything else are named, judged or not.
    private static let notSpoken: RuleSet = [.pageFrame, .advert, .otherSpeaker]

    private mutating func readModality(_ rules: RuleSet, _ signals: inout Signals) {
        if rules.contains(.sarcasm) { signals.modality.insert(.sarcasmHint) }
        if rules.contains(.wish) { signals.modality.insert(.wish) }
        if rules.contains(.question) { signals.modality.insert(.question) }
        if rules.contains(.advice) { signals.modality.insert(.advice) }
        guard buffer.measures.contains(.money) else { return }
        var money: UInt32 = 0
        let tokens = buffer.tokens
        for index in tokens.indices where tokens[index].shape.contains(.money) {
            money = max(money, tokens[index].value)
        }
        if money > 0 { signals.moneyHundredths = UInt64(money) }
    }

    /// What is set aside as somebody else's or as no fact; what one tells of oneself within advice is a fact.
    private static let notOwn = RuleSet.ignoring.subtracting(.advice)

    private mutating func saysI(_ item: Item) -> Bool {
        (Int(item.first)..<Int(item.end)).contains { buffer.tokens[$0].flags.contains(.firstPerson) }
    }

    /// What is more than this is no count of times, but the 800 of a telephone number.
    private static var timesMax: UInt32 { 100 }

    /// The number among an item's words that is no time and no money, at most 99; nothing when there is none.
    private mutating func number(within item: Item) -> Int? {
        for index in Int(item.first)..<Int(item.end)
        where buffer.tokens[index].shape.intersection(.measures) == .number {
            let number = buffer.tokens[index].value / 100
            return number > Self.timesMax ? nil : min(99, max(1, Int(number)))
        }
        return nil
    }

    /// How often the item at an index was done that is counted: the number among its words or what is said right after it or
    /// at the beginning of its sentence before it, "transferred me three times"; else once.
    private mutating func times(_ index: Int, in sentence: Sentence) -> Int {
        let item = items[index]
        if let number = number(within: item) ?? times(saidBy: item) { return number }
        if let times = timesSaid(after: Int(item.end), from: index + 1, in: sentence) { return times }
        guard index > 0, isOpening(items[index - 1], of: sentence),
            Int(item.first - items[index - 1].end) <= Self.openingReach
        else { return 1 }
        return times(saidBy: items[index - 1]) ?? 1
    }

    /// Whether nobody does anything in a sentence before an item: "the second time they …", not "they rang twice and …".
    private mutating func isOpening(_ item: Item, of sentence: Sentence) -> Bool {
        let start = sentence.tokens.lowerBound
        guard (start...start + Self.openingReach).contains(Int(item.first)) else { return false }
        return (sentence.tokens.lowerBound..<Int(item.first)).allSatisfy {
            buffer.tokens[$0].flags.isDisjoint(with: [.firstPerson, .secondPerson, .pronoun])
        }
    }

    /// So many words lie at most between how often is said at the beginning of a sentence and what was done: "on four occasions
    /// the courier who was booked did not come".
    private static var openingReach: Int { 10 }

    /// So many words lie between what was done and how often, at most.
    private static var timesReach: Int { 5 }

    /// How often is said right after a token for what stands before it; `number` is that of the first item after it.
    mutating func timesSaid(after end: Int, from number: Int, in sentence: Sentence) -> Int? {
        var number = number
        while number < items.count, Int(items[number].first) < sentence.tokens.upperBound,
            Int(items[number].first) - end <= Self.timesReach
        {
            if let times = times(saidBy: items[number]) { return times }
            if !lexicon.signals[Int(items[number].entry.signals)].counts.isDisjoint(with: .counted) { return nil }
            number += 1
        }
        return nil
    }

    /// How often an item says that something was done.
    private mutating func times(saidBy item: Item) -> Int? {
        let times = lexicon.signals[Int(item.entry.signals)].times
        return times == 0 ? nil : times > 1 ? Int(times) : number(within: item)
    }

    /// What a question tells of, too.
    private static var askedFor: Outcomes { [.maySwitch, .escalates] }

    /// Those outcomes of an item that are the writer's own: "would you recommend it?" tells of none, "why should I not
    /// leave?" of one that may be; "they don't use it" warns nobody, and "they would come back" is somebody else.
    private mutating func outcomes(_ outcomes: Outcomes, of item: Item, in sentence: Sentence) -> Outcomes {
        if outcomes.isEmpty { return outcomes }
        var own = sentence.questions > 0 ? outcomes.intersection(Self.askedFor) : outcomes
        guard let place = tokenBefore(item, in: sentence) else { return own }
        if isTheirs(item, in: sentence), !saysI(item) { own.remove(.returns) }
        if buffer.tokens[Int(item.first)].flags.contains(.negation) {
            let before = buffer.tokens[place].flags
            let isFirst = place == sentence.tokens.lowerBound
            let earlier = isFirst || before.contains(.auxiliary) ? [] : buffer.tokens[place - 1].flags
            let isOthers = !before.isDisjoint(with: Self.others) || earlier.contains(.pronoun)
            if isOthers { own.remove(.warnsOthers) }
        }
        return own
    }

    /// The token right before an item, with nothing between; nil where a sentence or a part of it begins with the item.
    private mutating func tokenBefore(_ item: Item, in sentence: Sentence) -> Int? {
        let first = Int(item.first)
        let isJoined = first > sentence.tokens.lowerBound && buffer.tokens[first].shape.isDisjoint(with: .between)
        return isJoined ? first - 1 : nil
    }

    /// Whether he, she or they, or one who serves, stands right before an item: "they rang twice".
    private mutating func isTheirs(_ item: Item, in sentence: Sentence) -> Bool {
        guard let place = tokenBefore(item, in: sentence) else { return false }
        return !buffer.tokens[place].flags.isDisjoint(with: [.pronoun, .role])
    }

    /// Whether the writer is the object of what an item tells, and not who does it: "rung me three times".
    private mutating func isOfThem(_ item: Item) -> Bool {
        var isObject = false
        for index in Int(item.first)..<Int(item.end) where buffer.tokens[index].flags.contains(.firstPerson) {
            if !buffer.tokens[index].flags.isDisjoint(with: [.possessive]) { continue }
            guard buffer.tokens[index].flags.contains(.customerLabel) else { return false }
            isObject = true
        }
        return isObject
    }

    /// What stands before a "don't" where it is no order and not the writer's: its subject, or who says so.
    private static var others: WordFlags {
        [.secondPerson, .thirdPerson, .pronoun, .role, .trade, .goods, .speech]
    }

    /// What repeats no further than so many words after another tells of the same.
    private static let repeatGap = 2

    private mutating func readSignals(_ signals: inout Signals, compound: Int32) {
        guard found.flags.contains(.signal) else { return }
        var sentence = 0
        var isAwaited = false
        var repeatEnd = -1 - Self.repeatGap
        for index in items.indices where items[index].entry.flags.contains(.signal) {
            let item = items[index]
            while Int(item.first) >= buffer.sentences[sentence].tokens.upperBound { sentence += 1 }
            guard item.rules.isDisjoint(with: Self.notSpoken) else { continue }
            let signal = lexicon.signals[Int(item.entry.signals)]
            signals.touchpoints.formUnion(signal.touchpoints)
            if item.isIgnored, !(item.rules.isDisjoint(with: Self.notOwn) && saysI(item)) { continue }
            var outcomes = outcomes(signal.outcomes, of: item, in: buffer.sentences[sentence])
            // Who "tells everybody" recommends what he praises, and warns of what he blames.
            if outcomes == Outcomes.tellsOthers { outcomes.remove(compound < 0 ? .recommends : .warnsOthers) }
            signals.outcomes.formUnion(outcomes)
            signals.urgency.formUnion(signal.urgency)
            signals.modality.formUnion(signal.modality)
            if signal.counts.contains(.awaited) { isAwaited = true }
            if signal.counts.contains(.again), goesWrong(again: index, in: buffer.sentences[sentence]) {
                signals.repeats.add(max(1, Int(signal.times)))
            }
            if signal.counts.isDisjoint(with: .counted) { continue }
            let times = times(index, in: buffer.sentences[sentence])
            let isTheirs = isTheirs(item, in: buffer.sentences[sentence])
            if signal.counts.contains(.contact), !isTheirs, !isOfThem(item) { signals.contactAttempts.add(times) }
            if signal.counts.contains(.noShow) { signals.noShows.add(times) }
            if signal.counts.contains(.transfer) { signals.transfers.add(times) }
            if signal.counts.contains(.repetition) {
                // "The same problem again and again" is one.
                if Int(item.first) - repeatEnd > Self.repeatGap || times > 1 { signals.repeats.add(times) }
                repeatEnd = Int(item.end)
            }
        }
        if isAwaited { signals.noShows = max(1, signals.noShows) }
    }
}

extension UInt16 {
    /// Counts up, at the most to the greatest number that there is.
    mutating func add(_ times: Int) { self = UInt16(clamping: Int(self) + times) }
}
