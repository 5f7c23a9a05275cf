// Pages of who may do what.

import EarshotClient
import LineProtocol

extension Page {
    /// A principal that was made.
    mutating func draw(principal: JSONValue) {
        if let token = principal["token"]?.string { add(SafeText.line(token)) }
        add("made \(SafeText.line(principal["principal"]?.string ?? ""))")
    }

    /// A page of the principals.
    mutating func draw(principals page: JSONValue) {
        let listed = page["tokens"]?.elements ?? []
        guard !listed.isEmpty else { return add("no token: whoever is on the server's machine may do everything") }
        var table = Table([.left, .left, .left, .left, .left, .left])
        let titles = ["principal", "roles", "organisations", "proof", "expires", "last used"]
        table.add(titles.map { Table.Cell($0, .faint) })
        for principal in listed {
            table.add([
                .init(Self.text(principal["principal"])), .init(Self.text(principal["roles"])),
                .init(Self.text(principal["organisations"])), .init(Self.text(principal["proof"])),
                .init(Self.text(principal["expires"])), .init(Self.text(principal["last_used"])),
            ])
        }
        add(contentsOf: table.lines(ink))
        if let next = page["next"]?.string { add(ink.paint("more: --after \(SafeText.line(next))", .faint)) }
    }

    private static func text(_ value: JSONValue?) -> String {
        let texts = value?.elements.compactMap(\.string) ?? []
        return SafeText.line(value?.string ?? (texts.isEmpty ? "–" : texts.joined(separator: ", ")))
    }
}
