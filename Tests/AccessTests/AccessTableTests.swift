import Access
import ByteCoding
import Testing

@Suite("The access table")
struct AccessTableTests {
    static func digest(_ seed: UInt8) throws -> TokenDigest {
        let bytes = [UInt8](repeating: seed, count: 32)
        let digest = TokenDigest(bytes.span)
        return try #require(digest)
    }

    static func credential(
        _ name: String, _ seed: UInt8, _ roles: Roles = [.submit], of organisations: Set<String> = [],
        expires: Int64? = nil
    ) throws -> Credential {
        Credential(
            name: name, proof: .token(try digest(seed)), roles: roles, organisations: organisations, created: 5,
            expires: expires, submissionsPerSecond: seed == 3 ? 7 : nil)
    }

    /// An operator, two organisations, a kiosk of one of them, and a principal with a certificate.
    static func sample() throws -> (AccessTable, [AccessChange]) {
        let certified = Credential(
            name: "gate", proof: .certificate("dns:gate.example"), roles: [.submit, .read], organisations: ["b"],
            created: -3, expires: nil)
        let changes: [AccessChange] = [
            .credentialAdded(try credential("ops", 1, [.operate])), .organisationAdded(name: "a", at: 1),
            .organisationAdded(name: "b", at: 2),
            .credentialAdded(try credential("kiosk", 3, of: ["a"], expires: 99)), .credentialAdded(certified),
            .credentialUsed(number: 2, at: 77),
        ]
        var table = AccessTable()
        for change in changes {
            try table.check(change)
            table.apply(change)
        }
        return (table, changes)
    }

    @Test("the table is open until the first principal, who must be an operator")
    func opening() throws {
        var table = AccessTable()
        #expect(table.isOpen)
        #expect(throws: AccessConflict.firstMustOperate) {
            try table.check(.credentialAdded(try Self.credential("kiosk", 1)))
        }
        table.apply(.credentialAdded(try Self.credential("ops", 1, [.operate])))
        #expect(!table.isOpen)
        #expect(throws: AccessConflict.lastOperator) { try table.check(.credentialRevoked(number: 1, at: 0)) }
        table.apply(.credentialRevoked(number: 1, at: 0))
        #expect(!table.isOpen)
    }

    @Test("the last operator whose token is still good stays")
    func lastOperator() throws {
        var table = AccessTable()
        table.apply(.credentialAdded(try Self.credential("ops", 1, [.operate])))
        table.apply(.credentialAdded(try Self.credential("guest", 2, [.operate], expires: 1_000)))
        try table.check(.credentialRevoked(number: 1, at: 999))
        #expect(throws: AccessConflict.lastOperator) { try table.check(.credentialRevoked(number: 1, at: 1_000)) }
        try table.check(.credentialRevoked(number: 2, at: 1_000))
    }

    @Test("a token finds its principal, another token and a revoked one find none")
    func tokens() throws {
        var (table, _) = try Self.sample()
        #expect(table.principal(token: try Self.digest(3))?.credential.name == "kiosk")
        #expect(table.principal(token: try Self.digest(4)) == nil)
        var near = [UInt8](repeating: 3, count: 32)
        near[31] = 4
        let nearDigest = TokenDigest(near.span)
        #expect(table.principal(token: try #require(nearDigest)) == nil)
        table.apply(.credentialRevoked(number: 2, at: 100))
        #expect(table.principal(token: try Self.digest(3)) == nil)
        #expect(table[2] == nil)
        #expect(table.principal(certificate: ["cn:x", "dns:gate.example"])?.credential.name == "gate")
    }

    @Test("a principal may use its own organisations if they exist, an operator those that exist")
    func organisations() throws {
        let (table, _) = try Self.sample()
        let kiosk = try #require(table.principal(named: "kiosk")).credential.scope
        #expect(table.mayUse("a", kiosk))
        #expect(!table.mayUse("b", kiosk))
        #expect(!table.mayUse("c", kiosk))
        #expect(table.mayUse("b", .all))
        #expect(!table.mayUse("c", .all))
        #expect(!table.mayUse("A", .all))
    }

    @Test("names, tokens and certificates are unique, and organisations must be there first")
    func conflicts() throws {
        let (table, _) = try Self.sample()
        #expect(throws: AccessConflict.taken) { try table.check(.credentialAdded(try Self.credential("kiosk", 9))) }
        #expect(throws: AccessConflict.taken) { try table.check(.credentialAdded(try Self.credential("new", 3))) }
        #expect(throws: AccessConflict.taken) { try table.check(.organisationAdded(name: "a", at: 9)) }
        #expect(throws: AccessConflict.unknownOrganisation("x")) {
            try table.check(.credentialAdded(try Self.credential("new", 9, of: ["a", "x"])))
        }
        #expect(throws: AccessConflict.unknownPrincipal) { try table.check(.credentialRevoked(number: 9, at: 0)) }
    }

    @Test("changes and the snapshot's section are read back as they were, and every cut of them is refused")
    func coding() throws {
        let (table, changes) = try Self.sample()
        for change in changes {
            var writer = ByteWriter()
            change.encode(into: &writer)
            #expect(try AccessChange(writer.bytes.span) == change)
            for end in writer.bytes.indices {
                let cut = Array(writer.bytes[..<end])
                #expect(throws: ByteCodingError.self) { try AccessChange(cut.span) }
            }
        }
        var writer = ByteWriter()
        table.encodeSection(into: &writer)
        #expect(try AccessTable(section: writer.bytes.span) == table)
        for end in writer.bytes.indices {
            let cut = Array(writer.bytes[..<end])
            #expect(throws: ByteCodingError.self) { try AccessTable(section: cut.span) }
        }
    }

    @Test("a use is noted once an hour")
    func uses() throws {
        var (table, _) = try Self.sample()
        #expect(table.mustNoteUse(of: 1, at: 0))
        #expect(!table.mustNoteUse(of: 2, at: 78))
        #expect(table.mustNoteUse(of: 2, at: 77 + 3_600_000))
        table.apply(.credentialRevoked(number: 2, at: 100))
        #expect(!table.mustNoteUse(of: 2, at: 77 + 3_600_000))
    }

    @Test("a credential is worth nothing from its expiry on")
    func expiry() throws {
        let credential = try Self.credential("k", 3, expires: 100)
        #expect(credential.isValid(at: 99))
        #expect(!credential.isValid(at: 100))
    }

    @Test("a token is its prefix and base64url of its bytes; digests are read from 64 digits")
    func text() throws {
        let expected = try Self.digest(3)
        #expect(TokenText.make(secret: [0xFB, 0xFF, 0xBF]) == "earshot_-_-_")
        #expect(TokenText.make(secret: [0, 0]) == "earshot_AAA")
        #expect(TokenText.make(secret: [UInt8](repeating: 255, count: 32)).utf8.count == 8 + 43)
        #expect(TokenDigest(hexadecimal: String(repeating: "03", count: 32)) == expected)
        #expect(TokenDigest(hexadecimal: String(repeating: "0", count: 63)) == nil)
        #expect(TokenDigest(hexadecimal: String(repeating: "0g", count: 32)) == nil)
    }
}
