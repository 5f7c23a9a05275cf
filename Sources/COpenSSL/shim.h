#ifndef EARSHOT_COPENSSL_SHIM_H
#define EARSHOT_COPENSSL_SHIM_H
// OpenSSL's macros and variadic functions as functions that Swift can call.
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

/// What every context has: TLS 1.2 and 1.3, ECDHE with AEAD, three groups, memory given back when idle, partial writes
/// from a buffer that may move, and one read system call for as many records as there are. Returns 1, or 0 with the
/// error queue set.
static inline int earshot_configure(SSL_CTX *context, size_t read_buffer_bytes) {
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, read_buffer_bytes);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                                             "TLS_CHACHA20_POLY1305_SHA256") == 1 &&
           SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                            "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                            "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305") == 1 &&
           SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1;
}

/// Leaves TLS 1.2 out.
static inline int earshot_require_tls_1_3(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1;
}

/// Tickets are stateless, so a server keeps no session cache.
static inline void earshot_disable_session_cache(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

/// One key of session tickets: its name, which stands in the clear before each ticket, AES-256 and HMAC-SHA-256 keys.
struct earshot_ticket_key {
    unsigned char name[16];
    unsigned char encryption[32];
    unsigned char authentication[32];
};

/// The keys of a context: the first seals, all open. It lives as long as its context.
struct earshot_ticket_ring {
    size_t count;
    struct earshot_ticket_key keys[4];
};

static inline int earshot_ticket_arm(const struct earshot_ticket_key *key, unsigned char *iv, EVP_CIPHER_CTX *cipher,
                                     EVP_MAC_CTX *mac, int seals) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)key->authentication, sizeof key->authentication),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0), OSSL_PARAM_construct_end()};
    if (seals && RAND_bytes(iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1) return 0;
    return EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, key->encryption, iv, seals) == 1 &&
           EVP_MAC_CTX_set_params(mac, parameters) == 1;
}

/// OpenSSL's callback (SSL_CTX_set_tlsext_ticket_key_evp_cb(3)): 1 for a ticket that is good, 2 for one that should be
/// renewed, 0 for one that is not ours.
static inline int earshot_ticket_callback(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher,
                                          EVP_MAC_CTX *mac, int seals) {
    const struct earshot_ticket_ring *ring = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), 0);
    if (ring == NULL) return -1;
    if (seals) {
        memcpy(name, ring->keys[0].name, sizeof ring->keys[0].name);
        return earshot_ticket_arm(&ring->keys[0], iv, cipher, mac, 1) ? 1 : -1;
    }
    for (size_t i = 0; i < ring->count; i++) {
        if (memcmp(name, ring->keys[i].name, sizeof ring->keys[i].name) != 0) continue;
        return earshot_ticket_arm(&ring->keys[i], iv, cipher, mac, 0) ? (i == 0 ? 1 : 2) : -1;
    }
    return 0;
}

/// Gives a context its ticket keys, as many as `bytes` holds, and seals one ticket a handshake. The context frees its
/// copy. Returns 1, or 0.
static inline int earshot_set_ticket_keys(SSL_CTX *context, const unsigned char *bytes, size_t byte_count) {
    struct earshot_ticket_ring *ring = OPENSSL_zalloc(sizeof *ring);
    if (ring == NULL) return 0;
    ring->count = byte_count / sizeof ring->keys[0];
    if (ring->count > 4) ring->count = 4;
    memcpy(ring->keys, bytes, ring->count * sizeof ring->keys[0]);
    // Index 0 is the application's own (SSL_CTX_set_app_data).
    if (SSL_CTX_set_ex_data(context, 0, ring) != 1) {
        OPENSSL_clear_free(ring, sizeof *ring);
        return 0;
    }
    return SSL_CTX_set_tlsext_ticket_key_evp_cb(context, earshot_ticket_callback) == 1 &&
           SSL_CTX_set_num_tickets(context, 1) == 1;
}

/// Wipes and frees the ticket keys of a context that is about to be freed.
static inline void earshot_free_ticket_keys(SSL_CTX *context) {
    struct earshot_ticket_ring *ring = SSL_CTX_get_ex_data(context, 0);
    SSL_CTX_set_ex_data(context, 0, NULL);
    if (ring != NULL) OPENSSL_clear_free(ring, sizeof *ring);
}

/// Has a server ask its clients for certificates by the authorities in a PEM file; a client without one is let in.
/// Returns 1, or 0.
static inline int earshot_ask_for_certificates(SSL_CTX *context, const char *authority_file) {
    static const unsigned char name[] = "earshot";
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(authority_file);
    if (names == NULL || SSL_CTX_load_verify_file(context, authority_file) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return 0;
    }
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, NULL);
    return SSL_CTX_set_session_id_context(context, name, sizeof name - 1) == 1;
}

/// The kind (RFC 5280 GeneralName: 1 email, 2 DNS name, 6 URI, 0 for others and for names longer than `size`) of the
/// alternative name number `index` of a certificate, and its bytes; -1 when there are no more.
static inline int earshot_alternative_name(X509 *certificate, int index, unsigned char *bytes, int size, int *count) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    int kind = -1;
    *count = 0;
    if (index < sk_GENERAL_NAME_num(names)) {
        GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        kind = 0;
        if (name->type == GEN_EMAIL || name->type == GEN_DNS || name->type == GEN_URI) {
            int length = ASN1_STRING_length(name->d.ia5);
            if (length <= size) {
                kind = name->type;
                memcpy(bytes, ASN1_STRING_get0_data(name->d.ia5), (size_t)length);
                *count = length;
            }
        }
    }
    GENERAL_NAMES_free(names);
    return kind;
}

static inline int earshot_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

static inline EVP_PKEY *earshot_generate_p256_key(void) { return EVP_EC_gen("P-256"); }

/// The bytes of a memory BIO, which keeps them.
static inline size_t earshot_memory_bytes(BIO *bio, const uint8_t **bytes) {
    char *start = NULL;
    long count = BIO_get_mem_data(bio, &start);
    *bytes = (const uint8_t *)start;
    return count > 0 ? (size_t)count : 0;
}

/// Adds an extension given in the notation of x509v3_config(5), for `subject` issued by `issuer`. Returns 1, or 0.
static inline int earshot_add_extension(X509 *subject, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, subject, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (extension == NULL) return 0;
    int added = X509_add_ext(subject, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}
#endif
