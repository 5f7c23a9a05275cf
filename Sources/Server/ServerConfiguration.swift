// What a server is started with: where it listens, where its data lies, and every limit beside its reason.

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
    /// What one connection and one request may be.
    package var limits = Limits()
    /// Connections at a time: below the usual limit of descriptors, and 300 MB of TLS at most.
    package var connectionsMax = 20_000
    /// A client that has not finished its handshake by then is not one; a slow mobile network needs two or three.
    package var handshakeSeconds = 5
    /// A client that has not proved who it is by then is not one; together with the handshake a stranger has 10 s.
    package var authenticationSeconds = 5
    /// What one principal may have and do.
    package var principals = PrincipalLimits()
    /// A line that was begun is ended by then: a dripping client must not hold its buffer for ever.
    package var lineSeconds = 30
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
