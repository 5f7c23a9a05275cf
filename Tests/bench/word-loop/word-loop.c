// Words are runs of letters, digits, apostrophes and bytes beyond ASCII, as for the scorer. The hash is made while the
// word is scanned, eight bytes at a time at the end of which one multiplication; the slot holds the whole hash, so that
// a word is found with one read in most cases.

#include "CWordLoop.h"

#include <stdlib.h>

struct slot {
    uint64_t hash;
    int64_t valence;
};

struct word_table {
    size_t mask;
    size_t count;
    uint8_t folded[256];
    struct slot *slots;
};

static const uint64_t seed = 0x9E3779B97F4A7C15u;

static inline uint64_t mixed(uint64_t hash, uint64_t packed) {
    hash = (hash ^ packed) * 0xD6E8FEB86659FD93u;
    return hash ^ hash >> 32;
}

word_table *word_table_create(size_t capacity) {
    word_table *table = calloc(1, sizeof *table);
    size_t size = 1024;
    while (size < 2 * capacity) size *= 2;
    table->mask = size - 1;
    table->slots = calloc(size, sizeof *table->slots);
    for (int byte = 0; byte < 256; byte++) {
        int letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
        int belongs = letter || (byte >= '0' && byte <= '9') || byte == '\'' || byte >= 0x80;
        table->folded[byte] = belongs ? (uint8_t)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte) : 0;
    }
    return table;
}

static inline const struct slot *place(const word_table *table, uint64_t hash) {
    size_t index = hash & table->mask;
    while (table->slots[index].hash != 0 && table->slots[index].hash != hash) index = (index + 1) & table->mask;
    return &table->slots[index];
}

void word_table_add(word_table *table, const uint8_t *word, size_t length, int32_t valence) {
    uint64_t hash = seed, packed = 0;
    for (size_t index = 0; index < length; index++) {
        packed = packed << 8 | word[index];
        if ((index & 7) == 7) hash = mixed(hash, packed), packed = 0;
    }
    hash = mixed(hash, packed);
    struct slot *slot = (struct slot *)place(table, hash);
    if (slot->hash != 0 || 2 * table->count > table->mask) return;
    *slot = (struct slot){hash, valence};
    table->count++;
}

word_loop_result word_loop(const word_table *table, const uint8_t *text, size_t length) {
    word_loop_result result = {0, 0, 0};
    const uint8_t *end = text + length;
    while (text < end) {
        uint8_t byte = table->folded[*text];
        if (byte == 0) {
            text++;
            continue;
        }
        uint64_t hash = seed, packed = 0;
        size_t count = 0;
        do {
            packed = packed << 8 | byte;
            if ((count++ & 7) == 7) hash = mixed(hash, packed), packed = 0;
            text++;
        } while (text < end && (byte = table->folded[*text]) != 0);
        const struct slot *slot = place(table, mixed(hash, packed));
        result.words++;
        result.known += slot->hash != 0;
        result.sum += slot->valence;
    }
    return result;
}
