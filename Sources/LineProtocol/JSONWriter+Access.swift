// Principals as JSON: what they may do and since when, never what they prove themselves with.

package import Access

/// A principal in the list.
package struct ListedPrincipal: Equatable, Sendable {
    package var credential: Credential
    /// When it last proved itself, to the hour, in milliseconds since 1970; nil for never.
    package var lastUsed: Int64?

    /// A principal and its last use.
    package init(_ credential: Credential, lastUsed: Int64?) {
        self.credential = credential
        self.lastUsed = lastUsed
    }
}

extension JSONWriter {
    /// Writes what a principal may do into the object that is open.
    package mutating func members(of credential: Credential) {
        key("principal")
        string(credential.name)
        key("roles")
        array { writer in
            for role in credential.roles.each { writer.string(role.name) }
        }
        key("organisations")
        array { writer in
            for name in credential.organisations.sorted() { writer.string(name) }
        }
        key("expires")
        time(credential.expires)
        if let rate = credential.submissionsPerSecond {
            key("submissions_per_second")
            integer(Int(rate))
        }
    }

    /// Writes a page of principals into the object that is open.
    package mutating func members(of page: [ListedPrincipal], isLast: Bool) {
        key("tokens")
        array { writer in
            for listed in page { writer.object { $0.members(of: listed) } }
        }
        key("next")
        if !isLast, let last = page.last { string(last.credential.name) } else { null() }
    }

    private mutating func members(of listed: ListedPrincipal) {
        members(of: listed.credential)
        key("proof")
        switch listed.credential.proof {
        case .token: string("token")
        case .certificate(let identity): string(identity)
        }
        key("created")
        time(listed.credential.created)
        key("last_used")
        time(listed.lastUsed)
    }

    private mutating func time(_ milliseconds: Int64?) {
        if let milliseconds { string(Timestamp.format(milliseconds)) } else { null() }
    }
}
