import COpenSSL
import Glibc
import Testing

@testable import Transport

@Suite("TLS context")
struct TLSContextTests {
    @Test("a client that offers no ALPN is let in, one that offers only others is refused with the alert")
    func applicationProtocols() throws {
        let contexts = try Contexts.shared.get()
        let authority = contexts.files.authorityFile
        for offered in [[], ["http/1.1", "earshot/1"]] {
            let client = try TLSContext.client(authorityFile: authority, offering: offered)
            let ends = try Ends(tls: .local(), contexts: contexts, client: client)
            #expect(ends.shakeHands() == (.complete, .complete))
            #expect(ends.server?.session?.applicationProtocol == offered.last)
        }
        for offered in [["http/1.1"], ["earshot/"], ["earshot/10", "h2"]] {
            let client = try TLSContext.client(authorityFile: authority, offering: offered)
            let ends = try Ends(tls: .local(), contexts: contexts, client: client)
            let failure = StreamFailure(.applicationProtocol, "no application protocol in common")
            #expect(ends.shakeHands() == (.failed(failure), .failed(failure)))
        }
    }

    @Test("the client refuses an expired certificate, another name and an unknown authority")
    func untrusted() throws {
        let expired = try Contexts(clock: WallClock { 1_500_000_000_000 })
        let good = try Contexts.shared.get()
        try expectRefusal("expired", Ends(tls: .local(), contexts: expired))
        try expectRefusal("mismatch", Ends(tls: .local(), contexts: good, serverName: "example.org"))
        try expectRefusal("mismatch", Ends(tls: .local(), contexts: good, serverName: "192.0.2.1"))
        let stranger = try Contexts()
        try expectRefusal("", Ends(tls: .local(), contexts: stranger, client: good.client))
    }

    @Test("names and addresses of this machine are good", arguments: ["localhost", "127.0.0.1", "::1"])
    func trusted(name: String) throws {
        let ends = try Ends(tls: .local(), contexts: Contexts.shared.get(), serverName: name)
        #expect(ends.shakeHands() == (.complete, .complete))
    }

    @Test("a key that others can read is refused")
    func publicKey() throws {
        let contexts = try Contexts()
        let files = contexts.files
        for mode in [0o604, 0o620, 0o602, 0o666] as [mode_t] {
            #expect(unsafe chmod(files.keyFile, mode) == 0)
            let failure = #expect(throws: TLSContextError.self) {
                _ = try TLSContext.server(certificateFile: files.certificateFile, keyFile: files.keyFile)
            }
            guard case .keyReadableByOthers(let file, _)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(file == files.keyFile)
        }
    }

    @Test("a key of another certificate is refused")
    func wrongKey() throws {
        let one = try Contexts()
        let other = try Contexts()
        let failure = TLSContextError.keyMismatch(
            certificateFile: one.files.certificateFile, keyFile: other.files.keyFile)
        #expect(throws: failure) {
            _ = try TLSContext.server(
                certificateFile: one.files.certificateFile, keyFile: other.files.keyFile)
        }
    }

    @Test("files that are missing or not what they should be are named")
    func badFiles() throws {
        let contexts = try Contexts()
        let files = contexts.files
        #expect(throws: TLSContextError.unreadable(SystemError("open /nowhere", code: ENOENT))) {
            _ = try TLSContext.server(certificateFile: "/nowhere", keyFile: files.keyFile)
        }
        #expect(throws: TLSContextError.unreadable(SystemError("open /nowhere", code: ENOENT))) {
            _ = try TLSContext.client(authorityFile: "/nowhere")
        }
        let swapped = #expect(throws: TLSContextError.self) {
            _ = try TLSContext.server(certificateFile: files.keyFile, keyFile: files.keyFile)
        }
        guard case .malformed(files.keyFile, _)? = swapped else {
            Issue.record("\(String(describing: swapped))")
            return
        }
    }

    @Test("an encrypted key opens with its passphrase and is refused, not asked for, without")
    func encryptedKey() throws {
        let contexts = try Contexts()
        let files = contexts.files
        let locked = contexts.folder.path + "/encrypted.key"
        try PrivateKey(file: files.keyFile).writeEncrypted(to: locked, passphrase: "open sesame")
        #expect(throws: TLSContextError.keyLocked(file: locked)) {
            _ = try TLSContext.server(certificateFile: files.certificateFile, keyFile: locked)
        }
        #expect(throws: TLSContextError.keyLocked(file: locked)) {
            _ = try TLSContext.server(
                certificateFile: files.certificateFile, keyFile: locked, passphrase: Array("wrong".utf8))
        }
        _ = try TLSContext.server(
            certificateFile: files.certificateFile, keyFile: locked, passphrase: Array("open sesame".utf8))
    }

    @Test("a context knows when its certificate expires")
    func expiry() throws {
        let contexts = try Contexts(clock: WallClock { 1_800_000_000_000 })
        let expiry: Int64 = 1_800_000_000_000 + 90 * 86_400_000
        #expect(contexts.server.certificateExpiryMilliseconds == expiry)
        #expect(contexts.client.certificateExpiryMilliseconds == nil)
    }

    private func expectRefusal(_ word: String, _ ends: Ends) {
        guard case .failed(let failure) = ends.shakeHands().client else {
            Issue.record("the client trusts the server")
            return
        }
        #expect(failure.cause == .certificate)
        #expect(word.isEmpty || failure.description.contains(word))
    }
}

extension PrivateKey {
    /// Writes the key as encrypted PEM.
    fileprivate func writeEncrypted(to path: String, passphrase: String) throws {
        let secret = Array(passphrase.utf8)
        let file = unsafe BIO_new_file(path, "w")
        defer { unsafe BIO_free(file) }
        let count = Int32(secret.count)
        guard unsafe PEM_write_bio_PrivateKey(file, pointer, EVP_aes_256_cbc(), secret, count, nil, nil) == 1 else {
            throw TestFailure(OpenSSLErrors.take().text)
        }
        unsafe chmod(path, 0o600)
    }
}
