// What is journaled of who may do what: each change is one record of its own kind. The table (AccessTable.swift) is
// what they add up to.
//
//     version (byte) · kind (byte) · fields
//
// To change the form of a kind give it a new number and go on reading the old one; numbers are never used again.

package import ByteCoding

/// One change of who may do what.
package enum AccessChange: Equatable, Sendable {
    /// An organisation exists from now on.
    case organisationAdded(name: String, at: Int64)
    /// A principal exists from now on, under the table's next number.
    case credentialAdded(Credential)
    /// The principal with that number is no more.
    case credentialRevoked(number: UInt32, at: Int64)
    /// The principal with that number proved itself.
    case credentialUsed(number: UInt32, at: Int64)
}

extension AccessChange {
    private static let version: UInt8 = 1

    private enum Kind {
        static let organisationAdded: UInt8 = 1
        static let credentialAdded: UInt8 = 2
        static let credentialRevoked: UInt8 = 3
        static let credentialUsed: UInt8 = 4
    }

    /// Appends the record.
    package func encode(into writer: inout ByteWriter) {
        writer.write(Self.version)
        switch self {
        case .organisationAdded(let name, let at):
            writer.write(Kind.organisationAdded)
            writer.writeString(name)
            writer.writeSigned(at)
        case .credentialAdded(let credential):
            writer.write(Kind.credentialAdded)
            credential.encode(into: &writer)
        case .credentialRevoked(let number, let at):
            writer.write(Kind.credentialRevoked)
            writer.writeVarint(UInt64(number))
            writer.writeSigned(at)
        case .credentialUsed(let number, let at):
            writer.write(Kind.credentialUsed)
            writer.writeVarint(UInt64(number))
            writer.writeSigned(at)
        }
    }

    /// Reads a record; damaged bytes, or a version or kind that a newer program wrote, are an error.
    package init(_ record: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(record)
        _ = try reader.readVersion(to: Self.version)
        switch try reader.read() {
        case Kind.organisationAdded:
            self = .organisationAdded(name: try reader.readString(), at: try reader.readSigned())
        case Kind.credentialAdded: self = .credentialAdded(try Credential(from: &reader))
        case Kind.credentialRevoked:
            self = .credentialRevoked(number: try reader.readVarint(as: UInt32.self), at: try reader.readSigned())
        case Kind.credentialUsed:
            self = .credentialUsed(number: try reader.readVarint(as: UInt32.self), at: try reader.readSigned())
        default: throw .malformed(offset: 1)
        }
        guard reader.isAtEnd else { throw .malformed(offset: reader.offset) }
    }
}
