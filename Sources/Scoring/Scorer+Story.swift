// A story is told by "I" and "we", at length: what happened to somebody, and how he was served. Much of it is what the matter
// was about, and no verdict on those who served: the broken phone, the long way, the tired child.

extension Scorer {
    /// Whether the text is a story: long, and so many of the words that are not set aside say "I", "me" or "our" as in no
    /// description.
    mutating func isStory() -> Bool {
        guard Double(buffer.tokens.count) >= lexicon.weights.longText else { return false }
        let tokens = buffer.tokens
        var (own, all) = (0, 0)
        for (number, sentence) in buffer.sentences.enumerated() where framing.speaks(number) {
            all += sentence.tokens.count
            for index in sentence.tokens where tokens[index].flags.contains(.firstPerson) { own += 1 }
        }
        return Double(own) >= lexicon.weights.storyShare * Double(all)
            && !Item.describe(items, from: lexicon.weights.storyGoods)
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
                weigh(cues[place], item.isPhrase ? weights.storyPhrase : weights.storyWord)
            }
        }
    }

    /// What a story says of a dimension on the other side than its verdict is what came before or beside, and counts there in part.
    mutating func weighExceptions(_ compound: Int32) {
        if abs(compound) < 500 { return }
        for place in 0..<cues.count {
            let item = items[cues[place]]
            if item.isIgnored || (compound > 0 ? item.sides.negative : item.sides.positive) == 0 { continue }
            let size = item.sideAmount != 0 ? item.sideAmount : abs(item.amount)
            items[cues[place]].sideAmount = size * lexicon.weights.storyException
        }
    }

    /// Whether an item speaks of what a story is about, and not of how somebody was served in it.
    private func isMatter(_ item: Item) -> Bool {
        item.amount != 0 && item.sides.rawValue != 0 && DimensionSet.matters.isSuperset(of: item.sides.all)
    }

    /// Lets a cue add less to the text's feeling, and as much as before to its dimensions.
    private mutating func weigh(_ index: Int, _ share: Double) {
        items[index].amount *= share
        items[index].rules.insert(.context)
    }
}
