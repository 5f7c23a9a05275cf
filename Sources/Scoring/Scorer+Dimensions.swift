// What a text says of each dimension: the sides of its cues, and for cues of no dimension of their own the part of the
// service that they are said of ("lovely staff", "the soup was awful").

extension Scorer {
    /// Gives every cue the dimensions that it speaks for, in its `sides`.
    mutating func settleSides() {
        let isLate = awaitsDelivery()
        for index in items.indices where items[index].isCue && !items[index].isIgnored {
            if isLate, tellsOfTime(items[index]) { items[index].sides = items[index].sides.lateness }
            if items[index].sides.rawValue == 0, items[index].isPhrase, items[index].amount != 0 {
                items[index].sides = sides(of: topicWithin(items[index]), items[index].amount)
            }
            if items[index].amount == 0 { items[index].sideAmount = lexicon.weights.sideOnly }
        }
        attachToTopics(withinClause: true)
        attachToTopics(withinClause: false)
        for index in items.indices where items[index].entry.flags.contains(.topic) { takeFromNearby(index) }
    }

    /// A person or the service itself, of which nothing is said directly, stands in the light of what is said nearest to
    /// it: with half of its amount, as evidence of its own.
    private mutating func takeFromNearby(_ index: Int) {
        let dimensions = items[index].entry.dimensions.all
        guard !items[index].isCue, !items[index].isSpokenOf, Self.agents.isSuperset(of: dimensions) else { return }
        let nearest = nearestCue(index)
        // What speaks for the same dimension itself is not counted twice.
        guard nearest >= 0, items[nearest].sides.all.isDisjoint(with: dimensions) else { return }
        let amount = items[nearest].amount * lexicon.weights.nearbyShare
        items[index].entry.flags.insert(.cue)
        items[index].rules.insert(.context)
        items[index].sides = sides(of: dimensions, amount)
        items[index].sideAmount = abs(amount)
    }

    /// The dimensions of the words for those who serve, for what it costs, and for what is due (bag, parcel, flight).
    private static let agents: DimensionSet = [
        DimensionSet(.courtesy), DimensionSet(.responsiveness), DimensionSet(.competence), DimensionSet(.empathy),
        DimensionSet(.value), DimensionSet(.reliability),
    ]

    /// The index of the cue nearest to a topic, clauses apart counting as many words; -1 for none.
    private func nearestCue(_ topic: Int) -> Int {
        var best = -1
        var bestDistance = Self.nearbyReach
        for index in max(0, topic - Self.itemReach)..<min(items.count, topic + Self.itemReach) where index != topic {
            let item = items[index]
            guard item.isCue, abs(item.amount) >= lexicon.weights.topicMass else { continue }
            let distance = abs(item.first - items[topic].first) + 8 * abs(item.clause - items[topic].clause)
            if distance < bestDistance { (best, bestDistance) = (index, distance) }
        }
        return best
    }

    private static let nearbyReach: Int32 = 60

    /// Adds what each cue says of its dimensions: whole thousandths, so that an explanation can add them up again.
    func readDimensions(_ score: inout Score) {
        var sums = SIMD16<Int32>()
        var spoken: DimensionSet = []
        for item in items where item.isCue && !item.isIgnored && item.sides.rawValue != 0 {
            let amount = item.dimensionAmount
            spoken.formUnion(item.sides.all)
            for dimension in item.sides.all.members {
                let lane = Int(dimension.rawValue)
                sums[lane] &+= amount
                if amount < 0 {
                    score.dimensions.negativeMentions[lane] &+= score.dimensions.negativeMentions[lane] < 255 ? 1 : 0
                } else {
                    score.dimensions.positiveMentions[lane] &+= score.dimensions.positiveMentions[lane] < 255 ? 1 : 0
                }
            }
        }
        for dimension in spoken.members {
            let sum = sums[Int(dimension.rawValue)]
            score.dimensions[dimension] = lexicon.weights.dimensionScore(ofThousandths: sum)
        }
    }

