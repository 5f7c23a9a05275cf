// A text with its personal data masked, and where everything has gone: the evidence of the score, which was found in the
// text as it was sent, is to point at the same words in the text that is kept.

internal import ByteCoding

/// A text in which what `PersonalData` finds is replaced by its masks.
package struct RedactedText: Equatable, Sendable {
    /// The text that is kept.
    package let bytes: [UInt8]
    /// What was masked, as it stood in the text that was sent.
    package let matches: [PersonalData.Match]

    /// Masks a text; nil when there is nothing to mask.
    package init?(_ text: Span<UInt8>) {
        let matches = PersonalData.find(in: text)
        if matches.isEmpty { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var position = 0
        for match in matches {
            bytes += [UInt8](copying: text.extracting(position..<match.start))
            bytes += match.kind.mask.utf8
            position = match.end
        }
        self.bytes = bytes + [UInt8](copying: text.extracting(position...))
        self.matches = matches
    }

    /// A text with its personal data masked, itself if there is none.
    package static func masking(_ text: [UInt8]) -> [UInt8] { RedactedText(text.span)?.bytes ?? text }

    /// Where an offset of the text that was sent is in the one that is kept. One within something masked becomes the
    /// start of its mask or, for the end of a range, the mask's end.
    package func offset(of sent: Int, isEnd: Bool) -> Int {
        var shift = 0
        for match in matches {
            if sent < match.start || !isEnd && sent == match.start || isEnd && sent <= match.start { break }
            let length = match.kind.mask.utf8.count
            if sent < match.end { return match.start + shift + (isEnd ? length : 0) }
            shift += length - (match.end - match.start)
        }
        return sent + shift
    }

    /// The score of the text that was sent, with its offsets into the one that is kept.
    package func moved(_ score: Score) -> Score {
        var score = score
        for index in score.evidence.indices {
            score.evidence[index].start = moved(score.evidence[index].start, isEnd: false)
            score.evidence[index].end = moved(score.evidence[index].end, isEnd: true)
        }
        for index in score.parties.indices {
            score.parties[index].start = moved(score.parties[index].start, isEnd: false)
            score.parties[index].end = moved(score.parties[index].end, isEnd: true)
        }
        return score
    }

    private func moved(_ offset: UInt32, isEnd: Bool) -> UInt32 {
        UInt32(clamping: self.offset(of: Int(offset), isEnd: isEnd))
    }
}
