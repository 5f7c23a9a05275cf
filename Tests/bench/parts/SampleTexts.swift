// Texts for the benchmarks: forty words each, put together from sentences of our own, the same for the same seed; or cut
// from the texts of a JSON Lines file.

import LineProtocol

/// Verbatims of forty words.
enum SampleTexts {
    static let wordsEach = 40

    /// Our own texts.
    static func own(count: Int, seed: UInt64 = 1) -> [[UInt8]] {
        var random = SplitMix(state: seed)
        return (0..<count).map { _ in
            var words: [Substring] = []
            while words.count < wordsEach {
                words += sentences[random.below(sentences.count)].split(separator: " ")
            }
            return Array(words.prefix(wordsEach).joined(separator: " ").utf8)
        }
    }

    /// The texts of a file of `{"text": …}`, as they are.
    static func texts(of file: [UInt8]) -> [[UInt8]] {
        file.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let line = Array(line)
            var reader = JSONReader(line.span)
            guard (try? reader.beginObject()) != nil else { return nil }
            var isFirst = true
            while let key = try? reader.nextKey(first: isFirst) {
                isFirst = false
                if reader.matches(key, "text") {
                    guard let text = try? reader.readString() else { return nil }
                    return reader.decode(text)
                }
                guard (try? reader.skipValue()) != nil else { return nil }
            }
            return nil
        }
    }

    /// The words of all texts in a row, cut anew after every forty.
    static func cut(_ texts: [[UInt8]]) -> [[UInt8]] {
        let words = texts.flatMap { $0.split { $0 == 0x20 || $0 == 0x0A } }
        return stride(from: 0, to: words.count - wordsEach + 1, by: wordsEach).map { start in
            Array(words[start..<(start + wordsEach)].joined(separator: [0x20]))
        }
    }

    private static let sentences = [
        "I waited forty minutes on the line and then the call was cut off.",
        "The technician came on time and explained everything patiently.",
        "Nobody called me back although it was promised twice.",
        "Your new website is easy to use, but paying failed again and again!",
        "The lady at the desk, Ms Thornbury, was very friendly and found a solution at once.",
        "my order arrived late and one of the boxes was damaged...",
        "I asked for a refund of $45.90 three weeks ago and have heard nothing since.",
        "Thank you for the quick help, that was really good service 😊",
        "The man on the phone was RUDE and did not know his own price list.",
        "We have been customers for ten years and have never been disappointed.",
        "It is not cheap, yet the quality is worth the money.",
        "The store was clean and the queue was short.",
        "@helpdesk why is the app sooooo slow since the update??? #fail",
        "They sent the wrong part and wanted me to pay for the return.",
        "Everything went well until the invoice came, which was wrong.",
        "I had to explain the same problem to four different people.",
        "If this happens once more I will look for another provider.",
        "The manager apologised and gave us a voucher, so all is well again.",
        "Opening hours on the door and on the site don't match.",
        "Could somebody please tell me when the installation will take place?",
        "Ordered on the 3rd, promised for the 5th, and it is the 12th now :(",
        "He said \"someone will be with you shortly\" and hung up on me.",
        "Great price, and Marlow Broadband had it running in 20 minutes.",
        "I couldn't find the form, and nobody at the branch could help either.",
    ]
}

/// A small seeded generator (Steele, Lea, Flood, 2014: SplitMix64).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `bound`, exclusive.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
