// The request to erase.

/// `FORGET`: erase one submission, or all of a customer's.
package struct ForgetRequest: Sendable {
    /// What is to be forgotten.
    package enum Subject: Equatable, Sendable {
        case id(String)
        case customer(String)
    }

    package var org = ""
    package var subject = Subject.id("")

    init(_ request: RequestLine, in line: Span<UInt8>) throws(Refusal) {
        guard request.hasPayload else { throw RequestFields.missing("org") }
        var fields = try RequestFields(line, from: request.payloadStart)
        var subjects: [Subject] = []
        while let index = try fields.next(["org", "id", "customer"]) {
            switch index {
            case 0: org = try fields.name()
            case 1: subjects.append(.id(try fields.name()))
            default: subjects.append(.customer(try fields.label()))
            }
        }
        guard !org.isEmpty else { throw RequestFields.missing("org") }
        guard let first = subjects.first else { throw RequestFields.missing("id") }
        guard subjects.count == 1 else {
            throw Refusal(.badValue, "either an id or a customer, not both", field: "customer")
        }
        subject = first
    }
}
