// Keeps the certificate of a running server fresh: reads it again when asked or when its files change, turns the ticket
// keys, and says in time that it will expire. Connections that stand keep what they have.

internal import Logging
internal import Transport

/// The TLS context that new connections get.
struct CertificateKeeper {
    /// A stolen ticket key opens tickets of so long, and of the turn before.
    private static let ticketTurnMilliseconds: Int64 = 8 * 3_600_000
    /// Whoever renews by hand wants to know in time; whoever does so by a program is never told.
    private static let warningDays: Int64 = 30
    private static let dayMilliseconds: Int64 = 86_400_000

    private let identity: ServerIdentity
    private let logger: Logger
    private var tickets = TicketKeys.make()
    private var turnedAt: Int64
    private var fingerprints: [FileFingerprint?]
    private var warnedAt: Int64?
    private(set) var context: TLSContext

    /// Reads the files for the first time. `now` is the clock that only goes forward, in milliseconds.
    init(_ identity: ServerIdentity, logger: Logger, now: Int64) throws(TLSContextError) {
        self.identity = identity
        self.logger = logger
        turnedAt = now
        fingerprints = identity.files.map { FileFingerprint($0) }
        context = try TLSContext.server(identity, tickets: tickets)
    }

    /// Milliseconds since 1970 at which the certificate is worth nothing any more.
    var expiry: Int64 { context.certificateExpiryMilliseconds ?? .max }

    /// Reads the files again, whatever they were; on failure everything stays as it was.
    mutating func reload() throws(TLSContextError) {
        // First the fingerprints: what changes while it is read is read again.
        let found = identity.files.map { FileFingerprint($0) }
        context = try TLSContext.server(identity, tickets: tickets)
        fingerprints = found
        warnedAt = nil
    }

    /// Looks after everything; true when new connections should have another context. To be called every few seconds.
    mutating func tick(now: Int64, wallClock: Int64) -> Bool {
        var hasChanged = false
        if identity.files.map({ FileFingerprint($0) }) != fingerprints { hasChanged = reloadChanged() }
        if now - turnedAt >= Self.ticketTurnMilliseconds {
            turnedAt = now
            tickets = tickets.turned()
            if let turned = try? TLSContext.server(identity, tickets: tickets) {
                context = turned
                hasChanged = true
            }
        }
        warn(wallClock)
        return hasChanged
    }

    private mutating func reloadChanged() -> Bool {
        do throws(TLSContextError) {
            try reload()
            logger.notice("the certificate's files have changed and were read again")
            return true
        } catch {
            // Said once for each change: half of it may be written yet, and the other half will be seen.
            fingerprints = identity.files.map { FileFingerprint($0) }
            logger.error("the certificate stays as it was", metadata: ["reason": "\(error)"])
            return false
        }
    }

    private mutating func warn(_ wallClock: Int64) {
        let days = (expiry - wallClock) / Self.dayMilliseconds
        guard days < Self.warningDays, warnedAt.map({ wallClock - $0 >= Self.dayMilliseconds }) ?? true else { return }
        warnedAt = wallClock
        let level = expiry <= wallClock ? Logger.Level.error : .warning
        logger.log(level: level, "the certificate \(expiry <= wallClock ? "has expired" : "expires in \(days) days")")
    }
}
