// The real program in a process of its own, with certificates of its own, for tests that kill it.

import Foundation
import Testing
import Transport

/// A data folder with the certificates of its server, and the server while it runs.
final class EarshotProcess {
    private let folder = TemporaryFolder()
    private let data = TemporaryFolder()
    /// Where the server keeps its data.
    private let dataPath: String
    private var process: Process?
    private(set) var port: UInt16 = 0
    private var stays: [Stay] = []

    /// A connection that stays open.
    private final class Stay {
        let connection: BlockingConnection
        init(_ connection: consuming BlockingConnection) { self.connection = connection }
    }

    /// With `inOwnFolder` the data lie in `earshot-data` in a folder in which shell commands run.
    init(inOwnFolder: Bool = false) throws {
        dataPath = inOwnFolder ? data.path + "/earshot-data" : data.path
        try DevelopmentCertificates(folder: folder.path).ensure()
    }

    deinit {
        end(with: SIGKILL)
        if dataPath != data.path { try? FileManager.default.removeItem(atPath: data.path) }
    }

    /// Runs a command of the shell beside `earshot-data`; what it said, errors too.
    func shell(_ command: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec 2>&1 </dev/null; \(command)"]
        process.currentDirectoryURL = URL(fileURLWithPath: data.path)
        process.environment = [
            "PATH": try Self.program().deletingLastPathComponent().path + ":/usr/bin:/bin",
            "EARSHOT_SERVER": "localhost:\(port)", "EARSHOT_CA": folder.path + "/ca.pem",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    /// Starts the server on the data folder, and waits until it listens.
    func start(_ arguments: [String] = []) throws {
        let process = Process()
        self.process = process
        try launch(process, arguments)
    }

    /// Starts a second server on the same data folder.
    func startAnother() throws {
        let process = Process()
        defer { process.waitUntilExit() }
        try launch(process, [])
        process.terminate()
    }

    private func launch(_ process: Process, _ arguments: [String]) throws {
        process.executableURL = try Self.program()
        // Nothing is refused because other work has the machine's processors for a moment.
        process.arguments =
            [
                "serve", "--listen", "127.0.0.1:0", "--data", dataPath, "--tls-certificate",
                folder.path + "/server.pem", "--tls-key", folder.path + "/server.key", "--turn-milliseconds", "10000",
            ] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw StartFailure(output: text) }
            text += String(decoding: more, as: UTF8.self)
        }
        let rest = text.firstRange(of: "listens on 127.0.0.1:").map { text[$0.upperBound...] } ?? ""
        port = UInt16(rest.prefix { $0.isNumber }) ?? 0
        if port == 0 { throw StartFailure(output: text) }
    }

    /// Sends a signal that does not end it.
    func signal(_ signal: Int32) { if let process { kill(process.processIdentifier, signal) } }

