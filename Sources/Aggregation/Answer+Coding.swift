// The stored form of an answer: the question's name (length, bytes) · a kind (byte) · a number (zigzag), or the number of
// the options chosen and each, or of an excerpt of the submission's text its start · count · label (byte) · compound
// (optional).

import ByteCoding
import Scoring
import Surveys

extension Answer {
    /// Appends the answer.
    func encode(into writer: inout ByteWriter) {
        writer.writeString(question)
        switch value {
        case .number(let thousandths):
            writer.write(EntryFormat.number)
            writer.writeSigned(thousandths)
        case .choices(let options):
            writer.write(EntryFormat.choices)
            writer.writeCount(options.count)
            for option in options { writer.writeString(option) }
        case .excerpt(let excerpt):
            writer.write(EntryFormat.excerpt)
            writer.writeCount(excerpt.start)
            writer.writeCount(excerpt.count)
            writer.write(excerpt.label.rawValue)
            writer.writeOptional(excerpt.compound.map(Int64.init))
        }
    }

    /// Reads what `encode` wrote.
    init(from reader: inout ByteReader) throws(ByteCodingError) {
        let question = try reader.readString()
        let start = reader.offset
        switch try reader.read() {
        case EntryFormat.number:
            self.init(question: question, value: .number(thousandths: try reader.readSigned()))
        case EntryFormat.choices:
            let count = try reader.readCount()
            var options: [String] = []
            options.reserveCapacity(count)
            for _ in 0..<count { options.append(try reader.readString()) }
            self.init(question: question, value: .choices(options))
        case EntryFormat.excerpt:
            self.init(question: question, value: .excerpt(try Excerpt(from: &reader)))
        default:
            throw .malformed(offset: start)
        }
    }
}

extension Excerpt {
    fileprivate init(from reader: inout ByteReader) throws(ByteCodingError) {
        let begin = reader.offset
        let start = try reader.readVarint(as: Int.self)
        let count = try reader.readVarint(as: Int.self)
        guard start <= Int(Int32.max), count <= Int(Int32.max),
            let label = SentimentLabel(rawValue: try reader.read())
        else { throw .malformed(offset: begin) }
        self.init(start: start, count: count, label: label)
        guard let compound = try reader.readOptional() else { return }
        guard let narrow = Int32(exactly: compound) else { throw .malformed(offset: begin) }
        self.compound = narrow
    }
}
