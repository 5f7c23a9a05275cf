// What a server is started with: where it listens, where its data lies, and every limit beside its reason.

package import Aggregation
package import LineProtocol
package import Persistence
package import Transport

/// The settings of one server.
package struct ServerConfiguration: Sendable {
    /// Where TLS clients connect.
    package var listen: HostPort
    /// Where clients connect without TLS: a loopback address, or nil for nowhere.
    package var plaintext: HostPort?
    /// The folder of the journal and the snapshots.
    package var dataFolder: String
    /// What it proves itself with, and whose certificates it takes.
    package var identity: ServerIdentity
    /// What an acknowledged submission survives.
    package var syncPolicy: SyncPolicy = .always
    /// Threads that read, score and write.
    package var loopCount = Thread.coreCount
    /// How far the ledger may grow: how long hours and days are told apart, how many values of a segment.
    package var ledger = LedgerLimits()
    /// What one connection and one request may be.
    package var limits = Limits()
    /// How many connections there may be.
    package var connections = ConnectionLimits()
    /// Bytes of memory that the process may use, 0 for no budget: near it submissions and connections are refused.
    package var memoryBytesMax = 0
    /// How long a turn of a loop may score before what else has arrived is refused: no accepted submission waits longer
    /// for its turn than two of these.
    package var turnMilliseconds = 200
    /// A client that has not finished its handshake by then is not one; a slow mobile network needs two or three.
    package var handshakeSeconds = 5
    /// A client that has not proved who it is by then is not one; together with the handshake a stranger has 10 s.
    package var authenticationSeconds = 5
    /// What one principal may have and do.
    package var principals = PrincipalLimits()
    /// A line that was begun is ended by then: a dripping client must not hold its buffer for ever.
    package var lineSeconds = 30
    /// After so long an unfinished line must have come at `lineBytesPerSecond` at least.
    package var lineGraceSeconds = 10
    /// Below the slowest modem, above who drips on purpose.
    package var lineBytesPerSecond = 1_024
    /// A client that says nothing for so long is gone; its library connects again.
    package var idleSeconds = 600
    /// A client that takes nothing of its replies for so long is gone.
    package var outputSeconds = 60
    /// What a stop may take before the connections that are left are dropped.
    package var drainSeconds = 10
    /// Records after which a snapshot is taken: half a second of replay.
    package var snapshotRecords: UInt64 = 500_000
    /// Minutes after which a snapshot is taken if anything came.
    package var snapshotMinutes = 15
    /// Whether personal data stays in the words that are kept.
    package var keepsPersonalData = false
    /// Room that a journal segment is given ahead, in bytes.
    package var segmentBytes = JournalConfiguration().segmentBytes
    /// What the greeting says.
    package var serverName = "earshot/0.1.0"

    /// The defaults, with what has none.
    package init(listen: HostPort, dataFolder: String, certificateFile: String, keyFile: String) {
        self.listen = listen
        self.dataFolder = dataFolder
        identity = ServerIdentity(certificateFile: certificateFile, keyFile: keyFile)
    }
}

extension SyncPolicy {
    /// The name on the command line and on the wire.
    package var name: String {
        switch self {
        case .always: "always"
        case .interval: "interval"
        case .os: "os"
        }
    }
}
