// The stored form of a survey's version, in the journal and in snapshots:
//
//     id · version · title · number of questions, each:
//         name · type (byte) · flags (byte: 1 required) · text · dimension + 1 (0 without) · touchpoint (empty without) ·
//         labels · points · options · minimum (zigzag) · maximum (zigzag)
//
// Texts have their length before them, lists their number; integers without another word are LEB128. To change it,
// raise EntryFormat.version and Ledger.snapshotVersion, which cover it.

package import ByteCoding
import Scoring

extension Survey {
    /// Appends the version.
    package func encode(into writer: inout ByteWriter) {
        writer.writeString(id)
        writer.writeCount(version)
        writer.writeString(title)
        writer.writeCount(questions.count)
        for question in questions { question.encode(into: &writer) }
    }

    /// Reads what `encode` wrote; a definition that could not have been made is an error.
    package init(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        let id = try reader.readString()
        let version = try reader.readVarint(as: Int.self)
        let title = try reader.readString()
        let count = try reader.readCount(bytesEach: 8)
        var questions: [SurveyQuestion] = []
        for _ in 0..<min(count, SurveyLimits.questionsMax + 1) {
            questions.append(try SurveyQuestion(from: &reader))
        }
        self.init(id: id, version: version, title: title, questions: questions)
        guard version >= 1, version <= SurveyLimits.versionsMax, (try? check()) != nil else {
            throw .malformed(offset: start)
        }
    }
}

extension SurveyQuestion {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.writeString(name)
        writer.write(type.rawValue)
        writer.write(isRequired ? 1 : 0)
        writer.writeString(text)
        writer.write(dimension.map { $0.rawValue + 1 } ?? 0)
        writer.writeString(touchpoint ?? "")
        writer.writeStrings(labels)
        writer.writeCount(points)
        writer.writeStrings(options)
        writer.writeSigned(minimum)
        writer.writeSigned(maximum)
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteCodingError) {
        let start = reader.offset
        let name = try reader.readString()
        guard let type = QuestionType(rawValue: try reader.read()) else { throw .malformed(offset: start) }
        self.init(name, type)
        isRequired = try reader.read() & 1 != 0
        text = try reader.readString()
        let dimension = try reader.read()
        if dimension > 0 {
            guard let known = Dimension(rawValue: dimension - 1) else { throw .malformed(offset: start) }
            self.dimension = known
        }
        let touchpoint = try reader.readString()
        if !touchpoint.isEmpty { self.touchpoint = touchpoint }
        labels = try reader.readStrings()
        points = try reader.readVarint(as: Int.self)
        options = try reader.readStrings()
        minimum = try reader.readSigned()
        maximum = try reader.readSigned()
    }
}

extension ByteWriter {
    fileprivate mutating func writeStrings(_ strings: [String]) {
        writeCount(strings.count)
        for string in strings { writeString(string) }
    }
}

extension ByteReader {
    fileprivate mutating func readStrings() throws(ByteCodingError) -> [String] {
        let count = try readCount()
        var strings: [String] = []
        for _ in 0..<count { strings.append(try readString()) }
        return strings
    }
}
