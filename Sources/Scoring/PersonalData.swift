// Finds in a text what tells who somebody is or how to reach him: e-mail addresses, telephone, card and bank account
// numbers, links. What is found is masked in the text that is kept; the score is made from the text as it was sent. It
// errs on the side of masking: a long order number may go as a telephone number. Names of persons are left: whom the
// words are about is what the text is for.
//
// Linear: each byte begins at most one search, and each search is bounded. Most texts have none of the bytes without which
// nothing begins; they are looked for sixteen at a time.

internal import ByteCoding

/// Personal data in a text.
package enum PersonalData {
    /// What kind of thing was found.
    package enum Kind: String, CaseIterable, Sendable {
        case email, phone, card, iban, link

        /// What stands in its place.
        package var mask: String {
            switch self {
            case .email: "[e-mail]"
            case .phone: "[phone]"
            case .card: "[card]"
            case .iban: "[iban]"
            case .link: "[link]"
            }
        }
    }

    /// One thing found: bytes `start` to `end` of the text.
    package struct Match: Equatable, Sendable {
        package let kind: Kind
        package let start: Int
        package let end: Int

        package init(kind: Kind, start: Int, end: Int) {
            self.kind = kind
            self.start = start
            self.end = end
        }
    }

    /// Everything found in a text of UTF-8, in its order, without overlaps.
    package static func find(in text: Span<UInt8>) -> [Match] {
        var matches: [Match] = []
        /// Where the last of them ends.
        var end = 0
        var position = 0
        while true {
            let sign = text.firstIndex(from: position, markedBy: signs)
            if sign == text.count { return matches }
            position = max(position, sign - bytesBeforeSign)
            while position <= sign {
                if let match = match(in: text, at: position, after: end) {
                    matches.append(match)
                    end = match.end
                    position = end
                } else {
                    position += 1
                }
            }
        }
    }

    /// How far before its first sign something may begin: `https` before its colon.
    private static let bytesBeforeSign = 5

    /// Marks the bytes of which everything has one at most `bytesBeforeSign` after its beginning: digits and colons, `@`,
    /// and a `w` that another follows.
    @inline(__always)
    private static func signs(_ block: ByteBlock) -> ByteMarks {
        block.marks(from: UInt8(ascii: "0"), to: UInt8(ascii: ":")) | block.marks(UInt8(ascii: "@"))
            | block.lowerCased.marks(UInt8(ascii: "w")).doubled
    }

    private static func match(in text: Span<UInt8>, at position: Int, after end: Int) -> Match? {
        let byte = text[position]
        if byte == UInt8(ascii: "@") { return email(in: text, at: position, after: end) }
        // Within a word nothing begins but an address, whose sign is no part of it.
        if position > 0, isASCIIWord(text[position - 1]) { return nil }
        switch byte {
        case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "w"), UInt8(ascii: "W"):
            return link(in: text, at: position) ?? iban(in: text, at: position)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            return iban(in: text, at: position)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "("):
            return NumberRun(in: text, at: position)?.match
        default: return nil
        }
    }

    // MARK: E-mail addresses

    private static let localBytesMax = 64
    private static let domainBytesMax = 255

    private static func email(in text: Span<UInt8>, at sign: Int, after end: Int) -> Match? {
        var start = sign
        while start > end, sign - start < localBytesMax, isLocal(text[start - 1]) { start -= 1 }
        while start < sign, text[start] == UInt8(ascii: ".") { start += 1 }
        guard start < sign else { return nil }
        var index = sign + 1
        while index < text.count, index - sign <= domainBytesMax, isWord(text[index]) || isJoint(text[index]) {
            index += 1
        }
        // A full stop or a hyphen at the end belongs to the sentence.
        while index > sign + 1, isJoint(text[index - 1]) { index -= 1 }
        var lastDot = index - 1
        while lastDot > sign, text[lastDot] != UInt8(ascii: ".") { lastDot -= 1 }
        // A name before the dot and two letters behind it.
        guard lastDot > sign + 1, index - lastDot > 2 else { return nil }
        return Match(kind: .email, start: start, end: index)
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        if isWord(byte) { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "_"), UInt8(ascii: "%"),
            UInt8(ascii: "'"):
            return true
        default: return false
        }
    }

    private static func isJoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") }

    // MARK: Links

    private static func link(in text: Span<UInt8>, at start: Int) -> Match? {
        // Nearly every word with their first letter goes on otherwise.
        guard start + 4 <= text.count else { return nil }
        let second = text[start + 1] | 0x20
        guard second == UInt8(ascii: "t") || second == UInt8(ascii: "w") else { return nil }
        let heads: [StaticString] = ["http://", "https://", "www."]
        guard let head = heads.first(where: { begins(text, at: start, with: $0) }) else { return nil }
        var end = start + head.utf8CodeUnitCount
        let bodyStart = end
        while end < text.count, text[end] > 0x20, !"<>\"`".utf8.contains(text[end]) { end += 1 }
        while end > bodyStart, ".,;:!?)]}'".utf8.contains(text[end - 1]) { end -= 1 }
        return end > bodyStart ? Match(kind: .link, start: start, end: end) : nil
    }

    private static func begins(_ text: Span<UInt8>, at start: Int, with head: StaticString) -> Bool {
        let bytes = head.description.utf8
        guard start + bytes.count <= text.count else { return false }
        return zip(start..<(start + bytes.count), bytes).allSatisfy { index, byte in
            text[index] == byte || text[index] | 0x20 == byte && byte >= UInt8(ascii: "a")
        }
    }

    // MARK: Bank accounts

    /// The countries of ISO 13616 and the lengths of their account numbers.
    private static let accountLengths = """
        AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23\
        GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30\
        NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20
        """

    private static let accountLength: [Int: Int] = {
        var lengths: [Int: Int] = [:]
        let table = Array(accountLengths.utf8)
        for start in stride(from: 0, to: table.count - 3, by: 4) {
            let key = Int(table[start]) << 8 | Int(table[start + 1])
            lengths[key] = Int(table[start + 2] - 48) * 10 + Int(table[start + 3] - 48)
        }
        return lengths
    }()

    private static func iban(in text: Span<UInt8>, at start: Int) -> Match? {
        guard start + 14 < text.count, isDigit(text[start + 2]), isDigit(text[start + 3]) else { return nil }
        let country = Int(text[start] & 0xDF) << 8 | Int(text[start + 1] & 0xDF)
        guard let length = accountLength[country] else { return nil }
        var characters: [UInt8] = []
        var index = start
        while characters.count < length, index < text.count {
            if isASCIIWord(text[index]) {
                characters.append(text[index])
            } else if text[index] != 0x20 || text[index - 1] == 0x20 {
                return nil
            }
            index += 1
        }
        guard characters.count == length, index == text.count || !isWord(text[index]) else { return nil }
        // ISO 7064, MOD 97-10: the first four characters last, letters as 10 to 35, remainder 1.
        var remainder = 0
        for byte in characters[4...] + characters[..<4] {
            if isDigit(byte) {
                remainder = (remainder * 10 + Int(byte - 48)) % 97
            } else {
                remainder = (remainder * 100 + Int(byte & 0xDF) - 55) % 97
            }
        }
        return remainder == 1 ? Match(kind: .iban, start: start, end: index) : nil
    }

    // MARK: Bytes

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    static func isASCIIWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }

    /// A letter, a digit, or a byte of a character beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool { isASCIIWord(byte) || byte >= 0x80 }
}
