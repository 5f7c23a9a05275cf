// The stored form of signals: shared by entries and the log of facts. A text has few of them, so a bit mask says which.

import ByteCoding
import Scoring

extension Signals {
    /// The bits of the mask. Stored: never renumber, only append. The frequent ones take the low seven, one byte.
    enum Bit {
        static let outcomes: UInt64 = 1 << 0
        static let touchpoints: UInt64 = 1 << 1
        static let modality: UInt64 = 1 << 2
        static let waiting: UInt64 = 1 << 3
        static let contactAttempts: UInt64 = 1 << 4
        static let repeats: UInt64 = 1 << 5
        static let urgency: UInt64 = 1 << 6
        static let money: UInt64 = 1 << 7
        static let noShows: UInt64 = 1 << 8
        static let transfers: UInt64 = 1 << 9
        static let transcript: UInt64 = 1 << 10
        static let all: UInt64 = 1 << 11 - 1
    }

    /// Eleven numbers, the mask among them, of at most ten bytes each.
    static let encodedBytesMax = 11 * 10

    /// Writes the mask, then each signal that is there, in the order of the bits.
    @inline(__always)
    func encode(into output: inout some NumberOutput & ~Copyable & ~Escapable) {
        let mask = presence
        output.writeVarint(mask)
        guard mask != 0 else { return }
        if mask & Bit.outcomes != 0 { output.writeVarint(UInt64(outcomes.rawValue)) }
        if mask & Bit.touchpoints != 0 { output.writeVarint(UInt64(touchpoints.rawValue)) }
        if mask & Bit.modality != 0 { output.writeVarint(UInt64(modality.rawValue)) }
        if let waitingMinutes { output.writeVarint(UInt64(waitingMinutes)) }
        if mask & Bit.contactAttempts != 0 { output.writeVarint(UInt64(contactAttempts)) }
        if mask & Bit.repeats != 0 { output.writeVarint(UInt64(repeats)) }
        if mask & Bit.urgency != 0 { output.writeVarint(UInt64(urgency.rawValue)) }
        if let moneyHundredths { output.writeVarint(moneyHundredths) }
        if mask & Bit.noShows != 0 { output.writeVarint(UInt64(noShows)) }
        if mask & Bit.transfers != 0 { output.writeVarint(UInt64(transfers)) }
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        self.init()
        let start = reader.offset
        let mask = try reader.readVarint()
        guard mask != 0 else { return }
        guard mask <= Bit.all else { throw .malformed(offset: start) }
        if mask & Bit.outcomes != 0 { outcomes = Outcomes(rawValue: try reader.readVarint(as: UInt16.self)) }
        if mask & Bit.touchpoints != 0 { touchpoints = Touchpoints(rawValue: try reader.readVarint(as: UInt16.self)) }
        if mask & Bit.modality != 0 { modality = Modality(rawValue: try reader.readVarint(as: UInt8.self)) }
        if mask & Bit.waiting != 0 { waitingMinutes = try reader.readVarint(as: UInt32.self) }
        if mask & Bit.contactAttempts != 0 { contactAttempts = try reader.readVarint(as: UInt16.self) }
        if mask & Bit.repeats != 0 { repeats = try reader.readVarint(as: UInt16.self) }
        if mask & Bit.urgency != 0 { urgency = Urgency(rawValue: try reader.readVarint(as: UInt8.self)) }
        if mask & Bit.money != 0 { moneyHundredths = try reader.readVarint() }
        if mask & Bit.noShows != 0 { noShows = try reader.readVarint(as: UInt16.self) }
        if mask & Bit.transfers != 0 { transfers = try reader.readVarint(as: UInt16.self) }
        isTranscript = mask & Bit.transcript != 0
    }

    /// Passes over what `encode` wrote, and checks it as reading it would; whether there are any signals.
    @inline(__always)
    static func skip(_ reader: inout ByteReader) throws(ByteCodingError) -> Bool {
        let start = reader.offset
        let mask = try reader.readShortVarint()
        guard mask <= Bit.all else { throw .malformed(offset: start) }
        var rest = mask & ~Bit.transcript
        while rest != 0 {
            let start = reader.offset
            let value = try reader.readShortVarint()
            guard value.leadingZeroBitCount >= 64 - bitWidths[rest.trailingZeroBitCount] else {
                throw .malformed(offset: start)
            }
            rest &= rest &- 1
        }
        return mask != 0
    }

    /// How many bits the number behind each bit of the mask may have.
    private static let bitWidths: InlineArray<10, Int> = [16, 16, 8, 32, 16, 16, 8, 64, 16, 16]

    /// The sets by their bits, as in `isNone`.
    private var presence: UInt64 {
        var mask: UInt64 = 0
        if outcomes.rawValue != 0 { mask |= Bit.outcomes }
        if touchpoints.rawValue != 0 { mask |= Bit.touchpoints }
        if modality.rawValue != 0 { mask |= Bit.modality }
        if waitingMinutes != nil { mask |= Bit.waiting }
        if contactAttempts != 0 { mask |= Bit.contactAttempts }
        if repeats != 0 { mask |= Bit.repeats }
        if urgency.rawValue != 0 { mask |= Bit.urgency }
        if moneyHundredths != nil { mask |= Bit.money }
        if noShows != 0 { mask |= Bit.noShows }
        if transfers != 0 { mask |= Bit.transfers }
        if isTranscript { mask |= Bit.transcript }
        return mask
    }
}
