// Every limit of the server on its command line. The reasons stand beside the defaults (ServerConfiguration, Limits,
// ConnectionLimits, PrincipalLimits) and in protocol/limits.md.

import Aggregation
import ArgumentParser
import LineProtocol
import Server

/// The limits of `earshot serve`.
struct LimitOptions: ParsableArguments {
    @Option(help: "Bytes of a line, at most 1048576.")
    var lineBytes = Limits().lineBytesMax

    @Option(help: "Connections at a time.")
    var connections = ConnectionLimits().connectionsMax

    @Option(help: "Connections of one address; given, it holds for this machine's own as well.")
    var connectionsPerAddress: Int?

    @Option(help: "New connections a second of one address; given, it holds for this machine's own as well.")
    var newConnectionsPerSecond: Int?

    @Option(help: "Connections of one principal.")
    var connectionsPerPrincipal = PrincipalLimits().connectionsMax

    @Option(help: "Submissions a second of one principal whose token says nothing else; 0 for no limit.")
    var submissionsPerSecond = PrincipalLimits().submissionsPerSecond

    @Option(help: "Requests of a connection that wait for their reply.")
    var inFlight = Limits().requestsInFlightMax

    @Option(help: "Bytes of replies that a connection has not taken.")
    var outputBytes = Limits().outputBytesMax

    @Option(help: "Seconds for the handshake.")
    var handshakeSeconds = 5

    @Option(help: "Seconds for AUTH after it.")
    var authSeconds = 5

    @Option(help: "Seconds for a line from its first byte to its last.")
    var lineSeconds = 30

    @Option(help: "Bytes a second at which an unfinished line must come after 10 s.")
    var lineBytesPerSecond = 1_024

    @Option(help: "Seconds of silence after which a connection ends.")
    var idleSeconds = 600

    @Option(help: "Seconds for which a client may take nothing of its replies.")
    var outputSeconds = 60

    @Option(help: "Seconds for which a stop waits for clients.")
    var drainSeconds = 10

    @Option(help: "Milliseconds of scoring in one turn, after which submissions are refused as overloaded.")
    var turnMilliseconds = 200

    @Option(help: "MiB of memory near which submissions and connections are refused; 0 for none.")
    var memory = 0

    @Option(help: "Organisations.")
    var organisations = LedgerLimits().organisationsMax

    @Option(help: "Submissions of an organisation that are kept with their words.")
    var verbatims = LedgerLimits().verbatimsMax

    func validate() throws {
        guard (256...Limits.lineBytesCeiling).contains(lineBytes) else {
            throw ValidationError("--line-bytes must be 256 to \(Limits.lineBytesCeiling).")
        }
        let counts = [
            connections, connectionsPerAddress ?? 1, newConnectionsPerSecond ?? 1, connectionsPerPrincipal, inFlight,
            outputBytes, handshakeSeconds, authSeconds, lineSeconds, lineBytesPerSecond, idleSeconds, outputSeconds,
            drainSeconds, turnMilliseconds, organisations, verbatims,
        ]
        guard counts.allSatisfy({ (1...1_000_000_000).contains($0) }) else {
            throw ValidationError("Limits must be 1 to 1000000000.")
        }
        guard submissionsPerSecond >= 0, (0...1 << 30).contains(memory) else {
            throw ValidationError("--submissions-per-second and --memory must not be negative.")
        }
    }

    /// Puts the limits where the server looks for them.
    func apply(to settings: inout ServerConfiguration) {
        settings.limits.lineBytesMax = lineBytes
        settings.limits.requestsInFlightMax = inFlight
        settings.limits.outputBytesMax = outputBytes
        settings.connections.connectionsMax = connections
        settings.connections.countsLoopback = connectionsPerAddress != nil || newConnectionsPerSecond != nil
        if let connectionsPerAddress { settings.connections.perAddressMax = connectionsPerAddress }
        if let newConnectionsPerSecond {
            settings.connections.newPerSecondPerAddress = newConnectionsPerSecond
            settings.connections.newBurstPerAddress = newConnectionsPerSecond
        }
        settings.principals.connectionsMax = connectionsPerPrincipal
        settings.principals.submissionsPerSecond = submissionsPerSecond
        settings.handshakeSeconds = handshakeSeconds
        settings.authenticationSeconds = authSeconds
        settings.lineSeconds = lineSeconds
        settings.lineBytesPerSecond = lineBytesPerSecond
        settings.idleSeconds = idleSeconds
        settings.outputSeconds = outputSeconds
        settings.drainSeconds = drainSeconds
        settings.turnMilliseconds = turnMilliseconds
        settings.memoryBytesMax = memory << 20
        settings.ledger.organisationsMax = organisations
        settings.ledger.verbatimsMax = verbatims
        if memory > 0 { settings.ledger.fit(intoBytes: memory << 20) }
    }
}
