// Who may do what, as a value: the sum of the journaled changes. The writer owns the one that counts; every loop has a
// copy, and gets a new one when it changes.

package import ByteCoding

/// A principal, as it was found.
package struct Principal: Equatable, Sendable {
    /// Its number, which is never used again.
    package let number: UInt32
    package let credential: Credential
}

/// Why a change cannot be.
package enum AccessConflict: Error, Equatable, Sendable {
    /// A principal has that name, or that token or certificate, already.
    case taken
    /// There is no such principal.
    case unknownPrincipal
    /// The organisation is not there: it must be added first.
    case unknownOrganisation(String)
    /// The first principal must be an operator, else nobody could make another.
    case firstMustOperate
    /// It is the last operator whose proof is still good, without whom nobody could make another.
    case lastOperator
    /// There are as many as there may be.
    case limit
}

/// The principals and the organisations.
package struct AccessTable: Equatable, Sendable {
    /// Principals at a time: room for a token for every kiosk of a large company.
    package static let credentialsMax = 100_000
    /// A use is journaled when the last one noted is older than this: an hour is as exact as a person asks.
    package static let useNotedMilliseconds: Int64 = 3_600_000

    /// The principals by their numbers.
    package private(set) var credentials: [UInt32: Credential] = [:]
    /// The organisations that exist; they count once there is a principal.
    package private(set) var organisations: Set<String> = []
    /// When each principal last proved itself, in milliseconds since 1970.
    package private(set) var lastUsed: [UInt32: Int64] = [:]
    private var nextNumber: UInt32 = 1

    private var numbersByToken: [UInt64: UInt32] = [:]
    private var numbersByCertificate: [String: UInt32] = [:]
    private var numbersByName: [String: UInt32] = [:]

    /// A table in which nothing was ever changed.
    package init() {}

    /// Whether no principal was ever made: then everyone who can connect may do everything, and only this machine can
    /// connect. Revoking the last principal does not open the table again.
    package var isOpen: Bool { nextNumber == 1 }

    /// Whether an organisation exists.
    package func exists(organisation name: String) -> Bool { organisations.contains(name) }

    /// The principal with that number; nil when it was revoked.
    package subscript(number: UInt32) -> Principal? {
        credentials[number].map { Principal(number: number, credential: $0) }
    }

    /// The principal with that name.
    package func principal(named name: String) -> Principal? { numbersByName[name].flatMap { self[$0] } }

    /// The principal that a token with that digest belongs to. Compared in constant time, found or not.
    package func principal(token digest: TokenDigest) -> Principal? {
        let found = numbersByToken[digest.key].flatMap { self[$0] }
        var kept = TokenDigest.none
        if case .token(let digest)? = found?.credential.proof { kept = digest }
        return kept == digest ? found : nil
    }

    /// The principal of the first of these certificate identities that has one.
    package func principal(certificate identities: [String]) -> Principal? {
        for identity in identities {
            if let found = numbersByCertificate[identity].flatMap({ self[$0] }) { return found }
        }
        return nil
    }

    /// Whether the principal may use its roles for the organisation. Both questions are always asked, so that an
    /// organisation that does not exist takes as long as one that is another's.
    package func mayUse(_ organisation: String, _ scope: OrganisationScope) -> Bool {
        let isOwn = scope.contains(organisation)
        let exists = organisations.contains(organisation)
        return isOwn && exists
    }

    /// Whether a use of that principal at `now` should be journaled.
    package func mustNoteUse(of number: UInt32, at now: Int64) -> Bool {
        guard credentials[number] != nil else { return false }
        return lastUsed[number].map { now - $0 >= Self.useNotedMilliseconds } ?? true
    }
}

