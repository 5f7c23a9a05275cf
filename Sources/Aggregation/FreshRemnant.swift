// The remnant of a submission that is being counted. Its amounts stand in its entry, and are copied from there.

import ByteCoding

/// What will be left of a submission, but for its amounts.
struct FreshRemnant {
    let sequence: UInt64
    /// As in a remnant.
    let idKey: Hash128?
    var customer: UInt64 = 0
    var frame: FactFrame
    var response: Remnant.Response?

    /// What it takes at most before its amounts and behind its entry, with a word's room for them.
    static let bytesMax = Remnant.headBytesMax + FactFrame.encodedBytesMax + 8

    /// Appends an entry, then the remnant of it as `Remnant.encode` does.
    func encode(after payload: Span<UInt8>, _ amounts: borrowing AmountBytes, into writer: inout ByteWriter) {
        let places = amounts.places
        writer.append(atMost: payload.count + Self.bytesMax + places.byteCount) { caller in
            // Out of the caller's hands for the time being: so the place in it is kept in a register.
            var output = consume caller
            output.append(copying: payload)
            Remnant.encodeHead(idKey, customer, hasResponse: response != nil, 0, into: &output)
            frame.encode(
                after: FactBefore(), hasDimensions: places.hasDimensions, hasSignals: places.hasSignals, into: &output)
            amounts.write(to: &output)
            caller = output
        }
        response?.encode(into: &writer)
    }
}
