// What of a text is not the customer's report: the page around it, adverts, advice to readers, commentary without an
// experience. Whole sentences are set aside, each with the rule that did it.

/// Sets sentences aside.
struct Framing {
    /// For each sentence the rule that sets it aside, or none.
    var asides: [RuleSet] = []
    private(set) var modality: Modality = []

    /// A frame's line is short; more tokens than this are prose.
    static let lineTokensMax = 14
    /// A closing address to the reader is looked for in texts of so many sentences.
    private static let essaySentencesMin = 8

    /// Looks through the sentences of a text; `hasFrames` tells whether some item speaks of the page, a seller or readers.
    mutating func read(
        _ items: [Item], _ buffer: borrowing TokenBuffer, _ text: Span<UInt8>, hasFrames: Bool
    ) {
        if !asides.isEmpty { asides.removeAll(keepingCapacity: true) }
        modality = []
        let isEssay = buffer.sentences.count >= Self.essaySentencesMin
        guard hasFrames || isEssay else { return }
        asides.append(contentsOf: repeatElement([], count: buffer.sentences.count))
        if hasFrames { setFramesAside(items, buffer, PageLayout(buffer, text), isEssay: isEssay) }
        if isEssay {
            setClaimsAside(buffer)
            setEssayAside(items, buffer)
        }
        for rule in asides {
            if rule == .advert { modality.insert(.advert) }
            if rule == .advice { modality.insert(.advice) }
            if rule == .secondHand { modality.insert(.secondHand) }
        }
    }

    /// Whether a sentence is not set aside.
    func speaks(_ number: Int) -> Bool { asides.isEmpty || asides[number].isEmpty }

    /// Whether some word of a sentence is all of that.
    func holds(_ flags: WordFlags, _ number: Int, _ buffer: borrowing TokenBuffer) -> Bool {
        for index in buffer.sentences[number].tokens where buffer.tokens[index].flags.isSuperset(of: flags) {
            return true
        }
        return false
    }

    /// Whether somebody says "I" in a sentence and is not quoted.
    func speaksOfOneself(_ number: Int, _ buffer: borrowing TokenBuffer) -> Bool {
        for index in buffer.sentences[number].tokens
        where buffer.tokens[index].flags.isSuperset(of: [.firstPerson, .singular]) {
            if !buffer.tokens[index].shape.contains(.quoted) { return true }
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
