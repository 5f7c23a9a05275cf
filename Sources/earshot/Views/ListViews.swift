// Pages of organisations and verbatims, and the server's status.

import EarshotClient
import LineProtocol

extension Page {
    /// The organisations of one page.
    mutating func draw(_ page: OrganisationPage) {
        guard !page.organisations.isEmpty else { return add("no organisation") }
        var table = Table([.left, .right, .right, .right, .left])
        table.add(["organisation", "received", "scored", "mean", "last received"].map { Table.Cell($0, .faint) })
        for organisation in page.organisations {
            table.add([
                .init(SafeText.line(organisation.name)), .init(Figures.count(organisation.receivedCount)),
                .init(Figures.count(organisation.scoredCount)), .init(Figures.signed(organisation.compound, 3)),
                .init(SafeText.line(organisation.lastReceived)),
            ])
        }
        add(contentsOf: table.lines(ink))
        if let next = page.next { add(ink.paint("more: --after \(SafeText.line(next))", .faint)) }
    }

    /// The verbatims of one page.
    mutating func draw(_ page: VerbatimPage, org: String) {
        for stored in page.verbatims {
            var line = ink.paint(SafeText.line(stored.id), .strong)
            line += "  " + SafeText.line(stored.submission.at ?? stored.received)
            if let score = stored.score {
                let tone = Ink.tone(ofLabel: score.label)
                line += "  " + ink.paint("\(SafeText.line(score.label)) \(Figures.signed(score.compound, 4))", tone)
            }
            add(line)
            let marks = (stored.score?.evidence ?? []).filter { $0.contribution != 0 }.enumerated().map {
                index, piece in
                MarkedText.Mark(
                    start: piece.start, end: piece.end, number: index + 1,
                    tone: piece.contribution > 0 ? .positive : .negative)
            }
            let words = MarkedText(stored.submission.text, marks: marks)
            add(contentsOf: words.lines(columns: columns - 2, ink: ink), indent: 2)
        }
        if page.verbatims.isEmpty { add("no verbatim") }
        var footer = "\(Figures.count(page.heldCount)) kept of \(SafeText.line(org))"
        if page.droppedCount > 0 { footer += ", \(Figures.count(page.droppedCount)) older ones let go" }
        if let next = page.next { footer += "; more: --after \(SafeText.line(next))" }
        add(ink.paint(footer, .faint))
    }

    /// What was erased.
    mutating func draw(_ receipt: ForgetReceipt) {
        add(
            "\(Figures.count(receipt.forgottenCount)) forgotten; gone from the disk within \(receipt.erasedWithinSeconds) s"
        )
        if receipt.figuresKeptCount > 0 {
            add(
                "\(Figures.count(receipt.figuresKeptCount)) erased that the figures still count: too old to be told apart"
            )
        }
        if receipt.hasMore { add("there are more: ask again") }
    }

    /// The server's status, whatever figures it has: one line each, a group's name before its members.
    mutating func draw(status: JSONValue) {
        var table = Table([.left, .left])
        Self.flatten(status, under: "", into: &table)
        add(contentsOf: table.lines(ink))
    }

    private static func flatten(_ value: JSONValue, under name: String, into table: inout Table) {
        switch value {
        case .object(let members):
            for member in members {
                flatten(member.value, under: name.isEmpty ? member.key : "\(name) \(member.key)", into: &table)
            }
        case .array(let elements): row(name, elements.map(text).joined(separator: ", "), &table)
        default: row(name, text(value), &table)
        }
    }

    private static func row(_ name: String, _ value: String, _ table: inout Table) {
        table.add([.init(Figures.words(name)), .init(SafeText.line(value))])
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "–"
        case .bool(let flag): flag ? "yes" : "no"
        case .number(let digits): value.integer.map { Figures.count(Int(clamping: $0)) } ?? digits
        case .string(let text): text
        case .array(let elements): elements.map(text).joined(separator: ", ")
        case .object(let members): members.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
        }
    }
}
