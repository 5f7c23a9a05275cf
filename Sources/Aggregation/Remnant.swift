// What is left of a submission whose words are no longer kept: enough to take back exactly what it added, and to find
// it by its id or its customer, both as hashes under the ledger's secret seed. Some fifty bytes each.

import ByteCoding
import Scoring
import Surveys

/// What one submission added to the figures, and by what it can be found.
struct Remnant: Equatable {
    let sequence: UInt64
    /// The keyed hash of organisation and id; nil when the server named it.
    var idKey: Hash128?
    /// The low half of the keyed hash of organisation and customer; 0 without a customer.
    var customer: UInt64 = 0
    var fact: Fact
    var response: Response?
    /// How many times it was sent again.
    var repeatCount: UInt32 = 0

    /// What it added to a survey's figures.
    struct Response: Equatable {
        /// The survey's place in the organisation's book, and the version.
        var place: Int
        var version: Int
        var amounts: [SurveyAmount]

        /// Appends it.
        func encode(into writer: inout ByteWriter) {
            writer.writeCount(place)
            writer.writeCount(version)
            writer.writeCount(amounts.count)
            for amount in amounts {
                writer.writeCount(amount.counter)
                writer.writeSigned(amount.amount)
            }
        }
    }

    private enum Flag {
        static let id: UInt8 = 1
        static let customer: UInt8 = 2
        static let response: UInt8 = 4
        static let repeats: UInt8 = 8
    }

    init(sequence: UInt64, fact: Fact) {
        self.sequence = sequence
        self.fact = fact
    }

    /// Appends everything but the sequence number.
    func encode(into writer: inout ByteWriter) {
        writer.append(atMost: Self.headBytesMax) {
            Self.encodeHead(idKey, customer, hasResponse: response != nil, repeatCount, into: &$0)
        }
        fact.encode(after: FactBefore(), into: &writer)
        if repeatCount != 0 { writer.writeVarint(UInt64(repeatCount)) }
        response?.encode(into: &writer)
    }

    /// The flags, the keys of the id and of the customer.
    static let headBytesMax = 1 + 16 + 8

    /// Writes what stands before the fact; there must be room.
    @inline(__always)
    static func encodeHead(
        _ idKey: Hash128?, _ customer: UInt64, hasResponse: Bool, _ repeatCount: UInt32,
        into output: inout OutputSpan<UInt8>
    ) {
        var flags: UInt8 = 0
        if idKey != nil { flags |= Flag.id }
        if customer != 0 { flags |= Flag.customer }
        if hasResponse { flags |= Flag.response }
        if repeatCount != 0 { flags |= Flag.repeats }
        output.append(flags)
        if let idKey {
            output.writeFixed(idKey.low)
            output.writeFixed(idKey.high)
        }
        if customer != 0 { output.writeFixed(customer) }
    }

    /// Reads what `encode` wrote of the submission with that sequence number.
    init(sequence: UInt64, from reader: inout ByteReader) throws(ByteCodingError) {
        let flags = try reader.read()
        var idKey: Hash128?
        if flags & Flag.id != 0 {
            let low: UInt64 = try reader.readFixed()
            idKey = Hash128(low: low, high: try reader.readFixed())
        }
        let customer: UInt64 = flags & Flag.customer != 0 ? try reader.readFixed() : 0
        self.init(sequence: sequence, fact: try Fact(from: &reader, after: FactBefore()))
        self.idKey = idKey
        self.customer = customer
        if flags & Flag.repeats != 0 { repeatCount = try reader.readVarint(as: UInt32.self) }
        if flags & Flag.response != 0 { response = try Self.readResponse(&reader) }
    }

    /// Reads it from bytes that hold nothing else.
    init(sequence: UInt64, checking bytes: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(bytes)
        try self.init(sequence: sequence, from: &reader)
        guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
    }

    private static func readResponse(_ reader: inout ByteReader) throws(ByteCodingError) -> Response {
        let place = try reader.readVarint(as: Int.self)
        let version = try reader.readVarint(as: Int.self)
        var response = Response(place: place, version: version, amounts: [])
        for _ in 0..<(try reader.readCount(bytesEach: 2)) {
            let counter = try reader.readVarint(as: Int.self)
            response.amounts.append(SurveyAmount(counter, try reader.readSigned()))
        }
        return response
    }
}