extension AccessTable {
    /// Whether a change can be made.
    package func check(_ change: AccessChange) throws(AccessConflict) {
        switch change {
        case .organisationAdded(let name, _):
            if organisations.contains(name) { throw .taken }
        case .credentialAdded(let credential): try check(credential)
        case .credentialRevoked(let number, let now):
            guard let credential = credentials[number] else { throw .unknownPrincipal }
            let hasAnother = credentials.contains { other, its in
                other != number && its.roles.allow(.operate) && its.isValid(at: now)
            }
            if credential.roles.allow(.operate), !hasAnother { throw .lastOperator }
        case .credentialUsed(let number, _):
            guard credentials[number] != nil else { throw .unknownPrincipal }
        }
    }

    private func check(_ credential: Credential) throws(AccessConflict) {
        if isOpen, !credential.roles.allow(.operate) { throw .firstMustOperate }
        if credentials.count >= Self.credentialsMax { throw .limit }
        if numbersByName[credential.name] != nil { throw .taken }
        switch credential.proof {
        case .token(let digest): if numbersByToken[digest.key] != nil { throw .taken }
        case .certificate(let identity): if numbersByCertificate[identity] != nil { throw .taken }
        }
        if let missing = credential.organisations.sorted().first(where: { !organisations.contains($0) }) {
            throw .unknownOrganisation(missing)
        }
    }

    /// Makes a change that was checked before it was journaled.
    package mutating func apply(_ change: AccessChange) {
        switch change {
        case .organisationAdded(let name, _): organisations.insert(name)
        case .credentialAdded(let credential):
            insert(credential, number: nextNumber)
            nextNumber += 1
        case .credentialRevoked(let number, _): remove(number)
        case .credentialUsed(let number, let at):
            if credentials[number] != nil { lastUsed[number] = at }
        }
    }

    private mutating func insert(_ credential: Credential, number: UInt32) {
        credentials[number] = credential
        numbersByName[credential.name] = number
        switch credential.proof {
        case .token(let digest): numbersByToken[digest.key] = number
        case .certificate(let identity): numbersByCertificate[identity] = number
        }
    }

    private mutating func remove(_ number: UInt32) {
        guard let credential = credentials.removeValue(forKey: number) else { return }
        lastUsed[number] = nil
        numbersByName[credential.name] = nil
        switch credential.proof {
        case .token(let digest): numbersByToken[digest.key] = nil
        case .certificate(let identity): numbersByCertificate[identity] = nil
        }
    }
}

extension AccessTable {
    /// The name of the table's section in a snapshot.
    package static let sectionName = "access"
    private static let version: UInt8 = 1

    // version (byte) · next number · organisations in order · credentials by number, each: number · last use + 1, or 0 ·
    // credential (Credential.swift)

    /// Appends the section of a snapshot.
    package func encodeSection(into writer: inout ByteWriter) {
        writer.write(Self.version)
        writer.writeVarint(UInt64(nextNumber))
        writer.writeCount(organisations.count)
        for name in organisations.sorted() { writer.writeString(name) }
        writer.writeCount(credentials.count)
        for (number, credential) in credentials.sorted(by: { $0.key < $1.key }) {
            writer.writeVarint(UInt64(number))
            writer.writeVarint(lastUsed[number].map { UInt64(max(0, $0)) + 1 } ?? 0)
            credential.encode(into: &writer)
        }
    }

    /// Reads the section of a snapshot.
    package init(section: Span<UInt8>) throws(ByteCodingError) {
        var reader = ByteReader(section)
        _ = try reader.readVersion(to: Self.version)
        nextNumber = try reader.readVarint(as: UInt32.self)
        for _ in 0..<(try reader.readCount()) { organisations.insert(try reader.readString()) }
        for _ in 0..<(try reader.readCount()) {
            let number = try reader.readVarint(as: UInt32.self)
            guard number < nextNumber, credentials[number] == nil else { throw .malformed(offset: reader.offset) }
            let used = try reader.readVarint(as: Int64.self)
            insert(try Credential(from: &reader), number: number)
            if used > 0 { lastUsed[number] = used - 1 }
        }
        guard reader.isAtEnd, nextNumber > 0 else { throw .malformed(offset: reader.offset) }
    }
}
