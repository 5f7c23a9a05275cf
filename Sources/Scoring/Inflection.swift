// The forms of English verbs and nouns, for `word/v` and `word/n` in the phrase lists. Irregular verbs come from
// irregular.tsv. It is generous: a form that nobody writes does no harm in a pattern.

/// Forms of a word by the rules of spelling, with the irregular ones looked up.
struct Inflection {
    /// Base form → its other forms.
    var irregular: [String: [String]] = [:]

    private static let vowels: Set<Character> = ["a", "e", "i", "o", "u"]

    /// The base and every inflected form.
    func forms(of word: String, verb: Bool) -> [String] {
        var forms = [word, Self.plural(word)]
        guard verb else { return forms + (irregular[word + "/n"] ?? []) }
        if let known = irregular[word] { forms += known } else { forms += Self.past(word) }
        forms += Self.participles(word)
        return forms
    }

    /// The third person of a verb, or the plural of a noun.
    static func plural(_ word: String) -> String {
        if ["s", "x", "z", "ch", "sh"].contains(where: word.hasSuffix) { return word + "es" }
        if endsInConsonantY(word) { return word.dropLast() + "ies" }
        if word.hasSuffix("o"), word.count > 2 { return word + "es" }
        return word + "s"
    }

    private static func past(_ word: String) -> [String] {
        if word.hasSuffix("e") { return [word + "d"] }
        if endsInConsonantY(word) { return [word.dropLast() + "ied"] }
        return doubles(word) ? [word + String(word.suffix(1)) + "ed", word + "ed"] : [word + "ed"]
    }

    private static func participles(_ word: String) -> [String] {
        if word.hasSuffix("ie") { return [word.dropLast(2) + "ying"] }
        if word.hasSuffix("e"), !word.hasSuffix("ee"), word.count > 2 { return [word.dropLast() + "ing"] }
        return doubles(word) ? [word + String(word.suffix(1)) + "ing", word + "ing"] : [word + "ing"]
    }

    private static func endsInConsonantY(_ word: String) -> Bool {
        guard word.hasSuffix("y"), let before = word.dropLast().last else { return false }
        return !vowels.contains(before)
    }

    /// consonant, vowel, consonant at the end: stop → stopped.
    private static func doubles(_ word: String) -> Bool {
        let tail = Array(word.suffix(3))
        guard tail.count == 3, !vowels.contains(tail[2]), !"wxy".contains(tail[2]), vowels.contains(tail[1]) else {
            return false
        }
        return !vowels.contains(tail[0])
    }
}
