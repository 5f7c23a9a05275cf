// The journal's records about itself: where it was sealed, where it ends, and where a repair took something out.

internal import ByteCoding

/// A record of the journal about itself, of kind 0, which takes no sequence number: it bears that of the next record.
///
/// | payload | what |
/// |---|---|
/// | none | a seal, after a pause: damage to the records before it is not taken for a crash |
/// | 1 byte, 1 | the end of the segment: it is durable before the file is cut to it, so that a file without it that is shorter than it was made has lost something |
/// | 12 bytes | stands where a repair took bytes out, and says where the journal goes on: the next sequence number (8 bytes) and the check that the next record, or the next segment's header, names as its predecessor's (4 bytes) |
enum Mark: Equatable {
    case seal
    case end
    case resume(sequence: UInt64, previous: UInt32)

    /// The record kind of a mark.
    static let kind: UInt8 = 0
    private static let endByte: UInt8 = 1

    /// The mark with this payload; nil if there is none such.
    init?(payload: Span<UInt8>) {
        var reader = ByteReader(payload)
        if reader.isAtEnd {
            self = .seal
        } else if payload.count == 1, (try? reader.read()) == Self.endByte {
            self = .end
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
        switch self {
        case .seal: return []
        case .end: return [Self.endByte]
        case .resume(let sequence, let previous):
            var writer = ByteWriter(capacity: 12)
            writer.writeFixed(sequence)
            writer.writeFixed(previous)
            return writer.bytes
        }
    }
}
