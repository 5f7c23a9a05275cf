// The request that there is most of: its texts are kept as bytes, as the journal and the reply want them, all in one
// buffer, and not as a string each.

package import Aggregation
package import ByteCoding
package import Surveys

/// What a reply brings back of what it has stored; named as in HTTP (RFC 7240, section 4.2).
package enum ReturnPreference: String, CaseIterable, Sendable {
    /// The score with its evidence.
    case representation
    /// Only that it is stored.
    case minimal
}

/// `SUBMIT`: one piece of feedback.
package struct SubmitRequest: Sendable {
    /// The line as it came, in UTF-8, and behind it those texts that stood in it with escapes, decoded.
    private var bytes: [UInt8] = []
    /// Where each text is, by its field's number; nowhere when it was not given.
    private var places = SubmissionPlaces(repeating: ByteRange())
    /// When it was said, in milliseconds since 1970; nil for now.
    package private(set) var at: Int64?
    /// Whether the reply tells the evidence in full.
    package private(set) var explain = false
    /// Whether the reply has the score at all.
    package private(set) var preference = ReturnPreference.representation
    package private(set) var tags: [(key: String, value: String)] = []
    /// Which version of the survey is answered; nil for the newest.
    package private(set) var surveyVersion: Int?
    package private(set) var answers: [GivenAnswer] = []

    /// One of the texts in UTF-8; empty when it was not given.
    package subscript(field: SubmissionField) -> Span<UInt8> {
        @_lifetime(borrow self)
        get {
            bytes.span.extracting(Range(places[Int(field.rawValue)]))
        }
    }

    /// Writes its texts, with others' words for the verbatim where they are not the request's own.
    package func write(text: Span<UInt8>, with encoder: inout SubmissionEncoder, into writer: inout ByteWriter) {
        encoder.write(places, of: bytes.span, text: text, into: &writer)
    }

    /// The organisation it is about.
    package var org: String { String(decoding: self[.org]) }
    /// The survey that is answered; nil when none is.
    package var survey: String? { has(.survey) ? String(decoding: self[.survey]) : nil }

    /// Whether the client has named the submission: an id by which it is counted once however often it is sent.
    package var hasID: Bool { has(.id) }

    private func has(_ field: SubmissionField) -> Bool { places[Int(field.rawValue)].end > 0 }

    /// Ids that the server gives itself: `s` and a sequence number. A client cannot use that form.
    package static func isServerGiven(_ id: String) -> Bool { sequence(ofServerGiven: id) != nil }

    /// The sequence number in an id that the server gave; nil for any other id.
    package static func sequence(ofServerGiven id: String) -> UInt64? {
        guard id.utf8.first == UInt8(ascii: "s"), id.utf8.count > 1, id.utf8.dropFirst().first != UInt8(ascii: "0")
        else { return nil }
        return UInt64(id.dropFirst())
    }

    private static let names = FieldNames([
        "org", "id", "text", "channel", "at", "touchpoint", "staff", "customer", "tags", "explain", "survey",
        "survey_version", "answers", "return",
    ])
    private static let preferences = ReturnPreference.allCases.map(\.rawValue)

    /// A request without content.
    init() {}

    /// Reads the content. It is no initializer, for one that can fail makes a copy in the end.
    mutating func read(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        let names = Self.names
        while let index = try fields.next(names) {
            switch index {
            case 0: note(.org, try fields.scanName(), fields)
            case 1:
                let id = try fields.scanName()
                guard !fields.isServerGiven(id) else {
                    throw fields.bad("must not be s and a number: the server gives those itself")
                }
                note(.id, id, fields)
            case 2: note(.text, try fields.scanString(), fields)
            case 3: note(.channel, try fields.scanLabel(), fields)
            case 4: at = try fields.time()
            case 5: note(.touchpoint, try fields.scanLabel(), fields)
            case 6: note(.staff, try fields.scanLabel(), fields)
            case 7: note(.customer, try fields.scanLabel(), fields)
            case 8: tags = try fields.labels()
            case 9: explain = try fields.flag()
            case 10: note(.survey, try fields.scanSurveyName(), fields)
            case 11: surveyVersion = Int(try fields.integer(in: 1...Int64(SurveyLimits.versionsMax)))
            case 12: answers = try fields.answers()
            default:
                preference = ReturnPreference(rawValue: try fields.choice(Self.preferences)) ?? .representation
            }
        }
        guard !explain || preference == .representation else {
            throw Refusal(.badValue, "a minimal reply has nothing to explain", field: "return")
        }
        guard has(.org) else { throw RequestFields.missing("org") }
        if !has(.survey) {
            guard has(.text) else { throw RequestFields.missing("text") }
            guard answers.isEmpty, surveyVersion == nil else { throw RequestFields.missing("survey") }
        }
        if bytes.isEmpty { bytes = [UInt8](copying: line) }
    }

    /// Takes note of where a text stands: in the line or, decoded, behind it.
    @inline(__always)
    private mutating func note(_ field: SubmissionField, _ string: JSONString, _ fields: borrowing RequestFields) {
        var (start, end) = (string.start, string.end)
        if !string.isPlain {
            let line = fields.reader.bytes
            if bytes.isEmpty {
                // What is decoded is no longer than it was.
                bytes.reserveCapacity(line.count + line.count - start)
                bytes.append(addingCapacity: line.count) { $0.append(copying: line) }
            }
            start = bytes.count
            fields.reader.append(string, to: &bytes)
            end = bytes.count
        }
        places[Int(field.rawValue)] = ByteRange(start: UInt32(start), end: UInt32(end))
    }
}

extension RequestFields {
    /// Whether the id at a place is one that the server gives itself.
    fileprivate func isServerGiven(_ id: JSONString) -> Bool {
        // Most begin otherwise.
        if id.isPlain, reader.bytes[id.start] != UInt8(ascii: "s") { return false }
        return SubmitRequest.isServerGiven(reader.text(id))
    }
}
