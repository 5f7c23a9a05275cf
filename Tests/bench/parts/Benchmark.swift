// One part of the server, measured by itself: how it is named, what one operation is, and what an operation handles.

/// A benchmark that was set up.
struct Benchmark {
    /// The name by which it is chosen.
    let name: String
    /// What one operation is.
    let operation: String
    /// Bytes that an operation handles on average, 0 when that says nothing.
    let bytesEach: Double
    /// How many operations `run` does.
    let operations: Int
    /// Does the operations once.
    let run: () -> Void
}

/// Keeps the compiler from leaving out work whose result nobody reads.
@inline(never)
func keep<Value>(_ value: borrowing Value) {}

extension Benchmark {
    /// Nanoseconds of an operation: the fastest and the median of `rounds` rounds of about 50 ms each.
    func measure(rounds: Int) -> (fastest: Double, median: Double) {
        let clock = ContinuousClock()
        run()
        var repeats = 1
        while clock.measure({ for _ in 0..<repeats { run() } }) < .milliseconds(50) { repeats *= 2 }
        var samples: [Double] = []
        for _ in 0..<rounds {
            let elapsed = clock.measure { for _ in 0..<repeats { run() } }
            let nanoseconds =
                Double(elapsed.components.seconds) * 1e9 + Double(elapsed.components.attoseconds) / 1e9
            samples.append(nanoseconds / Double(repeats * operations))
        }
        samples.sort()
        return (samples[0], samples[samples.count / 2])
    }
}
