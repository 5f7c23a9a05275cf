// Reads lines from a terminal with a cursor that moves and a history; the terminal is raw only while a line is typed.
// With StandardStreams.swift the only file of the client commands with unsafe calls.

import Glibc
import Transport

/// Reads lines from the terminal on standard input.
struct LineEditor: ~Copyable {
    private let input: Descriptor
    private var line = EditedLine()
    private var keys = KeyReader()
    /// Bytes that were read and not used yet.
    private var waiting: [UInt8] = []

    init() throws(SystemError) { input = try Descriptor.standardInput() }

    /// The next line; nil at the end of the input. Ctrl-C empties the line.
    mutating func next(prompt: String) throws(SystemError) -> String? {
        let settings = makeRaw()
        defer { if let settings { restore(settings) } }
        draw(prompt)
        while let byte = try nextByte() {
            guard let key = keys.take(byte) else { continue }
            switch key {
            case .enter:
                say("\r\n")
                return line.finish()
            case .endOfInput where line.characters.isEmpty:
                say("\r\n")
                return nil
            case .endOfInput: line.take(.delete)
            case .interrupt:
                line.clear()
                say("^C\r\n")
            case .clearScreen: say("\u{1B}[H\u{1B}[2J")
            default: line.take(key)
            }
            draw(prompt)
        }
        return nil
    }

    /// Draws prompt and line in one row; of a line that is too long, what is around the cursor.
    private func draw(_ prompt: String) {
        let room = max(8, (TerminalFacts.columns ?? 80) - DisplayWidth.of(prompt) - 1)
        var start = line.cursor
        var before = 0
        while start > 0 {
            let width = DisplayWidth.of(SafeText.line(String(line.characters[start - 1])))
            if before + width > room { break }
            before += width
            start -= 1
        }
        var shown = ""
        var used = 0
        for character in line.characters[start...] {
            let text = SafeText.line(String(character))
            used += DisplayWidth.of(text)
            if used > room { break }
            shown += text
        }
        say("\r\(prompt)\(shown)\u{1B}[K\r\u{1B}[\(DisplayWidth.of(prompt) + before)C")
    }

    private mutating func nextByte() throws(SystemError) -> UInt8? {
        if waiting.isEmpty {
            guard try input.read(into: &waiting, limit: 4096) > 0 else { return nil }
            waiting.reverse()
        }
        return waiting.removeLast()
    }

    /// Switches the terminal to single keys; its settings until now.
    private func makeRaw() -> termios? {
        var settings = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        var raw = settings
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        return settings
    }

    private func restore(_ settings: termios) {
        var settings = settings
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }
}
