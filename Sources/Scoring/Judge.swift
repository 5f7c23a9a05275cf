// The rules between words: what a cue amounts to among the modifiers of its clause and sentence. Only items are looked
// at, never all the tokens, so the work grows with what is said and not with what is written.

/// Gives every item its amount, its sides and its rules. Its methods are `mutating`, and so take it in place, for it is
/// large.
struct Judge: ~Copyable {
    let weights: Weights
    /// Whether the text at hand speaks of a service or of goods.
    var speaksOfService = true
    /// Whether it speaks of them or at least names a part of a service: then wishes and questions are of it.
    var namesService = true
    /// Whether some word or phrase of it denies.
    var hasDenials = true
    /// How many deeds the text tells.
    var deeds = 0
    /// Whether it has told of a fault of the service, which what is done after it puts right.
    var tellsFault = false
    var context = SentenceContext()

    init(_ weights: Weights) { self.weights = weights }

    /// Judges all items of a text.
    mutating func judge(_ items: inout [Item], _ buffer: borrowing TokenBuffer) {
        let capitalsCount = buffer.capitals > 0 && buffer.smalls > buffer.capitals
        deeds = 0
        tellsFault = false
        var items = items.mutableSpan
        var next = 0
        var isAnswered = false
        for (number, sentence) in buffer.sentences.enumerated() {
            let first = next
            let isAnswer = isAnswered
            isAnswered = false
            while next < items.count, Int(items[next].first) < sentence.tokens.upperBound { next += 1 }
            guard next > first, !isAnswer else { continue }
            let answer = sentence.questions > 0 ? answer(to: number, items, next, buffer) : nil
            context = SentenceContext()
            context.isQuestion = sentence.questions > 0 && answer == nil
            context.isDenied = answer == .no || hasDenials && Self.isFollowedByNot(number, buffer)
            context.questionClause = items[next - 1].clause - 1
            context.emphasis = Double(min(3, sentence.exclamations)) * weights.exclamation
            context.capitalsCount = capitalsCount
            judgeSentence(&items, first..<next, buffer.tokens)
            if answer != nil {
                for index in first..<next where items[index].amount != 0 { isAnswered = true }
            }
        }
    }

    private mutating func judgeSentence(
        _ items: inout MutableSpan<Item>, _ range: Range<Int>, _ tokens: Span<Token>
    ) {
        for index in range {
            let flags = items[index].entry.flags
            if flags.isDisjoint(with: .judged), !items[index].entry.isPostposed { continue }
            if !speaksOfService, flags.contains(.everyday), !namesService || isOfLife(items[index].entry) {
                judgeEveryday(&items[index], tokens)
            } else if items[index].isVerbOfHelping {
                judgeDeed(&items[index], tokens)
            } else if flags.contains(.cue) {
                judgeCue(&items[index], tokens)
                if items[index].tellsFault { tellsFault = true }
            }
            if items[index].amount != 0 { dropStandard(&items, index, tokens) }
            if items[index].rules.contains(.negated), items[index].amount > 0 { spend(&items, on: index) }
            if flags.contains(.negation) {
                context.negationItem = index
                if !context.isQuestion { completeEllipsis(&items, index, tokens) }
            }
            if items[index].entry.isPostposed || flags.contains(.other) {
                lookBack(&items, from: index, first: range.lowerBound, tokens)
            }
            if hasDenials { noteAlternatives(to: items[index], tokens) }
            if !flags.isDisjoint(with: .modifiers) || context.remedyClause >= 0 { note(items[index], flags, tokens) }
        }
        if context.isQuestion, speaksOfService { settleQuestion(&items, range, tokens) }
        dropOpener(&items, range, tokens)
        turnInterjection(&items, range, tokens)
        if hasDenials, !context.isQuestion { judgeDenial(&items, range) }
        for index in range { items[index].ownAmount = items[index].amount }
        if context.contrastItem >= 0 || context.hasConcession { weighContrast(&items, range) }
    }

    /// Remembers a modifier for the cues after it.
    private mutating func note(_ item: borrowing Item, _ flags: WordFlags, _ tokens: Span<Token>) {
        if flags.contains(.negation), !item.entry.isPostposed { noteNegation(item, flags, tokens) }
        if !flags.isDisjoint(with: [.intensifier, .dampener]), item.entry.strength != 0 {
            let strength = Double(item.entry.strength) / 100
            context.degree = strength
            context.degreeEnd = item.end
            context.degreeClause = item.clause
        }
        if flags.contains(.remedy), !item.entry.isPostposed, isReal(item.clause) {
            context.remedyClause = item.clause
            context.remedyEnd = item.end
        } else if item.entry.valence < 0, abs(item.amount) >= weights.topicMass {
            context.remedyClause = -1
        }
        if flags.contains(.contrast) {
            context.contrastItem = item.first
            context.negationClause = -1
        }
        if flags.contains(.concession) {
            context.hasConcession = true
            context.concessionClause = item.clause
        }
        if flags.contains(.conditional) { context.conditionalClause = item.clause }
        if !flags.isDisjoint(with: [.wish, .advice]) {
            context.wishClause = item.clause
            context.wishIsAdvice = flags.contains(.advice)
            context.wishIsMissed = item.entry.tellsOfLack
        }
    }

