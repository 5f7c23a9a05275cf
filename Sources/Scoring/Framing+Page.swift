// The page around a text: lines of frames and navigation, what stands below it, and what sells something.

extension Framing {
    /// Nobody preaches to readers in fewer sentences.
    private static var addressSentencesMin: Int { 4 }
    /// What stands below a text comes after so many words of it, and after one in so many of all that follows.
    private static var textTokensMin: Int { 5 }
    private static var textShare: Int { 10 }
    /// A pitch is a paragraph by itself: in a text of fewer paragraphs a sentence sells, and not what stands beside it.
    private static var pitchParagraphsMin: Int { 3 }

    /// Sets aside what is of the page: unless the text is an essay, a sentence with blame in it sells nothing ("I cancelled
    /// the free trial and was charged").
    mutating func setFramesAside(
        _ items: [Item], _ buffer: borrowing TokenBuffer, _ layout: PageLayout, isEssay: Bool
    ) {
        for (number, place) in layout.places.enumerated() where place.isNavigation { asides[number] = .pageFrame }
        var said = saidInSentences(items, buffer, layout)
        let all = said.reduce(0) { $0 + $1.proseTokens }
        var above = 0
        var sentence = 0
        var isClosed = false
        for item in items where !item.entry.flags.isDisjoint(with: .frames) {
            while Int(item.first) >= buffer.sentences[sentence].tokens.upperBound {
                if asides[sentence].isEmpty { above += said[sentence].proseTokens }
                sentence += 1
            }
            let flags = item.entry.flags
            let begins = Int(item.first) == buffer.sentences[sentence].tokens.lowerBound
            let isOffer = flags.isSuperset(of: Self.offer)
            if isOffer, !begins { continue }
            if flags.contains(.advert), isEssay || !said[sentence].blames {
                asides[sentence] = .advert
                said[sentence].beginsWithAdvert = said[sentence].beginsWithAdvert || begins
                said[sentence].offers = said[sentence].offers || isOffer
            }
            if isOffer { continue }
            if flags.isSuperset(of: Self.retraction) {
                retract(before: sentence, buffer)
            } else if flags.isSuperset(of: Self.closing) {
                if isEssay, !isClosed { close(from: sentence, buffer) }
                isClosed = true
            } else if flags.contains(.address), buffer.sentences.count >= Self.addressSentencesMin {
                asides[sentence] = .advice
            } else if isLine(item, sentence, buffer) {
                if flags.contains(.frameLine) { asides[sentence] = .pageFrame }
                guard flags.contains(.frameRest) else { continue }
                asides[sentence] = .pageFrame
                // Else it is a line of the page's head: "2 comments".
                if above >= max(Self.textTokensMin, (all - above) / Self.textShare) {
                    for later in (sentence + 1)..<max(sentence + 1, asides.count) { asides[later] = .pageFrame }
                    break
                }
            }
        }
        if isEssay { setPitchesAside(said, buffer, layout) }
    }

    /// What tells readers to buy, at the beginning of a sentence: "Order now", "Join our 500 readers".
    private static var offer: WordFlags { [.advert, .frameLine] }
    /// A line of a frame that begins with a single word has at most so many.
    private static var loneWordMax: Int { 2 }

    /// Whether a short sentence begins with the words of a frame: a single word is one only where next to nothing follows.
    private func isLine(_ item: borrowing Item, _ number: Int, _ buffer: borrowing TokenBuffer) -> Bool {
        let tokens = buffer.sentences[number].tokens
        if item.end - item.first == 1, tokens.count > Self.loneWordMax { return false }
        return Int(item.first) - tokens.lowerBound <= 2 && tokens.count <= Self.lineTokensMax
    }

    /// What stands in a sentence.
    private struct Said {
        /// What its cues come to.
        var amount = 0.0
        var blames = false
        var beginsWithAdvert = false
        /// It tells readers to buy.
        var offers = false
        /// Its words, where they are prose.
        var proseTokens = 0
    }

    private func saidInSentences(
        _ items: [Item], _ buffer: borrowing TokenBuffer, _ layout: PageLayout
    ) -> [Said] {
        var said = layout.places.indices.map { number in
            Said(proseTokens: layout.places[number].isProse ? buffer.sentences[number].tokens.count : 0)
        }
        var sentence = 0
        for item in items where item.amount != 0 {
            while Int(item.first) >= buffer.sentences[sentence].tokens.upperBound { sentence += 1 }
            said[sentence].amount += item.amount
            if item.amount < 0 { said[sentence].blames = true }
        }
        return said
    }

    /// A paragraph that begins with what sells ("Advertisement") is a pitch as a whole. So is one with another sentence that
    /// sells, where the rest of it praises or that sentence tells readers to buy, and nobody says "I" in it; and so are the
    /// quotations below a pitch.
    private mutating func setPitchesAside(
        _ said: [Said], _ buffer: borrowing TokenBuffer, _ layout: PageLayout
    ) {
        guard let last = layout.places.last, last.paragraph + 1 >= Self.pitchParagraphsMin else { return }
        var start = 0
        var followsPitch = false
        while start < asides.count {
            var end = start
            while end < asides.count, layout.places[end].paragraph == layout.places[start].paragraph { end += 1 }
            let paragraph = start..<end
            if said[start].beginsWithAdvert || isPitch(paragraph, said, buffer)
                || followsPitch && isQuotation(paragraph, buffer)
            {
                for number in paragraph where asides[number].isEmpty { asides[number] = .advert }
                followsPitch = true
            } else {
                followsPitch = false
            }
            start = end
        }
    }

    private func isPitch(_ paragraph: Range<Int>, _ said: [Said], _ buffer: borrowing TokenBuffer) -> Bool {
        guard paragraph.contains(where: { asides[$0] == .advert }) else { return false }
        var amount = 0.0
        for number in paragraph where asides[number] != .advert {
            if speaksOfOneself(number, buffer) { return false }
            amount += said[number].amount
        }
        return amount >= 0 || paragraph.contains { said[$0].offers }
    }

    /// Whether most of its words stand within quotation marks.
    private func isQuotation(_ paragraph: Range<Int>, _ buffer: borrowing TokenBuffer) -> Bool {
        var (quoted, all) = (0, 0)
        for number in paragraph {
            for index in buffer.sentences[number].tokens {
                quoted += buffer.tokens[index].shape.contains(.quoted) ? 1 : 0
                all += 1
            }
        }
        return quoted * 2 > all
    }
}
