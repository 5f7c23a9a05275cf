// Reads private keys, and only those that are private.

import COpenSSL
import Glibc

/// Files that certificates and keys are read from.
enum KeyFile {
    /// Far more than any chain of certificates needs.
    private static let bytesMax = 1 << 20

    /// The permission bits of an open file that a key must not have: any of the group and of others, but the group may
    /// read what root owns. This is the rule of PostgreSQL, which leaves a distribution's group of key readers its use.
    static func forbiddenMode(of file: borrowing Descriptor, path: String) throws(SystemError) -> mode_t {
        var status = stat()
        // The open file is asked, not the path, which could be another file by now.
        guard unsafe fstat(file.descriptorNumber, &status) == 0 else { throw SystemError("stat \(path)") }
        return status.st_mode & (status.st_uid == 0 ? 0o037 : 0o077)
    }

    /// The whole file; a secret one must be private.
    static func read(_ path: String, isSecret: Bool = false) throws(TLSContextError) -> [UInt8] {
        var content: [UInt8] = []
        var forbidden: mode_t = 0
        do throws(SystemError) {
            let file = try Descriptor.open(reading: path)
            forbidden = isSecret ? try forbiddenMode(of: file, path: path) : 0
            while try file.read(into: &content, limit: 65536) > 0 {
                if content.count > bytesMax { throw SystemError("read \(path)", code: EFBIG) }
            }
        } catch { throw .unreadable(error) }
        guard forbidden == 0 else {
            wipe(&content)
            throw .keyReadableByOthers(file: path, mode: String(forbidden, radix: 8))
        }
        return content
    }

    /// Overwrites a secret, which the optimizer must not take for useless.
    static func wipe(_ secret: inout [UInt8]) {
        unsafe secret.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
        secret.removeAll()
    }
}

/// A private key of OpenSSL.
@safe struct PrivateKey: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over a key.
    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// The key in a PEM file.
    init(file: String, passphrase: [UInt8] = []) throws(TLSContextError) {
        var content = try KeyFile.read(file, isSecret: true)
        var secret = passphrase + [0]
        defer {
            KeyFile.wipe(&content)
            KeyFile.wipe(&secret)
        }
        let key = unsafe content.withUnsafeBytes { bytes in
            let source = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
            defer { unsafe BIO_free(source) }
            return unsafe secret.withUnsafeMutableBytes { secret in
                unsafe PEM_read_bio_PrivateKey(source, nil, givePassphrase, secret.baseAddress)
            }
        }
        guard let key = unsafe key else {
            let isEncrypted = content.contains("ENCRYPTED")
            let reason = OpenSSLErrors.take().text
            throw isEncrypted ? .keyLocked(file: file) : .malformed(file: file, reason: "no private key: \(reason)")
        }
        unsafe pointer = key
    }

    deinit { unsafe EVP_PKEY_free(pointer) }
}

/// Gives OpenSSL the passphrase that `userData` points to, ended by a zero; without this OpenSSL would ask on the
/// terminal.
private func givePassphrase(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _: Int32, _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let buffer = unsafe buffer, let secret = unsafe userData?.assumingMemoryBound(to: CChar.self) else {
        return 0
    }
    let count = unsafe strlen(secret)
    guard count > 0, count <= Int(size) else { return 0 }
    unsafe buffer.update(from: secret, count: count)
    return Int32(count)
}

extension [UInt8] {
    /// Whether an ASCII text occurs.
    fileprivate func contains(_ text: StaticString) -> Bool {
        let wanted = Array(text.description.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