    /// Sends a signal and waits for the end; the exit code, or the signal negated.
    @discardableResult
    func end(with signal: Int32) -> Int32 {
        guard let process, process.isRunning else { return 0 }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        self.process = nil
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Says lines on one TLS connection; as many lines of the server as were asked for, the greeting left out.
    func say(_ requests: [String], expecting count: Int) throws -> [String] {
        try say(requests.map { Array($0.utf8) }, expecting: count)
    }

    /// The same with lines of any bytes; the connection may stay open as long as the server.
    func say(_ requests: [[UInt8]], expecting count: Int, staying: Bool = false) throws -> [String] {
        let context = try TLSContext.client(authorityFile: folder.path + "/ca.pem")
        let deadline = Deadline.after(milliseconds: 20_000)
        var connection = try BlockingConnection.connect(
            to: HostPort(host: "localhost", port: port), tls: context, deadline: deadline)
        var received: [UInt8] = []
        let bytes: [UInt8] = requests.flatMap { (line: [UInt8]) -> [UInt8] in line + [0x0A] }
        try connection.writeAll(bytes.span, receiving: &received, deadline: deadline)
        while received.count(where: { $0 == UInt8(ascii: "\n") }) < count + 1 {
            if try connection.readSome(into: &received, deadline: deadline) == 0 { break }
        }
        if staying { stays.append(Stay(connection)) }
        return String(decoding: received, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
    }

    /// Runs another command of the program to its end; what it wrote to standard output.
    func run(_ arguments: [String], addingData: Bool) throws -> String {
        let process = Process()
        process.executableURL = try Self.program()
        process.arguments = arguments + (addingData ? [dataPath] : [])
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw StartFailure(output: text) }
        return text
    }

    /// Asks the running server by a command of the program; what it wrote to standard output and to standard error, and its
    /// exit code, or the signal negated. With `bytesMax` nobody reads on after so many bytes of output.
    func ask(
        _ arguments: [String], token: String? = nil, readingAtMost bytesMax: Int = .max
    ) throws -> (output: String, errors: String, code: Int32) {
        let process = Process()
        process.executableURL = try Self.program()
        process.arguments = arguments + ["--server", "localhost:\(port)", "--ca", folder.path + "/ca.pem"]
        var environment = ProcessInfo.processInfo.environment
        environment["EARSHOT_TOKEN"] = token
        process.environment = environment
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        var bytes = Data()
        while bytes.count < bytesMax, case let more = output.fileHandleForReading.availableData, !more.isEmpty {
            bytes += more
        }
        try output.fileHandleForReading.close()
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let status = process.terminationStatus
        return (
            String(decoding: bytes, as: UTF8.self), complaints, process.terminationReason == .exit ? status : -status
        )
    }

    /// Waits until the server ends by itself; the exit code, or the signal negated.
    func waitForEnd() -> Int32 {
        process?.waitUntilExit()
        let status = process?.terminationReason == .exit ? process?.terminationStatus : nil
        process = nil
        return status ?? -1
    }

    /// A TLS connection that stays, its greeting read.
    func open() throws -> Conversation {
        let context = try TLSContext.client(authorityFile: folder.path + "/ca.pem")
        var conversation = try Conversation(to: port, context)
        _ = try conversation.takeLine()
        return conversation
    }

    /// Says something without TLS; what the server answered until it ended the connection.
    func sayPlainly(_ text: String) throws -> String {
        let deadline = Deadline.after(milliseconds: 20_000)
        var connection = try BlockingConnection.connect(
            to: HostPort(host: "localhost", port: port), tls: nil, deadline: deadline)
        var received: [UInt8] = []
        let bytes = Array(text.utf8)
        try connection.writeAll(bytes.span, receiving: &received, deadline: deadline)
        while try connection.readSome(into: &received, deadline: deadline) > 0 {}
        return String(decoding: received, as: UTF8.self)
    }

    /// The program lies beside the tests that were built with it.
    private static func program() throws -> URL {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("earshot")
        return try #require(FileManager.default.isExecutableFile(atPath: beside.path) ? beside : nil)
    }
}

/// One connection on which one thing is asked after the other.
struct Conversation: ~Copyable {
    private var connection: BlockingConnection
    private var received: [UInt8] = []

    init(to port: UInt16, _ context: TLSContext) throws {
        connection = try BlockingConnection.connect(
            to: HostPort(host: "localhost", port: port), tls: context, deadline: .after(milliseconds: 20_000))
    }

    /// Says a line; the reply.
    mutating func ask(_ line: String) throws -> String {
        let bytes = Array("\(line)\n".utf8)
        do {
            try connection.writeAll(bytes.span, receiving: &received, deadline: .after(milliseconds: 20_000))
        } catch { throw ConversationEnded() }
        return try takeLine()
    }

    /// Says something that need not be a line.
    mutating func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        try connection.writeAll(bytes.span, receiving: &received, deadline: .after(milliseconds: 20_000))
    }

    /// The next line that the server says.
    mutating func takeLine() throws -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeSubrange(...end) }
                return String(decoding: received[..<end], as: UTF8.self)
            }
            let count = try? connection.readSome(into: &received, deadline: .after(milliseconds: 20_000))
            guard let count, count > 0 else { throw ConversationEnded() }
        }
    }
}

/// The server has ended the connection.
struct ConversationEnded: Error {}

/// The server ended or said something else instead of listening.
struct StartFailure: Error {
    let output: String
}
