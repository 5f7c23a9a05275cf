// A folder that goes when the test ends.

import Glibc

final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/earshot-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw TestFailure("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["ca.pem", "server.pem", "server.key", "other.key", "encrypted.key"] {
            unsafe unlink("\(path)/\(name)")
        }
        unsafe rmdir(path)
    }
}

/// Why a test cannot go on.
struct TestFailure: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
