// What a client certificate says of its owner, once its chain was verified.

import COpenSSL
import Glibc

extension TLSStream {
    /// Longer names are left out: with their kind before them they must fit the name of a principal's certificate.
    private static let identityBytesMax = 120

    /// The identities in the peer's certificate: `dns:`, `email:` and `uri:` for its alternative names, `cn:` for the
    /// common name of its subject, in that order. Empty without a certificate. A name with anything but visible ASCII in
    /// it is left out: nothing may look like another name, or end in the middle.
    var peerIdentities: [String] {
        guard let certificate = unsafe SSL_get1_peer_certificate(ssl) else { return [] }
        defer { unsafe X509_free(certificate) }
        guard unsafe SSL_get_verify_result(ssl) == X509_V_OK else { return [] }
        var found: [String] = []
        var index: Int32 = 0
        while true {
            var bytes = [UInt8](repeating: 0, count: Self.identityBytesMax)
            var count: Int32 = 0
            let kind = unsafe earshot_alternative_name(certificate, index, &bytes, Int32(bytes.count), &count)
            if kind < 0 { break }
            index += 1
            let prefix = [1: "email:", 2: "dns:", 6: "uri:"][kind]
            if let prefix, let text = Self.visible(bytes.prefix(Int(count))) { found.append(prefix + text) }
        }
        var common = [CChar](repeating: 0, count: 256)
        let count = unsafe X509_NAME_get_text_by_NID(
            X509_get_subject_name(certificate), NID_commonName, &common, Int32(common.count))
        let bytes = common.prefix(Int(max(0, count))).map { UInt8(bitPattern: $0) }
        if let text = Self.visible(bytes) { found.append("cn:" + text) }
        ERR_clear_error()
        return found
    }

    private static func visible(_ bytes: some Collection<UInt8>) -> String? {
        guard !bytes.isEmpty, bytes.count <= identityBytesMax, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