    /// Beside a part of a service, what names or judges a part of it and what wishes for it is not of everyday life.
    private func isOfLife(_ entry: WordEntry) -> Bool {
        entry.dimensions.rawValue == 0 && !entry.flags.contains(.wish)
    }

    /// Where no service is spoken of, a word's everyday valence stands.
    private mutating func judgeEveryday(_ item: inout Item, _ tokens: Span<Token>) {
        item.entry.valence = item.entry.everyday
        item.entry.dimensions = DimensionSides()
        item.entry.flags.subtract([.polite, .filler, .soft, .verb])
        guard item.entry.valence != 0 else { return item.entry.flags = item.entry.flags.subtracting(.cue) }
        item.entry.flags.insert(.cue)
        var amount = Double(item.entry.valence) / 100
        amount = emphasised(amount, &item)
        amount = degreed(amount, &item)
        amount = negated(amount, &item, tokens)
        amount = compared(amount, &item, tokens)
        amount = once(amount, &item)
        item.amount = unreal(amount, &item, tokens)
        if item.rules.contains(.context), context.isQuestion { item.amount = 0 }
    }

    /// The amount of one cue.
    private mutating func judgeCue(_ item: inout Item, _ tokens: Span<Token>) {
        let entry = item.entry
        item.sides = entry.dimensions
        if item.isPhrase { item.rules.insert(item.measure >= 0 ? .pattern : .phrase) }
        if entry.flags.contains(.verb), !item.isPhrase, !followsSubject(item, tokens) {
            item.sides = DimensionSides()
            item.rules.insert(.context)
            return
        }
        var amount = Double(entry.valence) / 100
        if !speaksOfService, entry.dimensions.rawValue != 0, amount < 0, amount >= -weights.everydayMildness {
            // "waiting", "late": half a complaint where nobody serves.
            amount *= weights.everydayShare
            item.rules.insert(.context)
        }
        amount = emphasised(amount, &item)
        amount = degreed(amount, &item)
        if item.measure >= 0 { amount = timed(amount, &item, tokens) }
        amount = negated(amount, &item, tokens)
        if context.otherClause >= 0 { amount = compared(amount, &item, tokens) }
        if context.pastClause >= 0 { amount = once(amount, &item) }
        if context.remedyClause >= 0 { amount = remedied(amount, &item, tokens) }
        amount = unreal(amount, &item, tokens)
        if item.shape.contains(.quoted) { amount = scareQuoted(amount, &item, tokens) }
        item.amount = amount
    }

    /// "Well, they came late": a mild word that only opens what judges judges nothing.
    private mutating func dropOpener(_ items: inout MutableSpan<Item>, _ range: Range<Int>, _ tokens: Span<Token>) {
        let first = items[range.lowerBound]
        guard first.amount > 0, !first.isPhrase, first.entry.valence <= Self.openerValenceMax,
            tokens[Int(first.first)].flags.contains(.filler), tokens[Int(first.first)].shape.contains(.hardBreak),
            Int(first.end) < tokens.count, tokens[Int(first.end)].shape.intersection(.breaks) == .softBreak
        else { return }
        for index in range.dropFirst() where items[index].amount != 0 {
            items[range.lowerBound].amount = 0
            items[range.lowerBound].rules.insert(.context)
            return
        }
    }

    /// What judges more than this, in hundredths, is said for its own sake: "Wow, …".
    private static var openerValenceMax: Int16 { 70 }

    /// Praise called out alone before a comma, with nothing but blame after it in its sentence, is meant the other way.
    private mutating func turnInterjection(_ items: inout MutableSpan<Item>, _ range: Range<Int>, _ tokens: Span<Token>)
    {
        let first = items[range.lowerBound]
        guard first.amount > 0, !first.isPhrase, first.entry.flags.contains(.interjection),
            tokens[Int(first.first)].shape.contains(.hardBreak), Int(first.end) < tokens.count,
            tokens[Int(first.end)].shape.contains(.softBreak)
        else { return }
        var blame = 0.0
        for index in range.dropFirst() {
            if items[index].amount > 0 { return }
            blame -= items[index].amount
        }
        guard blame >= weights.sarcasmBlame else { return }
        items[range.lowerBound].turn(by: .sarcasm)
        items[range.lowerBound].amount = turned(first.amount)
    }

    private mutating func emphasised(_ amount: Double, _ item: inout Item) -> Double {
        var more = 0.0
        if item.shape.contains(.capitals), context.capitalsCount { more += weights.capitals }
        if item.shape.contains(.stretched) { more += weights.stretched }
        more += context.emphasis
        guard more > 0, amount != 0 else { return amount }
        item.rules.insert(.emphasis)
        return amount > 0 ? amount + more : amount - more
    }

