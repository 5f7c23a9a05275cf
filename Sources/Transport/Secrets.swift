// What OpenSSL gives to whoever keeps secrets: a hash and random bytes.

import COpenSSL

/// SHA-256 and random bytes of the system's OpenSSL.
package enum Secrets {
    /// The 32 bytes of the SHA-256 of `bytes`.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let count = bytes.count
        _ = unsafe EVP_Q_digest(nil, "SHA256", nil, bytes, count, &digest, nil)
        return digest
    }

    /// The text of a file that holds a secret, without white space around it. The file must be readable by its owner
    /// alone.
    package static func read(_ path: String) throws(TLSContextError) -> String {
        var content = try KeyFile.read(path, isSecret: true)
        defer { KeyFile.wipe(&content) }
        let isSpace = { (byte: UInt8) in byte <= 0x20 }
        return String(decoding: content.trimmingPrefix(while: isSpace).prefix { !isSpace($0) }, as: UTF8.self)
    }

    /// Random bytes for a secret. OpenSSL's generator is seeded by the kernel; should it ever fail, there is nothing to
    /// go on with.
    package static func random(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(unsafe RAND_priv_bytes(&bytes, Int32(count)) == 1, "the random generator failed")
        return bytes
    }
}
