// The load: one thread over all connections. Either each connection keeps its pipeline full, or requests fall due at a
// fixed rate; then a latency counts from the moment a request was due, not from when it could be sent, so that a server
// that stalls is not spared the requests that it held up (coordinated omission).

import Transport

/// What the load generator is to do.
struct BenchPlan {
    var connectionCount = 50
    /// Requests in flight on a connection, at most.
    var pipelineDepth = 1
    var warmupNanoseconds: Int64 = 1_000_000_000
    var measuredNanoseconds: Int64 = 5_000_000_000
    /// Requests a second in all; nil for as many as go.
    var rate: Double?
    /// Whether a latency counts from the moment a request was sent, though it was due before: how long the server takes,
    /// and not the client that waits for room in its pipeline.
    var countsFromSending = false
    var serverProcess: Int?
}

/// What it found.
struct BenchFindings {
    /// Of the requests that were answered, and of those that were refused.
    var histogram = LatencyHistogram()
    var refusals = LatencyHistogram()
    var nanoseconds: Int64 = 0
    /// Of the server, while it was measured; nil when it cannot be told.
    var serverMicroseconds: Int64?
    var residentBytes: Int?
    /// Of this program.
    var clientMicroseconds: Int64 = 0
}

/// Runs a plan.
struct BenchLoad: ~Copyable {
    private let plan: BenchPlan
    private var workload: BenchWorkload
    private let connections: [BenchConnection]
    private var poller: Poller
    private var requests: [UInt8] = []
    private var moments: [Int64] = []
    private let clock = MonotonicClock.system
    /// How many requests have been sent, and when the first was due.
    private var sentCount = 0
    private var began: Int64 = 0
    private var nextConnection = 0
    private var histogram = LatencyHistogram()
    private var refusals = LatencyHistogram()
    /// Whatever was answered before is not measured.
    private var measureFrom = Int64.max

    /// A load over connections that have been greeted.
    static func prepare(
        _ plan: BenchPlan, _ workload: BenchWorkload, _ connections: [BenchConnection]
    ) throws(SystemError) -> BenchLoad {
        let poller = try Poller()
        for (index, connection) in connections.enumerated() {
            try poller.add(connection.stream, token: UInt64(index), interest: .readable)
        }
        return BenchLoad(plan, workload, connections, poller)
    }

    private init(
        _ plan: BenchPlan, _ workload: BenchWorkload, _ connections: [BenchConnection], _ poller: consuming Poller
    ) {
        self.plan = plan
        self.workload = workload
        self.connections = connections
        self.poller = poller
    }

    /// Warms up, then measures.
    mutating func run() throws(ConnectionError) -> BenchFindings {
        var findings = BenchFindings()
        began = clock.nanoseconds
        measureFrom = began + plan.warmupNanoseconds
        let end = measureFrom + plan.measuredNanoseconds
        var begun: (usage: ServerUsage?, client: Int64)?
        var ready: [Readiness] = []
        var now = began
        if plan.rate == nil { for connection in connections { try fill(connection, now) } }
        while now < end {
            if begun == nil, now >= measureFrom {
                begun = (usage(), ProcessUsage.current().cpuMicroseconds)
                findings.nanoseconds = now
            }
            try sendDue(now)
            poller.wait(timeoutMilliseconds: idleMilliseconds(), into: &ready)
            now = clock.nanoseconds
            for readiness in ready {
                let connection = connections[Int(readiness.token)]
                try take(connection, now, reading: true)
                if plan.rate == nil { try fill(connection, now) }
            }
        }
        findings.histogram = histogram
        findings.nanoseconds = now - findings.nanoseconds
        findings.refusals = refusals
        findings.clientMicroseconds = ProcessUsage.current().cpuMicroseconds - (begun?.client ?? 0)
        if let before = begun?.usage, let after = usage() {
            findings.serverMicroseconds = after.cpuMicroseconds - before.cpuMicroseconds
            findings.residentBytes = after.residentBytes
        }
        return findings
    }

    private func usage() -> ServerUsage? { plan.serverProcess.flatMap(ServerUsage.init(process:)) }

    /// Takes the replies of a connection and counts their latencies.
    private mutating func take(
        _ connection: BenchConnection, _ now: Int64, reading: Bool
    ) throws(ConnectionError) {
        try connection.receive(reading: reading) { due, isRefused in
            if now < measureFrom { return }
            if isRefused { refusals.record(now - due) } else { histogram.record(now - due) }
        }
    }

    /// Sends as many requests as the connection's pipeline has room for.
    private mutating func fill(_ connection: BenchConnection, _ now: Int64) throws(ConnectionError) {
        while connection.unansweredCount < plan.pipelineDepth {
            requests.removeAll(keepingCapacity: true)
            moments.removeAll(keepingCapacity: true)
            for _ in connection.unansweredCount..<plan.pipelineDepth {
                workload.append(to: &requests)
                moments.append(now)
            }
            try send(to: connection, now)
        }
    }

    /// Sends what has been made. Replies that came in meanwhile are taken at once: the poller does not tell of them.
    private mutating func send(to connection: BenchConnection, _ now: Int64) throws(ConnectionError) {
        try connection.send(requests, due: moments, .after(milliseconds: 10_000))
        if connection.hasInput { try take(connection, now, reading: false) }
    }

    /// Sends what is due, in turn over the connections that have room: to each, in one write, its part of what is overdue.
    private mutating func sendDue(_ now: Int64) throws(ConnectionError) {
        guard let rate = plan.rate else { return }
        let dueCount = Int(Double(now - began) / 1e9 * rate)
        var tried = 0
        while sentCount < dueCount, tried < connections.count {
            let connection = connections[nextConnection]
            nextConnection = (nextConnection + 1) % connections.count
            let room = plan.pipelineDepth - connection.unansweredCount
            guard room > 0 else {
                tried += 1
                continue
            }
            tried = 0
            let share = (dueCount - sentCount + connections.count - 1) / connections.count
            makeDue(min(room, share), rate)
            try send(to: connection, now)
        }
    }

    /// Makes the next requests that are due.
    private mutating func makeDue(_ count: Int, _ rate: Double) {
        requests.removeAll(keepingCapacity: true)
        moments.removeAll(keepingCapacity: true)
        let sending = clock.nanoseconds
        for _ in 0..<count {
            workload.append(to: &requests)
            moments.append(plan.countsFromSending ? sending : began + Int64(Double(sentCount) / rate * 1e9))
            sentCount += 1
        }
    }

    /// How long nothing can be sent before replies come: while every pipeline is full, or nothing is due. The poller's
    /// milliseconds are too coarse for high rates, so the last one is not slept.
    private func idleMilliseconds() -> Int {
        guard let rate = plan.rate, connections.contains(where: { $0.unansweredCount < plan.pipelineDepth }) else {
            return 1000
        }
        let next = began + Int64(Double(sentCount) / rate * 1e9)
        return max(0, Int((next - clock.nanoseconds) / 1_000_000))
    }
}