    /// The dimensions of the topics within a phrase: "poor service" speaks of the service.
    private func topicWithin(_ item: Item) -> DimensionSet {
        var found: DimensionSet = []
        for index in Int(item.first)..<Int(item.end) {
            let entry = lexicon.entries[Int(buffer.tokens[index].entry)]
            if entry.flags.contains(.topic) { found.formUnion(entry.dimensions.all) }
        }
        return found
    }

    private func sides(of dimensions: DimensionSet, _ amount: Double) -> DimensionSides {
        DimensionSides(rawValue: UInt32(dimensions.rawValue) << (amount < 0 ? 16 : 0))
    }

    /// Gives cues without a dimension the topic nearest to them: in their clause; or, of the same sentence, in a
    /// neighbouring clause that has no cue of its own.
    private mutating func attachToTopics(withinClause: Bool) {
        for index in items.indices where mayAttach(items[index]) {
            let topic = nearestTopic(index, withinClause: withinClause)
            guard topic >= 0 else { continue }
            items[index].sides = sides(of: items[topic].entry.dimensions.all, items[index].amount)
            items[topic].isSpokenOf = true
        }
        guard withinClause else { return }
        spokenClauses.removeAll(keepingCapacity: true)
        for item in items where item.isCue && !item.isIgnored && item.sides.rawValue != 0 {
            if spokenClauses.last != item.clause { spokenClauses.append(item.clause) }
        }
    }

    /// The index of the topic that a cue is said of, or -1.
    private func nearestTopic(_ index: Int, withinClause: Bool) -> Int {
        let item = items[index]
        var best = -1
        var bestDistance = withinClause ? Self.topicReach : Self.otherClauseReach
        for other in max(0, index - Self.itemReach)..<min(items.count, index + Self.itemReach)
        where items[other].entry.flags.contains(.topic) {
            let topic = items[other]
            guard abs(topic.clause - item.clause) == (withinClause ? 0 : 1) else { continue }
            let distance = topic.first >= item.end ? topic.first - item.end : item.first - topic.end
            guard distance < bestDistance else { continue }
            if !withinClause, isSpoken(topic.clause) || crossesSentence(topic, item) { continue }
            (best, bestDistance) = (other, distance)
        }
        return best
    }

    /// A topic is looked for among so many items and words; among fewer words where a comma stands between.
    private static let itemReach = 8
    private static let topicReach: Int32 = 9
    private static let otherClauseReach: Int32 = 5

    private func mayAttach(_ item: Item) -> Bool {
        item.isCue && !item.isIgnored && item.sides.rawValue == 0 && abs(item.amount) >= lexicon.weights.topicMass
            && item.shape.isDisjoint(with: [.symbol, .hashtag])
            && item.entry.flags.isDisjoint(with: [.polite, .filler])
    }

    /// Whether a clause has a cue that speaks for a dimension; the clauses that have stand in ascending order.
    private func isSpoken(_ clause: Int32) -> Bool {
        var (low, high) = (0, spokenClauses.count)
        while low < high {
            let middle = (low + high) / 2
            if spokenClauses[middle] < clause { low = middle + 1 } else { high = middle }
        }
        return low < spokenClauses.count && spokenClauses[low] == clause
    }

    private func crossesSentence(_ first: Item, _ second: Item) -> Bool {
        for index in min(first.end, second.end)...max(first.first, second.first)
        where buffer.tokens[Int(index)].shape.contains(.hardBreak) { return true }
        return false
    }

    /// Waiting, slowness, a span of time; not a missing answer.
    private func tellsOfTime(_ item: Item) -> Bool { !item.isPhrase || item.measure >= 0 || waits(item) }

    /// Whether what is waited for is a thing that was due (a flight, a parcel, a bag) and nobody's answer.
    private func awaitsDelivery() -> Bool {
        guard seenFlags.contains(.due) else { return false }
        let contact = DimensionSet(.access)
        return !items.contains { !$0.entry.dimensions.all.isDisjoint(with: contact) }
    }
}
