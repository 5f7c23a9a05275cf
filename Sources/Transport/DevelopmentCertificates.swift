// A certificate for trying things out: an authority of its own and a server certificate for this machine, made once and
// renewed in time.
//
// The key of the authority is never written down. Whoever could read it could pose as any server to whoever trusts
// `ca.pem`, and all it would save is handing out `ca.pem` again when the server certificate is renewed: then everything
// is made anew.

import COpenSSL
import Glibc

/// A folder with `ca.pem`, `server.pem` and `server.key`.
package struct DevelopmentCertificates: Sendable {
    /// What clients trust.
    package let authorityFile: String

    /// The certificate chain of the server.
    package let certificateFile: String

    /// The private key of the server, readable by its owner alone.
    package let keyFile: String

    private let folder: String
    private let clock: WallClock

    private static let daySeconds: Int64 = 86_400
    private static let authorityDays: Int64 = 3650
    /// As long as Mozilla's recommendations accept; `ensure` renews it in time.
    private static let serverDays: Int64 = 90
    private static let renewalDays: Int64 = 30

    /// The files in `folder`, whether they are there or not.
    package init(folder: String, clock: WallClock = .system) {
        self.folder = folder
        self.clock = clock
        authorityFile = folder + "/ca.pem"
        certificateFile = folder + "/server.pem"
        keyFile = folder + "/server.key"
    }

    /// Makes folder and files unless they are there, belong together, are for `hostNames` (or, without any, localhost
    /// and this machine's name) and are valid for 30 days more. Says whether anything was made. The addresses 127.0.0.1
    /// and ::1 are always covered.
    @discardableResult
    package func ensure(hostNames: [String] = []) throws(TLSContextError) -> Bool {
        var names = hostNames.filter { Self.isHostName($0) }
        for name in ["localhost", Self.machineName()] where !names.contains(name) && Self.isHostName(name) {
            names.append(name)
        }
        if isGood(for: names) { return false }
        try makeFolder()
        try make(for: names)
        return true
    }

    private func isGood(for names: [String]) -> Bool {
        guard let authority = (try? KeyFile.read(authorityFile)).flatMap({ Certificate(pem: $0) }),
            let server = (try? KeyFile.read(certificateFile)).flatMap({ Certificate(pem: $0) }),
            let key = try? PrivateKey(file: keyFile)
        else { return false }
        let soon = clock.milliseconds + Self.renewalDays * Self.daySeconds * 1000
        return authority.expiryMilliseconds > soon && server.expiryMilliseconds > soon
            && server.isSigned(by: authority) && server.isOf(key) && names.allSatisfy { server.isFor($0) }
    }

    private func make(for names: [String]) throws(TLSContextError) {
        let now = clock.milliseconds / 1000
        let authorityKey = try PrivateKey.generate()
        let authority = try CertificateRequest(
            name: "Earshot development authority", issuerName: "Earshot development authority",
            // Clocks differ; an hour lets a machine that is behind take part.
            validFrom: now - 3600, validUntil: now + Self.authorityDays * Self.daySeconds,
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ]
        ).selfSigned(with: authorityKey)
        let key = try PrivateKey.generate()
        let alternatives = names.map { "DNS:\($0)" } + ["IP:127.0.0.1", "IP:::1"]
        let server = try CertificateRequest(
            name: names[0], issuerName: "Earshot development authority",
            validFrom: now - 3600, validUntil: now + Self.serverDays * Self.daySeconds,
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"),
                (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, "serverAuth"),
                (NID_subject_key_identifier, "hash"),
                (NID_authority_key_identifier, "keyid"),
                (NID_subject_alt_name, alternatives.joined(separator: ",")),
            ]
        ).signed(for: key, by: authority, with: authorityKey)
        var secret = try key.pem()
        defer { KeyFile.wipe(&secret) }
        try write(secret, to: keyFile, mode: 0o600)
        try write(server.pem(), to: certificateFile, mode: 0o644)
        try write(authority.pem(), to: authorityFile, mode: 0o644)
    }

    private func makeFolder() throws(TLSContextError) {
        guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw .unreadable(SystemError("make folder \(folder)"))
        }
    }

    /// Writes under another name and renames, so that nobody reads half a file, and the mode holds from the first byte.
    /// A stop between the files leaves some that do not belong together, which the next `ensure` sees.
    private func write(_ content: [UInt8], to path: String, mode: mode_t) throws(TLSContextError) {
        let draft = path + ".new"
        do throws(SystemError) {
            _ = unsafe unlink(draft)
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
            let file = try Descriptor(result: unsafe open(draft, flags, mode), of: "make \(draft)")
            let count = retryingInterrupted { unsafe Glibc.write(file.descriptorNumber, content, content.count) }
            guard count == content.count, unsafe rename(draft, path) == 0 else { throw SystemError("write \(path)") }
        } catch { throw .unreadable(error) }
    }

    /// Whether a name can stand in a certificate as it is; anything else could smuggle another entry into the list of
    /// names.
    private static func isHostName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 253
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
                default: false
                }
            }
    }

    private static func machineName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
