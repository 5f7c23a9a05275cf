// What a failed system call says, and the loop that repeats an interrupted one.

import Glibc

/// A system call failed.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done: the call, and the file or address where there is one.
    package let operation: String

    /// The value of `errno`.
    package let code: Int32

    /// An error of `operation` with the given `errno` value.
    package init(_ operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// The error that `errno` holds now. To be made at once after the call.
    init(_ operation: String) { self.init(operation, code: errno) }

    /// `operation: the system's words for the code`.
    package var description: String { "\(operation): \(systemErrorText(code))" }
}

/// The system's words for an `errno` value.
func systemErrorText(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 128)
    guard unsafe strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The result of `call`, repeated for as long as a signal interrupts it.
func retryingInterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
