// Keeps the replies of a connection in the order of its requests (invariant 2): a reply that is ready waits behind
// those of earlier requests that are still with the writer.

internal import DequeModule
internal import LineProtocol
internal import Scoring

/// A submission that is with the writer.
struct PendingSubmission: Sendable {
    var tag: [UInt8]
    /// The client's id; nil when the server gives one.
    var id: String?
    /// Nil without a verbatim.
    var score: Score?
    /// The verbatim, kept only when the reply quotes it.
    var text: [UInt8]
    var explain: Bool
    /// The survey that it answers.
    var survey: SubmissionContent.Answered?
    /// What was masked in the words that are kept.
    var masked: [PersonalData.Kind] = []
}

/// The replies of a connection that are not in its output yet.
struct PendingReplies: Sendable {
    /// What one request waits for.
    enum Slot: Sendable {
        case submission(PendingSubmission)
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

    /// Renders the reply of a request, and with it those behind it that are ready.
    mutating func complete(
        _ number: UInt64, with result: WriterResult, rendering output: inout [UInt8], context: borrowing LoopContext
    ) {
        if case .later = result { return }
        guard number >= firstNumber, number - firstNumber < UInt64(slots.count) else { return }
        let index = Int(number - firstNumber)
        if index == 0 {
            let slot = slots.removeFirst()
            firstNumber += 1
            Self.render(slot, result, into: &output, context: context)
            flush(into: &output)
        } else {
            var bytes: [UInt8] = []
            Self.render(slots[index], result, into: &bytes, context: context)
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

    private static func render(
        _ slot: Slot, _ result: WriterResult, into output: inout [UInt8], context: borrowing LoopContext
    ) {
        switch slot {
        case .ready(let bytes): output += bytes
        case .submission(let submission): submission.render(result, into: &output, context: context)
        case .question(let tag), .change(let tag):
            switch result {
            case .answer(let answer): ReplyLine.ok(tag: tag, to: &output) { answer.members(&$0) }
            case .refused(let refusal): ReplyLine.error(refusal, tag: tag, to: &output)
            case .stored, .duplicate, .later: preconditionFailure("a question is answered or refused")
            }
        }
    }
}

extension PendingSubmission {
    func render(_ result: WriterResult, into output: inout [UInt8], context: borrowing LoopContext) {
        switch result {
        case .stored(let sequence): accept(sequence, duplicate: false, into: &output, context: context)
        case .duplicate(let sequence): accept(sequence, duplicate: true, into: &output, context: context)
        case .refused(let refusal): ReplyLine.error(refusal, tag: tag, to: &output)
        case .answer, .later: preconditionFailure("a submission is stored or refused")
        }
    }

    private func accept(
        _ sequence: UInt64, duplicate: Bool, into output: inout [UInt8], context: borrowing LoopContext
    ) {
        let lexicon = context.lexicon
        let durability = context.durability
        ReplyLine.ok(tag: tag, to: &output) { writer in
            writer.key("id")
            writer.string(id ?? "s\(sequence)")
            writer.key("seq")
            writer.integer(sequence)
            writer.key("duplicate")
            writer.bool(duplicate)
            writer.key("durability")
            writer.string(durability)
            if let survey {
                writer.key("survey")
                writer.object { writer in
                    writer.key("id")
                    writer.string(survey.id)
                    writer.key("version")
                    writer.integer(survey.version)
                    writer.key("newest_version")
                    writer.integer(survey.newestVersion)
                }
            }
            if !masked.isEmpty {
                writer.key("masked")
                writer.object { writer in
                    for kind in PersonalData.Kind.allCases where masked.contains(kind) {
                        writer.key(kind.rawValue)
                        writer.integer(masked.count { $0 == kind })
                    }
                }
            }
            writer.key("score")
            guard let score else { return writer.null() }
            writer.object { writer in
                writer.members(of: score, text: text.span, lexicon: lexicon, evidence: explain ? .full : .brief)
            }
        }
    }
}
