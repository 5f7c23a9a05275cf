// A file of JSON Lines on its way to the server: what becomes of each line, and the sums.

import EarshotClient
import Transport

/// What became of an import.
struct ImportSummary: Equatable {
    var stored = 0
    var duplicates = 0
    var refused = 0
    /// How many had to be sent again after the connection was lost or the server was busy.
    var sentAgain = 0

    var settled: Int { stored + duplicates + refused }
}

/// Sends the lines of a file and tells of those that are refused.
struct Importer: ~Copyable {
    private(set) var summary = ImportSummary()
    private var queue: SubmissionQueue
    private let name: String
    private let org: String?
    private var addedCount = 0
    /// Of each unsettled submission: its line, and what to subtract from offsets.
    private var places: [Int: (line: Int, shift: Int)] = [:]
    private var progress: ImportProgress

    init(_ queue: consuming SubmissionQueue, name: String, org: String?) {
        self.queue = queue
        self.name = name
        self.org = org
        progress = ImportProgress(isShown: TerminalFacts.errorIsTerminal)
    }

    /// Sends every line and waits for the last reply.
    mutating func run(_ lines: inout ByteLines) throws {
        defer { progress.clear() }
        while let line = try lines.next() {
            switch line {
            case .tooLong: refuse(lines.lineNumber, .init(code: "too_long", reason: "the line is far too long"))
            case .bytes(let bytes):
                if bytes.isBlank { continue }
                try add(bytes, number: lines.lineNumber)
            }
        }
        settle(try queue.finish())
    }

    private mutating func add(_ bytes: [UInt8], number: Int) throws(ClientError) {
        let line: ImportLine
        do throws(ImportLine.Mistake) { line = try ImportLine(bytes, number: number, org: org) } catch {
            return refuse(number, error)
        }
        guard line.request.count <= queue.lineBytesMax else {
            let reason = "the request has \(line.request.count) bytes, the server takes \(queue.lineBytesMax)"
            return refuse(number, .init(code: "too_long", reason: reason))
        }
        places[addedCount] = (number, line.shift)
        addedCount += 1
        settle(try queue.add(line: line.request, isRepeatable: true))
    }

    private mutating func settle(_ results: [SubmissionResult]) {
        for result in results {
            let place = places.removeValue(forKey: result.number) ?? (0, 0)
            if result.wasSentAgain { summary.sentAgain += 1 }
            switch result.outcome {
            // One that was sent again may have been its own duplicate; then it is in the store because of this import.
            case .stored(let receipt) where receipt.isDuplicate && !result.wasSentAgain: summary.duplicates += 1
            case .stored: summary.stored += 1
            case .refused(let error):
                let offset = error.offset.map { max(0, $0 - place.shift) }
                refuse(place.line, .init(code: error.code, reason: error.message, offset: offset))
            case .unknown: refuse(place.line, .init(code: "unknown", reason: "the connection was lost"))
            }
        }
        progress.show(summary)
    }

    private mutating func refuse(_ line: Int, _ mistake: ImportLine.Mistake) {
        summary.refused += 1
        progress.clear()
        writeToStandardError(Self.text(of: mistake, at: "\(name):\(line)") + "\n")
    }

    /// `file.jsonl:12:34: bad_value: …`, as compilers have it; the column counts bytes from 1.
    static func text(of mistake: ImportLine.Mistake, at place: String) -> String {
        let column = mistake.offset.map { ":\($0 + 1)" } ?? ""
        return SafeText.line("\(place)\(column): \(mistake.code): \(mistake.reason)")
    }
}

/// A line on the terminal that says how far it is.
private struct ImportProgress {
    let isShown: Bool
    private let start = MonotonicClock.system.milliseconds
    private var next: Int64 = 0
    private var isOnScreen = false

    init(isShown: Bool) { self.isShown = isShown }

    mutating func show(_ summary: ImportSummary) {
        guard isShown else { return }
        let now = MonotonicClock.system.milliseconds
        guard now >= next else { return }
        // Five times a second is as often as a person can read it.
        next = now + 200
        let rate = summary.settled * 1000 / Int(max(1, now - start))
        writeToStandardError("\r\(Figures.count(summary.settled)) settled, \(Figures.count(rate))/s\u{1B}[K")
        isOnScreen = true
    }

    mutating func clear() {
        if isOnScreen { writeToStandardError("\r\u{1B}[K") }
        isOnScreen = false
    }
}
