// The steps of a trend: hours, days, weeks from Monday, months of the Gregorian calendar, all in UTC as the tallies are.

/// How a stretch of time is cut up.
package enum TrendStep: String, CaseIterable, Sendable {
    case hour, day, week, month

    /// The hour since 1970 in which the step around a given hour begins.
    func start(of hour: Int32) -> Int32 {
        let day = hour.floorDivided(by: 24)
        switch self {
        case .hour: return hour
        case .day: return day * 24
        // 1970 began on a Thursday.
        case .week: return ((day + 3).floorDivided(by: 7) * 7 - 3) * 24
        case .month:
            let month = GregorianMonth(day: day)
            return month.firstDay * 24
        }
    }

    /// The hour in which the step after the one that begins at `start` begins.
    func next(after start: Int32) -> Int32 {
        switch self {
        case .hour: start + 1
        case .day: start + 24
        case .week: start + 168
        case .month: GregorianMonth(day: start.floorDivided(by: 24)).next.firstDay * 24
        }
    }

    /// How many steps a trend has when no beginning is given.
    package var countByDefault: Int {
        switch self {
        case .hour: 48
        case .day: 30
        case .week: 26
        case .month: 12
        }
    }
}

/// A month of the Gregorian calendar.
struct GregorianMonth {
    private let year: Int32
    /// 0 for March to 11 for February, so that the leap day comes last; the year begins with March too.
    private let month: Int32

    private init(year: Int32, month: Int32) {
        self.year = year
        self.month = month
    }

    /// The month of a day since 1970 (Hinnant 2013, civil_from_days).
    init(day: Int32) {
        let shifted = day + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        year = yearOfEra + era * 400
        month = (5 * dayOfYear + 2) / 153
    }

    var next: GregorianMonth { month == 11 ? .init(year: year + 1, month: 0) : .init(year: year, month: month + 1) }

    /// The day since 1970 with which it begins (Hinnant 2013, days_from_civil).
    var firstDay: Int32 {
        let era = year.floorDivided(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * month + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
