// How long somebody waited: the longest span of time that is named in a cue of waiting or of slowness, or beside it.

extension Scorer {
    /// A span of time is named at most so many words after the cue: "on hold for 45 minutes".
    private static let waitReach = 4
    /// Or it ends at most so many words before it: "an hour later, still waiting".
    private static let waitGap = 2

    /// The longest span of time within a cue of waiting or of slowness, or beside it.
    mutating func readWaiting(_ signals: inout Signals) {
        let slow: UInt16 = 1 << UInt16(Dimension.responsiveness.rawValue)
        guard buffer.measures.contains(.duration) else { return }
        for item in items where item.entry.dimensions.negative & slow != 0 || waits(item) {
            guard item.rules.isDisjoint(with: .ignoring), !isDayOff(item) else { continue }
            if Judge.tellsTenure(item, buffer.tokens, lexicon.weights) { continue }
            let end = min(buffer.tokens.count, Int(item.end) + Self.waitReach)
            for index in Int(item.first)..<end {
                let token = buffer.tokens[index]
                if index >= item.end, token.shape.contains(.hardBreak) { break }
                if token.shape.contains(.duration) { addWait(token, to: &signals) }
            }
            if waits(item) || item.amount < 0 { addWait(before: Int(item.first), to: &signals) }
        }
    }

    /// Takes a span of time that is counted and ends right before a cue in its sentence; an age is no wait ("a 9 month old"), and
    /// for what takes half a year see `tellsTenure`.
    private mutating func addWait(before first: Int, to signals: inout Signals) {
        let tokens = buffer.tokens
        var index = first
        while index > 0, first - index < SpanOfTime.lengthMax, !tokens[index].shape.contains(.hardBreak) {
            index -= 1
            let token = tokens[index]
            guard token.shape.contains(.duration), token.span > 1, token.value > 0 else { continue }
            let end = index + Int(token.span)
            guard end <= first, end + Self.waitGap >= first else { continue }
            let isWait = !tokens[end].flags.contains(.other) && Double(token.value) <= lexicon.weights.tenureMinutes
            return isWait ? addWait(token, to: &signals) : ()
        }
    }

    private func addWait(_ duration: Token, to signals: inout Signals) {
        signals.waitingMinutes = max(signals.waitingMinutes ?? 0, duration.value)
    }

    /// Whether it tells of a day at home: "took a day off" is no wait of a day.
    private mutating func isDayOff(_ item: Item) -> Bool {
        lexicon.signals[Int(item.entry.signals)].counts.contains(.awaited)
    }

    mutating func waits(_ item: Item) -> Bool {
        lexicon.signals[Int(item.entry.signals)].counts.contains(.wait)
    }
}
