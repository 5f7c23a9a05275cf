// What this process uses of its machine.

import CLinux
import Glibc

/// Resources in use at one moment.
package struct ProcessUsage: Equatable, Sendable {
    /// Processor time of all threads since the start, in user mode and in the kernel, in microseconds.
    package var cpuMicroseconds: Int64

    /// Memory that is in RAM, in bytes.
    package var residentBytes: Int

    /// Open descriptors.
    package var descriptorCount: Int

    /// How many descriptors may be open.
    package var descriptorLimit: Int

    /// The use now. What the system does not tell is 0.
    package static func current() -> ProcessUsage {
        ProcessUsage(
            cpuMicroseconds: processorMicroseconds(), residentBytes: residentBytes(),
            descriptorCount: openDescriptors(), descriptorLimit: Int(clamping: limits().rlim_cur))
    }

    /// Raises the limit of descriptors to `wanted` or as far as the hard limit allows, and gives the limit that holds
    /// now. Never lowers it.
    @discardableResult
    package static func raiseDescriptorLimit(to wanted: Int = .max) -> Int {
        var limits = limits()
        let target = min(rlim_t(max(0, wanted)), limits.rlim_max)
        if target > limits.rlim_cur {
            limits.rlim_cur = target
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        }
        return Int(clamping: ProcessUsage.limits().rlim_cur)
    }

    /// Has the allocator keep what is freed at the end of a heap, up to a few megabytes for each: a server that gives
    /// memory back at the end of each turn asks for it again in the next, and pays for fresh pages twice.
    package static func keepFreedMemory() {
        earshot_keep_freed_memory(16 << 20, 1 << 20)
    }

    /// Has the allocator give back all that is free, which takes some milliseconds for each hundred megabytes.
    package static func releaseFreedMemory() { earshot_release_freed_memory() }

    private static func limits() -> rlimit {
        var limits = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        return limits
    }

    private static func processorMicroseconds() -> Int64 {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = Int64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        return seconds * 1_000_000 + Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    }

    /// The memory that the process has in use at the moment, in bytes; 0 when it cannot be told, for want of a
    /// descriptor.
    package static func residentBytesNow() -> Int { residentBytes() }

    private static func residentBytes() -> Int {
        guard let file = try? Descriptor.open(reading: "/proc/self/statm") else { return 0 }
        var bytes: [UInt8] = []
        guard let _ = try? file.read(into: &bytes, limit: 256) else { return 0 }
        let fields = bytes.split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * max(0, sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openDescriptors() -> Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Without `.`, `..` and the descriptor of the folder itself.
        return max(0, count - 3)
    }
}
