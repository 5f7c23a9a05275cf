// Whether lists are as lists should be: every row readable, every term once, the rows in the order of their terms. It
// tells every mistake, where the reading of a lexicon stops at the first.

/// Checks lists, as they would stand over others.
package struct ListCheck {
    private let base: LexiconBuilder

    /// Reads the lists that those to be checked stand over; the first mistake in them is thrown.
    package init(over files: [ListFile] = ListFile.embedded) throws(LexiconError) {
        var builder = LexiconBuilder()
        try builder.read(files)
        base = builder
    }

    /// Every mistake in these lists, as they would stand over our own.
    ///
    /// - Parameter inOrder: Whether the terms of a list must ascend by their bytes, as in ours.
    package static func mistakes(in files: [ListFile], inOrder: Bool = false) -> [LexiconError] {
        do throws(LexiconError) {
            return try ListCheck().mistakes(in: files, inOrder: inOrder)
        } catch { return [error] }
    }

    /// Every mistake in these lists, by file and line.
    package func mistakes(in files: [ListFile], inOrder: Bool = false) -> [LexiconError] {
        var mistakes: [LexiconError] = []
        for file in files {
            mistakes += Self.repeats(in: file)
            if inOrder { mistakes += Self.disorder(in: file) }
        }
        var builder = base
        for file in files { mistakes += builder.mistakes(in: file) }
        return mistakes.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    /// How many rows a list has, without comments and empty lines.
    package static func rowCount(of file: ListFile) -> Int {
        var count = 0
        for _ in ListRow.rows(of: file) { count += 1 }
        return count
    }

    /// Terms that stand twice in one list. Case tells emoticons apart, so it counts.
    private static func repeats(in file: ListFile) -> [LexiconError] {
        var lines: [ArraySlice<UInt8>: Int] = [:]
        var mistakes: [LexiconError] = []
        for row in ListRow.rows(of: file) {
            if let before = lines[row.bytes(0)] {
                mistakes.append(row.error("\(row.text(0)) stands in line \(before) already"))
            } else {
                lines[row.bytes(0)] = row.line
            }
        }
        return mistakes
    }

    private static func disorder(in file: ListFile) -> [LexiconError] {
        let rows = ListRow.rows(of: file)
        return zip(rows, rows.dropFirst()).compactMap { before, row in
            guard row.bytes(0).lexicographicallyPrecedes(before.bytes(0)) else { return nil }
            return row.error("\(row.text(0)) should stand before \(before.text(0))")
        }
    }
}

extension LexiconBuilder {
    /// What the rows of an overlay's file are refused for, one by one.
    mutating func mistakes(in file: ListFile) -> [LexiconError] {
        var mistakes: [LexiconError] = []
        replaces = true
        for row in ListRow.rows(of: file) {
            do throws(LexiconError) {
                try readOverlayRow(row, of: file)
            } catch {
                mistakes.append(error)
            }
        }
        return mistakes
    }
}
