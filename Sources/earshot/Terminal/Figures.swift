// Numbers as a person reads them, without Foundation: the same in every locale.

/// Writes numbers.
enum Figures {
    /// A whole number with commas between the thousands.
    static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number rounded to `places` decimals; "–" for nil and for what is no number.
    static func fixed(_ value: Double?, _ places: Int) -> String {
        guard let value, value.isFinite else { return "–" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return String(value) }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
    }

    /// The same with its sign, also when it is positive.
    static func signed(_ value: Double?, _ places: Int) -> String {
        let text = fixed(value, places)
        guard let value, value > 0, text.contains(where: { "123456789".contains($0) }) else { return text }
        return "+" + text
    }

    /// A share as a percentage with one decimal.
    static func percent(_ share: Double?) -> String {
        guard let share, share.isFinite else { return "–" }
        return fixed(share * 100, 1) + " %"
    }

    /// An interval of signed figures: `-0.24 … -0.18`; nothing when there is none.
    static func interval(_ low: Double?, _ high: Double?, _ places: Int) -> String {
        guard let low, let high else { return "" }
        return "\(signed(low, places)) … \(signed(high, places))"
    }

    /// An interval of figures without signs: `3.95 … 4.20`; nothing when there is none.
    static func plainInterval(_ low: Double?, _ high: Double?, _ places: Int) -> String {
        guard let low, let high else { return "" }
        return "\(fixed(low, places)) … \(fixed(high, places))"
    }

    /// Minutes as a person says them: `45 min`, `3 h 20 min`, `2 d 4 h`.
    static func minutes(_ minutes: Double?) -> String {
        guard let minutes, minutes.isFinite, minutes >= 0, minutes < 1e12 else { return "–" }
        let whole = Int(minutes.rounded())
        if whole < 60 { return "\(whole) min" }
        let hours = whole / 60
        if hours < 24 { return whole % 60 == 0 ? "\(hours) h" : "\(hours) h \(whole % 60) min" }
        return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
    }

    /// A wire name as words: `may_switch` becomes `may switch`.
    static func words(_ name: String) -> String {
        SafeText.line(String(name.map { $0 == "_" ? " " : $0 }))
    }
}
