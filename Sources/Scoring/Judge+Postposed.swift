// What is taken back afterwards: "courtesy is a thing of the past", "a smile would be nice".

extension Judge {
    /// Lets an item work on what stands before it. `first` is the first item of its sentence.
    mutating func lookBack(
        _ items: inout MutableSpan<Item>, from index: Int, first: Int, _ tokens: Span<Token>
    ) {
        let entry = items[index].entry
        if entry.flags.contains(.past) {
            turnPast(&items, before: index, first: first, tokens)
        } else if entry.flags.contains(.other) {
            noteOther(&items, index, tokens)
        } else if entry.flags.isSuperset(of: [.negation, .remedy]) {
            end(&items, with: index, first: first, tokens)
        } else if entry.isPostposed, entry.flags.contains(.remedy) {
            keepPromise(&items, from: index, first: first, tokens)
        } else if entry.isPostposed {
            takeBack(&items, from: index, first: first)
        }
    }

    /// A denial denies what was praised last; a wish sets aside the praise of its clause.
    private mutating func takeBack(_ items: inout MutableSpan<Item>, from index: Int, first: Int) {
        let isDenial = items[index].entry.flags.contains(.negation)
        var before = index - 1
        var clause = items[index].clause
        var isFirst = true
        var hasMissed = false
        while before >= first, items[index].first - items[before].end <= Self.postposedReach {
            if items[before].amount > 0, !items[before].isSign {
                if isDenial, isFirst { clause = items[before].clause }
                isFirst = false
                if items[before].clause == clause {
                    if isDenial { deny(&items[before]) } else { hasMissed = wish(&items[before]) || hasMissed }
                }
            }
            before -= 1
        }
        if hasMissed { items[index].amount = 0 }
    }

    /// "The pain is gone", "the good years are over": what stands last before it in its clause has an end.
    private mutating func end(
        _ items: inout MutableSpan<Item>, with index: Int, first: Int, _ tokens: Span<Token>
    ) {
        // "Before I knew it was gone", "he shouted and was gone": what has an end is not named.
        let word = Int(items[index].first)
        if word > 0, !tokens[word - 1].flags.isDisjoint(with: [.thirdPerson, .coordinator]) { return }
        var before = index - 1
        while before >= max(first, index - Self.lookBackMax), items[before].clause == items[index].clause {
            if items[before].amount != 0, !items[before].isSign {
                items[before].turn(by: .context)
                items[before].amount *= items[before].amount > 0 ? -weights.negatedPositive : -weights.missed
                return
            }
            before -= 1
        }
    }

    /// "He said he would call, and he did": what was promised is blame as long as nothing came of it.
    private mutating func keepPromise(
        _ items: inout MutableSpan<Item>, from index: Int, first: Int, _ tokens: Span<Token>
    ) {
        for before in max(first, index - Self.lookBackMax)..<index
        where items[before].amount < 0 && Self.reports(items[before], tokens) {
            items[before].turn(by: .context)
            items[before].amount *= -weights.missed
        }
    }

    /// Whether a word of an item is of saying something: "he said he would".
    static func reports(_ item: Item, _ tokens: Span<Token>) -> Bool {
        for index in Int(item.first)..<Int(item.end) where tokens[index].flags.contains(.speech) { return true }
        return false
    }

    /// Turns praise that was judged before its denial came.
    mutating func deny(_ item: inout Item) {
        item.turn(by: .negated)
        item.amount *= -weights.negatedPositive
    }

    /// "Some respect would be nice": what of serving is wished for was missed; praise of anything else is set aside. Whether
    /// it was missed.
    private mutating func wish(_ item: inout Item) -> Bool {
        guard item.sides.rawValue != 0 else {
            item.rules.insert(.wish)
            item.amount = 0
            return false
        }
        deny(&item)
        item.amount *= weights.missed
        return true
    }

    /// And at most so many items back, so that a clause of nothing else costs no more for each of them the longer it is.
    static var lookBackMax: Int { 64 }
    /// What is taken back is looked for among so many words.
    private static var postposedReach: Int32 { 8 }
}
