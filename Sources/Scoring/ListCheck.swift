// Whether lists are as lists should be: every row readable, every term once, the rows in the order of their terms. It
// tells every mistake, where the reading of a lexicon stops at the first.

/// Checks lists.
package enum ListCheck {
    /// Every mistake in these lists, as they would stand over our own.
    ///
    /// - Parameter inOrder: Whether the terms of a list must ascend by their bytes, as in ours.
    package static func mistakes(in files: [ListFile], inOrder: Bool = false) -> [LexiconError] {
        var mistakes: [LexiconError] = []
        for file in files {
            mistakes += repeats(in: file)
            if inOrder { mistakes += disorder(in: file) }
        }
        var builder = LexiconBuilder()
        do throws(LexiconError) {
            try builder.read(ListFile.embedded, overlay: [])
        } catch { return [error] }
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
