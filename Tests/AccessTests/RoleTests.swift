import Access
import Testing

@Suite("Roles")
struct RoleTests {
    @Test("a role allows itself and nothing else, an operator everything", arguments: Role.allCases)
    func allowed(_ role: Role) {
        for other in Role.allCases {
            #expect(Roles([role]).allow(other) == (role == other || role == .operate))
        }
    }

    @Test("each name is read back as its role, other words as none")
    func names() {
        for role in Role.allCases { #expect(Role(name: role.name) == role) }
        #expect(Role(name: "root") == nil)
        #expect(Roles([.read, .submit]).each == [.submit, .read])
    }
}
