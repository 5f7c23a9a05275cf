// One number for many scores: a change that is about speed alone leaves it as it is.

import Aggregation
import ByteCoding
import Scoring

/// A hash over the encoded scores of texts.
enum Fingerprint {
    /// Sixteen hexadecimal digits over every part of every score, the evidence too.
    static func of(_ texts: [[UInt8]]) -> String {
        var scorer = Scorer(Lexicon.standard)
        let none: [UInt8] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for text in texts {
            var writer = ByteWriter()
            var encoder = SubmissionEncoder(received: 0, at: nil, into: &writer)
            encoder.finish(score: scorer.score(text.span), lexicon: none.span, into: &writer)
            // FNV-1a (Fowler, Noll, Vo).
            for byte in writer.bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        return String(hash, radix: 16)
    }
}
