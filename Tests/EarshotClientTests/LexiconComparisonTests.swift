// What an operator's lists would change.

import EarshotClient
import LineProtocol
import Scoring
import Testing

@testable import earshot

struct LexiconComparisonTests {
    @Test("scores that move and labels that change are counted, the largest change first")
    func counts() throws {
        let overlay = ListFile(name: "words-x.tsv", bytes: [UInt8]("gleeful\t-4\nqwyjibo\t-0.5\n".utf8))
        let lexicon = try Lexicon(ListFile.embedded, overlay: [overlay])
        var comparison = LexiconComparison(from: Lexicon.standard, to: lexicon, shown: 1)
        for (id, text) in [("1", "A parcel."), ("2", "Rude qwyjibo staff."), ("\"x\"", "A gleeful, gleeful clerk.")] {
            comparison.add(id: Array(id.utf8), text: Array(text.utf8))
        }
        comparison.skip("line 4: no object")
        #expect(comparison.textCount == 3)
        #expect(comparison.movedCount == 2)
        #expect(comparison.relabelledCount == 1)
        #expect(comparison.changes.map(\.id) == ["\"x\""])
        #expect(comparison.changes.first?.after.label == .negative)
        let json = try JSONValue(parsing: Array(comparison.json.utf8).span)
        #expect(json["changes"]?.elements.first?["before"]?["label"]?.string == "positive")
    }

    @Test("the same lists change nothing")
    func same() {
        var comparison = LexiconComparison(from: Lexicon.standard, to: Lexicon.standard, shown: 5)
        comparison.add(id: Array("1".utf8), text: Array("Nobody called me back.".utf8))
        #expect(comparison.movedCount == 0 && comparison.changes.isEmpty)
    }
}
