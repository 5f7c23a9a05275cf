// One connection of the load generator: when each unanswered request was due, and the replies counted as they come.

import Transport

/// A connection under load.
final class BenchConnection {
    var stream: BlockingConnection
    /// When each unanswered request was due, oldest first; those before `head` are answered.
    private var due: [Int64] = []
    private var head = 0
    private var input: [UInt8] = []

    init(_ stream: consuming BlockingConnection) { self.stream = stream }

    var unansweredCount: Int { due.count - head }

    /// Reads the greeting, and says who is asking where the server wants to know.
    func greet(_ deadline: Deadline, token: String? = nil) throws(ConnectionError) {
        try takeLine(deadline)
        guard let token else { return }
        let line = Array("AUTH {\"token\":\"\(token)\"}\n".utf8)
        try stream.writeAll(line.span, receiving: &input, deadline: deadline)
        try takeLine(deadline)
    }

    private func takeLine(_ deadline: Deadline) throws(ConnectionError) {
        while input.last != 0x0A {
            if try stream.readSome(into: &input, deadline: deadline) == 0 { throw ConnectionError.closed }
        }
        input.removeAll(keepingCapacity: true)
    }

    /// Sends requests that were due at the given moments.
    func send(_ requests: [UInt8], due moments: [Int64], _ deadline: Deadline) throws(ConnectionError) {
        due += moments
        try stream.writeAll(requests.span, receiving: &input, deadline: deadline)
    }

    /// Whether replies came in while requests went out.
    var hasInput: Bool { !input.isEmpty }

    /// Reads once, without waiting, and hands the moment at which each request was due to `answered`, and whether it was
    /// refused.
    func receive(
        reading: Bool, _ answered: (_ due: Int64, _ isRefused: Bool) -> Void
    ) throws(ConnectionError) {
        if reading { try readOnce() }
        var start = 0
        while let end = Self.lineFeed(in: input, from: start) {
            let first = input[start]
            start = end + 1
            // Redis says the length of a string on a line before it.
            if first == UInt8(ascii: "$") { continue }
            guard head < due.count else { throw ConnectionError.closed }
            // ERR of ours, - of Redis.
            answered(due[head], first == UInt8(ascii: "E") || first == UInt8(ascii: "-"))
            head += 1
        }
        if start == input.count { input.removeAll(keepingCapacity: true) } else { input.removeSubrange(0..<start) }
        if head == due.count {
            due.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4096 {
            due.removeSubrange(0..<head)
            head = 0
        }
    }

    private func readOnce() throws(ConnectionError) {
        do throws(ConnectionError) {
            if try stream.readSome(into: &input, deadline: .after(milliseconds: 0)) == 0 { throw .closed }
        } catch {
            // What the poller told of may be a message of TLS's own: Redis sends its tickets before anything is asked.
            guard error == .timedOut else { throw error }
        }
    }

    private static func lineFeed(in bytes: [UInt8], from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let span = bytes.span
        var index = start
        while index < span.count {
            if span[index] == 0x0A { return index }
            index += 1
        }
        return nil
    }
}
