// How a text lies on its page: which sentences are prose, which are lines of navigation, where paragraphs begin. Read only for
// texts that have something of a page around them.

/// The place of each sentence of a text on its page.
struct PageLayout {
    /// What one sentence is there.
    struct Place {
        /// The number of its paragraph: an empty line stands between two.
        var paragraph = 0
        /// It tells something: it has a full stop, an exclamation or a question mark, or is longer than a line of a frame.
        var isProse = false
        /// It is a line of links or buttons: several parts with bars, arrows or wide gaps between them, and no full stop.
        var isNavigation = false
    }

    private(set) var places: [Place] = []

    /// A line of links is no longer than so many words.
    private static let navigationTokensMax = 30
    /// So many bars, arrows, brackets or gaps make one.
    private static let separatorsMin = 2
    /// A page has so many ends of lines.
    private static let lineFeedsMin = 2
    /// So many spaces are a gap.
    private static let gapBytesMin = 2

    /// The layout of the sentences of a text.
    init(_ buffer: borrowing TokenBuffer, _ text: Span<UInt8>) {
        places.reserveCapacity(buffer.sentences.count)
        var before = 0
        var place = Place()
        for sentence in buffer.sentences {
            let start = Int(buffer.tokens[sentence.tokens.lowerBound].start)
            let end = Int(buffer.tokens[sentence.tokens.upperBound - 1].end)
            if Self.hasEmptyLine(text.extracting(before..<start)) { place.paragraph += 1 }
            let isEnded = Self.isEnded(text, at: end)
            place.isProse = isEnded || sentence.tokens.count > Framing.lineTokensMax
            place.isNavigation =
                buffer.lineFeeds >= Self.lineFeedsMin && !isEnded && sentence.tokens.count <= Self.navigationTokensMax
                && Self.separators(in: text, after: before, start..<end) >= Self.separatorsMin
            places.append(place)
            before = end
        }
    }

    /// Whether an empty line is in it.
    private static func hasEmptyLine(_ between: Span<UInt8>) -> Bool {
        var feeds = 0
        for index in between.indices where between[index] == UInt8(ascii: "\n") { feeds += 1 }
        return feeds > 1
    }

    /// Whether a full stop, an exclamation or a question mark stands behind the last word, before the end of the line.
    private static func isEnded(_ text: Span<UInt8>, at end: Int) -> Bool {
        var index = end
        while index < text.count, text[index] != UInt8(ascii: "\n"), text[index] != UInt8(ascii: " ") {
            switch text[index] {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return true
            default: index += 1
            }
        }
        return false
    }

    /// How many bars, arrows, opening brackets and wide gaps there are in and before some words of a line, after the sentence
    /// before them.
    private static func separators(in text: Span<UInt8>, after before: Int, _ words: Range<Int>) -> Int {
        var start = words.lowerBound
        while start > before, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        var found = 0
        var spaces = 0
        for index in start..<words.upperBound {
            switch text[index] {
            case UInt8(ascii: " "):
                spaces += 1
                if spaces == gapBytesMin, index > start + gapBytesMin { found += 1 }
                continue
            case UInt8(ascii: "|"), UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\t"):
                found += 1
            // The second bytes of « · » and the last of • ›.
            case 0xAB where index > 0 && text[index - 1] == 0xC2, 0xB7 where index > 0 && text[index - 1] == 0xC2,
                0xBB where index > 0 && text[index - 1] == 0xC2, 0xA2 where index > 0 && text[index - 1] == 0x80,
                0xBA where index > 0 && text[index - 1] == 0x80:
                found += 1
            default: break
            }
            spaces = 0
        }
        return found
    }
}
