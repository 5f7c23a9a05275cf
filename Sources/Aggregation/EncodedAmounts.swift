// What a submission adds, as bytes: an entry and a remnant have its compound, its dimensions and its signals in the same
// form, so they are copied from the one into the other and encoded once in their life.

import ByteCoding

/// Where the amounts of a submission stand in its payload; nowhere without a score.
struct EncodedAmounts: Sendable {
    var compound = 0..<0
    var dimensions = 0..<0
    var signals = 0..<0

    /// What says that there are none of a kind: an empty mask, one byte.
    private static let emptyCount = 1

    var hasDimensions: Bool { dimensions.count > Self.emptyCount }
    var hasSignals: Bool { signals.count > Self.emptyCount }
    /// The bytes they take in a fact.
    var byteCount: Int {
        max(1, compound.count) + (hasDimensions ? dimensions.count : 0) + (hasSignals ? signals.count : 0)
    }
}

/// The amounts of a submission in its payload, which it borrows.
struct AmountBytes: ~Escapable {
    let payload: Span<UInt8>
    let places: EncodedAmounts

    @_lifetime(copy payload)
    init(_ payload: Span<UInt8>, _ places: EncodedAmounts) {
        self.payload = payload
        self.places = places
    }

    /// Appends them as a fact has them: `places.byteCount` bytes, for which there must be room, and for a word.
    @inline(__always)
    func write(to output: inout OutputSpan<UInt8>) {
        if places.compound.isEmpty { output.append(0) }
        output.append(few: payload.extracting(places.compound))
        // The signals stand right behind the dimensions.
        let start = places.hasDimensions ? places.dimensions.lowerBound : places.signals.lowerBound
        let end = places.hasSignals ? places.signals.upperBound : places.dimensions.upperBound
        if start < end { output.append(copying: payload.extracting(start..<end)) }
    }
}
