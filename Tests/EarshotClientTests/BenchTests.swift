// The load generator's arithmetic.

import Foundation
import LineProtocol
import Testing

@testable import earshot

struct BenchTests {
    @Test(
        "quantiles are right to one part in a thousand",
        arguments: [1, 100, 5_000, 1_000_000, 4_000_000_000] as [Int64])
    func accuracy(scale: Int64) {
        var histogram = LatencyHistogram()
        for value in 1...1000 { histogram.record(Int64(value) * scale) }
        for (quantile, exact) in [(0.5, 500), (0.99, 990), (0.999, 999)] as [(Double, Int64)] {
            let error = Double(histogram.value(atQuantile: quantile) - exact * scale) / Double(exact * scale)
            #expect(error >= 0 && error <= 0.001)
        }
        #expect(histogram.value(atQuantile: 1) == 1000 * scale)
        #expect(histogram.max == 1000 * scale)
        #expect(histogram.count == 1000)
    }

    @Test("no value is out of the histogram's range")
    func extremes() {
        var histogram = LatencyHistogram()
        #expect(histogram.value(atQuantile: 0.5) == 0)
        for value in [Int64.min, 0, 1023, 1024, 2047, 2048, .max] { histogram.record(value) }
        #expect(histogram.count == 7)
        #expect(histogram.max == .max)
    }

    @Test("every made-up submission is a valid request of 250 to 400 bytes with an id of its own")
    func workload() throws {
        var workload = BenchWorkload(seed: 7, run: 1)
        var ids: Set<String> = []
        for _ in 0..<5000 {
            var line: [UInt8] = []
            workload.append(to: &line)
            #expect(line.last == 0x0A)
            let payload = Array(line.dropFirst("SUBMIT ".utf8.count).dropLast())
            #expect((250...400).contains(payload.count))
            let object = try JSONValue(parsing: payload.span)
            ids.insert(try #require(object["id"]?.string))
        }
        #expect(ids.count == 5000)
    }

    @Test("words of a file are sent as they are, with questions among them in the share that was asked for")
    func mix() throws {
        let words = ["Nobody called \"me\" back.", "Très bien"]
        var workload = BenchWorkload(seed: 7, run: 1, verbatims: words, questionPercent: 25)
        var texts: Set<String> = []
        var questionCount = 0
        for _ in 0..<100 {
            var line: [UInt8] = []
            workload.append(to: &line)
            if line.starts(with: "REPORT ".utf8) {
                questionCount += 1
                _ = try JSONValue(parsing: Array(line.dropFirst("REPORT ".utf8.count).dropLast()).span)
            } else {
                let payload = Array(line.dropFirst("SUBMIT ".utf8.count).dropLast())
                texts.insert(try #require(try JSONValue(parsing: payload.span)["text"]?.string))
            }
        }
        #expect(questionCount == 25)
        #expect(texts == Set(words))
    }

    @Test("replies without the score can be asked for")
    func minimal() throws {
        var workload = BenchWorkload(seed: 7, run: 1, preference: .minimal)
        var bytes: [UInt8] = []
        workload.append(to: &bytes)
        let payload = Array(bytes.dropFirst("SUBMIT ".utf8.count).dropLast())
        #expect(try JSONValue(parsing: payload.span)["return"]?.string == "minimal")
    }

    @Test("a command for Redis says of each word how long it is", arguments: [BenchDialect.xadd, .store3, .store12])
    func redis(dialect: BenchDialect) throws {
        var workload = BenchWorkload(seed: 7, run: 1, dialect: dialect)
        var bytes: [UInt8] = []
        workload.append(to: &bytes)
        let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(parts.first == "*\((parts.count - 2) / 2)")
        #expect(parts.last == "")
        for index in stride(from: 1, to: parts.count - 1, by: 2) {
            #expect(parts[index] == "$\(parts[index + 1].utf8.count)")
        }
    }

    @Test("a process's time and memory are read whatever its name")
    func usage() {
        let numbers = "S 1 1 1 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 3 0 100 1000000 7 1"
        let usage = ServerUsage(stat: "42 (a ) b) \(numbers)\n", ticksPerSecond: 100, pageBytes: 4096)
        #expect(usage?.cpuMicroseconds == 3_000_000)
        #expect(usage?.residentBytes == 7 * 4096)
        #expect(ServerUsage(stat: "nonsense", ticksPerSecond: 100, pageBytes: 4096) == nil)
    }
}
