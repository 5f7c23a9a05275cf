// Signals as events of a poller instead of interruptions.

import CLinux
import Glibc

/// What the outside asks of the process.
package enum ProcessSignal: Equatable, Sendable {
    /// SIGTERM: end in order.
    case terminate
    /// SIGINT: the same, from a terminal.
    case interrupt
    /// SIGHUP: read the configuration again.
    case reload
}

/// SIGTERM, SIGINT and SIGHUP, readable from a descriptor. SIGPIPE is ignored.
package struct ProcessSignals: ~Copyable, Sendable, Pollable {
    private let descriptor: Descriptor

    /// Takes the signals away from their default actions, for this thread and all that it starts later: make it first
    /// of all, on the main thread.
    package init() throws(SystemError) {
        ProcessSignals.ignoreBrokenPipes()
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&set, number) }
        let code = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        guard code == 0 else { throw SystemError("pthread_sigmask", code: code) }
        descriptor = try Descriptor(
            result: unsafe signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC)), of: "signalfd")
    }

    package var descriptorNumber: Int32 { descriptor.descriptorNumber }

    /// The next signal that has come; nil when there is none.
    package func next() -> ProcessSignal? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        let count = retryingInterrupted { unsafe read(descriptor.descriptorNumber, &info, size) }
        guard count == size else { return nil }
        return switch Int32(info.ssi_signo) {
        case SIGTERM: .terminate
        case SIGINT: .interrupt
        default: .reload
        }
    }

    /// A file-size limit is an error like a full disk from then on, instead of the end of the process.
    package static func ignoreFileSizeLimit() { earshot_ignore_file_size_limit() }

    /// Keeps a peer that has gone from ending the process by SIGPIPE. Does nothing if the program has its own handler.
    package static func ignoreBrokenPipes() { earshot_ignore_broken_pipes() }
}
