// Buffers for replies go from one connection of a loop to the next: the one written last is still in the processor's cache,
// and a turn's replies need not grow a new one. A connection that has nothing to say holds none.

/// Buffers that were written out.
struct ReplyBuffers {
    /// What all of them hold at most.
    private static let bytesMax = 1_048_576
    /// What grew beyond this is not kept: one long answer must not hold its memory for ever.
    private static let bytesEachMax = 262_144

    private var spare: [[UInt8]] = []
    private var byteCount = 0

    /// Gives a connection that has no buffer the one that came back last.
    mutating func lend(to output: inout [UInt8]) {
        guard output.capacity == 0, let buffer = spare.popLast() else { return }
        byteCount -= buffer.capacity
        output = buffer
    }

    /// Takes the buffer of a connection whose replies are all written.
    mutating func takeBack(_ output: inout [UInt8]) {
        output.removeAll(keepingCapacity: true)
        let capacity = output.capacity
        if capacity <= Self.bytesEachMax, byteCount + capacity <= Self.bytesMax {
            spare.append(output)
            byteCount += capacity
        }
        output = []
    }
}
