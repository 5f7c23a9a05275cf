// Lines of a file or of standard input, read in large pieces.

import Glibc
import Transport

/// Cuts a file into lines. A line longer than the limit is given as `tooLong`, and the file goes on behind it.
struct ByteLines: ~Copyable {
    /// One line.
    enum Line: Equatable {
        case bytes([UInt8])
        case tooLong
    }

    private let file: Descriptor
    private let lineBytesMax: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var isDiscarding = false
    private var isAtEnd = false
    /// The number of the line that was given last, from 1.
    private(set) var lineNumber = 0

    /// The lines of the file at `path`, or of standard input for `-`.
    init(path: String, lineBytesMax: Int = 8 << 20) throws(SystemError) {
        file = path == "-" ? try Descriptor.standardInput() : try Descriptor.open(reading: path)
        self.lineBytesMax = lineBytesMax
    }

    /// The next line without its line feed; nil at the end of the file.
    mutating func next() throws(SystemError) -> Line? {
        while true {
            if let end = lineFeed() {
                let line = Array(buffer[start..<end])
                start = end + 1
                searched = start
                return give(line)
            }
            if isAtEnd {
                guard start < buffer.count || isDiscarding else { return nil }
                let line = Array(buffer[start...])
                start = buffer.count
                searched = start
                return give(line)
            }
            try fill()
        }
    }

    private mutating func give(_ line: [UInt8]) -> Line {
        lineNumber += 1
        defer { isDiscarding = false }
        return isDiscarding || line.count > lineBytesMax ? .tooLong : .bytes(line)
    }

    private mutating func fill() throws(SystemError) {
        buffer.removeSubrange(0..<start)
        start = 0
        if buffer.count > lineBytesMax {
            isDiscarding = true
            buffer.removeAll(keepingCapacity: true)
        }
        searched = buffer.count
        isAtEnd = try file.read(into: &buffer, limit: 1 << 18) == 0
    }

    private mutating func lineFeed() -> Int? {
        let from = searched
        let found = unsafe buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, from < bytes.count,
                let hit = unsafe memchr(base + from, 0x0A, bytes.count - from)
            else { return nil }
            return unsafe UnsafeRawPointer(hit) - base
        }
        if found == nil { searched = buffer.count }
        return found
    }
}

extension [UInt8] {
    /// Whether a line has nothing but spaces, tabs and carriage returns.
    var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
}

/// All of a file, or of standard input for `-`.
///
/// - Throws: also when it is longer than `bytesMax`.
func readWhole(_ path: String, bytesMax: Int = 8 << 20) throws -> [UInt8] {
    let file = path == "-" ? try Descriptor.standardInput() : try Descriptor.open(reading: path)
    var bytes: [UInt8] = []
    while try file.read(into: &bytes, limit: 1 << 16) > 0 {
        guard bytes.count <= bytesMax else {
            throw CommandFailure("\(path) has more than \(bytesMax) bytes").reported()
        }
    }
    return bytes
}

/// All of a file as a text without the line feeds at its end; what is not UTF-8 is refused.
func readText(_ path: String) throws -> String {
    let bytes: [UInt8]
    do { bytes = try readWhole(path) } catch let error as SystemError {
        throw CommandFailure("\(error). Give the words with --text, or on standard input.").reported()
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandFailure("\(path == "-" ? "standard input" : path) is not UTF-8; convert it first, by iconv.")
            .reported()
    }
    let end = text.lastIndex { !$0.isNewline }.map { text.index(after: $0) } ?? text.startIndex
    return String(text[..<end])
}
