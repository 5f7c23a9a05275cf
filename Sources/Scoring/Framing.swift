// What of a text is not the customer's report: the page around it, adverts, advice to readers, commentary without an
// experience. Whole sentences are set aside, each with the rule that did it.

/// Sets sentences aside.
struct Framing {
    /// For each sentence the rule that sets it aside, or none.
    private(set) var asides: [RuleSet] = []
    private(set) var modality: Modality = []

    /// A frame's line is short; more tokens than this are prose.
    private static let lineTokensMax = 14
    /// Nobody preaches to readers in fewer sentences.
    private static let addressSentencesMin = 4
    /// A closing address to the reader is looked for in texts of so many sentences.
    private static let essaySentencesMin = 8
    /// Commentary has at least so many words of trade in general, and one in so many of all.
    private static let commentaryMin = 5
    private static let commentaryShare = 40

    /// Looks through the sentences of a text; `hasFrames` tells whether some item speaks of the page, a seller or readers.
    mutating func read(_ items: [Item], _ buffer: borrowing TokenBuffer, hasFrames: Bool) {
        if !asides.isEmpty { asides.removeAll(keepingCapacity: true) }
        modality = []
        let isEssay = buffer.sentences.count >= Self.essaySentencesMin
        guard hasFrames || isEssay else { return }
        asides.append(contentsOf: repeatElement([], count: buffer.sentences.count))
        if hasFrames { setFramesAside(items, buffer, isEssay: isEssay) }
        if isEssay {
            setClaimsAside(buffer)
            setEssayAside(buffer)
        }
        for rule in asides {
            if rule == .advert { modality.insert(.advert) }
            if rule == .advice { modality.insert(.advice) }
            if rule == .secondHand { modality.insert(.secondHand) }
        }
    }

    /// For each sentence whether it blames: who blames in a short text is a customer, whatever else he says ("I cancelled
    /// the free trial and was charged").
    private func blamedSentences(_ items: [Item], _ buffer: borrowing TokenBuffer) -> [Bool] {
        var blamed = [Bool](repeating: false, count: buffer.sentences.count)
        var sentence = 0
        for item in items where item.amount < 0 {
            while sentence < blamed.count, Int(item.first) >= buffer.sentences[sentence].tokens.upperBound {
                sentence += 1
            }
            guard sentence < blamed.count else { break }
            blamed[sentence] = true
        }
        return blamed
    }

    /// Unless the text is an essay, a sentence with blame in it sells nothing.
    private mutating func setFramesAside(_ items: [Item], _ buffer: borrowing TokenBuffer, isEssay: Bool) {
        let blamed = isEssay ? [] : blamedSentences(items, buffer)
        var sentence = 0
        var rest = false
        for item in items where !item.entry.flags.isDisjoint(with: .frames) {
            while sentence < buffer.sentences.count, Int(item.first) >= buffer.sentences[sentence].tokens.upperBound {
                if rest { asides[sentence] = .pageFrame }
                sentence += 1
            }
            guard sentence < buffer.sentences.count else { break }
            let tokens = buffer.sentences[sentence].tokens
            let flags = item.entry.flags
            if flags.contains(.advert), isEssay || !blamed[sentence] { asides[sentence] = .advert }
            if flags.isSuperset(of: Self.retraction) {
                retract(before: sentence, buffer)
                continue
            }
            if flags.isSuperset(of: Self.closing) {
                if isEssay { close(from: sentence, buffer) }
                continue
            }
            if flags.contains(.address), buffer.sentences.count >= Self.addressSentencesMin {
                asides[sentence] = .advice
            }
            guard Int(item.first) - tokens.lowerBound <= 2, tokens.count <= Self.lineTokensMax else { continue }
            if flags.contains(.frameLine) { asides[sentence] = .pageFrame }
            if flags.contains(.frameRest), !rest {
                asides[sentence] = .pageFrame
                rest = sentence > 0
            }
        }
        if rest {
            for later in sentence..<buffer.sentences.count { asides[later] = .pageFrame }
        }
    }

