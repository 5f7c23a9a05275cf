import Testing

@testable import Server

@Suite("When a batch is worth a sync")
struct BatchGroupTests {
    @Test("requests wait for others as long as each turn brings some")
    func growing() {
        var group = BatchGroup()
        #expect(!group.isComplete(1, isFirst: true, now: 0))
        #expect(!group.isComplete(5, isFirst: true, now: 0))
        #expect(!group.isComplete(6, isFirst: true, now: 1))
        #expect(group.isComplete(6, isFirst: true, now: 1))
    }

    @Test("nobody waits for more than a few milliseconds")
    func late() {
        var group = BatchGroup()
        var turns = 0
        while !group.isComplete(turns + 1, isFirst: true, now: Int64(turns)) { turns += 1 }
        #expect(turns == 4)
    }

    @Test("while a batch is out only a large one follows it")
    func large() {
        var group = BatchGroup()
        #expect(!group.isComplete(255, isFirst: false, now: 0))
        #expect(!group.isComplete(255, isFirst: false, now: 100))
        #expect(group.isComplete(256, isFirst: false, now: 100))
    }

    @Test("after an answer what the answered say next is looked for, though something has waited")
    func answered() {
        var group = BatchGroup()
        #expect(!group.isComplete(25, isFirst: false, now: 0))
        group.awaitMore()
        #expect(!group.isComplete(25, isFirst: true, now: 7))
        #expect(!group.isComplete(50, isFirst: true, now: 8))
        #expect(group.isComplete(50, isFirst: true, now: 8))
    }
}
