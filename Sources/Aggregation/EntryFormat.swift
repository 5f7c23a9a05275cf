// The stored form of an entry, the payload of a journal record:
//
//     version (byte) · kind (byte) · …
//     submission:  content hash (8 bytes) · received (zigzag) · fields · 0 · score
//     retraction:  received (zigzag) · organisation (length, bytes) · sequence number of what is retracted
//     duplicate:   received (zigzag) · organisation (length, bytes)
//     survey:      received (zigzag) · organisation (length, bytes) · the version (Survey+Coding.swift)
//     surveyState: received (zigzag) · organisation (length, bytes) · survey (length, bytes) · open (byte: 0 or 1)
//     forgottenID: received (zigzag) · organisation (length, bytes) · id (length, bytes)
//     declaration: received (zigzag) · organisation (length, bytes) · number of tag keys, each: length, bytes
//
// A field is its tag (a byte), a length and that many bytes; texts (`SubmissionField`), `at` and the version of
// the survey at most once, tags and
// answers any number of times, in any order; an absent text has no field. The score is a byte 1 and what
// Score+Coding.swift writes, or a byte 0. Integers without another word are LEB128.
//
// To change it: raise `version`, write the new form only, go on reading the old versions where they differ, and put a
// frozen entry of the old version among the tests.

/// The constants of the stored form of an entry.
enum EntryFormat {
    static let version: UInt8 = 1
    /// The end of the fields.
    static let end: UInt8 = 0
    /// The fields of `SubmissionField`, and those beside them.
    static let texts: ClosedRange<UInt8> = 1...8
    static let tag: UInt8 = 9
    static let answer: UInt8 = 10
    static let at: UInt8 = 11
    static let surveyVersion: UInt8 = 12
    /// Where the content hash stands in a submission.
    static let contentHashOffset = 2

    /// The kinds of an answer's value.
    static let number: UInt8 = 1
    static let choices: UInt8 = 2
    static let excerpt: UInt8 = 3
}
