// `earshot bench`: how fast the server is.

import ArgumentParser
import EarshotClient
import LineProtocol
import Transport

/// Puts a server under load.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Put a server under load and tell how it does. It stores made-up submissions: not for production.",
        discussion: """
            Examples:
              earshot bench --connections 50 --pipeline 16 --seconds 5 --server-pid $(pgrep -n earshot)
              earshot bench --rate 20000 --pipeline 64 --json
            With --rate, latency counts from when a request was due, not from when it could be sent.
            \(CommandFailure.exitCodes)
            """)

    @Option(help: "Connections, 1 to 10000.")
    var connections = 50

    @Option(help: "Requests in flight on each connection, 1 to 1024.")
    var pipeline = 1

    @Option(help: "Seconds to measure.")
    var seconds = 5.0

    @Option(help: "Seconds of load before that.")
    var warmup = 1.0

    @Option(help: "Requests a second in all. Default: as many as go.")
    var rate: Double?

    @Flag(help: "With --rate, count latencies from the moment a request was sent instead of the one it was due.")
    var fromSending = false

    @Option(help: "The server's process, to tell its processor time.")
    var serverPid: Int?

    @Option(help: "The seed of the made-up words.")
    var seed: UInt64 = 7

    @Option(help: "A file of verbatims, one a line, instead of made-up words.")
    var file: String?

    @Option(help: "Of a hundred requests, how many ask for a report instead of submitting.")
    var questions = 0

    @Option(help: "How many organisations the submissions belong to, 1 to 1000000.")
    var organisations = BenchWorkload.organisationCount

    @Option(help: "What the server speaks: earshot, line without a greeting, xadd, store3, store12 (Tests/bench).")
    var dialect = BenchDialect.earshot

    @Option(
        name: .customLong("return"), help: "What replies shall have: representation, with the score; minimal, without.")
    var preference = ReturnPreference.representation

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (1...10_000).contains(connections) else { throw ValidationError("--connections must be 1 to 10000.") }
        guard (1...1024).contains(pipeline) else { throw ValidationError("--pipeline must be 1 to 1024.") }
        guard (1...1_000_000).contains(organisations) else {
            throw ValidationError("--organisations must be 1 to 1000000.")
        }
        guard seconds > 0, seconds <= 3600, warmup >= 0, warmup <= 3600 else {
            throw ValidationError("--seconds and --warmup must be at most 3600.")
        }
        guard preference == .representation || dialect == .earshot else {
            throw ValidationError("--return is for earshot only.")
        }
        guard (0...100).contains(questions), questions == 0 || dialect == .earshot else {
            throw ValidationError("--questions must be 0 to 100, and is for earshot only.")
        }
        if let rate, !(rate >= 1 && rate <= 1e8) { throw ValidationError("--rate must be 1 to 100000000.") }
    }

    func run() throws {
        ProcessUsage.raiseDescriptorLimit()
        let options = try client.connectionOptions()
        try tryOut(options)
        var plan = BenchPlan(
            connectionCount: connections, pipelineDepth: pipeline, rate: rate, serverProcess: serverPid)
        plan.countsFromSending = fromSending
        plan.warmupNanoseconds = Int64(warmup * 1e9)
        plan.measuredNanoseconds = Int64(seconds * 1e9)
        let workload = BenchWorkload(
            seed: seed, run: UInt64(bitPattern: MonotonicClock.system.nanoseconds), dialect: dialect,
            verbatims: try verbatims(), organisations: organisations, preference: preference,
            questionPercent: questions)
        do {
            var load = try BenchLoad.prepare(plan, workload, try open(options))
            show(try load.run(), plan)
        } catch { throw CommandFailure("the load broke off: \(error)").reported() }
    }

    /// One conversation first: it says in one clear line why there is none.
    private func tryOut(_ options: ConnectionOptions) throws {
        guard dialect == .earshot else { return }
        do throws(ClientError) {
            var first = try Connection.open(options)
            try first.ping()
        } catch {
            throw CommandFailure(error).reported()
        }
    }

    /// The lines of the file that are not empty, each cut to what a request may hold.
    private func verbatims() throws -> [String] {
        guard let file else { return [] }
        var bytes: [UInt8] = []
        do {
            let descriptor = try Descriptor.open(reading: file)
            while try descriptor.read(into: &bytes, limit: 1 << 20) > 0, bytes.count < 1 << 28 {}
        } catch { throw CommandFailure("\(file): \(error)").reported() }
        let lines = bytes.split(separator: 0x0A).map { String(decoding: $0.prefix(32_768), as: UTF8.self) }
        guard !lines.isEmpty else { throw CommandFailure("\(file) has no line").reported() }
        return lines
    }

    private func open(_ options: ConnectionOptions) throws -> [BenchConnection] {
        var context: TLSContext?
        if case .tls(let authorityFile, _) = options.security {
            context = try TLSContext.client(authorityFile: authorityFile)
        }
        let address = HostPort(host: options.endpoint.host, port: options.endpoint.port)
        return try (0..<connections).map { _ in
            let deadline = Deadline.after(milliseconds: options.connectTimeoutMilliseconds)
            let connection = BenchConnection(
                try BlockingConnection.connect(to: address, tls: context, deadline: deadline))
            if dialect.greets { try connection.greet(deadline, token: options.token) }
            return connection
        }
    }

    private func show(_ findings: BenchFindings, _ plan: BenchPlan) {
        let count = Double(findings.histogram.count)
        let perSecond = count / (Double(max(1, findings.nanoseconds)) / 1e9)
        let quantiles = [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)]
        let latencies = quantiles.map { ($0.0, Double(findings.histogram.value(atQuantile: $0.1)) / 1000) }
        let server = findings.serverMicroseconds.map { Double($0) / max(1, count) }
        let own = Double(findings.clientMicroseconds) / max(1, count)
        if client.display.json {
            var members = [
                "\"connections\":\(plan.connectionCount)", "\"pipeline\":\(plan.pipelineDepth)",
                "\"rate\":\(plan.rate.map { Figures.fixed($0, 1) } ?? "null")",
                "\"seconds\":\(Figures.fixed(Double(findings.nanoseconds) / 1e9, 3))",
                "\"submissions\":\(findings.histogram.count)", "\"submissions_per_s\":\(Figures.fixed(perSecond, 1))",
                "\"errors\":\(findings.refusals.count)",
            ]
            members += quantiles.prefix(2).map { name, quantile in
                let microseconds = Double(findings.refusals.value(atQuantile: quantile)) / 1000
                return "\"errors_\(name)_us\":\(Figures.fixed(microseconds, 1))"
            }
            members += latencies.map { "\"\($0.0)_us\":\(Figures.fixed($0.1, 1))" }
            members.append("\"server_cpu_us\":\(server.map { Figures.fixed($0, 3) } ?? "null")")
            members.append("\"server_rss_bytes\":\(findings.residentBytes.map(String.init) ?? "null")")
            members.append("\"client_cpu_us\":\(Figures.fixed(own, 3))")
            return say("{\(members.joined(separator: ","))}\n")
        }
        var table = Table([.left, .left])
        let offered = plan.rate.map { ", \(Figures.fixed($0, 0))/s offered" } ?? ""
        table.add([
            .init("load"), .init("\(plan.connectionCount) connections × \(plan.pipelineDepth) in flight\(offered)"),
        ])
        table.add([.init("submissions/s"), .init(Figures.count(Int(perSecond)), .strong)])
        let shown = latencies.map { "\($0.0) \(Figures.fixed($0.1 / 1000, 3)) ms" }.joined(separator: " · ")
        table.add([.init("latency"), .init(shown)])
        if let server { table.add([.init("server CPU"), .init("\(Figures.fixed(server, 2)) µs a submission")]) }
        if let bytes = findings.residentBytes {
            table.add([.init("server memory"), .init("\(Figures.fixed(Double(bytes) / 1_048_576, 1)) MiB")])
        }
        table.add([.init("own CPU"), .init("\(Figures.fixed(own, 2)) µs a submission")])
        table.add([
            .init("refused"),
            .init(Figures.count(Int(findings.refusals.count)), findings.refusals.count > 0 ? .negative : .plain),
        ])
        say(table.lines(client.display.page.ink).map { $0 + "\n" }.joined())
    }
}

extension ReturnPreference: ExpressibleByArgument {}
