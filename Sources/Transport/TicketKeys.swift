// The keys under which a server seals session tickets. A ring of them outlives the context that uses it, so that
// resumption survives a new certificate; and it turns, so that a key that leaks opens a few hours of tickets alone. (The
// traffic itself has keys of its own: TLS 1.3 resumes with a fresh exchange.)

import COpenSSL

/// The key that new tickets are sealed under, and the ones before it that still open older ones.
package struct TicketKeys: Sendable {
    /// One key of the current turn and one of the turn before: a ticket is good for one to two turns.
    private static let count = 2

    /// Name, encryption key and authentication key of each, as `earshot_ticket_key` has them.
    let bytes: [UInt8]

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Keys that nobody knows.
    package static func make() -> TicketKeys { TicketKeys(Secrets.random(count: count * keyBytes)) }

    /// The ring one turn on: a new key for new tickets, the last one to open those of before.
    package func turned() -> TicketKeys {
        TicketKeys(Secrets.random(count: Self.keyBytes) + bytes.prefix(Self.keyBytes))
    }

    private static var keyBytes: Int { MemoryLayout<earshot_ticket_key>.size }
}
