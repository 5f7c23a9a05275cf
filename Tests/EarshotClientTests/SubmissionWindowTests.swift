// What is sent again and what is not, without a socket.

import Testing

@testable import EarshotClient

struct SubmissionWindowTests {
    private let stored = #"OK {"id":"a","seq":1,"duplicate":false,"score":{"label":"neutral"}}"#
    private let busy = #"ERR {"code":"overloaded","message":"later","retry_after_ms":500}"#
    private let wrong = #"ERR {"code":"bad_value","message":"no"}"#

    @Test("replies settle the submissions in their order")
    func order() throws {
        var window = Self.window(3)
        let first = try window.settle(ReplyTests.reply(stored))
        let second = try window.settle(ReplyTests.reply(wrong))
        #expect(first?.number == 0)
        #expect(
            second == .init(number: 1, outcome: .refused(.init(code: "bad_value", message: "no")), wasSentAgain: false))
        #expect(window.unansweredCount == 1)
    }

    @Test("a refusal for the moment is sent again after a pause that doubles")
    func transient() throws {
        var window = Self.window(1)
        for pause in [500, 1000, 2000] {
            let result = try window.settle(ReplyTests.reply(busy))
            #expect(result == nil)
            #expect(window.postponedCount == 1)
            #expect(window.takePause() == pause)
            let again = window.takePostponed()
            #expect(again.lines == Array("line0\n".utf8))
            #expect(again.count == 1)
        }
        let settled = try window.settle(ReplyTests.reply(stored))
        #expect(settled?.wasSentAgain == true)
    }

    @Test("a server that stays busy is given up")
    func givenUp() throws {
        var window = SubmissionWindow(policy: RetryPolicy(refusalsMax: 1))
        window.add(line: [65], isRepeatable: true)
        let first = try window.settle(ReplyTests.reply(busy))
        _ = window.takePostponed()
        let second = try window.settle(ReplyTests.reply(busy))
        #expect(first == nil)
        guard case .refused(let error)? = second?.outcome else {
            Issue.record("it was not given up")
            return
        }
        #expect(error.code == "overloaded")
    }

    @Test("when the connection is lost what has an id is sent again in order, and the rest is unknown")
    func lost() throws {
        var window = Self.window(2)
        window.add(line: Array("bare".utf8), isRepeatable: false)
        window.add(line: Array("line3".utf8), isRepeatable: true)
        let first = try window.settle(ReplyTests.reply(busy))
        #expect(first == nil)
        #expect(window.loseConnection() == [.init(number: 2, outcome: .unknown, wasSentAgain: false)])
        #expect(window.takePostponed().lines == Array("line0\nline1\nline3\n".utf8))
        #expect(window.unansweredCount == 3)
    }

    @Test("a reply that nobody asked for is an error")
    func unasked() {
        var window = Self.window(0)
        #expect(throws: ClientError.self) { try window.settle(ReplyTests.reply(stored)) }
    }

    private static func window(_ count: Int) -> SubmissionWindow {
        var window = SubmissionWindow(policy: RetryPolicy())
        for index in 0..<count { window.add(line: Array("line\(index)".utf8), isRepeatable: true) }
        return window
    }
}
