// Which runs of digits are the number of a card or of a telephone, and which are dates, amounts and the like.

extension PersonalData {
    /// Digits in groups, with what stands between them: `+44 20 7946 0000`, `(030) 901-820`, `4111-1111-1111-1111`.
    struct NumberRun {
        /// Longer runs are no number of anything.
        private static let digitsMax = 24

        private let start: Int
        private let end: Int
        private let first: UInt8
        private var digits: [UInt8] = []
        /// The number of digits in each group.
        private var groups: [Int] = []
        private var separators: Set<UInt8> = []

        /// The run that begins at `start`; nil when none does.
        init?(in text: Span<UInt8>, at start: Int) {
            self.start = start
            first = text[start]
            var index = start
            if !PersonalData.isDigit(first) { index += 1 }
            guard index < text.count, PersonalData.isDigit(text[index]) else { return nil }
            var last = index
            var gap = 0
            while index < text.count, digits.count <= Self.digitsMax {
                if PersonalData.isDigit(text[index]) {
                    if gap > 0 || groups.isEmpty { groups.append(0) }
                    groups[groups.count - 1] += 1
                    digits.append(text[index] - 48)
                    gap = 0
                    last = index + 1
                } else {
                    guard gap < 2, " -./()".utf8.contains(text[index]) else { break }
                    gap += 1
                }
                index += 1
            }
            end = last
            for place in start..<last where !PersonalData.isDigit(text[place]) { separators.insert(text[place]) }
            // `4th`, `12345x`: part of a word.
            if last < text.count, PersonalData.isASCIIWord(text[last]) { return nil }
        }

        /// What it is; nil for anything else.
        var match: Match? {
            if isCard { return Match(kind: .card, start: start, end: end) }
            return isPhone ? Match(kind: .phone, start: start, end: end) : nil
        }

        /// 13 to 19 digits that pass the check of ISO 7812 (Luhn 1960), in one group or in groups of at least four.
        private var isCard: Bool {
            guard (13...19).contains(digits.count), PersonalData.isDigit(first), (2...6).contains(digits[0]),
                groups.dropLast().allSatisfy({ $0 >= 4 }), separators.isSubset(of: [0x20, UInt8(ascii: "-")])
            else { return false }
            var sum = 0
            for (place, digit) in digits.reversed().enumerated() {
                let doubled = place % 2 == 1 ? Int(digit) * 2 : Int(digit)
                sum += doubled > 9 ? doubled - 9 : doubled
            }
            return sum % 10 == 0
        }

        private var isPhone: Bool {
            let count = digits.count
            if first == UInt8(ascii: "+") { return (8...15).contains(count) }
            if isDate || isDecimal { return false }
            if digits.starts(with: [0, 0]) { return (9...17).contains(count) }
            if digits[0] == 0 { return (8...13).contains(count) }
            if first == UInt8(ascii: "(") { return (7...12).contains(count) && groups.count > 1 }
            if groups == [3, 3, 4] || groups == [1, 3, 3, 4] { return true }
            if groups == [3, 4] { return separators == [UInt8(ascii: "-")] }
            return groups.count == 1 && (9...15).contains(count)
        }

        /// 23.11.2026, 23/11/26, 2026-11-23, 2026-11-23 10.
        private var isDate: Bool {
            guard groups.count >= 3, groups[1] <= 2 else { return false }
            return groups[0] == 4 && groups[2] <= 2
                || groups[0] <= 2 && (groups[2] == 4 || groups[2] == 2)
                    && groups.count == 3
        }

        /// 0.12345678, 1234567.50.
        private var isDecimal: Bool { separators == [UInt8(ascii: ".")] && groups.count == 2 }
    }
}
