#ifndef EARSHOT_CLINUX_CRC32C_H
#define EARSHOT_CLINUX_CRC32C_H
// CRC32C (Castagnoli) by the processor's own instruction: SSE4.2 on x86-64, the CRC extension on arm64. The portable
// twin and the choice between the two are in Swift (Persistence/CRC32C.swift). Call crc32c_hardware only where
// crc32c_hardware_is_present() is not 0.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#define CRC32C_TARGET __attribute__((target("sse4.2")))
#define CRC32C_STEP_8(crc, word) ((uint32_t)__builtin_ia32_crc32di((crc), (word)))
#define CRC32C_STEP_1(crc, byte) (__builtin_ia32_crc32qi((crc), (byte)))
static inline int crc32c_hardware_is_present(void) {
    // By hand: <cpuid.h> drags all of the compiler's intrinsics into the module.
    unsigned int a = 1, b, c = 0, d;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (c & (1u << 20)) != 0;
}
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#define CRC32C_TARGET __attribute__((target("crc")))
#define CRC32C_STEP_8(crc, word) (__builtin_arm_crc32cd((crc), (word)))
#define CRC32C_STEP_1(crc, byte) (__builtin_arm_crc32cb((crc), (byte)))
static inline int crc32c_hardware_is_present(void) { return (getauxval(AT_HWCAP) & (1UL << 7)) != 0; }
#else
static inline int crc32c_hardware_is_present(void) { return 0; }
#endif

/// The checksum of the bytes, continuing `crc` (0 to begin), so that two calls over the halves equal one over the whole.
#ifdef CRC32C_TARGET
CRC32C_TARGET static inline uint32_t crc32c_hardware(uint32_t crc, const void *bytes, size_t count) {
    const unsigned char *next = (const unsigned char *)bytes;
    uint64_t state = (uint32_t)~crc;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        state = CRC32C_STEP_8(state, word);
    }
    for (; count > 0; count -= 1, next += 1) state = CRC32C_STEP_1((uint32_t)state, *next);
    return ~(uint32_t)state;
}
#else
static inline uint32_t crc32c_hardware(uint32_t crc, const void *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return crc;
}
#endif
#endif
