// From judged items to the score: politeness and weak praise against the rest of the text, the compound as an exact
// sum of contributions, the label, the dimensions.

extension Scorer {
    /// The score of the judged items.
    mutating func compose(_ text: Span<UInt8>) -> Score {
        overrideTelling()
        overrideLoneMention()
        var blame = 0.0
        for place in 0..<cues.count { blame -= min(0, items[cues[place]].amount) }
        overrideWeakPraise(beside: blame)
        if blame == 0 { overrideCrumbs() }
        weighFailure(blame)
        let isStory = isStory()
        if blame > 0 {
            if !isStory { weighBlame() }
            forgive()
        }
        let damping = damping()
        settleSides(isShort: damping == 1)
        if isStory { weighCircumstances() }
        let parties = partyReader.read(&items, cues: cues, buffer, text, asides: framing.asides)
        let sentiment = sentiment(damping, isDivided: Self.areDivided(parties))
        if isStory { weighExceptions(sentiment.compound ?? 0) }
        let findings = evidence(scale: sentiment.scale)
        return Score(
            label: sentiment.label, compound: sentiment.compound, confidence: sentiment.confidence,
            dimensions: findings.dimensions,
            signals: signals(findings.rules, compound: sentiment.compound ?? 0), parties: parties,
            evidence: findings.evidence)
    }

    /// Who tells at length denies all sorts of things and reports what was said: where enough else is said, neither a bare
    /// denial nor "they told me" is blame.
    private mutating func overrideTelling() {
        let enough = lexicon.weights.negativeWeightCues
        guard Double(cues.count) > enough else { return }
        telling.take(from: cues, of: items) { $0.mayOnlyTell }
        if telling.count == 0 { return }
        var others = countedCues()
        for place in 0..<telling.count where onlyTells(telling[place]) { others -= 1 }
        guard Double(others) >= enough else { return }
        for place in 0..<telling.count where onlyTells(telling[place]) {
            items[telling[place]].setAside(by: .context)
        }
    }

    /// "Our trip is in May": where no service is spoken of, one thing of everyday life that is only named, and that no
    /// list calls good or bad in itself, is a fact and no verdict, unless it is called out.
    private mutating func overrideLoneMention() {
        guard !speaksOfService else { return }
        var lone = -1
        for place in 0..<cues.count where items[cues[place]].amount != 0 {
            if lone >= 0 { return }
            lone = cues[place]
        }
        guard lone >= 0, isPlainMention(items[lone]), !buffer.sentences.contains(where: { $0.exclamations > 0 }) else {
            return
        }
        items[lone].setAside(by: .context)
    }

    /// Whether an item is a single word that weighs in everyday talk alone, little, and by no rule.
    private func isPlainMention(_ item: borrowing Item) -> Bool {
        guard item.entry.flags.contains(.everyday), !item.isPhrase, item.rules.rawValue == 0 else { return false }
        let entry = Int(buffer.tokens[Int(item.first)].entry)
        return abs(item.amount) <= Self.mentionMax && !lexicon.tables.entries[entry].flags.contains(.cue)
    }

    /// What weighs more is said for its own sake: "holiday" is named, "paradise" is praised.
    private static var mentionMax: Double { 1.1 }

    /// Whether one of those that may does only tell what was said, or that something was not so.
    private mutating func onlyTells(_ index: Int) -> Bool {
        items[index].isBareDenial || Judge.reports(items[index], buffer.tokens)
    }

    /// How many cues count.
    private mutating func countedCues() -> Int {
        let items = items.span
        var counted = 0
        for place in 0..<cues.count { counted &+= items[cues[place]].amount != 0 ? 1 : 0 }
        return counted
    }

    /// Politeness is no praise in a complaint or a request, and weak praise none in a bad situation.
    private mutating func overrideWeakPraise(beside negative: Double) {
        guard !found.flags.isDisjoint(with: [.polite, .soft, .filler]) else { return }
        let asks = speaksOfService && buffer.sentences.contains { $0.questions > 0 }
        for place in 0..<cues.count where items[cues[place]].amount > 0 {
            let index = cues[place]
            let flags = items[index].entry.flags
            let isPolite = flags.contains(.polite) && (asks || negative > lexicon.weights.politeOverride)
            let isSoft = flags.contains(.soft) && negative > lexicon.weights.softOverride
            let isFiller = flags.contains(.filler) && (asks || negative > lexicon.weights.politeOverride)
            if isPolite || isSoft || isFiller {
                items[index].amount = 0
                items[index].rules.insert(isPolite ? .politeness : .context)
                items[index].sides = DimensionSides()
            }
        }
    }

