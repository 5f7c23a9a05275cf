// Keeps the replies of a connection in the order of its requests (invariant 2): a reply that is ready waits behind
// those of earlier requests that are still with the writer.

internal import DequeModule

/// The replies of a connection that are not in its output yet.
struct PendingReplies: Sendable {
    /// What one request waits for.
    enum Slot: Sendable {
        /// What is known of its reply is in its batch.
        case submission
        case question(tag: [UInt8])
        case change(tag: [UInt8])
        /// The reply's bytes, waiting for earlier ones.
        case ready([UInt8])
    }

    private var slots: Deque<Slot> = []
    /// The number of the first slot's request.
    private var firstNumber: UInt64 = 0

    var count: Int { slots.count }
    var isEmpty: Bool { slots.isEmpty }
    /// Whether a change waits for the writer. It is always the last request: none is taken behind it.
    var hasChange: Bool {
        if case .change? = slots.last { true } else { false }
    }

    /// Adds a request that waits for the writer; its number.
    mutating func append(_ slot: Slot) -> UInt64 {
        slots.append(slot)
        return firstNumber + UInt64(slots.count - 1)
    }

    /// Renders a reply that is ready at once: into the output when nothing is before it, else into a slot.
    mutating func render(into output: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        if slots.isEmpty {
            firstNumber += 1
            return body(&output)
        }
        var bytes: [UInt8] = []
        body(&bytes)
        slots.append(.ready(bytes))
    }

    /// Has `body` render the reply of a request from its slot, and with it goes what waits behind it and is ready.
    mutating func complete(
        _ number: UInt64, rendering output: inout [UInt8], _ body: (Slot, inout [UInt8]) -> Void
    ) {
        guard number >= firstNumber, number - firstNumber < UInt64(slots.count) else { return }
        let index = Int(number - firstNumber)
        if index == 0 {
            let slot = slots.removeFirst()
            firstNumber += 1
            body(slot, &output)
            flush(into: &output)
        } else {
            var bytes: [UInt8] = []
            body(slots[index], &bytes)
            slots[index] = .ready(bytes)
        }
    }

    private mutating func flush(into output: inout [UInt8]) {
        while case .ready(let bytes)? = slots.first {
            output += bytes
            slots.removeFirst()
            firstNumber += 1
        }
    }
}
