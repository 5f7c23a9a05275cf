// Keeps the replies of a connection in the order of its requests (invariant 2): a reply that is ready waits behind
// those of earlier requests that are still with the writer. What they take, and may come to take, is counted in bytes.

internal import DequeModule

/// The replies of a connection that are not in its output yet.
struct PendingReplies: Sendable {
    /// What one request waits for.
    enum Slot: Sendable {
        /// What is known of its reply is in its batch.
        case submission
        /// `reserved` bytes may come to be held for its answer.
        case question(tag: [UInt8], reserved: Int)
        case change(tag: [UInt8])
        /// The reply's bytes, waiting for earlier ones.
        case ready([UInt8])

        var byteCount: Int {
            switch self {
            case .submission, .change: PendingReplies.smallReplyBytes
            case .question(_, let reserved): reserved
            case .ready(let bytes): bytes.count + MemoryLayout<Slot>.stride
            }
        }
    }

    /// What the reply to a submission or a change takes, with its place in the batch.
    static let smallReplyBytes = 512

    private var slots: Deque<Slot> = []
    /// The number of the first slot's request.
    private var firstNumber: UInt64 = 0

    var count: Int { slots.count }
    var isEmpty: Bool { slots.isEmpty }
    /// Bytes that are held or reserved for replies.
    private(set) var byteCount = 0
    /// Whether a change waits for the writer. It is always the last request: none is taken behind it.
    var hasChange: Bool {
        if case .change? = slots.last { true } else { false }
    }

    /// Adds a request that waits for the writer; its number.
    mutating func append(_ slot: Slot) -> UInt64 {
        slots.append(slot)
        byteCount += slot.byteCount
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
        _ = append(.ready(bytes))
    }

    /// Has `body` render the reply of a request from its slot, and with it goes what waits behind it and is ready.
    mutating func complete(
        _ number: UInt64, rendering output: inout [UInt8], _ body: (Slot, inout [UInt8]) -> Void
    ) {
        guard number >= firstNumber, number - firstNumber < UInt64(slots.count) else { return }
        let index = Int(number - firstNumber)
        if index == 0 {
            body(removeFirst(), &output)
            flush(into: &output)
        } else {
            var bytes: [UInt8] = []
            body(slots[index], &bytes)
            byteCount -= slots[index].byteCount
            slots[index] = .ready(bytes)
            byteCount += slots[index].byteCount
        }
    }

    private mutating func flush(into output: inout [UInt8]) {
        while case .ready(let bytes)? = slots.first {
            output += bytes
            _ = removeFirst()
        }
    }

    private mutating func removeFirst() -> Slot {
        let slot = slots.removeFirst()
        firstNumber += 1
        byteCount -= slot.byteCount
        return slot
    }
}
