// What a denial does to the cues after it, and what it is by itself. Judge+Alternatives.swift has the lists that go on with it.

extension Judge {
    /// A negation denies what follows it; another one just behind it takes it back, but "neither … nor" denies twice. "Nope"
    /// answers and denies nothing.
    mutating func noteNegation(_ item: borrowing Item, _ flags: WordFlags, _ tokens: Span<Token>) {
        let length = tokens[Int(item.end) - 1].end - tokens[Int(item.first)].start
        if flags.contains(.filler), length > 2 { return }
        // "Not polite and not helpful" denies twice, as "neither … nor" does.
        let joint = max(Int(context.negationEnd), Int(item.first) - 1)
        let isAnother =
            tokens[Int(item.first)].flags.contains(.coordinator) || tokens[joint].flags.contains(.coordinator)
        if context.negationClause == item.clause, item.first - context.negationEnd <= 2, !item.isPhrase, !isAnother {
            context.negationClause = -1
        } else {
            context.negationClause = item.clause
            context.negationEnd = item.end
            let last = tokens[Int(item.end) - 1].flags
            context.negationIsNo = length == 2 || last.contains(.comparative)
            // "Without her we would", "thought it would be".
            let modal = item.isPhrase ? last.union(tokens[max(Int(item.first), Int(item.end) - 2)].flags) : []
            context.negationIsUnreal = modal.contains(.modal)
        }
    }

    /// The amount of a cue, turned where it is denied.
    mutating func negated(_ amount: Double, _ item: inout Item, _ tokens: Span<Token>) -> Double {
        if item.isSign { return amount }
        if !context.isDenied, !isAlternative(amount, at: item.first) {
            guard isInReach(amount, item, tokens) else { return amount }
        }
        item.turn(by: .negated)
        return turned(amount)
    }

    /// What an amount comes to when it is turned: praise by `share`, as a denial does where none is given; blame is weak praise.
    @inline(__always)
    mutating func turned(_ amount: Double, praiseBy share: Double? = nil) -> Double {
        -amount * (amount > 0 ? share ?? weights.negatedPositive : weights.negatedNegative)
    }

    /// Whether the last negation reaches so far.
    private mutating func isInReach(_ amount: Double, _ item: borrowing Item, _ tokens: Span<Token>) -> Bool {
        guard context.negationClause == item.clause else { return false }
        let isShort = amount < 0 && !context.negationIsUnreal
        let reach = isShort ? weights.negationReachNegative : weights.negationReach
        guard Double(item.first - context.negationEnd) <= reach else { return false }
        return context.negationIsNo ? !isJoined(Int(item.first), tokens) : true
    }

    /// "No wires and great sound": a "no" denies what it stands before, and nothing that an "and" joins to that.
    private mutating func isJoined(_ first: Int, _ tokens: Span<Token>) -> Bool {
        for index in Int(context.negationEnd)..<max(first, Int(context.negationEnd)) {
            let token = tokens[index]
            if token.flags.contains(.coordinator), token.end - token.start == 3 { return true }
        }
        return false
    }

    /// A denial that blames more by itself is a deed: "they refuse to refund".
    private static var denialMildness: Double { 1 }

    /// "Hardly any faults": a denial that takes blame away is no blame itself.
    mutating func spend(_ items: inout MutableSpan<Item>, on index: Int) {
        let denial = context.negationItem
        guard denial >= 0, items[denial].clause == items[index].clause, items[denial].amount < 0,
            items[denial].amount >= -Self.denialMildness
        else { return }
        items[denial].setAside(by: .context)
    }

    /// A sentence that only denies something ("it did not install") tells of what was missed: weak blame.
    mutating func judgeDenial(_ items: inout MutableSpan<Item>, _ range: Range<Int>) {
        var denial = -1
        for index in range {
            if items[index].amount != 0 || items[index].isIgnored { return }
            let flags = items[index].entry.flags
            // "Without her we would": it was there.
            if flags.contains(.negation), context.negationIsUnreal { return }
            if flags.contains(.negation), !flags.contains(.filler), denial < 0 { denial = index }
        }
        guard denial >= 0, weights.denial > 0 else { return }
        items[denial].entry.flags.insert(.cue)
        items[denial].amount = -weights.denial
        items[denial].rules.insert(.context)
    }
}
