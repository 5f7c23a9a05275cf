// Numbers by 64-bit hashes while the lists are read: of terms, of entries, of places in the trie. WordTable is what
// becomes of the terms.

/// Hash → number, for example of a term → of the word. Open addressing with linear probing.
struct WordNumbers {
    private var hashes: [UInt64]
    /// 0 where no term is.
    private var numbers: [UInt32]
    private(set) var count = 0

    /// Room for that many terms at a load of at most one half.
    init(capacity: Int) {
        var size = 1024
        while size < 2 * capacity { size *= 2 }
        hashes = Array(repeating: 0, count: size)
        numbers = Array(repeating: 0, count: size)
    }

    /// The number of the term with that hash, or 0.
    func find(_ hash: UInt64) -> UInt32 { numbers[place(of: hash)] }

    /// Adds a term; false when one with that hash is there. The number must not be 0.
    mutating func insert(hash: UInt64, number: Int) -> Bool {
        if 2 * (count + 1) > hashes.count { grow() }
        let place = place(of: hash)
        guard numbers[place] == 0 else { return false }
        hashes[place] = hash
        numbers[place] = UInt32(number)
        count += 1
        return true
    }

    /// Calls with every term's hash and number.
    func forEach(_ body: (UInt64, UInt32) -> Void) {
        for (hash, number) in zip(hashes, numbers) where number != 0 { body(hash, number) }
    }

    private func place(of hash: UInt64) -> Int {
        let mask = hashes.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while numbers[index] != 0, hashes[index] != hash { index = (index + 1) & mask }
        return index
    }

    private mutating func grow() {
        let old = self
        self = WordNumbers(capacity: hashes.count)
        old.forEach { _ = insert(hash: $0, number: Int($1)) }
    }
}
