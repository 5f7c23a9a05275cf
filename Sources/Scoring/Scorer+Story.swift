// A story is told by "I" and "we", at length: what happened to somebody, and how he was served. Much of it is what the matter
// was about, and no verdict on those who served: the broken phone, the long way, the tired child.

extension Scorer {
    /// Whether the text is a story: long, and of the words that are not set aside so many say "I", "me" or "our", and so many
    /// "she", "they" or "the nurse", as in no description, and in no review of goods or a place.
    mutating func isStory() -> Bool {
        let weights = lexicon.weights
        guard Double(buffer.tokens.count) >= weights.longText, !Item.describe(items, from: weights.storyGoods) else {
            return false
        }
        let tokens = buffer.tokens
        var (own, others, all) = (0, 0, 0)
        for (number, sentence) in buffer.sentences.enumerated() where framing.speaks(number) {
            all += sentence.tokens.count
            for index in sentence.tokens {
                own += tokens[index].flags.contains(.firstPerson) ? 1 : 0
                others += tokens[index].flags.isDisjoint(with: [.pronoun, .role]) ? 0 : 1
            }
        }
        return Double(own) >= weights.storyShare * Double(all) && Double(others) >= weights.storyPeople * Double(all)
    }

    /// Where enough is said of those who serve, what a story says of its circumstances counts in part.
    mutating func weighCircumstances() {
        var telling = 0
        for place in 0..<cues.count {
            let item = items[cues[place]]
            telling += item.amount != 0 && !item.isCircumstance && !isMatter(item) ? 1 : 0
        }
        guard Double(telling) >= lexicon.weights.negativeWeightCues else { return }
        let weights = lexicon.weights
        for place in 0..<cues.count {
            let item = items[cues[place]]
            if item.isCircumstance {
                items[cues[place]].setAside(by: .context)
            } else if isMatter(item) {
                items[cues[place]].count(item.isPhrase ? weights.storyPhrase : weights.storyWord)
            }
        }
    }

    /// What a story says of a dimension on the other side than its verdict is what came before or beside, and counts there in part.
    mutating func weighExceptions(_ compound: Int32) {
        if abs(compound) < 500 { return }
        for place in 0..<cues.count {
            let item = items[cues[place]]
            if item.isIgnored || (compound > 0 ? item.sides.negative : item.sides.positive) == 0 { continue }
            items[cues[place]].sideAmount = item.sideSize * lexicon.weights.storyException
            items[cues[place]].rules.insert(.context)
        }
    }

    /// Whether an item speaks of what a story is about, and not of how somebody was served in it.
    private func isMatter(_ item: Item) -> Bool {
        item.amount != 0 && item.sides.rawValue != 0 && DimensionSet.matters.isSuperset(of: item.sides.all)
    }
}
