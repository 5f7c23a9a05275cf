// One line of an import file as a request. The customer's bytes go through as they stand: only what is missing is put
// in, so that the server judges the line itself and its offsets can be told as columns of the file.

import LineProtocol

/// A `SUBMIT` line made of a line of JSON.
struct ImportLine: Equatable {
    /// The request without its line feed.
    var request: [UInt8]
    /// What to subtract from an offset in the request for the offset in the file's line.
    var shift: Int

    /// Why a line is no request.
    struct Mistake: Error, Equatable {
        var code: String
        var reason: String
        /// Bytes from the start of the line, if a place can be named.
        var offset: Int?
    }

    private static let verb = Array("SUBMIT ".utf8)

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - number: Its number in the file; part of the id that is made when the line has none.
    ///   - org: The organisation when the line has none.
    init(_ line: [UInt8], number: Int, org: String?) throws(Mistake) {
        let facts: Facts
        do throws(JSONError) { facts = try Facts(line) } catch {
            throw Mistake(code: "bad_json", reason: error.reason, offset: error.offset)
        }
        var writer = JSONWriter()
        if !facts.hasOrg {
            guard let org else {
                throw Mistake(code: "missing_field", reason: "org is missing in the line and --org was not given")
            }
            writer.key("org")
            writer.string(org)
        }
        if !facts.hasID {
            writer.key("id")
            writer.string(Self.id(of: line, number: number))
        }
        if !facts.hasPreference {
            writer.key("return")
            writer.string(ReturnPreference.minimal.rawValue)
        }
        var inserted = writer.bytes
        if !inserted.isEmpty, !facts.isEmpty { inserted.append(UInt8(ascii: ",")) }
        request = Self.verb + [UInt8(ascii: "{")] + inserted + line[(facts.start + 1)..<facts.end]
        shift = Self.verb.count + inserted.count - facts.start
    }

    /// An id that the same line in the same place always has: importing a file twice, or after lines were added at its
    /// end, counts nothing twice.
    static func id(of line: [UInt8], number: Int) -> String {
        // FNV-1a, 64 bits (Fowler, Noll, Vo): it need not withstand an attack, only tell a file's versions apart.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in line { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return "line\(number)-" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What must be known of a line's object.
    private struct Facts {
        /// Where its braces are; `end` is behind the closing one.
        var start = 0
        var end = 0
        var hasOrg = false
        var hasID = false
        /// Whether the line says itself what the reply shall have.
        var hasPreference = false
        var isEmpty = true

        init(_ line: [UInt8]) throws(JSONError) {
            var reader = JSONReader(line.span)
            _ = try reader.peekKind()
            start = reader.offset
            try reader.beginObject()
            while let key = try reader.nextKey(first: isEmpty) {
                isEmpty = false
                if reader.matches(key, "org") { hasOrg = true }
                if reader.matches(key, "id") { hasID = true }
                if reader.matches(key, "return") || reader.matches(key, "explain") { hasPreference = true }
                try reader.skipValue()
            }
            end = reader.offset
            try reader.finish()
        }
    }
}
