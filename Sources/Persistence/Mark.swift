// The journal's records about itself: where it was sealed, and where a repair took something out.

internal import ByteCoding

/// A record of the journal about itself, of kind 0, which takes no sequence number: it bears that of the next record.
///
/// Without payload it seals what is before it: at a clean end, and after a pause, so that damage to the last records is
/// not taken for a crash. With 12 bytes of payload it stands where a repair took bytes out, and says where the
/// journal goes on: the next sequence number (8 bytes) and the check that the next record, or the next segment's header,
/// names as its predecessor's (4 bytes).
enum Mark: Equatable {
    case seal
    case resume(sequence: UInt64, previous: UInt32)

    /// The record kind of a mark.
    static let kind: UInt8 = 0

    /// The mark with this payload; nil if there is none such.
    init?(payload: Span<UInt8>) {
        var reader = ByteReader(payload)
        if reader.isAtEnd {
            self = .seal
        } else if payload.count == 12, let sequence = try? reader.readFixed(UInt64.self),
            let previous = try? reader.readFixed(UInt32.self)
        {
            self = .resume(sequence: sequence, previous: previous)
        } else {
            return nil
        }
    }

    /// The mark's payload.
    var payload: [UInt8] {
        guard case .resume(let sequence, let previous) = self else { return [] }
        var writer = ByteWriter(capacity: 12)
        writer.writeFixed(sequence)
        writer.writeFixed(previous)
        return writer.bytes
    }
}
