// Reading members of replies: what is missing or of another type gives nil or a default, so that a newer server does
// not break an older client.

internal import LineProtocol

extension JSONValue {
    /// A whole number that is at least 1.
    func positive(_ key: String) -> Int? {
        guard let value = self[key]?.integer, value > 0 else { return nil }
        return Int(clamping: value)
    }

    /// A whole number, 0 if there is none.
    func count(_ key: String) -> Int { self[key]?.integer.map { Int(clamping: $0) } ?? 0 }

    /// A text, empty if there is none.
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// The texts of an array.
    func texts(_ key: String) -> [String] { self[key]?.elements.compactMap(\.string) ?? [] }

    /// The member that a reply cannot do without.
    func required<Value>(_ key: String, _ read: (JSONValue) -> Value?) throws(ClientError) -> Value {
        guard let value = self[key].flatMap(read) else {
            throw ClientError.malformedReply(reason: "\(key) is missing or of another type")
        }
        return value
    }
}
