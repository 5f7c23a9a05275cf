// From judged items to the score: politeness and weak praise against the rest of the text, the compound as an exact
// sum of contributions, the label, the dimensions.

extension Scorer {
    /// The score of the judged items.
    mutating func compose(_ text: Span<UInt8>) -> Score {
        overrideWeakPraise()
        weighBlame()
        var score = Score()
        partyReader.read(&items, buffer, text, lexicon)
        squash(&score)
        readDimensions(&score)
        readSignals(&score)
        score.parties = partyReader.parties
        score.signals.isTranscript = isTranscript
        score.signals.modality.formUnion(framing.modality)
        readModality(&score)
        return score
    }

    /// Politeness is no praise in a complaint or a request, and weak praise none in a bad situation.
    private mutating func overrideWeakPraise() {
        var negative = 0.0
        for item in items where item.amount < 0 { negative -= item.amount }
        let asks = buffer.sentences.contains { $0.questions > 0 }
        for index in items.indices where items[index].amount > 0 {
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

    /// In a text with several cues the bad outweighs the good (Baumeister et al. 2001).
    private mutating func weighBlame() {
        let weights = lexicon.weights
        var cues = 0.0
        for item in items where item.amount != 0 { cues += 1 }
        guard cues >= weights.negativeWeightCues else { return }
        for index in items.indices where items[index].amount < 0 { items[index].amount *= weights.negativeWeight }
    }

    /// Sets the compound, the label and the evidence.
    private func squash(_ score: inout Score) {
        var total = 0.0
        var positive = 0.0
        var negative = 0.0
        var counted = 0
        for item in items where item.isCue && !item.isIgnored {
            total += item.amount
            if item.amount > 0 { positive += item.amount } else { negative -= item.amount }
            if item.amount != 0 { counted += 1 }
        }
        let damping = 1 / max(1, Double(evidenceSentences()) / lexicon.weights.evidenceSentences).squareRoot()
        let damped = total * damping
        let scale = 10_000 * damping / (damped * damped + lexicon.weights.squash).squareRoot()
        var running = 0.0
        var given: Int32 = 0
        for item in items where item.isCue {
            running += item.isIgnored ? 0 : item.amount
            let reached = Int32((running * scale).rounded())
            let first = buffer.tokens[Int(item.first)]
            let last = buffer.tokens[Int(item.end) - 1]
            score.evidence.append(
                Evidence(
                    start: first.start, end: last.end, contribution: reached - given, rules: item.rules,
                    dimensions: item.sides.all, side: side(item), party: item.party))
            given = reached
        }
        guard counted > 0 else { return }
        score.compound = given
        score.label = label(given, positive * damping, negative * damping)
        score.confidence = min(9_500, 5_000 + abs(given) / 2)
    }

    private func side(_ item: Item) -> Int8 {
        if item.isIgnored { return 0 }
        if item.amount != 0 { return item.amount > 0 ? 1 : -1 }
        return item.sides.negative != 0 ? -1 : item.sides.positive != 0 ? 1 : 0
    }

    private func label(_ compound: Int32, _ positive: Double, _ negative: Double) -> SentimentLabel {
        let weights = lexicon.weights
        if min(positive, negative) >= weights.mixedMass,
            min(positive, negative) >= weights.mixedShare * max(positive, negative)
        {
            return .mixed
        }
        return compound >= 500 ? .positive : compound <= -500 ? .negative : .neutral
    }

    /// How many sentences hold a cue that counts.
    private func evidenceSentences() -> Int {
        var count = 0
        var item = 0
        for sentence in buffer.sentences {
            var counts = false
            while item < items.count, Int(items[item].first) < sentence.tokens.upperBound {
                if items[item].amount != 0 { counts = true }
                item += 1
            }
            if counts { count += 1 }
        }
        return count
    }

    // MARK: Dimensions

    /// Adds what each cue says of its dimensions, and gives the topics what is said near them.
    private func readDimensions(_ score: inout Score) {
        var sums = SIMD16<Double>()
        var touched: UInt16 = 0
        func add(_ sides: DimensionSides, _ amount: Double) {
            for lane in 0..<Dimension.allCases.count {
                let bit: UInt16 = 1 << UInt16(lane)
                guard (sides.positive | sides.negative) & bit != 0 else { continue }
                let isNegative = sides.negative & bit != 0
                sums[lane] += isNegative ? -abs(amount) : abs(amount)
                touched |= bit
                if isNegative {
                    score.dimensions.negativeMentions[lane] &+= score.dimensions.negativeMentions[lane] < 255 ? 1 : 0
                } else {
                    score.dimensions.positiveMentions[lane] &+= score.dimensions.positiveMentions[lane] < 255 ? 1 : 0
                }
            }
        }
        let awaitsDelivery = self.awaitsDelivery()
        for (index, item) in items.enumerated() where !item.isIgnored {
            if item.isCue, item.sides.rawValue != 0 {
                add(
                    awaitsDelivery ? item.sides.lateness : item.sides,
                    item.amount != 0 ? item.amount : lexicon.weights.sideOnly)
            } else if item.entry.flags.contains(.topic) {
                let said = saidNear(index)
                guard said != 0 else { continue }
                var sides = item.entry.dimensions
                if said < 0 { sides = sides.flipped }
                add(sides, said)
            }
        }
        for dimension in Dimension.allCases where touched & 1 << UInt16(dimension.rawValue) != 0 {
            let sum = sums[Int(dimension.rawValue)]
            score.dimensions[dimension] = Int32(
                (10_000 * sum / (sum * sum + lexicon.weights.dimensionSquash).squareRoot()).rounded())
        }
    }

    /// Whether what is waited for is a thing that was due (a flight, a parcel, a bag) and nobody's answer.
    private func awaitsDelivery() -> Bool {
        let reliability = DimensionSet(.reliability)
        let contact: DimensionSet = [DimensionSet(.access), DimensionSet(.effort)]
        var isDue = false
        for item in items {
            let dimensions = item.entry.dimensions.all
            if item.entry.flags.contains(.topic), dimensions.contains(reliability) { isDue = true }
            if !dimensions.isDisjoint(with: contact) { return false }
        }
        return isDue
    }

    /// The amount of the cue nearest to a topic: in its clause, else next to its clause.
    private func saidNear(_ topic: Int) -> Double {
        let reach = 12
        var best = 0.0
        var bestDistance = Int32.max
        for index in max(0, topic - reach)..<min(items.count, topic + reach) where index != topic {
            let item = items[index]
            guard item.isCue, item.amount != 0 else { continue }
            var distance = abs(item.first - items[topic].first)
            if item.clause != items[topic].clause { distance += 12 * abs(item.clause - items[topic].clause) }
            if item.sides.rawValue != 0, item.sides.all.isDisjoint(with: items[topic].entry.dimensions.all) {
                distance += 10
            }
            if distance < bestDistance { (best, bestDistance) = (item.amount, distance) }
        }
        return best
    }

    // MARK: Signals

    private func readModality(_ score: inout Score) {
        for item in items {
            if item.rules.contains(.sarcasm) { score.signals.modality.insert(.sarcasmHint) }
            if item.rules.contains(.wish) { score.signals.modality.insert(.wish) }
            if item.rules.contains(.question) { score.signals.modality.insert(.question) }
            if item.rules.contains(.advice) { score.signals.modality.insert(.advice) }
        }
        var money: UInt32 = 0
        for token in buffer.tokens where token.shape.contains(.money) { money = max(money, token.value) }
        if money > 0 { score.signals.moneyHundredths = UInt64(money) }
    }

    /// The number within the item's words, at most 99, or 1.
    private func attempts(_ item: Item) -> UInt16 {
        for index in Int(item.first)..<Int(item.end) where buffer.tokens[index].shape.contains(.number) {
            return UInt16(min(99, max(1, buffer.tokens[index].value / 100)))
        }
        return 1
    }

    private func readSignals(_ score: inout Score) {
        for item in items where item.entry.flags.contains(.signal) && item.rules.isDisjoint(with: .ignoring) {
            let signal = lexicon.signals[Int(item.entry.signals)]
            score.signals.outcomes.formUnion(signal.outcomes)
            score.signals.touchpoints.formUnion(signal.touchpoints)
            score.signals.urgency.formUnion(signal.urgency)
            score.signals.modality.formUnion(signal.modality)
            if signal.counts.contains(.contact) { score.signals.contactAttempts &+= attempts(item) }
            if signal.counts.contains(.noShow) { score.signals.noShows &+= 1 }
            if signal.counts.contains(.transfer) { score.signals.transfers &+= 1 }
            if signal.counts.contains(.repetition) { score.signals.repeats &+= 1 }
            if signal.counts.contains(.wait), item.measure >= 0 {
                score.signals.waitingMinutes = max(
                    score.signals.waitingMinutes ?? 0, buffer.tokens[Int(item.measure)].value)
            }
        }
    }
}
