// The names that the server gives to submissions that came without one. They are derived from the sequence number, so
// that they need no place in the table of ids; the form is reserved, so that no client's id can be taken for one.

/// Ids of the form `s` and a decimal number.
package enum SubmissionID {
    /// Whether an id has the server's own form, an `s` followed by digits alone: a client must not use it.
    package static func isReserved(_ id: Span<UInt8>) -> Bool {
        guard id.count >= 2, id[0] == UInt8(ascii: "s") else { return false }
        for index in 1..<id.count where !isDigit(id[index]) { return false }
        return true
    }

    /// The id of the submission with that sequence number.
    package static func given(sequence: UInt64) -> String { "s\(sequence)" }

    /// The sequence number in a server-given id; nil when it is none.
    package static func sequence(given id: Span<UInt8>) -> UInt64? {
        guard isReserved(id) else { return nil }
        var value: UInt64 = 0
        for index in 1..<id.count {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isBeyond) = product.addingReportingOverflow(UInt64(id[index] - UInt8(ascii: "0")))
            if isTooLarge || isBeyond { return nil }
            value = sum
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