    /// Where serving is spoken of, a crumb of praise without any blame is manners or filling, and no verdict; beside a
    /// question it takes more to be one.
    private mutating func overrideCrumbs() {
        guard speaksOfServing else { return }
        var positive = 0.0
        for place in 0..<cues.count { positive += items[cues[place]].amount }
        let asks = buffer.sentences.contains { $0.questions > 0 }
        guard positive > 0, positive < (asks ? lexicon.weights.questionPraise : lexicon.weights.weakPraise) else {
            return
        }
        for place in 0..<cues.count where items[cues[place]].amount > 0 {
            // What was blame and is turned is meant.
            if items[cues[place]].entry.valence < 0 || items[cues[place]].rules.contains(.comparative) { continue }
            items[cues[place]].amount = 0
            items[cues[place]].rules.insert(.context)
        }
    }

    /// Where a trade is named that failed to serve, and nothing is said of goods or of a place, praise beside it is
    /// mostly irony, comparison or manners and counts in part. Thanks say that the matter was settled, and so do deeds.
    private mutating func weighFailure(_ blame: Double) {
        let weights = lexicon.weights
        guard buffer.flags.contains(.trade), !buffer.flags.contains(.goods), blame >= weights.failureMass else {
            return
        }
        var failure = 0.0
        for place in 0..<topics.count {
            if !items[topics[place]].entry.dimensions.all.isDisjoint(with: .goods) { return }
        }
        for place in 0..<cues.count {
            let item = items[cues[place]]
            if item.entry.flags.contains(.polite), item.entry.valence >= 100 { return }
            if item.isDeed { return }
            let dimensions = item.isTopic ? item.entry.dimensions.all : item.sides.all
            if item.amount != 0, !dimensions.isDisjoint(with: .goods) { return }
            if item.amount < 0, !dimensions.isDisjoint(with: .serving) { failure -= item.amount }
        }
        guard failure >= weights.failureMass else { return }
        for place in 0..<cues.count {
            let index = cues[place]
            guard items[index].amount > 0, !items[index].isSign else { continue }
            items[index].count(weights.praiseBesideFailure)
        }
    }

    /// In a text with several cues the bad outweighs the good (Baumeister et al. 2001).
    private mutating func weighBlame() {
        guard Double(cues.count) >= lexicon.weights.negativeWeightCues else { return }
        guard Double(countedCues()) >= lexicon.weights.negativeWeightCues else { return }
        let weight = lexicon.weights.negativeWeight
        for place in 0..<cues.count {
            let amount = items[cues[place]].amount
            items[cues[place]].amount = amount * (amount < 0 ? weight : 1)
        }
    }

    /// What went wrong before a recovery that is told at length is what was made good, and counts in part.
    private mutating func forgive() {
        guard Double(cues.count) >= lexicon.weights.negativeWeightCues else { return }
        let recovery = DimensionSides(.recovery, positive: true).rawValue
        var recovered = 0.0
        var last = -1
        for place in 0..<cues.count where items[cues[place]].sides.rawValue & recovery != 0 {
            recovered += max(0, items[cues[place]].amount)
            last = place
        }
        guard recovered >= lexicon.weights.recoveryMass else { return }
        for place in 0..<last where items[cues[place]].amount < 0 {
            items[cues[place]].count(lexicon.weights.forgiven)
        }
    }

    /// The verdict on the text, and what its evidence is made with.
    private struct Sentiment {
        var label = SentimentLabel.insufficient
        var compound: Int32?
        var confidence: Int32 = 0
        /// What a unit of the amounts' sum is in the compound.
        var scale = 0.0
    }

