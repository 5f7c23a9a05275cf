import Testing

@testable import Server

@Suite("When a batch is worth a sync")
struct BatchGroupTests {
    /// Whether the batch goes at each turn, of which is told how many requests there are and when it is.
    private func goes(_ group: inout BatchGroup, isFirst: Bool, _ turns: [(count: Int, now: Int64)]) -> [Bool] {
        turns.map { group.isComplete($0.count, isFirst: isFirst, now: $0.now) }
    }

    @Test("requests wait for others as long as each turn brings some")
    func growing() {
        var group = BatchGroup()
        let goes = goes(&group, isFirst: true, [(1, 0), (5, 0), (6, 1), (6, 1)])
        #expect(goes == [false, false, false, true])
    }

    @Test("nobody waits for more than a few milliseconds")
    func late() {
        var group = BatchGroup()
        let goes = goes(&group, isFirst: true, (0...4).map { ($0 + 1, Int64($0)) })
        #expect(goes == [false, false, false, false, true])
    }

    @Test("while a batch is out only a large one follows it")
    func large() {
        var group = BatchGroup()
        let goes = goes(&group, isFirst: false, [(255, 0), (255, 100), (256, 100)])
        #expect(goes == [false, false, true])
    }

    @Test("after an answer what the answered say next is looked for, though something has waited")
    func answered() {
        var group = BatchGroup()
        let before = goes(&group, isFirst: false, [(25, 0), (25, 1)])
        group.awaitMore()
        let after = goes(&group, isFirst: true, [(25, 7), (50, 8), (50, 8)])
        #expect(before == [false, false])
        #expect(after == [false, false, true])
    }
}
