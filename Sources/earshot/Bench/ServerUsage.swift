// What another process on this machine uses, from /proc.

import Glibc
import Transport

/// Processor time and memory of a process.
struct ServerUsage: Equatable {
    /// User and system time of all its threads since it started; as fine as the kernel's ticks, 10 ms.
    var cpuMicroseconds: Int64
    var residentBytes: Int

    /// The use of a process now; nil when there is none.
    init?(process: Int) {
        guard let stat = Self.read("/proc/\(process)/stat") else { return nil }
        self.init(stat: stat, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)), pageBytes: sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Reads the line of `/proc/PID/stat` (proc(5)).
    init?(stat: String, ticksPerSecond: Int, pageBytes: Int) {
        // The program's name stands in parentheses and may hold any character.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard fields.count > 21, let user = Int64(fields[11]), let system = Int64(fields[12]),
            let pages = Int(fields[21]),
            ticksPerSecond > 0
        else { return nil }
        cpuMicroseconds = (user + system) * 1_000_000 / Int64(ticksPerSecond)
        residentBytes = pages * pageBytes
    }

    private static func read(_ path: String) -> String? {
        guard let file = try? Descriptor.open(reading: path) else { return nil }
        var bytes: [UInt8] = []
        guard let count = try? file.read(into: &bytes, limit: 4096), count > 0 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
