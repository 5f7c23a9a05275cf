// One kept submission, as it lies among others of its organisation (VerbatimStore).

import ByteCoding

/// A kept submission, and behind it what will be left of it when its words go.
struct StoredVerbatim: Sendable {
    let sequence: UInt64
    /// The encoded entry, then the encoded remnant, among those of others.
    private let piece: [UInt8]
    private let start: Int
    private let payloadByteCount: Int
    private let remnantByteCount: Int

    /// One that lies at a place of a piece.
    init(_ place: VerbatimStore.Place, in piece: [UInt8]) {
        self.piece = piece
        sequence = place.sequence
        start = Int(place.start)
        payloadByteCount = Int(place.payloadByteCount)
        remnantByteCount = Int(place.remnantByteCount)
    }

    /// The encoded entry.
    var payload: Span<UInt8> {
        @_lifetime(borrow self)
        get { piece.span.extracting(start..<(start + payloadByteCount)) }
    }

    /// What it added, encoded.
    var encodedRemnant: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let start = start + payloadByteCount
            return piece.span.extracting(start..<(start + remnantByteCount))
        }
    }

    /// What it added; nil only if the bytes were damaged in memory.
    var remnant: Remnant? { try? Remnant(sequence: sequence, checking: encodedRemnant) }
}
