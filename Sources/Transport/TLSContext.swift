// What the connections of one end have in common: certificate, protocol versions, suites, ALPN, tickets. A context
// never changes; to reload certificates, or to turn the ring of ticket keys, make another one and give it to new
// connections.

import COpenSSL
import CLinux
import Glibc

/// Why there is no context.
package enum TLSContextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file cannot be read.
    case unreadable(SystemError)
    /// The private key can be read by others than its owner, so it is no longer private. The mode is given in octal.
    case keyReadableByOthers(file: String, mode: String)
    /// The private key is encrypted, and the passphrase is missing or wrong.
    case keyLocked(file: String)
    /// A file is not what it should be.
    case malformed(file: String, reason: String)
    /// The private key is not that of the certificate.
    case keyMismatch(certificateFile: String, keyFile: String)
    /// OpenSSL does not do what is asked of it.
    case unsupported(String)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .keyReadableByOthers(let file, let mode):
            "\(file) can be read by others (mode \(mode)): use chmod 600"
        case .keyLocked(let file): "the key \(file) is encrypted, and the passphrase is missing or wrong"
        case .malformed(let file, let reason): "\(file): \(reason)"
        case .keyMismatch(let certificate, let key): "the key \(key) does not belong to the certificate \(certificate)"
        case .unsupported(let reason): "TLS cannot be set up: \(reason)"
        }
    }
}