    /// The compound and the label.
    private mutating func sentiment(_ damping: Double, isDivided: Bool) -> Sentiment {
        var sentiment = Sentiment()
        var total = 0.0
        var positive = 0.0
        var negative = 0.0
        var counted = 0
        for place in 0..<cues.count {
            let item = items[cues[place]]
            let amount = item.isIgnored ? 0 : item.amount
            let ownAmount = item.ownAmount
            total += amount
            positive += amount > 0 ? ownAmount : 0
            negative -= amount < 0 ? ownAmount : 0
            counted &+= amount != 0 ? 1 : 0
        }
        let damped = total * damping
        sentiment.scale = 10_000 * damping / (damped * damped + lexicon.weights.squash).squareRoot()
        guard counted > 0 else { return sentiment }
        let compound = (total * sentiment.scale).nearest
        sentiment.compound = compound
        let length = isDivided ? 0 : min(Self.mixedLengthMax, max(1, Double(counted) / lexicon.weights.mixedCues))
        sentiment.label = label(compound, positive * damping, negative * damping, length: length)
        sentiment.confidence = lexicon.weights.confidence(
            in: compound, conflict: min(positive, negative) / max(positive + negative, .leastNormalMagnitude),
            tokens: buffer.tokens.count)
        return sentiment
    }

    /// The cues with what each adds: differences of the rounded running sum. What they add up to in the dimensions, and
    /// the rules that shaped them.
    private mutating func evidence(
        scale: Double
    ) -> (evidence: [Evidence], dimensions: DimensionScores, rules: RuleSet) {
        var running = 0.0
        var given: Int32 = 0
        var sums = DimensionSums()
        var rules: RuleSet = []
        let tokens = buffer.tokens
        let items = items.span
        let count = cues.count
        if count == 0 { return ([], DimensionScores(), []) }
        var evidence: [Evidence] = []
        evidence.reserveCapacity(count)
        for place in 0..<count {
            let item = items[cues[place]]
            let isIgnored = item.isIgnored
            let amount = isIgnored ? 0 : item.dimensionAmount
            running += isIgnored ? 0 : item.amount
            let reached = (running * scale).nearest
            evidence.append(
                Evidence(
                    start: tokens[Int(item.first)].start, end: tokens[Int(item.end) - 1].end,
                    contribution: reached &- given, rules: item.rules, dimensions: item.sides.all,
                    side: item.side, amount: amount, party: item.party))
            given = reached
            if !isIgnored { sums.add(amount, to: item.sides.all) }
            rules.formUnion(item.rules)
        }
        return (evidence, sums.scores(lexicon.weights), rules)
    }

    /// Beyond so many times `mixed_cues` a text is as long as can be.
    private static let mixedLengthMax = 2.0

    /// Whether one of those who serve is praised and another one blamed, both plainly.
    private static func areDivided(_ parties: [Party]) -> Bool {
        var (isPraised, isBlamed) = (false, false)
        for party in parties where party.kind != .organisation {
            isPraised = isPraised || (party.compound ?? 0) >= dividedMin
            isBlamed = isBlamed || (party.compound ?? 0) <= -dividedMin
        }
        return isPraised && isBlamed
    }

    /// In ten-thousandths.
    private static var dividedMin: Int32 { 5_000 }

    /// Two strong sides are mixed. Who tells at length has something to say on both and leans to one, which is the
    /// verdict: the more cues, the less lean it takes, by the square of their number; but where one was good and another
    /// one bad it takes none.
    private mutating func label(
        _ compound: Int32, _ positive: Double, _ negative: Double, length: Double
    ) -> SentimentLabel {
        if min(positive, negative) >= lexicon.weights.mixedMass,
            min(positive, negative) >= lexicon.weights.mixedShare * max(positive, negative),
            Double(abs(compound)) * length * length < lexicon.weights.mixedCompound * Double(Score.unit)
        {
            return .mixed
        }
        return compound >= 500 ? .positive : compound <= -500 ? .negative : .neutral
    }

    /// How much less an amount weighs where many sentences speak.
    private mutating func damping() -> Double {
        let few = lexicon.weights.evidenceSentences
        if Double(buffer.sentences.count) <= few { return 1 }
        return 1 / max(1, Double(evidenceSentences()) / few).squareRoot()
    }

    /// How many sentences hold a cue that counts.
    private mutating func evidenceSentences() -> Int {
        var count = 0
        var place = 0
        for sentence in buffer.sentences {
            var counts = false
            while place < cues.count, Int(items[cues[place]].first) < sentence.tokens.upperBound {
                counts = counts || items[cues[place]].amount != 0
                place += 1
            }
            count += counts ? 1 : 0
        }
        return count
    }
}
