// What a text says of each dimension: the sides of its cues, and for cues of no dimension of their own the part of the
// service that they are said of ("lovely staff", "the soup was awful").

internal import ByteCoding

extension Scorer {
    /// Gives every cue the dimensions that it speaks for, in its `sides`.
    mutating func settleSides(isShort: Bool) {
        let isDue = buffer.flags.contains(.due)
        for place in 0..<cues.count {
            let index = cues[place]
            if items[index].isIgnored { continue }
            if isDue, items[index].sides.tellsOfSlowness, tellsOfTime(items[index]), !awaitsAnswer(items[index]) {
                items[index].sides = items[index].sides.lateness
            }
            if items[index].sides.rawValue == 0, items[index].isPhrase, items[index].amount != 0 {
                items[index].sides = sides(of: topicWithin(items[index]), items[index].amount)
            }
            if items[index].isOfPersons, let thing = thing(describedBy: index) {
                items[index].sides = sides(of: items[thing].entry.dimensions.all, items[index].amount)
                items[thing].isSpokenOf = true
            }
            if items[index].amount == 0 { items[index].sideAmount = lexicon.weights.sideOnly }
        }
        if found.flags.contains(.topic) { attachVerdicts() }
        if isShort { stressMatter() }
    }

    /// Gives the verdicts of no dimension of their own to what they are said of.
    private mutating func attachVerdicts() {
        let topicMass = lexicon.weights.topicMass
        unattached.take(from: cues, of: items) { $0.mayAttach(topicMass) }
        if unattached.count > 0 {
            attachToTopics(withinClause: true)
            attachToTopics(withinClause: false)
        }
        if takeFromNearby() { cues.take(from: items, where: { $0.isCue }) }
        if unattached.count > 0, !saysOfDimensions() { attachToNamed() }
    }

    /// Whether some cue speaks for a dimension.
    private mutating func saysOfDimensions() -> Bool {
        (0..<cues.count).contains { items[cues[$0]].sides.rawValue != 0 && !items[cues[$0]].isIgnored }
    }

    /// Where a short text complains of several parts of a service, it is about one of them, its matter; the rest mostly
    /// came of it. Who tells at length goes through them all.
    private mutating func stressMatter() {
        if buffer.flags.contains(.entrusted), stressEntrusted() { return }
        let matter = matter()
        guard matter >= 0 else { return }
        let dimensions = items[matter].sides.all
        let hasOther = (0..<cues.count).contains { place in
            items[cues[place]].complains && items[cues[place]].sides.all.isDisjoint(with: dimensions)
        }
        if hasOther { stress(matter, -items[matter].amount) }
    }

    /// The index of the complaint that a short text is about, or -1: the first that tells what was done. What people are
    /// like only shows in that.
    private mutating func matter() -> Int {
        var first = -1
        for place in 0..<cues.count where items[cues[place]].complains {
            if !Self.character.isSuperset(of: items[cues[place]].sides.all) { return cues[place] }
            if first < 0 { first = cues[place] }
        }
        return first
    }

    /// The dimensions of what people are like, rather than of what they did.
    private static let character: DimensionSet = [
        DimensionSet(.competence), DimensionSet(.empathy), DimensionSet(.ethics),
    ]

    private mutating func stress(_ index: Int, _ amount: Double) {
        items[index].sideAmount = amount * lexicon.weights.firstComplaint
        items[index].rules.insert(.context)
    }

    /// Who complains that nobody answers or helps and names a thing that was entrusted to them asks for that thing: the
    /// complaint is about it. Whether it is one.
    private mutating func stressEntrusted() -> Bool {
        var blame = 0.0
        var matter: Int?
        var named: Int?
        for index in items.indices {
            let item = items[index]
            if item.complains, item.sides.all.contains(DimensionSet(.reliability)) {
                matter = matter ?? index
            } else if item.complains, !item.sides.all.isDisjoint(with: Self.answering), !waits(item) {
                blame -= item.amount
            } else if item.entry.flags.contains([.topic, .entrusted]), !item.isCue, !item.isSpokenOf, !item.isIgnored {
                named = named ?? index
            }
        }
        guard blame > 0, let index = matter ?? named else { return false }
        stress(index, max(blame, -items[index].amount))
        if matter == nil {
            items[index].entry.flags.insert(.cue)
            items[index].sides = sides(of: DimensionSet(.reliability), -blame)
            cues.take(from: items, where: { $0.isCue })
        }
        return true
    }

    /// The dimensions of those who do not answer or help.
    private static let answering: DimensionSet = [
        DimensionSet(.responsiveness), DimensionSet(.access), DimensionSet(.effort), DimensionSet(.recovery),
    ]

