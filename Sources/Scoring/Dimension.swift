// The twelve parts of a service that a customer can speak about, and their roll-up to the five of SERVQUAL.

/// A dimension of service quality. The raw value is its place in stored records: never renumber, only append.
package enum Dimension: UInt8, CaseIterable, Sendable {
    case reliability, responsiveness, access, competence, courtesy, empathy
    case tangibles, effort, recovery, value, product, ethics

    /// The name on the wire and in the lists.
    package var name: String { Self.names[Int(rawValue)] }

    /// The wire names in the order of the raw values.
    private static let names = [
        "reliability", "responsiveness", "access", "competence", "courtesy", "empathy", "tangibles", "effort",
        "recovery", "value", "product", "ethics",
    ]

    private static let nameHashes = names.map { WordHash.of($0.utf8) }

    /// The dimension with that wire name.
    package init?(name: some StringProtocol) { self.init(utf8: name.utf8) }

    /// The dimension with that wire name in UTF-8.
    init?(utf8 name: some Collection<UInt8>) {
        guard let place = Self.nameHashes.firstIndex(of: WordHash.of(name)) else { return nil }
        self.init(rawValue: UInt8(place))
    }
}

/// The scores of a text by dimension: what it said of each, or that it said nothing.
package struct DimensionScores: Equatable, Sendable {
    /// Ten-thousandths, -10,000…10,000; `absent` without evidence. Lane = `Dimension.rawValue`.
    package var scores = SIMD16<Int16>(repeating: Self.absent)
    /// How many cues spoke well of each dimension, at most 255.
    package var positiveMentions = SIMD16<UInt8>()
    /// How many cues spoke ill of each dimension, at most 255.
    package var negativeMentions = SIMD16<UInt8>()

    /// The mark of a dimension without evidence.
    @inlinable
    package static var absent: Int16 { .min }

    /// No evidence for any dimension.
    package init() {}

    /// The score of one dimension in ten-thousandths, or nil without evidence.
    package subscript(dimension: Dimension) -> Int32? {
        get {
            let score = scores[Int(dimension.rawValue)]
            return score == Self.absent ? nil : Int32(score)
        }
        set { scores[Int(dimension.rawValue)] = newValue.map { Int16($0) } ?? Self.absent }
    }
}
