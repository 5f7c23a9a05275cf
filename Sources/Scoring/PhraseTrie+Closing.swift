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
            var isOpen = node.phrase >= 0 || node.gap != 0 || node.number != 0 || node.duration != 0 || node.money != 0
            let seconds = wordsFrom[target] ?? []
            if words.count * seconds.count > Self.pairsMax { isOpen = true }
            for word in words {
                entries[Int(word)].flags.insert(.startsPhrase)
                if isOpen { entries[Int(word)].flags.insert(.startsOpenPhrase) }
                if !isOpen || node.gap != 0 {
                    for second in seconds { addPair(word, second) }
                }
            }
        }
    }
}
