// The files that a server proves itself with, and whom it lets prove themselves.

/// Certificates, keys and the authorities of client certificates.
package struct ServerIdentity: Equatable, Sendable {
    /// A certificate chain and its key, in PEM files. The key must be readable by its owner alone (or by a group, if root
    /// owns it). Nobody is ever asked for a passphrase on a terminal.
    package struct Pair: Equatable, Sendable {
        package var certificateFile: String
        package var keyFile: String

        /// A certificate chain and its key.
        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// At least one; a second of another kind (ECDSA and RSA) serves clients that know only that.
    package var pairs: [Pair]
    /// Opens encrypted keys; wiped copies are made of it.
    package var passphrase: [UInt8] = []
    /// A file with the passphrase, readable by its owner alone.
    package var passphraseFile: String?
    /// The authorities of client certificates in a PEM file; nil asks for none. A client without one is let in, and has to
    /// prove who it is otherwise.
    package var clientAuthorityFile: String?
    /// Whether TLS 1.2 is left out.
    package var isModern = false

    /// One certificate and its key.
    package init(certificateFile: String, keyFile: String, passphrase: [UInt8] = []) {
        pairs = [Pair(certificateFile: certificateFile, keyFile: keyFile)]
        self.passphrase = passphrase
    }

    /// Every file that it is read from.
    package var files: [String] {
        pairs.flatMap { [$0.certificateFile, $0.keyFile] } + [passphraseFile, clientAuthorityFile].compactMap { $0 }
    }
}