/// The settings of one end of TLS, shared by its connections on all threads.
@safe package final class TLSContext: @unchecked Sendable {
    // OpenSSL allows SSL_new from any thread as long as nobody changes the context, and nobody can.
    let pointer: OpaquePointer

    /// Whether it is for the end that accepts connections.
    package let isServer: Bool

    /// When the certificate expires, in milliseconds since 1970; nil for a client.
    package let certificateExpiryMilliseconds: Int64?

    /// The protocol name that both ends use in ALPN.
    package static let applicationProtocol = "earshot/1"

    /// How much one read system call takes at most: four full records, for clients that pipeline. The buffer exists
    /// only while bytes are in it.
    package static let readBufferBytes = 4 * (16384 + 256)

    /// A context for a server with the certificate chain and the private key in two PEM files.
    package static func server(
        certificateFile: String, keyFile: String, passphrase: [UInt8] = []
    ) throws(TLSContextError) -> TLSContext {
        try server(
            ServerIdentity(certificateFile: certificateFile, keyFile: keyFile, passphrase: passphrase))
    }

    /// A context for a server.
    package static func server(
        _ identity: ServerIdentity, tickets: TicketKeys = .make()
    ) throws(TLSContextError) -> TLSContext {
        let pointer = try unsafe makePointer(TLS_server_method())
        do throws(TLSContextError) {
            let expiry = try unsafe load(identity, into: pointer)
            unsafe earshot_disable_session_cache(pointer)
            guard unsafe earshot_set_ticket_keys(pointer, tickets.bytes, tickets.bytes.count) == 1 else {
                throw TLSContextError.unsupported(OpenSSLErrors.take().text)
            }
            unsafe SSL_CTX_set_alpn_select_cb(pointer, selectApplicationProtocol, nil)
            return unsafe TLSContext(pointer, isServer: true, expiry: expiry)
        } catch {
            unsafe SSL_CTX_free(pointer)
            throw error
        }
    }

    /// A context for a client that trusts the certificates in `authorityFile` (PEM), or the system's if there is none.
    package static func client(authorityFile: String? = nil) throws(TLSContextError) -> TLSContext {
        try client(authorityFile: authorityFile, offering: [applicationProtocol])
    }

    /// A client that has a certificate of its own to show.
    package static func client(
        authorityFile: String?, certificateFile: String, keyFile: String
    ) throws(TLSContextError) -> TLSContext {
        let context = try client(authorityFile: authorityFile)
        _ = try unsafe loadIdentity(
            certificateFile: certificateFile, keyFile: keyFile, passphrase: [], into: context.pointer)
        return context
    }

    /// A client that offers these protocols in ALPN, or does without ALPN.
    static func client(authorityFile: String?, offering names: [String]) throws(TLSContextError) -> TLSContext {
        let pointer = try unsafe makePointer(TLS_client_method())
        do throws(TLSContextError) {
            if let authorityFile {
                _ = try KeyFile.read(authorityFile)
                guard unsafe SSL_CTX_load_verify_file(pointer, authorityFile) == 1 else {
                    throw TLSContextError.malformed(file: authorityFile, reason: OpenSSLErrors.take().text)
                }
            } else {
                unsafe SSL_CTX_set_default_verify_paths(pointer)
            }
            unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
            // ALPN's own notation: each name after its length.
            let list = names.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
            guard unsafe list.isEmpty || SSL_CTX_set_alpn_protos(pointer, list, UInt32(list.count)) == 0 else {
                throw TLSContextError.unsupported(OpenSSLErrors.take().text)
            }
            ERR_clear_error()
            return unsafe TLSContext(pointer, isServer: false, expiry: nil)
        } catch {
            unsafe SSL_CTX_free(pointer)
            throw error
        }
    }

    private init(_ pointer: OpaquePointer, isServer: Bool, expiry: Int64?) {
        unsafe self.pointer = pointer
        self.isServer = isServer
        certificateExpiryMilliseconds = expiry
    }

    deinit {
        // Every stream holds its context, so nobody seals a ticket any more.
        unsafe earshot_free_ticket_keys(pointer)
        unsafe SSL_CTX_free(pointer)
    }

    private static func makePointer(_ method: OpaquePointer?) throws(TLSContextError) -> OpaquePointer {
        guard let pointer = unsafe SSL_CTX_new(method) else { throw .unsupported(OpenSSLErrors.take().text) }
        guard unsafe earshot_configure(pointer, readBufferBytes) == 1 else {
            unsafe SSL_CTX_free(pointer)
            throw .unsupported(OpenSSLErrors.take().text)
        }
        return unsafe pointer
    }

    /// Puts all of a server's identity into the context and gives the expiry of the certificate that ends first.
    private static func load(
        _ identity: ServerIdentity, into context: OpaquePointer
    ) throws(TLSContextError) -> Int64 {
        var passphrase = identity.passphrase
        if let file = identity.passphraseFile { passphrase = Array(try Secrets.read(file).utf8) }
        defer { KeyFile.wipe(&passphrase) }
        var expiry = Int64.max
        for pair in identity.pairs {
            let own = try unsafe loadIdentity(
                certificateFile: pair.certificateFile, keyFile: pair.keyFile, passphrase: passphrase, into: context)
            expiry = min(expiry, own)
        }
        if let file = identity.clientAuthorityFile {
            _ = try KeyFile.read(file)
            guard unsafe earshot_ask_for_certificates(context, file) == 1 else {
                throw .malformed(file: file, reason: OpenSSLErrors.take().text)
            }
        }
        if identity.isModern, unsafe earshot_require_tls_1_3(context) != 1 {
            throw .unsupported(OpenSSLErrors.take().text)
        }
        return expiry
    }

    /// Puts certificate chain and key into the context and gives the expiry of the certificate.
    private static func loadIdentity(
        certificateFile: String, keyFile: String, passphrase: [UInt8], into context: OpaquePointer
    ) throws(TLSContextError) -> Int64 {
        _ = try KeyFile.read(certificateFile)
        guard unsafe SSL_CTX_use_certificate_chain_file(context, certificateFile) == 1 else {
            throw .malformed(file: certificateFile, reason: OpenSSLErrors.take().text)
        }
        let key = try PrivateKey(file: keyFile, passphrase: passphrase)
        let certificate = unsafe SSL_CTX_get0_certificate(context)
        guard unsafe X509_check_private_key(certificate, key.pointer) == 1 else {
            ERR_clear_error()
            throw .keyMismatch(certificateFile: certificateFile, keyFile: keyFile)
        }
        guard unsafe SSL_CTX_use_PrivateKey(context, key.pointer) == 1 else {
            throw .malformed(file: keyFile, reason: OpenSSLErrors.take().text)
        }
        ERR_clear_error()
        return unsafe millisecondsSince1970(X509_get0_notAfter(certificate))
    }
}

/// Chooses our protocol if the client offers it and ends the handshake with the alert of RFC 7301 if it offers others
/// only. A client without ALPN does not come here.
private func selectApplicationProtocol(
    _: OpaquePointer?, chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    chosenCount: UnsafeMutablePointer<UInt8>?, offered: UnsafePointer<UInt8>?, offeredCount: UInt32,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    let wanted = TLSContext.applicationProtocol.utf8
    let names = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredCount))
    var start = 0
    while start < names.count {
        let end = unsafe start + 1 + Int(names[start])
        guard end <= names.count else { break }
        if unsafe names[(start + 1)..<end].elementsEqual(wanted), let first = unsafe offered {
            unsafe chosen?.pointee = first + start + 1
            unsafe chosenCount?.pointee = UInt8(wanted.count)
            return SSL_TLSEXT_ERR_OK
        }
        start = end
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}

/// The moment of an ASN.1 time; 0 for a time that is none.
func millisecondsSince1970(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var parts = unsafe tm()
    guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
    return Int64(unsafe timegm(&parts)) * 1000
}