    /// Where nothing else is said of any dimension, a verdict falls on the part of the service that is named nearest to
    /// it, wherever in the text that is.
    private mutating func attachToNamed() {
        for place in 0..<unattached.count {
            let index = unattached[place]
            var best = -1
            var bestDistance = Self.nearbyReach
            for other in max(0, index - Self.namedReach)..<min(items.count, index + Self.namedReach) {
                let distance = abs(items[other].first - items[index].first)
                guard items[other].entry.flags.contains(.topic), !items[other].isIgnored, distance < bestDistance else {
                    continue
                }
                (best, bestDistance) = (other, distance)
            }
            if best >= 0 { items[index].sides = sides(of: items[best].entry.dimensions.all, items[index].amount) }
        }
    }

    /// What is named is looked for among so many items.
    private static let namedReach = 24

    /// A person or the service itself, of which nothing is said directly, stands in the light of what is said nearest to
    /// it: with a part of its amount, as evidence of its own. Whether there is such evidence.
    private mutating func takeFromNearby() -> Bool {
        var from = 0
        var takes = false
        for place in 0..<topics.count {
            while from < cues.count, cues[from] < topics[place] - Self.itemReach { from += 1 }
            if takeFromNearby(topics[place], from: from) { takes = true }
        }
        return takes
    }

    /// The same for one topic; the cues near it begin at place `from`.
    private mutating func takeFromNearby(_ index: Int, from: Int) -> Bool {
        let dimensions = items[index].entry.dimensions.all
        guard !items[index].isCue, !items[index].isSpokenOf, Self.agents.isSuperset(of: dimensions) else {
            return false
        }
        let nearest = nearestCue(index, from: from)
        // What speaks for the same dimension itself is not counted twice.
        guard nearest >= 0, items[nearest].sides.all.isDisjoint(with: dimensions) else { return false }
        let isInPassing = dimensions == DimensionSet(.value) || isSpokenTo(items[index])
        let share = isInPassing ? lexicon.weights.passingShare : lexicon.weights.nearbyShare
        let amount = items[nearest].amount * (opposes(nearest, index) ? -share : share)
        items[index].entry.flags.insert(.cue)
        items[index].rules.insert(.context)
        items[index].sides = sides(of: dimensions, amount)
        items[index].sideAmount = abs(amount)
        return true
    }

    /// Whether a person is only the one who is asked or told something: "we asked the waiter for salt".
    private func isSpokenTo(_ person: Item) -> Bool {
        var before = Int(person.first) - 1
        while before >= 0, !buffer.tokens[before].flags.isDisjoint(with: [.article, .possessive]) { before -= 1 }
        return before >= 0 && buffer.tokens[before].flags.contains(.requestVerb)
    }

    /// The dimensions of the words for those who serve, and for what it costs.
    private static let agents: DimensionSet = [
        DimensionSet(.courtesy), DimensionSet(.responsiveness), DimensionSet(.competence), DimensionSet(.empathy),
        DimensionSet(.value),
    ]

    /// The index of the cue nearest to a topic, clauses apart counting as many words; -1 for none.
    private mutating func nearestCue(_ topic: Int, from: Int) -> Int {
        let (first, clause) = (items[topic].first, items[topic].clause)
        let topicMass = lexicon.weights.topicMass
        var best = -1
        var bestDistance = Self.nearbyReach
        var place = from
        while place < cues.count, cues[place] < topic + Self.itemReach {
            let item = items[cues[place]]
            let distance = abs(item.first - first) + 8 * abs(item.clause - clause)
            let isNearer = abs(item.amount) >= topicMass && distance < bestDistance
            best = isNearer ? cues[place] : best
            bestDistance = isNearer ? distance : bestDistance
            place += 1
        }
        return best
    }

    private static let nearbyReach: Int32 = 60

    /// Whether a "but" or an "although" stands between a topic and a cue of its sentence: what is meant of the one is then
    /// the opposite of what is said of the other.
    private mutating func opposes(_ cue: Int, _ topic: Int) -> Bool {
        if crossesSentence(items[cue], items[topic]) { return false }
        return (min(cue, topic)...max(cue, topic)).contains {
            !items[$0].entry.flags.isDisjoint(with: [.contrast, .concession])
        }
    }

    /// The dimensions of the topics within a phrase: "poor service" speaks of the service.
    private mutating func topicWithin(_ item: Item) -> DimensionSet {
        var found: DimensionSet = []
        let tokens = buffer.tokens
        for index in Int(item.first)..<Int(item.end) where tokens[index].flags.contains(.topic) {
            found.formUnion(lexicon.tables.entries[Int(tokens[index].entry)].dimensions.all)
        }
        return found
    }

    /// The thing or the place that a word for manners describes: "a friendly room", "the decor was charming". It tells of
    /// its quality then, and not of those who serve.
    private mutating func thing(describedBy index: Int) -> Int? {
        let item = items[index]
        let next = index + 1
        if next < items.count, items[next].first == item.end, isThing(items[next]), !crossesSentence(item, items[next])
        {
            // "Friendly table service" is said of the service.
            let isAlone = next + 1 == items.count || items[next + 1].first > items[next].end
            return isAlone && !item.isPhrase ? next : nil
        }
        var before = index - 1
        while before >= max(0, index - Self.degreesMax),
            !items[before].entry.flags.isDisjoint(with: [.intensifier, .dampener, .negation])
        {
            before -= 1
        }
        guard before >= 0, isThing(items[before]), items[before].clause == item.clause,
            item.first - items[before].end <= 2, buffer.tokens[Int(items[before].end)].flags.contains(.auxiliary)
        else { return nil }
        // Where the soup is slow, those who serve it are.
        let isServed = items[before].entry.dimensions.all == DimensionSet(.product)
        return isServed && item.sides.all.contains(DimensionSet(.responsiveness)) ? nil : before
    }

