// What the customers of the demonstration say, in our own words: for each subject what pleases and what does not. {thing}
// is what they get, {staff} who served them, {days}, {minutes} and {times} are numbers.

/// Sentences by subject.
enum DemoSentences {
    /// Something that customers speak about.
    struct Subject: Sendable {
        var good: [String]
        var bad: [String]
    }

    static let subjects = [
        // 0: kept promises
        Subject(
            good: [
                "The {thing} was there on the day they had promised.", "Everything worked the first time.",
                "They kept their word to the hour.",
            ],
            bad: [
                "The {thing} was promised for Monday and did not come.", "They did not keep their promise.",
                "The {thing} failed again, for the {times}th time.",
            ]),
        // 1: answers and waiting
        Subject(
            good: [
                "They answered within {minutes} minutes.", "{staff} called back the same afternoon.",
                "I hardly had to wait.",
            ],
            bad: [
                "I waited {minutes} minutes before anybody answered.", "Nobody called me back.",
                "I have written {times} times and had no answer.", "It took {days} days to get a reply.",
            ]),
        // 2: knowledge
        Subject(
            good: [
                "{staff} knew exactly what to do.", "{staff} explained it clearly.", "They found the answer at once.",
            ],
            bad: [
                "Nobody there knew what to do.", "I was given the wrong information.",
                "{staff} had no idea how the {thing} works.",
            ]),
        // 3: manners
        Subject(
            good: [
                "{staff} was very friendly.", "{staff} was kind and patient.", "I was treated with respect.",
            ],
            bad: ["{staff} was rude.", "{staff} was impatient with me.", "I was treated like a nuisance."]),
        // 4: effort
        Subject(
            good: ["It was easy from start to finish.", "One call and it was settled.", "The form took two minutes."],
            bad: [
                "I was passed from one person to the next.", "I had to explain everything {times} times.",
                "The menu on the phone goes round in circles.",
            ]),
        // 5: value
        Subject(
            good: ["It is worth the money.", "A fair price.", "No hidden fees."],
            bad: [
                "Far too expensive for what it is.", "I was charged twice for the {thing}.",
                "They added a fee that nobody had mentioned.",
            ]),
        // 6: making good
        Subject(
            good: [
                "They apologised and put it right the same day.", "I got my money back without a discussion.",
                "{staff} took care of the mistake at once.",
            ],
            bad: [
                "Nobody apologised.", "They refused to refund me.", "The mistake is still not put right.",
            ]),
        // 7: fairness
        Subject(
            good: ["They told me honestly what it would cost.", "I trust them.", "They were open about the delay."],
            bad: [
                "They hid the delay from me.", "I feel cheated.", "They lied about the reason.",
            ]),
        // 8: the place
        Subject(
            good: ["Everything was clean and bright.", "A pleasant place to wait.", "The rooms are lovely."],
            bad: ["The place was dirty.", "The waiting room was freezing cold.", "The toilets were filthy."]),
    ]

    /// What customers of the troubled organisation say while it lasts.
    static let incident = [
        "The line has been dead for {days} days.", "The outage has lasted {days} days and nobody tells us anything.",
        "No internet since the outage, and the engineer did not come.",
        "They promised the line would be back on Tuesday; it is still dead.",
        "I waited {minutes} minutes on the hotline and was cut off.", "Nobody called me back about the outage.",
    ]

    /// How it ends for some of them.
    static let leaving = [
        "I will cancel my contract.", "I am going to switch to another provider.",
        "We are leaving at the end of the month.",
    ]

    /// Words that say little, as many customers do.
    static let plain = ["No comment.", "Nothing to add.", "It was about my {thing}.", "See above."]
}
