// How a payload is sent, and how its reply is told from an error: to Earshot, to a server that only takes the same lines,
// or to a Redis that stores the same bytes.

import ArgumentParser

/// What the server under load speaks.
enum BenchDialect: String, CaseIterable, ExpressibleByArgument {
    case earshot
    /// The same lines, to a server that neither greets nor understands anything else: a reference to compare with.
    case line
    /// Redis: XADD of the payload to the organisation's stream, which only stores.
    case xadd
    /// Redis: the function `store3`, which does XADD and counts up three figures of the organisation.
    case store3
    /// Redis: the function `store12`, the same with a dozen figures.
    case store12

    /// Figures that `store12` counts up.
    static let counterCount = 12

    /// Whether a connection begins with a line of the server's.
    var greets: Bool { self == .earshot }

    /// What goes before and after a payload of so many bytes.
    func frame(_ payloadBytes: Int, organisation: String, counts: [Int]) -> (before: [UInt8], after: [UInt8]) {
        let stream = "s:" + organisation
        switch self {
        case .earshot, .line: return (Array("SUBMIT ".utf8), [0x0A])
        case .xadd: return Self.command(["XADD", stream, "*", "d"], payloadBytes, [])
        case .store3, .store12:
            let numbers = counts.prefix(self == .store3 ? 3 : Self.counterCount).map(String.init)
            return Self.command(["FCALL", rawValue, "2", stream, "c:" + organisation], payloadBytes, numbers)
        }
    }

    /// A command in Redis's protocol, without the payload that is one of its words.
    private static func command(
        _ before: [String], _ payloadBytes: Int, _ after: [String]
    ) -> (before: [UInt8], after: [UInt8]) {
        func word(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }
        let head = "*\(before.count + 1 + after.count)\r\n" + before.map(word).joined() + "$\(payloadBytes)\r\n"
        return (Array(head.utf8), Array(("\r\n" + after.map(word).joined()).utf8))
    }
}