    private mutating func degreed(_ amount: Double, _ item: inout Item) -> Double {
        guard context.degreeClause == item.clause, item.first - context.degreeEnd <= 1, amount != 0 else {
            return amount
        }
        let degree = context.degree
        item.rules.insert(degree >= 1 ? .intensified : .dampened)
        return amount * degree
    }

    /// "They fixed the leak": a fault that was taken away is some praise of those who did it.
    private mutating func remedied(_ amount: Double, _ item: inout Item, _ tokens: Span<Token>) -> Double {
        // "They fixed the tap and broke the sink."
        guard amount < 0, context.remedyClause == item.clause, !tokens[Int(item.first)].flags.contains(.coordinator),
            Double(item.first - context.remedyEnd) <= weights.remedyReach
        else { return amount }
        item.rules.insert(.context)
        item.sides = DimensionSides()
        return -amount * weights.remedied
    }

    /// Praise of one or two words in quotation marks is meant the other way round.
    private mutating func scareQuoted(_ amount: Double, _ item: inout Item, _ tokens: Span<Token>) -> Double {
        guard amount > 0, item.shape.contains(.quoted) else { return amount }
        var first = Int(item.first)
        while first > 0, Int(item.first) - first < 3, !tokens[first].shape.contains(.quoteStart) { first -= 1 }
        guard tokens[first].shape.contains(.quoteStart) else { return amount }
        var end = Int(item.end)
        while end < tokens.count, end - first <= 3, tokens[end].shape.contains(.quoted) { end += 1 }
        guard end - first <= 2 else { return amount }
        item.turn(by: .sarcasm)
        return turned(amount)
    }

    /// like, rock: praise after a subject, with an adverb between them at most.
    private mutating func followsSubject(_ item: Item, _ tokens: Span<Token>) -> Bool {
        let first = Int(item.first)
        guard first > 0, !tokens[first].shape.contains(.hardBreak) else { return false }
        let subjects: WordFlags = [.firstPerson, .secondPerson, .thirdPerson]
        let before = tokens[first - 1].flags
        if !before.isDisjoint(with: subjects), !before.contains(.modal) { return true }
        guard first > 1, !before.isDisjoint(with: [.intensifier, .negation]) else { return false }
        return !tokens[first - 2].flags.isDisjoint(with: subjects) || before.contains(.negation)
    }

    /// What stands before "but" weighs less than what stands after it; an "although" takes from its own clause.
    private mutating func weighContrast(_ items: inout MutableSpan<Item>, _ range: Range<Int>) {
        for index in range where items[index].amount != 0 && !items[index].isSign {
            var factor = 1.0
            if context.contrastItem >= 0 {
                factor = items[index].first < context.contrastItem ? weights.beforeContrast : weights.afterContrast
            }
            if context.hasConcession, items[index].clause == context.concessionClause { factor *= weights.concession }
            if factor != 1 {
                items[index].amount *= factor
                items[index].rules.insert(.contrast)
            }
        }
    }
}

/// What is known of a sentence up to the item at hand.
struct SentenceContext {
    var isQuestion = false
    /// Whether it told what he or she did.
    var tellsDeed = false
    /// Whether it is a question that the next sentence answers with a no.
    var isDenied = false
    /// The clause with which the question begins: the sentence's last.
    var questionClause: Int32 = 0
    var emphasis = 0.0
    var capitalsCount = false
    var negationClause: Int32 = -1
    var negationEnd: Int32 = 0
    /// Whether it is a bare "no", or "fewer", "less": it denies nothing that an "and" joins to what it stands before.
    var negationIsNo = false
    /// Whether it is of what did not come about: "without her we would".
    var negationIsUnreal = false
    /// The last item that denies, or -1.
    var negationItem = -1
    /// Up to which token a list of alternatives to what was denied goes on, and whether that was praise.
    var alternativesEnd: Int32 = -1
    var deniesPraise = false
    var degree = 0.0
    var degreeEnd: Int32 = 0
    var degreeClause: Int32 = -1
    var contrastItem: Int32 = -1
    var hasConcession = false
    var concessionClause: Int32 = -1
    var conditionalClause: Int32 = -1
    var remedyClause: Int32 = -1
    var remedyEnd: Int32 = 0
    var wishClause: Int32 = -1
    var wishIsAdvice = false
    /// Whether what is wished for was missed: "could be".
    var wishIsMissed = false
    /// The clause that tells of another firm, thing or time than the one that is judged.
    var otherClause: Int32 = -1
    /// Whether that clause is about them: "other banks charge a fee".
    var otherIsSubject = false
    /// The clause that tells of a time that is over.
    var pastClause: Int32 = -1
    /// Whether it opens the sentence and nothing was said in its clause yet: "at first, …".
    var pastIsOpen = false
    /// Whether it ended with an event: "before the update".
    var pastHasEnd = false
}
