// The last step of building the trie: which words may begin a phrase, and which pairs of words may.

extension PhraseTrie {
    /// More pairs than this under one pair of elements are not listed one by one.
    private static let pairsMax = 40_000

    /// Marks the words that begin phrases, and fills the pair filter.
    mutating func close(entries: inout [WordEntry]) {
        var firsts: [Int32: [UInt32]] = [:]
        var wordsFrom: [Int32: [UInt32]] = [:]
        for (key, target) in zip(keys, targets) where key != 0 {
            let node = Int32(truncatingIfNeeded: key >> 32)
            let word = UInt32(truncatingIfNeeded: key)
            if node == 0 { firsts[target, default: []].append(word) }
            wordsFrom[node, default: []].append(word)
        }
        for (target, words) in firsts {
            let node = nodes[Int(target)]
            var isOpen = node.phrase >= 0 || node.number != 0 || node.duration != 0 || node.money != 0
            let seconds = wordsFrom[target] ?? []
            if words.count * seconds.count > Self.pairsMax { isOpen = true }
            let gapped = gapped(after: node, wordsFrom)
            if gapped == nil { isOpen = true }
            for word in words {
                entries[Int(word)].flags.insert(.startsPhrase)
                if isOpen { entries[Int(word)].flags.insert(.startsOpenPhrase) }
                if isOpen { continue }
                for second in seconds { addPair(word, second) }
                guard let gapped, !gapped.isEmpty else { continue }
                entries[Int(word)].flags.insert(.startsGapPhrase)
                for later in gapped { addPair(word | Self.gapMark, later) }
            }
        }
    }

    /// The words that may follow the gaps at a node, or nil when something else may.
    private func gapped(after node: PhraseNode, _ wordsFrom: [Int32: [UInt32]]) -> [UInt32]? {
        var words: [UInt32] = []
        var gap = node.gap
        while gap != 0 {
            let after = nodes[Int(gap)]
            if after.phrase >= 0 || after.number != 0 || after.duration != 0 || after.money != 0 { return nil }
            words += wordsFrom[gap] ?? []
            gap = after.gapSibling
        }
        return words.count > Self.gappedMax ? nil : words
    }

    private static let gappedMax = 4_000
}
