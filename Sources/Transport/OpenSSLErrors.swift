// Empties OpenSSL's error queue into a text. Every failing call of OpenSSL in this target is followed by one of these,
// so the queue of a thread is empty whenever a call begins, as SSL_get_error demands.

import COpenSSL
import Glibc

/// The reasons that OpenSSL gave, oldest first.
struct OpenSSLErrors {
    /// Library and reason of the oldest error, 0 if there is none.
    let code: UInt

    /// The words of the oldest error; never anything that a peer has sent.
    let text: String

    /// Takes and empties the queue of this thread.
    static func take() -> OpenSSLErrors {
        let code = ERR_get_error()
        guard code != 0 else { return OpenSSLErrors(code: 0, text: "no reason given") }
        ERR_clear_error()
        guard let reason = unsafe ERR_reason_error_string(code) else {
            return OpenSSLErrors(code: code, text: "OpenSSL error \(code)")
        }
        return OpenSSLErrors(code: code, text: unsafe String(cString: reason))
    }

    /// The reason within its library.
    var reason: Int32 { ERR_GET_REASON(code) }

    /// Whether it is an error of libssl, and of this reason.
    func isTLS(_ reason: Int32) -> Bool { ERR_GET_LIB(code) == ERR_LIB_SSL && self.reason == reason }
}

extension StreamFailure {
    /// The failure that the error queue tells of, for a peer whose certificate was checked with the result
    /// `verification`.
    init(_ errors: OpenSSLErrors, verification: Int) {
        // From SSL_R_SSLV3_ALERT_CLOSE_NOTIFY's place on, reasons are 1000 + the alert that the peer sent.
        let alertBase: Int32 = 1000
        if errors.isTLS(SSL_R_CERTIFICATE_VERIFY_FAILED) {
            let reason = unsafe X509_verify_cert_error_string(verification).map { unsafe String(cString: $0) }
            self.init(.certificate, "certificate refused: \(reason ?? errors.text)")
        } else if errors.isTLS(SSL_R_NO_APPLICATION_PROTOCOL) || errors.isTLS(alertBase + 120) {
            self.init(.applicationProtocol, "no application protocol in common")
        } else if ERR_GET_LIB(errors.code) == ERR_LIB_SSL, errors.reason >= alertBase {
            self.init(.alert, "the peer sent an alert: \(errors.text)")
        } else {
            self.init(.tls, errors.text)
        }
    }
}
