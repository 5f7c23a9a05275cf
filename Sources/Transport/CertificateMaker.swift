// Makes X.509 certificates through OpenSSL, for DevelopmentCertificates alone.

import COpenSSL
import Glibc

/// A certificate of OpenSSL.
@safe struct Certificate: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// The first certificate in PEM text; nil if there is none.
    init?(pem: [UInt8]) {
        let certificate = unsafe pem.withUnsafeBytes { bytes in
            let source = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
            defer { unsafe BIO_free(source) }
            return unsafe PEM_read_bio_X509(source, nil, nil, nil)
        }
        ERR_clear_error()
        guard let certificate = unsafe certificate else { return nil }
        unsafe pointer = certificate
    }

    deinit { unsafe X509_free(pointer) }

    /// When it expires, in milliseconds since 1970.
    var expiryMilliseconds: Int64 { unsafe millisecondsSince1970(X509_get0_notAfter(pointer)) }

    /// Whether it was signed with the key of `issuer`.
    func isSigned(by issuer: borrowing Certificate) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_verify(pointer, X509_get0_pubkey(issuer.pointer)) == 1
    }

    /// Whether `key` is its private key.
    func isOf(_ key: borrowing PrivateKey) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_check_private_key(pointer, key.pointer) == 1
    }

    /// Whether it is for a host of this name.
    func isFor(_ host: String) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_check_host(pointer, host, 0, 0, nil) == 1
    }

    /// PEM text.
    func pem() throws(TLSContextError) -> [UInt8] {
        try unsafe writePEM { unsafe PEM_write_bio_X509($0, pointer) }
    }
}

extension PrivateKey {
    /// A new key for ECDSA on P-256.
    static func generate() throws(TLSContextError) -> PrivateKey {
        guard let key = unsafe earshot_generate_p256_key() else { throw .unsupported(OpenSSLErrors.take().text) }
        return unsafe PrivateKey(owning: key)
    }

    /// PEM text, not encrypted.
    func pem() throws(TLSContextError) -> [UInt8] {
        try unsafe writePEM { unsafe PEM_write_bio_PrivateKey($0, pointer, nil, nil, 0, nil, nil) }
    }
}

private func writePEM(_ write: (OpaquePointer?) -> Int32) throws(TLSContextError) -> [UInt8] {
    let sink = unsafe BIO_new(BIO_s_mem())
    defer { unsafe BIO_free(sink) }
    guard unsafe write(sink) == 1 else { throw .unsupported(OpenSSLErrors.take().text) }
    var bytes: UnsafePointer<UInt8>?
    let count = unsafe earshot_memory_bytes(sink, &bytes)
    return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
}

/// What a certificate is to say.
struct CertificateRequest {
    /// The common name of the subject.
    var name: String
    /// The name of the issuer.
    var issuerName: String
    /// Seconds since 1970.
    var validFrom: Int64
    /// Seconds since 1970.
    var validUntil: Int64
    /// Extensions by OpenSSL's number, in the notation of x509v3_config(5).
    var extensions: [(number: Int32, value: String)]

    /// A certificate for `key` that vouches for itself.
    func selfSigned(with key: borrowing PrivateKey) throws(TLSContextError) -> Certificate {
        try unsafe make(key, issuer: nil, issuerKey: key)
    }

    /// A certificate for `key`, signed by `issuer` with its key.
    func signed(
        for key: borrowing PrivateKey, by issuer: borrowing Certificate, with issuerKey: borrowing PrivateKey
    ) throws(TLSContextError) -> Certificate {
        try unsafe make(key, issuer: issuer.pointer, issuerKey: issuerKey)
    }

    private func make(
        _ key: borrowing PrivateKey, issuer: OpaquePointer?, issuerKey: borrowing PrivateKey
    ) throws(TLSContextError) -> Certificate {
        guard let made = unsafe X509_new() else { throw .unsupported(OpenSSLErrors.take().text) }
        let certificate = unsafe Certificate(owning: made)
        var isGood = unsafe X509_set_version(made, Int(X509_VERSION_3)) == 1 && setSerialNumber(made)
        unsafe isGood = isGood && ASN1_TIME_set(X509_getm_notBefore(made), Int(validFrom)) != nil
        unsafe isGood = isGood && ASN1_TIME_set(X509_getm_notAfter(made), Int(validUntil)) != nil
        unsafe isGood = isGood && X509_set_pubkey(made, key.pointer) == 1
        unsafe isGood = isGood && setName(name, X509_get_subject_name(made))
        unsafe isGood = isGood && setName(issuerName, X509_get_issuer_name(made))
        for (number, value) in extensions {
            unsafe isGood = isGood && earshot_add_extension(made, issuer ?? made, number, value) == 1
        }
        unsafe isGood = isGood && X509_sign(made, issuerKey.pointer, EVP_sha256()) > 0
        guard isGood else { throw .unsupported(OpenSSLErrors.take().text) }
        return certificate
    }

    /// A random number of 127 bits, positive and not shorter (RFC 5280, section 4.1.2.2).
    private func setSerialNumber(_ certificate: OpaquePointer) -> Bool {
        var serial = [UInt8](repeating: 0, count: 16)
        guard unsafe RAND_bytes(&serial, Int32(serial.count)) == 1 else { return false }
        serial[0] = serial[0] & 0x7F | 0x40
        let number = unsafe BN_bin2bn(serial, Int32(serial.count), nil)
        defer { unsafe BN_free(number) }
        return unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
    }

    private func setName(_ name: String, _ target: OpaquePointer?) -> Bool {
        unsafe X509_NAME_add_entry_by_txt(target, "CN", MBSTRING_UTF8, name, -1, -1, 0) == 1
            && X509_NAME_add_entry_by_txt(target, "O", MBSTRING_UTF8, "Earshot development", -1, -1, 0) == 1
    }
}
