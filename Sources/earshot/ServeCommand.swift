// `earshot serve`: one server in the foreground until it is told to stop.

import Aggregation
import ArgumentParser
import LineProtocol
import Logging
import Persistence
import Scoring
import Server
import Transport

/// Runs the server.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server until SIGTERM or SIGINT.",
        discussion: """
            SIGHUP reads the certificate again. Exit codes: 0 stopped cleanly; 1 could not start; 65 the data is \
            damaged, or a newer earshot wrote it; 73 another server has the data folder; 74 the disk failed while \
            running; 75 the disk was too full to write the end of the journal. Whatever the code, everything that was \
            answered is kept.
            """)

    @Option(help: "Where TLS clients connect.")
    var listen = "127.0.0.1:3277"

    @Option(help: "Where clients may connect without TLS: a loopback address. Off unless given.")
    var plaintext: String?

    @Option(help: "The folder of the journal and the snapshots; made if it is missing.")
    var data = "earshot-data"

    @Option(help: "The certificate chain, in PEM. Twice for an ECDSA and an RSA one.")
    var tlsCertificate: [String] = []

    @Option(help: "The certificate's key, in PEM, readable by nobody else; one for each --tls-certificate.")
    var tlsKey: [String] = []

    @Option(help: "File with the passphrase of encrypted keys, readable by nobody else.")
    var tlsPassphraseFile: String?

    @Option(help: "The authorities of client certificates, in PEM: then a certificate can stand in for a token.")
    var clientCa: String?

    @Option(help: "The lowest version of TLS: 1.2 or 1.3.")
    var tlsMinimum = "1.2"

    @Option(
        help:
            "What an answered submission survives: always (loss of power), interval (kill -9; at most a second is lost with the machine), os."
    )
    var fsync = FsyncPolicy.always

    @Option(help: "Threads that read, score and write; by default one a core.")
    var loops: Int?

    @Option(help: "Days for which hours are told apart. What was dropped does not come again when it is raised.")
    var hourlyDays = LedgerLimits().hourlyDays

    @Option(help: "Days for which days are told apart.")
    var dailyDays = LedgerLimits().dailyDays

    @Option(
        help: "Values of a channel, touchpoint, member of staff, survey or declared tag key told apart, at most 5000.")
    var segmentValues = LedgerLimits().segmentValuesMax

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Flag(
        help:
            "Keep e-mail addresses, telephone, card and account numbers and links in the words instead of masking them."
    )
    var keepPersonal = false
    @Option(
        help: ArgumentHelp("Bytes that a journal segment is given ahead, for tests of rotation.", visibility: .hidden))
    var segmentBytes = 64 << 20

    @Option(help: ArgumentHelp("Records after which a snapshot is taken, for tests.", visibility: .hidden))
    var snapshotRecords: UInt64 = 500_000

    @OptionGroup var lists: LexiconOption

    @Option(help: "What is logged to standard error: debug, info, notice, warning, error.")
    var logLevel = "notice"

    /// How often the files of the certificate are looked at.
    private static let tickMilliseconds = 5_000

    func validate() throws {
        if let loops, !(1...256).contains(loops) { throw ValidationError("--loops must be 1 to 256.") }
        guard (1...366).contains(hourlyDays), (hourlyDays...36_600).contains(dailyDays) else {
            throw ValidationError("--hourly-days must be 1 to 366, --daily-days no fewer than those and at most 36600.")
        }
        guard (1...5_000).contains(segmentValues) else {
            throw ValidationError("--segment-values must be 1 to 5000.")
        }
        guard (4096...(1 << 30)).contains(segmentBytes), snapshotRecords > 0 else {
            throw ValidationError("--segment-bytes must be 4096 to 1073741824, --snapshot-records at least 1.")
        }
        guard ["1.2", "1.3"].contains(tlsMinimum) else { throw ValidationError("--tls-minimum must be 1.2 or 1.3.") }
        guard tlsCertificate.count == tlsKey.count else {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level must be debug, info, notice, warning or error.")
        }
    }

    func run() throws {
        var settings = ServerConfiguration(
            listen: try address(listen, "--listen"), dataFolder: data, certificateFile: "certs/server.pem",
            keyFile: "certs/server.key")
        if !tlsCertificate.isEmpty {
            settings.identity.pairs = zip(tlsCertificate, tlsKey).map { .init(certificateFile: $0, keyFile: $1) }
        }
        settings.identity.passphraseFile = tlsPassphraseFile
        settings.identity.clientAuthorityFile = clientCa
        settings.identity.isModern = tlsMinimum == "1.3"
        settings.plaintext = try plaintext.map { try address($0, "--plaintext") }
        settings.syncPolicy = fsync.policy
        limits.apply(to: &settings)
        settings.keepsPersonalData = keepPersonal
        settings.ledger.hourlyDays = hourlyDays
        settings.ledger.dailyDays = dailyDays
        settings.ledger.segmentValuesMax = segmentValues
        settings.segmentBytes = segmentBytes
        settings.snapshotRecords = snapshotRecords
        if let loops { settings.loopCount = loops }
        var logger = Logger(label: "earshot", factory: StreamLogHandler.standardError(label:))
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .notice

        let lexicon = try lists.lexicon()
        // Before any thread starts, so that every thread inherits the mask.
        let signals = try ProcessSignals()
        ProcessSignals.ignoreBrokenPipes()
        ProcessSignals.ignoreFileSizeLimit()
        _ = ProcessUsage.raiseDescriptorLimit()
        ProcessUsage.keepFreedMemory()
        let server = try start(settings, lexicon, logger)
        greet(server, settings)
        try wait(signals, server, logger)
        switch server.stop() {
        case .clean: return
        case .diskFull:
            complain("the disk is full: the journal's end could not be written; everything that was answered is kept")
            throw ExitCode(75)
        case .failed:
            complain("the disk failed while the server ran; what was answered before that is kept")
            throw ExitCode(74)
        }
    }

    private func start(_ settings: ServerConfiguration, _ lexicon: Lexicon, _ logger: Logger) throws -> Server {
        do {
            return try Server(settings, lexicon: lexicon, logger: logger)
        } catch let error as FolderLockError {
            complain("\(data): \(error)")
            if case .held = error { throw ExitCode(73) }
            throw ExitCode(1)
        } catch let error as RecoveryError {
            complain("\(data): \(error)")
            switch error {
            case .disk: throw ExitCode(1)
            case .damaged(let damage) where damage.isUnknownVersion:
                complain("nothing was changed; start it with the earshot that wrote it, or a later one")
            case .damaged:
                complain("nothing was changed; `earshot repair \(data)` shows what could be saved, and asks")
            case .refused: complain("nothing was changed; a later earshot may read it")
            }
            throw ExitCode(65)
        } catch {
            complain("\(error)")
            throw ExitCode(1)
        }
    }

    private func address(_ text: String, _ option: String) throws -> HostPort {
        guard let address = HostPort(text) else { throw ValidationError("\(option) must be HOST:PORT.") }
        return address
    }

    /// Waits for the signal, or the client, that asks to stop.
    private func wait(_ signals: borrowing ProcessSignals, _ server: Server, _ logger: Logger) throws {
        var poller = try Poller()
        try poller.add(signals, token: 0, interest: .readable)
        try poller.add(server.drainRequest, token: 1, interest: .readable)
        var ready: [Readiness] = []
        while true {
            poller.wait(timeoutMilliseconds: Self.tickMilliseconds, into: &ready)
            server.tick()
            if ready.contains(where: { $0.token == 1 }) { return }
            while let signal = signals.next() {
                switch signal {
                case .reload:
                    do {
                        try server.reloadCertificate()
                        logger.notice("certificate read again")
                    } catch {
                        logger.error("the certificate stays as it was", metadata: ["reason": "\(error)"])
                    }
                case .terminate, .interrupt: return
                }
            }
        }
    }

    private func greet(_ server: Server, _ settings: ServerConfiguration) {
        let program = CommandLine.arguments.first ?? "earshot"
        let port = server.address.port
        var lines = [
            "\(settings.serverName) listens on \(server.address) (TLS); data in \(data); fsync \(fsync.rawValue); \(settings.loopCount) loops"
        ]
        if server.isOpen {
            lines.append("no token yet: loopback only, and whoever is on this machine may do everything")
        }
        if let plaintext = server.plaintextAddress { lines.append("without TLS on \(plaintext)") }
        if let snapshot = server.opening.snapshotSequence {
            lines.append("found a snapshot at \(snapshot) and \(server.opening.recordCount) records after it")
        } else if server.opening.recordCount > 0 {
            lines.append("found \(server.opening.recordCount) records")
        }
        if let tornTail = server.opening.tornTail { lines.append("cut off: \(tornTail)") }
        lines += [
            "Type next, in another terminal:",
            "  \(program) submit --org acme --text \"Nobody called me back.\"",
            "  \(program) report --org acme",
            "  openssl s_client -quiet -alpn earshot/1 -CAfile certs/ca.pem -connect localhost:\(port)",
        ]
        for line in lines { print(line) }
        flushOutput()
    }
}

/// The journal's policy as it is written on the command line.
enum FsyncPolicy: String, ExpressibleByArgument, CaseIterable {
    case always, interval, os

    var policy: SyncPolicy {
        switch self {
        case .always: .always
        case .interval: .interval(milliseconds: 1000)
        case .os: .os
        }
    }
}
