// The constants of the rules, by the names they have in weights.tsv, where each stands with its reason.

/// Every number that a rule goes by.
struct Weights: Sendable {
    var negatedPositive = 0.74
    var negatedNegative = 0.5
    var negationReach = 7.0
    var negationReachNegative = 3.0
    var capitals = 0.6
    var exclamation = 0.29
    var stretched = 0.3
    var beforeContrast = 0.6
    var afterContrast = 1.3
    var concession = 0.6
    var questionNegative = 0.6
    var conditionalNegative = 0.5
    var wishNegative = 0.5
    var squash = 15.0
    var dimensionSquash = 6.0
    var sideOnly = 1.5
    var evidenceSentences = 3.0
    var politeOverride = 0.5
    var softOverride = 1.0
    var mixedMass = 2.5
    var mixedShare = 0.4
    var mixedCompound = 0.8
    var mixedCues = 4.5
    var denial = 0.5
    var negativeWeight = 1.3
    var negativeWeightCues = 5.0
    var deed = 1.2
    var everydayRegister = 1.0
    var everydayShare = 0.6
    var everydayMildness = 1.2
    var weakPraise = 0.8
    var topicMass = 0.7
    var sarcasmBlame = 1.0
    var nearbyShare = 0.5
    var failureMass = 0.5
    var praiseBesideFailure = 0.5
    var questionBlame = 1.1
    var questionPraise = 2.0
    var passingShare = 0.04
    var recoveryMass = 4.0
    var forgiven = 0.4
    var remedied = 0.4
    var remedyReach = 4.0
    var firstComplaint = 1.6
    var missed = 0.5
    var quickMinutes = 3.0
    var slowMinutes = 14_400.0
    var tenureMinutes = 259_200.0
    var doubtOfConflict = 0.0
    var doubtOfLength = 0.0
    var longText = 100.0
    var storyShare = 1.0
    var storyWord = 1.0
    var storyPhrase = 1.0
    var storyGoods = 1.0
    var storyPeople = 1.0
    var storyException = 1.0

    /// By tenth of the compound's size, from 0: of short texts of one side with that compound, the share whose label is right,
    /// in hundredths.
    var confidencePositive = InlineArray<10, Int>(repeating: 50)
    var confidenceNegative = InlineArray<10, Int>(repeating: 50)

    private static let names: [(String, any WritableKeyPath<Weights, Double> & Sendable)] = [
        ("negated_positive", \.negatedPositive), ("negated_negative", \.negatedNegative),
        ("negation_reach", \.negationReach), ("negation_reach_negative", \.negationReachNegative),
        ("capitals", \.capitals), ("exclamation", \.exclamation), ("stretched", \.stretched),
        ("before_contrast", \.beforeContrast), ("after_contrast", \.afterContrast), ("concession", \.concession),
        ("question_negative", \.questionNegative), ("conditional_negative", \.conditionalNegative),
        ("wish_negative", \.wishNegative), ("squash", \.squash), ("dimension_squash", \.dimensionSquash),
        ("side_only", \.sideOnly), ("evidence_sentences", \.evidenceSentences), ("polite_override", \.politeOverride),
        ("soft_override", \.softOverride), ("mixed_mass", \.mixedMass), ("mixed_share", \.mixedShare),
        ("mixed_compound", \.mixedCompound), ("mixed_cues", \.mixedCues),
        ("denial", \.denial), ("deed", \.deed), ("negative_weight", \.negativeWeight),
        ("negative_weight_cues", \.negativeWeightCues),
        ("everyday_register", \.everydayRegister), ("everyday_share", \.everydayShare),
        ("everyday_mildness", \.everydayMildness),
        ("weak_praise", \.weakPraise),
        ("sarcasm_blame", \.sarcasmBlame), ("topic_mass", \.topicMass), ("nearby_share", \.nearbyShare),
        ("failure_mass", \.failureMass), ("praise_beside_failure", \.praiseBesideFailure),
        ("question_blame", \.questionBlame), ("question_praise", \.questionPraise),
        ("passing_share", \.passingShare), ("recovery_mass", \.recoveryMass), ("forgiven", \.forgiven),
        ("remedied", \.remedied), ("remedy_reach", \.remedyReach),
        ("first_complaint", \.firstComplaint), ("missed", \.missed),
        ("quick_minutes", \.quickMinutes), ("slow_minutes", \.slowMinutes),
        ("tenure_minutes", \.tenureMinutes),
        ("doubt_of_conflict", \.doubtOfConflict), ("doubt_of_length", \.doubtOfLength), ("long_text", \.longText),
        ("story_share", \.storyShare), ("story_word", \.storyWord), ("story_phrase", \.storyPhrase),
        ("story_exception", \.storyException), ("story_goods", \.storyGoods),
        ("story_people", \.storyPeople),
    ]

    /// The confidence in a compound, in ten-thousandths: what the table has for its size, drawn towards a half where the
    /// weaker side has a large share of the evidence (`conflict`, 0 to 1/2) and where the text of so many tokens is long.
    @inline(__always)
    func confidence(in compound: Int32, conflict: Double, tokens: Int) -> Int32 {
        let length = min(1, Double(tokens) / longText)
        let trust = (1 - 2 * doubtOfConflict * conflict) * (1 - doubtOfLength * length)
        return (5000 + Double(tabledConfidence(in: compound) - 5000) * trust).nearest
    }

    /// Between the middles of the tenths in a straight line; both in ten-thousandths.
    @inline(__always)
    private func tabledConfidence(in compound: Int32) -> Int32 {
        let place = max(0, Int(min(10_000, abs(compound))) - 500)
        let tenth = min(8, place / 1000)
        let within = min(1000, place - tenth * 1000)
        let (share, next) =
            compound >= 0
            ? (confidencePositive[tenth], confidencePositive[tenth + 1])
            : (confidenceNegative[tenth], confidenceNegative[tenth + 1])
        return Int32(share * 100 + (next - share) * within / 10)
    }

    /// A dimension's score in ten-thousandths from the sum of its evidence's amounts: x / sqrt(x² + `dimension_squash`).
    func dimensionScore(ofThousandths sum: Int32) -> Int32 {
        let amount = Double(sum) / 1000
        return (10_000 * amount / (amount * amount + dimensionSquash).squareRoot()).nearest
    }

    /// Sets a weight by its name; false when none has that name.
    mutating func set(_ name: String, to value: Double) -> Bool {
        guard let path = Self.names.first(where: { $0.0 == name })?.1 else { return false }
        self[keyPath: path] = value
        return true
    }
}
