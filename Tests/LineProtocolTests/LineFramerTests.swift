import LineProtocol
import Testing

@Suite("Line framer")
struct LineFramerTests {
    /// What the framer makes of bytes that arrive in the given pieces.
    private func frames(_ pieces: [[UInt8]], lineBytesMax: Int = 8) -> [String] {
        var framer = LineFramer(lineBytesMax: lineBytesMax)
        var waiting: [UInt8] = []
        var found: [String] = []
        for piece in pieces {
            waiting += piece
            var start = 0
            while let frame = framer.next(in: waiting.span, from: &start) {
                switch frame {
                case .line(let range): found.append(String(decoding: waiting[range], as: UTF8.self))
                case .tooLong: found.append("<too long>")
                }
            }
            waiting.removeFirst(start)
            #expect(waiting.count <= lineBytesMax + 1)
        }
        return found
    }

    private static let sample = Array(
        "PING\r\n\n\r\nHELP\n123456789\n12345678\n12345678\r\n\(String(repeating: "x", count: 50))\nQUIT\n".utf8)
    private static let expected = ["PING", "HELP", "<too long>", "12345678", "12345678", "<too long>", "QUIT"]

    @Test("lines are found when everything arrives at once")
    func whole() { #expect(frames([Self.sample]) == Self.expected) }

    @Test("lines are the same however the bytes are cut in two")
    func everySplit() {
        for cut in 0...Self.sample.count {
            #expect(frames([Array(Self.sample[..<cut]), Array(Self.sample[cut...])]) == Self.expected)
        }
    }

    @Test("lines are the same when they arrive byte by byte")
    func dripped() { #expect(frames(Self.sample.map { [$0] }) == Self.expected) }

    @Test("an endless line is never kept")
    func endless() {
        let pieces = [[UInt8]](repeating: [UInt8](repeating: 0x61, count: 100), count: 100)
        #expect(frames(pieces + [Array("\nPING\n".utf8)]) == ["<too long>", "PING"])
    }
}
