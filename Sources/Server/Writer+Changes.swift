// Changes of the ledger beside submissions.

internal import Aggregation
internal import ByteCoding
internal import LineProtocol
internal import Persistence
internal import Transport

extension Writer {
    /// Journals entries of the writer's own, makes them durable, and applies them.
    func commit(_ entries: [Entry]) throws(Refusal) {
        var payloads: [(bytes: [UInt8], sequence: UInt64)] = []
        do {
            for entry in entries {
                var writer = ByteWriter()
                entry.encode(into: &writer)
                let sequence = try journal.append(kind: RecordKind.entry, payload: writer.bytes.span)
                payloads.append((writer.bytes, sequence))
            }
            try journal.commit(nowMilliseconds: settings.monotonicClock.milliseconds)
        } catch {
            throw refusal(for: error)
        }
        for (bytes, sequence) in payloads { apply(bytes, 0..<bytes.count, sequence) }
        ledger.endBatch()
    }
}
