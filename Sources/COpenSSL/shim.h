#ifndef EARSHOT_COPENSSL_SHIM_H
#define EARSHOT_COPENSSL_SHIM_H
// OpenSSL's macros as functions that Swift can call.
#include <openssl/ssl.h>
#include <openssl/err.h>
#endif
