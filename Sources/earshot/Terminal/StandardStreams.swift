// The program's standard streams and what kind of thing they lead to. With RawTerminal.swift the only files of the
// client commands with unsafe calls.

import Glibc

/// Gathers what goes to standard output, so that a system call carries much of it.
struct StandardOutput {
    private var bytes: [UInt8] = []
    /// Written when so much has gathered.
    private let flushBytes: Int

    init(flushBytes: Int = 1 << 16) { self.flushBytes = flushBytes }

    /// Appends a text.
    mutating func write(_ text: String) { write(Array(text.utf8)) }

    /// Appends bytes.
    mutating func write(_ more: [UInt8]) {
        bytes += more
        if bytes.count >= flushBytes { flush() }
    }

    /// Appends a text and a line feed.
    mutating func writeLine(_ text: String) { write(text + "\n") }

    /// Writes what has gathered. When nobody reads any more, as behind `| head`, the program ends like any other; when it
    /// cannot be written, as on a full disk, it says so and fails.
    mutating func flush() {
        if let code = writeAll(bytes, to: STDOUT_FILENO) {
            if code == EPIPE { exit(0) }
            complain("standard output: \(unsafe String(cString: strerror(code)))")
            exit(CommandFailure.refused)
        }
        bytes.removeAll(keepingCapacity: true)
    }
}

/// Writes all bytes; the system's error when it could not.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var sent = 0
    while sent < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
            return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        }
        if count < 0, errno == EINTR { continue }
        if count < 0 { return errno }
        sent += count
    }
    return nil
}

/// Writes a text to standard output at once.
func say(_ text: String) {
    var output = StandardOutput()
    output.write(text)
    output.flush()
}

/// Writes one line to standard error, with the program's name before it and nothing in it that a terminal would obey.
func complain(_ message: String) { _ = writeAll(Array("earshot: \(SafeText.line(message))\n".utf8), to: STDERR_FILENO) }

/// Writes to standard error as it is, for progress that overwrites itself.
func writeToStandardError(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }

/// Writes out what `print` has gathered.
func flushOutput() { fflush(nil) }

/// What the standard streams lead to.
enum TerminalFacts {
    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal that standard output leads to; nil when it is none or does not tell.
    static var columns: Int? {
        var size = winsize()
        guard outputIsTerminal, unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}

/// A variable of the environment; nil when it is missing or empty.
func environmentVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
}

/// Whether there is something with that name that can be read.
func isReadableFile(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }
