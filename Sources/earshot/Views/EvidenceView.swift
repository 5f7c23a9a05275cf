// Why a verbatim got its score: each piece of evidence where it stands and what it adds, and the sum.

import EarshotClient
import Scoring

extension Page {
    /// A stored submission with everything that led to its score.
    mutating func draw(explaining stored: StoredSubmission) {
        if let score = stored.score {
            draw(verdictOf: score, id: stored.id)
        } else {
            add(ink.paint(SafeText.line(stored.id), .strong))
        }
        add(ink.paint(Self.facts(stored).joined(separator: " · "), .faint))
        guard let score = stored.score else { return add("no text, no score") }
        draw(score)
        if stored.submission.text.isEmpty {
            add()
            add("the words are no longer kept")
        }
        draw(evidenceOf: score, in: stored.submission.text, listing: true)
    }

    /// The words with the evidence marked in place and, if wanted, the list of what each piece adds.
    mutating func draw(evidenceOf score: VerbatimScore, in text: String, listing: Bool) {
        let shown = score.evidence.filter { listing || $0.contribution != 0 || $0.side != 0 }
        if !text.isEmpty {
            add()
            let marks = shown.enumerated().map { index, piece in
                MarkedText.Mark(start: piece.start, end: piece.end, number: index + 1, tone: Self.tone(of: piece))
            }
            add(contentsOf: MarkedText(text, marks: marks).lines(columns: columns - 2, ink: ink), indent: 2)
        }
        guard listing else { return }
        add()
        guard !shown.isEmpty else { return add("  nothing in it speaks of a feeling or a service") }
        draw(list: shown, in: text)
        draw(sumOf: score)
    }

    private mutating func draw(list evidence: [EvidencePiece], in text: String) {
        let utf8 = Array(text.utf8)
        var table = Table([.right, .right, .left, .left])
        for (index, piece) in evidence.enumerated() {
            let tone = Self.tone(of: piece)
            table.add([
                .init("\(index + 1)", .faint), .init(Figures.signed(piece.contribution, 4), tone),
                .init(DisplayWidth.cut(Self.words(of: piece, in: utf8), to: 40), tone),
                .init(Self.reasons(for: piece), .faint),
            ])
        }
        add(contentsOf: table.lines(ink), indent: 2)
    }

    /// The sum of the list, which is the compound.
    private mutating func draw(sumOf score: VerbatimScore) {
        // Summed in the server's own unit, so that the line adds up exactly.
        let sum = score.evidence.reduce(0) { $0 + Int(($1.contribution * 10_000).rounded()) }
        let compound = score.compound.map { Int(($0 * 10_000).rounded()) }
        let isExact = compound == sum
        let figure = Figures.signed(Double(sum) / 10_000, 4)
        add("  sum \(figure)\(isExact ? " = compound" : "; compound \(Figures.signed(score.compound, 4))")")
    }

    private static func tone(of piece: EvidencePiece) -> Tone {
        if piece.contribution != 0 { return piece.contribution > 0 ? .positive : .negative }
        if isIgnored(piece) { return .faint }
        return piece.side > 0 ? .positive : piece.side < 0 ? .negative : .faint
    }

    private static func words(of piece: EvidencePiece, in utf8: [UInt8]) -> String {
        guard piece.start >= 0, piece.start < piece.end, piece.end <= utf8.count else { return "" }
        return SafeText.line(String(decoding: utf8[piece.start..<piece.end], as: UTF8.self))
    }

    /// Dimensions and rules; for what was set aside, why.
    private static func reasons(for piece: EvidencePiece) -> String {
        var parts: [String] = []
        if !piece.dimensions.isEmpty { parts.append(dimensions(of: piece)) }
        let why = piece.rules.filter(ignoringRules.contains).map(Figures.words)
        let how = piece.rules.filter { !ignoringRules.contains($0) }.map(Figures.words)
        if !how.isEmpty { parts.append(how.joined(separator: ", ")) }
        if !why.isEmpty { parts.append("set aside: \(why.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }

    /// The dimensions and what each gets.
    private static func dimensions(of piece: EvidencePiece) -> String {
        let names = piece.dimensions.map(Figures.words).joined(separator: ", ")
        return piece.amount == 0 ? names : "\(names) \(Figures.signed(piece.amount, 2))"
    }

    private static func isIgnored(_ piece: EvidencePiece) -> Bool {
        piece.rules.contains(where: ignoringRules.contains)
    }

    /// The names of the rules that set a cue aside.
    private static let ignoringRules = Set(
        RuleSet.names.filter { RuleSet.ignoring.contains($0.rule) }.map(\.name))

    private static func facts(_ stored: StoredSubmission) -> [String] {
        let submission = stored.submission
        var facts = [SafeText.line(submission.org), "number \(stored.sequence)"]
        facts.append(SafeText.line(submission.at ?? stored.received))
        let named = [
            ("channel", submission.channel), ("touchpoint", submission.touchpoint), ("staff", submission.staff),
            ("customer", submission.customer),
        ]
        for (name, value) in named { if let value { facts.append("\(name) \(SafeText.line(value))") } }
        facts += submission.tags.map { SafeText.line("\($0.key)=\($0.value)") }
        if let lexicon = stored.score?.lexicon, !lexicon.isEmpty { facts.append("lexicon \(SafeText.line(lexicon))") }
        return facts
    }
}
