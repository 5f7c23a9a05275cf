// The options of the commands that ask about figures: whose, when, and of which part.

import ArgumentParser
import EarshotClient
import LineProtocol
import Transport

/// When.
struct WindowOptions: ParsableArguments {
    @Option(help: "The first moment that counts: 2026-11-23T09:30:00Z, a date (in UTC), today or yesterday.")
    var from: String?

    @Option(help: "The first moment that counts no more, likewise.")
    var to: String?

    @Option(help: "Instead of --from: so long before --to, or before now: 48h, 30d, 12w, 6m, 1y.")
    var last: String?

    func validate() throws {
        if from != nil, last != nil { throw ValidationError("Give --from or --last, not both.") }
        _ = try borders()
    }

    /// The borders as they go over the wire.
    func borders() throws -> (from: String?, to: String?) {
        let (from, to) = (from.map(Self.moment), to.map(Self.moment))
        guard let last else { return (from, to) }
        guard let length = Self.milliseconds(last) else {
            throw ValidationError("--last must be a number and h, d, w, m (30 days) or y (365 days), such as 30d.")
        }
        guard let until = to.map({ Timestamp.parse($0) }) ?? WallClock.system.milliseconds else {
            throw ValidationError("--to must be a time such as 2026-11-23T09:30:00Z, or a date.")
        }
        return (Timestamp.format(max(0, until - length)), to ?? Timestamp.format(until + 1))
    }

    /// A moment as the server reads it: the beginning of today and of yesterday in UTC by their names.
    static func moment(_ text: String) -> String {
        let day: Int64 = 86_400_000
        guard let age = ["today": 0, "yesterday": day][text] else { return text }
        return Timestamp.format(WallClock.system.milliseconds / day * day - age)
    }

    /// A length of time in milliseconds.
    static func milliseconds(_ text: String) -> Int64? {
        let hours: [Character: Int64] = ["h": 1, "d": 24, "w": 168, "m": 720, "y": 8_760]
        guard let unit = text.last.flatMap({ hours[$0] }), let count = Int64(text.dropLast()),
            (1...100_000).contains(count)
        else { return nil }
        return count * unit * 3_600_000
    }
}

/// Whose, when, and of which part.
struct ScopeOptions: ParsableArguments {
    @Option(help: "The organisation.")
    var org: String

    @OptionGroup var window: WindowOptions

    @Option(help: "Only a part: AXIS=VALUE, such as channel=web or tag:region=north.")
    var segment: String?

    func validate() throws { _ = try scope() }

    /// What is asked of.
    func scope() throws -> Scope {
        let (from, to) = try window.borders()
        return Scope(org: org, from: from, to: to, segment: try segment.map { try Self.segment($0, "--segment") })
    }

    /// Takes `AXIS=VALUE` apart.
    static func segment(_ text: String, _ option: String) throws -> Scope.Segment {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw ValidationError("\(option) must be AXIS=VALUE, such as channel=web.")
        }
        return Scope.Segment(axis: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
    }

    /// The same stretch of time before a scope's window; nil without one that has a beginning.
    static func before(_ scope: Scope) -> Scope? {
        guard let from = scope.from.flatMap({ Timestamp.parse($0) }) else { return nil }
        let until = scope.to.flatMap { Timestamp.parse($0) } ?? WallClock.system.milliseconds
        guard until > from else { return nil }
        // Windows are widened to whole hours; on a border of one they do not meet.
        let hour: Int64 = 3_600_000
        let border = from / hour * hour
        return Scope(org: "", from: Timestamp.format(max(0, border - (until - from))), to: Timestamp.format(border))
    }
}
