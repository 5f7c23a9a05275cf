// Room for replies, taken before they are made: what a question may come to hold until its client has taken the answer.
// Without it a client that asks and does not read could have the server hold a thousand pages for each connection.

internal import Aggregation
internal import LineProtocol

extension Question {
    /// Bytes that may be held for the answer: as the writer's values while it waits to be written, then as JSON.
    ///
    /// A bound by the limits of the protocol for what has one; for figures what a large organisation's take.
    func bytesHeldMax(_ limits: Limits) -> Int {
        switch self {
        // Stored submissions are four times as large as values as they are on the disk.
        case .verbatims: 4 * (Limits.pageBytesMax + limits.lineBytesMax)
        // Looked at again when the submission is found: LoopLoad.admitted.
        case .explain: 32_768
        // A name and three figures each.
        case .orgs(let request): 4_096 + 320 * request.limit
        // A name, its roles, and the first organisations of its scope.
        case .tokens(let request): 4_096 + 1_024 * request.limit
        case .figures(.report(let request)) where request.isWhole: 32_768
        case .figures, .segments, .results, .surveys: 131_072
        case .status: 16_384
        case .snapshot, .watch, .access, .drain: 1_024
        }
    }
}

extension ScoreRequest {
    /// The same for a score: of a word of four letters in eight bytes of a line the evidence takes up to 300.
    var bytesHeldMax: Int { 1_024 + text.count * (explain ? 64 : 2) }
}

extension LoopLoad {
    /// Questions whose answers hold no more than this are answered however much waits elsewhere: health, and the whole
    /// report of an organisation.
    private static let smallBytesMax = 32_768

    /// Refuses a question for whose answer there is no room: too much waits to be taken, on all connections together.
    func admitAnswer(of byteCount: Int) throws(Refusal) {
        guard byteCount > Self.smallBytesMax, let gauge, gauge.isOutputFull else { return }
        throw Self.full
    }

    /// What was answered, or a refusal where it is far larger than was to be expected and there is no room for it.
    func admitted(_ result: WriterResult) -> WriterResult {
        guard case .answer(.entry(let entry)) = result, let gauge, gauge.isOutputFull else { return result }
        let byteCount = 1_024 + 64 * (entry.submission.text?.utf8.count ?? 0)
        return byteCount > Self.smallBytesMax ? .refused(Self.full) : result
    }

    private static var full: Refusal {
        Refusal(.overloaded, "more answers wait to be taken than the server keeps; take yours, or ask later")
    }
}
