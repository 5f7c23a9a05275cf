// What a principal may be allowed to do. Roles do not include one another, except that an operator may do everything:
// a kiosk that submits cannot read, and an analyst who reads cannot submit.

/// One thing that a principal may do.
package enum Role: UInt8, CaseIterable, Sendable {
    /// Store submissions of the principal's organisations, and score texts.
    case submit = 0
    /// Ask about the principal's organisations.
    case read = 1
    /// Define surveys of the principal's organisations and forget submissions of theirs.
    case manage = 2
    /// Everything, of all organisations; and organisations, tokens, snapshots, draining.
    case operate = 3

    /// The name on the wire and on the command line.
    package var name: String {
        switch self {
        case .submit: "submit"
        case .read: "read"
        case .manage: "manage"
        case .operate: "operate"
        }
    }

    /// The role of that name; nil for another word.
    package init?(name: String) {
        guard let role = Role.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}

/// A set of roles.
package struct Roles: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// One bit for each role, by its number.
    package let rawValue: UInt8

    /// The roles of a stored number; bits that mean nothing are kept and mean nothing.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Exactly these roles.
    package init(_ roles: some Sequence<Role>) {
        rawValue = roles.reduce(0) { $0 | 1 << $1.rawValue }
    }

    /// Exactly these roles.
    package init(arrayLiteral roles: Role...) { self.init(roles) }

    /// Every role.
    package static let all = Roles(Role.allCases)

    /// Whether they let their holder do what `role` is needed for.
    package func allow(_ role: Role) -> Bool {
        rawValue & (1 << role.rawValue | 1 << Role.operate.rawValue) != 0
    }

    /// The roles, the least powerful first.
    package var each: [Role] { Role.allCases.filter { rawValue & 1 << $0.rawValue != 0 } }
}
