// The surveys of one organisation with their figures. A member of the organisation's state: it changes by journal
// entries alone, goes into snapshots, and takes a pointer's room where there is no survey.

package import ByteCoding

/// One version with what was answered to it.
package struct SurveyVersion: Sendable {
    package let survey: Survey
    package let layout: SurveyLayout
    /// When it was defined, in milliseconds since 1970; 0 for a built-in one.
    package let defined: Int64
    package var timeline = SurveyTimeline()

    package init(_ survey: Survey, defined: Int64) {
        self.survey = survey
        self.defined = defined
        layout = SurveyLayout(survey)
    }
}

/// A survey in all its versions.
package struct SurveyRecord: Sendable {
    package let id: String
    /// Version n at place n - 1.
    package var versions: [SurveyVersion]
    /// When it was closed, in milliseconds since 1970; nil while it is open.
    package var closedAt: Int64?

    package init(id: String, versions: [SurveyVersion], closedAt: Int64? = nil) {
        self.id = id
        self.versions = versions
        self.closedAt = closedAt
    }

    package var isBuiltIn: Bool { BuiltInSurveys.survey(id) != nil }
}

/// An organisation's surveys.
package struct SurveyBook: Sendable {
    /// In the order in which they came.
    package private(set) var records: [SurveyRecord] = []

    package init() {}

    /// The survey with that name, if it is defined here or was answered.
    package func record(_ id: String) -> SurveyRecord? { records.first { $0.id == id } }

    /// A version of a survey.
    package func survey(_ id: String, version: Int) -> Survey? {
        guard let versions = record(id)?.versions, versions.indices.contains(version - 1) else { return nil }
        return versions[version - 1].survey
    }

    /// How many versions there are.
    package var versionCount: Int { records.reduce(0) { $0 + $1.versions.count } }

    /// Adds a version, which must be the next one of its survey; anything else is ignored.
    package mutating func define(_ survey: Survey, at time: Int64) {
        if let place = records.firstIndex(where: { $0.id == survey.id }) {
            guard survey.version == records[place].versions.count + 1 else { return }
            records[place].versions.append(SurveyVersion(survey, defined: time))
        } else if survey.version == 1 {
            records.append(SurveyRecord(id: survey.id, versions: [SurveyVersion(survey, defined: time)]))
        }
    }

    /// Closes a survey, or with nil opens it again.
    package mutating func close(_ id: String, at time: Int64?) {
        guard let place = records.firstIndex(where: { $0.id == id }) else { return }
        records[place].closedAt = time
    }

    /// Counts a response, or with `sign` -1 takes it away. One to an unknown survey or version counts nowhere.
    package mutating func count(
        _ answers: [Answer], survey id: String, version: Int, sign: Int64, day: Int32, firstDay: Int32
    ) {
        if record(id) == nil, let builtIn = BuiltInSurveys.survey(id) { define(builtIn, at: 0) }
        guard let place = place(of: id), let amounts = amounts(answers, place: place, version: version) else { return }
        count(amounts, place: place, version: version, sign: sign, day: day, firstDay: firstDay)
    }

    /// Where a survey stands among the records.
    package func place(of id: String) -> Int? { records.firstIndex { $0.id == id } }

    /// What a response adds to the figures of a version; nil when there is no such version.
    package func amounts(_ answers: [Answer], place: Int, version: Int) -> [SurveyAmount]? {
        guard records.indices.contains(place), records[place].versions.indices.contains(version - 1) else { return nil }
        let version = records[place].versions[version - 1]
        return version.survey.amounts(of: answers, layout: version.layout)
    }

    /// Adds amounts to the figures of a version, or with `sign` -1 takes them away.
    package mutating func count(
        _ amounts: [SurveyAmount], place: Int, version: Int, sign: Int64, day: Int32, firstDay: Int32
    ) {
        guard records.indices.contains(place), records[place].versions.indices.contains(version - 1) else { return }
        let layout = records[place].versions[version - 1].layout
        records[place].versions[version - 1].timeline.add(
            amounts, sign: sign, day: day, layout: layout, firstDay: firstDay)
    }

    /// What it takes in memory: an estimate.
    package var byteCount: Int {
        records.reduce(0) { sum, record in
            record.versions.reduce(sum + 100) { $0 + $1.timeline.byteCount + $1.survey.questions.count * 250 }
        }
    }

    /// Appends everything.
    package func encode(into writer: inout ByteWriter) {
        writer.writeCount(records.count)
        for record in records {
            writer.writeString(record.id)
            writer.writeSigned(record.closedAt ?? .min)
            writer.writeCount(record.versions.count)
            for version in record.versions {
                writer.writeSigned(version.defined)
                version.survey.encode(into: &writer)
                version.timeline.encode(into: &writer)
            }
        }
    }

    /// Reads what `encode` wrote.
    package init(from reader: inout ByteReader) throws(ByteCodingError) {
        let count = try reader.readCount(bytesEach: 4)
        for _ in 0..<count {
            let start = reader.offset
            let id = try reader.readString()
            let closedAt = try reader.readSigned()
            var record = SurveyRecord(id: id, versions: [], closedAt: closedAt == .min ? nil : closedAt)
            let versionCount = try reader.readCount(bytesEach: 8)
            for number in 0..<versionCount {
                let defined = try reader.readSigned()
                let survey = try Survey(from: &reader)
                guard survey.id == id, survey.version == number + 1 else { throw .malformed(offset: start) }
                var version = SurveyVersion(survey, defined: defined)
                version.timeline = try SurveyTimeline(from: &reader, layout: version.layout)
                record.versions.append(version)
            }
            guard !record.versions.isEmpty, self.record(id) == nil else { throw .malformed(offset: start) }
            records.append(record)
        }
    }
}
