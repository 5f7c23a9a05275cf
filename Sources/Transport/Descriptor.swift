// The owner of a file descriptor, and the box in which one travels from thread to thread.

import CLinux
import Glibc

/// Something a `Poller` can watch.
package protocol Pollable: ~Copyable {
    /// The number of the open file; it stays valid while the owner lives.
    var descriptorNumber: Int32 { get }
}

/// The only owner of an open file; closes it once, when it goes.
package struct Descriptor: ~Copyable, Sendable, Pollable {
    package let descriptorNumber: Int32

    /// Takes over `number`, which nobody else may close. A negative number is a programmer's error.
    package init(owning number: Int32) {
        precondition(number >= 0)
        descriptorNumber = number
    }

    /// Takes over the result of a system call, or says why it failed.
    init(result number: Int32, of operation: String) throws(SystemError) {
        guard number >= 0 else { throw SystemError(operation) }
        descriptorNumber = number
    }

    deinit {
        // Never repeated after EINTR: Linux has freed the number by then, and another thread may own it already.
        close(descriptorNumber)
    }

    /// Another descriptor of the same open file.
    package func duplicate() throws(SystemError) -> Descriptor {
        try Descriptor(result: fcntl(descriptorNumber, F_DUPFD_CLOEXEC, 0), of: "duplicate a descriptor")
    }

    /// Opens a file for reading.
    package static func open(reading path: String) throws(SystemError) -> Descriptor {
        try Descriptor(
            result: retryingInterrupted { unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC) }, of: "open \(path)")
    }

    /// A descriptor of the standard input.
    package static func standardInput() throws(SystemError) -> Descriptor {
        try Descriptor(result: fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0), of: "open the standard input")
    }

    /// Appends at most `limit` bytes to `buffer` and says how many; 0 is the end of the file. Blocks as the file does.
    package func read(into buffer: inout [UInt8], limit: Int) throws(SystemError) -> Int {
        let number = descriptorNumber
        var count = 0
        buffer.append(addingCapacity: limit) { output in
            unsafe output.withUnsafeMutableBufferPointer { bytes, initializedCount in
                let room = unsafe bytes.baseAddress.map { unsafe $0 + initializedCount }
                count = retryingInterrupted { unsafe Glibc.read(number, room, limit) }
                initializedCount += max(0, count)
            }
        }
        guard count >= 0 else { throw SystemError("read") }
        return count
    }
}

/// A value that is handed to another thread and taken out there once; if nobody does, it ends with the parcel.
package final class Parcel<Content: ~Copyable & Sendable>: Sendable {
    private let content: Guarded<Content?>

    /// Packs `content`.
    package init(_ content: consuming sending Content) { self.content = Guarded(content) }

    /// The content at the first call, nil ever after.
    package func take() -> Content? {
        content.withLock { content in
            let taken = content.take()
            return taken
        }
    }
}
