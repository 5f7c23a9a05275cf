// Erasing, as a client asks for it.

package import LineProtocol

/// What was erased.
public struct ForgetReceipt: Equatable, Sendable {
    /// How many submissions were erased and taken out of the figures.
    public var forgottenCount: Int
    /// How many were erased that the figures still count, because what they added can no longer be told.
    public var figuresKeptCount: Int
    /// Whether the customer has more: ask again.
    public var hasMore: Bool
    /// Within how many seconds the words are gone from the server's disk.
    public var erasedWithinSeconds: Int

    package init(json: JSONValue) throws(ClientError) {
        forgottenCount = Int(clamping: try json.required("forgotten", \.integer))
        figuresKeptCount = json.count("figures_kept")
        hasMore = json["more"]?.bool ?? false
        erasedWithinSeconds = json.count("erased_within_s")
    }
}

extension Connection {
    /// Erases one submission.
    public mutating func forget(org: String, id: String) throws(ClientError) -> ForgetReceipt {
        try ForgetReceipt(json: try ask(.forget(org: org, id: id, customer: nil)).object)
    }

    /// Erases all submissions of a customer, however many there are.
    public mutating func forget(org: String, customer: String) throws(ClientError) -> ForgetReceipt {
        var sum = try ForgetReceipt(json: try ask(.forget(org: org, id: nil, customer: customer)).object)
        while sum.hasMore {
            let next = try ForgetReceipt(json: try ask(.forget(org: org, id: nil, customer: customer)).object)
            sum.forgottenCount += next.forgottenCount
            sum.figuresKeptCount += next.figuresKeptCount
            sum.hasMore = next.hasMore && next.forgottenCount > 0
        }
        return sum
    }
}