    /// What takes back what was only supposed before it, and what begins the lesson of a story.
    private static let retraction: WordFlags = [.address, .frameLine]
    private static let closing: WordFlags = [.address, .frameRest]
    /// So many sentences back something supposed is looked for, with one between that supposes nothing.
    private static let retractedMax = 8

    /// "They would blame me, they would put me on hold. None of that happened."
    private mutating func retract(before sentence: Int, _ buffer: borrowing TokenBuffer) {
        var plain = 0
        var number = sentence - 1
        while number >= max(0, sentence - Self.retractedMax), plain < 2 {
            // "would", "could"
            if holds(.modal, number, buffer) {
                for between in number..<sentence { asides[between] = .conditional }
                plain = 0
            } else {
                plain += 1
            }
            number -= 1
        }
    }

    /// "What is the lesson? Bad manners are expensive.": from there on only who speaks of himself tells something.
    private mutating func close(from sentence: Int, _ buffer: borrowing TokenBuffer) {
        for number in sentence..<buffer.sentences.count where !holds([.firstPerson, .singular], number, buffer) {
            asides[number] = .advice
        }
    }

    /// What is said within quotation marks by a "we" is what a house says of itself: its praise counts for nothing.
    private mutating func setClaimsAside(_ buffer: borrowing TokenBuffer) {
        for (number, sentence) in buffer.sentences.enumerated() where asides[number].isEmpty {
            var flags: WordFlags = []
            var isQuoted = true
            for index in sentence.tokens {
                isQuoted = isQuoted && buffer.tokens[index].shape.contains(.quoted)
                flags.formUnion(buffer.tokens[index].flags)
            }
            if isQuoted, flags.contains(.firstPerson), !flags.contains(.singular) { asides[number] = .quoted }
        }
    }

    /// In a long text: commentary in which nobody tells of himself is second-hand; after the last sentence that does,
    /// those that say "you" are advice.
    private mutating func setEssayAside(_ buffer: borrowing TokenBuffer) {
        var lastOwn = -1
        var ownCount = 0
        var commentary = 0
        for (number, sentence) in buffer.sentences.enumerated() where asides[number].isEmpty {
            for index in sentence.tokens {
                let flags = buffer.tokens[index].flags
                if flags.contains(.commentary) { commentary += 1 }
                if flags.contains(.firstPerson), !buffer.tokens[index].shape.contains(.quoted) {
                    lastOwn = number
                    if flags.contains(.singular) { ownCount += 1 }
                }
            }
        }
        if ownCount == 0, commentary >= Self.commentaryMin,
            commentary * Self.commentaryShare >= buffer.tokens.count
        {
            for number in asides.indices where asides[number].isEmpty { asides[number] = .secondHand }
            return
        }
        guard lastOwn >= 0, ownCount > 1 else { return }
        var addressed = 0
        for number in (lastOwn + 1)..<max(lastOwn + 1, buffer.sentences.count)
        where holds(.secondPerson, number, buffer) {
            addressed += 1
        }
        // "Not much you can do to spoil that" is no sermon.
        guard addressed >= 2, addressed * 2 >= buffer.sentences.count - 1 - lastOwn else { return }
        for number in (lastOwn + 1)..<buffer.sentences.count where asides[number].isEmpty { asides[number] = .advice }
    }

    /// Whether some word of a sentence is all of that.
    private func holds(_ flags: WordFlags, _ number: Int, _ buffer: borrowing TokenBuffer) -> Bool {
        for index in buffer.sentences[number].tokens where buffer.tokens[index].flags.isSuperset(of: flags) {
            return true
        }
        return false
    }

    /// Takes the amounts of the cues in sentences that are set aside.
    func apply(to items: inout [Item], _ buffer: borrowing TokenBuffer) {
        guard !asides.isEmpty else { return }
        var sentence = 0
        for index in items.indices {
            while sentence < buffer.sentences.count - 1,
                Int(items[index].first) >= buffer.sentences[sentence].tokens.upperBound
            {
                sentence += 1
            }
            guard !asides[sentence].isEmpty else { continue }
            if asides[sentence] == .quoted, items[index].amount <= 0 { continue }
            items[index].rules.formUnion(asides[sentence])
            items[index].amount = 0
            items[index].sides = DimensionSides()
        }
    }
}