    /// So many words of degree or denial stand before what they are said of, at most.
    private static var degreesMax: Int { 8 }

    /// Whether an item names something that is served, or a place.
    private func isThing(_ item: Item) -> Bool {
        item.entry.flags.contains(.topic) && DimensionSet.goods.isSuperset(of: item.entry.dimensions.all)
    }

    private func sides(of dimensions: DimensionSet, _ amount: Double) -> DimensionSides {
        DimensionSides(rawValue: UInt32(dimensions.rawValue) << (amount < 0 ? 16 : 0))
    }

    /// Gives cues without a dimension the topic nearest to them: in their clause; or, of the same sentence, in a
    /// neighbouring clause that has no cue of its own.
    private mutating func attachToTopics(withinClause: Bool) {
        var from = 0
        for place in 0..<unattached.count {
            let index = unattached[place]
            while from < topics.count, topics[from] < index - Self.itemReach { from += 1 }
            let topic = nearestTopic(index, from: from, withinClause: withinClause)
            guard topic >= 0 else { continue }
            items[index].sides = sides(of: items[topic].entry.dimensions.all, items[index].amount)
            items[topic].isSpokenOf = true
        }
        guard withinClause else { return }
        unattached.keep(of: items) { $0.sides.rawValue == 0 }
        spokenClauses.removeAll(keepingCapacity: true)
        for place in 0..<cues.count {
            let item = items[cues[place]]
            guard !item.isIgnored, item.sides.rawValue != 0, spokenClauses.last != item.clause else { continue }
            spokenClauses.append(item.clause)
        }
    }

    /// The index of the topic that a cue is said of, or -1.
    private mutating func nearestTopic(_ index: Int, from: Int, withinClause: Bool) -> Int {
        let item = items[index]
        var best = -1
        var bestDistance = withinClause ? Self.topicReach : Self.otherClauseReach
        for place in from..<topics.count {
            let other = topics[place]
            if other >= index + Self.itemReach { break }
            let topic = items[other]
            guard abs(topic.clause - item.clause) == (withinClause ? 0 : 1) else { continue }
            let distance = topic.first >= item.end ? topic.first - item.end : item.first - topic.end
            guard distance < bestDistance else { continue }
            if !withinClause, isSpoken(topic.clause) || crossesSentence(topic, item) { continue }
            if opposes(index, other) { continue }
            (best, bestDistance) = (other, distance)
        }
        return best
    }

    /// A topic is looked for among so many items and words; among fewer words where a comma stands between.
    private static let itemReach = 8
    private static let topicReach: Int32 = 9
    private static let otherClauseReach: Int32 = 5

    /// Whether a clause has a cue that speaks for a dimension; the clauses that have stand in ascending order.
    private mutating func isSpoken(_ clause: Int32) -> Bool {
        let place = spokenClauses.indices.partitioningIndex { spokenClauses[$0] >= clause }
        return place < spokenClauses.count && spokenClauses[place] == clause
    }

    /// Whether a sentence ends between two items; those that share a word stand in one sentence.
    private mutating func crossesSentence(_ first: Item, _ second: Item) -> Bool {
        let (start, end) = (min(first.end, second.end), max(first.first, second.first))
        guard start <= end else { return false }
        let tokens = buffer.tokens
        for index in Int(start)...Int(end) where tokens[index].shape.contains(.hardBreak) { return true }
        return false
    }

    /// Waiting, slowness, a span of time; not a missing answer.
    private mutating func tellsOfTime(_ item: Item) -> Bool { !item.isPhrase || item.measure >= 0 || waits(item) }

    /// Whether it is somebody's answer or service that is waited for, and no thing that was due: the words of waiting
    /// speak of reaching them, or those who serve, a line or a phone are named among or beside them.
    private mutating func awaitsAnswer(_ item: Item) -> Bool {
        if item.entry.dimensions.all.contains(DimensionSet(.access)) { return true }
        guard buffer.flags.contains(.contact) else { return false }
        let tokens = buffer.tokens
        var first = Int(item.first)
        var end = Int(item.end)
        for _ in 0..<Self.answerReach {
            if first > 0, !tokens[first].shape.contains(.hardBreak) { first -= 1 }
            if end < tokens.count, !tokens[end].shape.contains(.hardBreak) { end += 1 }
        }
        for index in first..<end where tokens[index].flags.contains(.contact) { return true }
        return false
    }

    /// Who is waited for is named within so many words of the waiting.
    private static let answerReach = 5
}
