// Windows of time and the buckets that make them up.

/// A stretch of time, half-open, in milliseconds since 1970.
package struct TimeWindow: Equatable, Sendable {
    package var from: Int64
    package var until: Int64

    package init(from: Int64, until: Int64) {
        self.from = from
        self.until = until
    }
}

/// A stretch of whole hours since 1970, half-open.
struct HourRange: Equatable, Sendable {
    var from: Int32
    var until: Int32

    static let millisecondsPerHour: Int64 = 3_600_000

    /// The hour of a time, held within the range of the type.
    static func hour(of milliseconds: Int64) -> Int32 {
        Int32(clamping: milliseconds.floorDivided(by: millisecondsPerHour))
    }

    init(from: Int32, until: Int32) {
        self.from = from
        self.until = until
    }

    /// The whole hours that cover a window, or whole days where the hours are no longer told apart.
    init(_ window: TimeWindow, horizon: Horizon) {
        let first = Self.hour(of: window.from)
        let last = Self.hour(of: window.until == .min ? .min : window.until - 1)
        from = first
        until = last == .max ? .max : last + 1
        if from < horizon.hour {
            from = Int32(clamping: Int64(from.floorDivided(by: 24)) * 24)
            from = max(from, Int32(clamping: Int64(horizon.day) * 24))
        }
        if until < horizon.hour { until = Int32(clamping: (Int64(last.floorDivided(by: 24)) + 1) * 24) }
        until = max(from, until)
    }

    func contains(_ hour: Int32) -> Bool { hour >= from && hour < until }

    /// The same as a window.
    var window: TimeWindow {
        TimeWindow(
            from: Int64(from) * Self.millisecondsPerHour, until: Int64(until) * Self.millisecondsPerHour)
    }
}

extension TallyTimeline {
    /// Calls with the tallies that make up a range: its whole days from the days, what is left at its ends from the hours.
    func forEachTally(in range: HourRange, _ body: (PackedTally) -> Void) {
        let firstDay = (range.from == .min ? range.from : range.from - 1).floorDivided(by: 24) + 1
        let lastDay = range.until.floorDivided(by: 24)
        if firstDay >= lastDay { return hours.forEachTally(from: range.from, until: range.until, body) }
        hours.forEachTally(from: range.from, until: firstDay &* 24, body)
        days.forEachTally(from: firstDay, until: lastDay, body)
        hours.forEachTally(from: lastDay &* 24, until: range.until, body)
    }
}
