// The lower bound that the scorer is measured against: a C loop that splits a text into words, folds them to lower case,
// and looks each up in a hash table. No phrases, no negation, no dimensions, no evidence.
#ifndef EARSHOT_CWORDLOOP_H
#define EARSHOT_CWORDLOOP_H

#include <stddef.h>
#include <stdint.h>

/// A table of words with a number each.
typedef struct word_table word_table;

/// An empty table with room for `capacity` words at a load of at most one half.
word_table *_Nonnull word_table_create(size_t capacity);

/// Adds a word in lower case; nothing when it is there or the table is full.
void word_table_add(word_table *_Nonnull table, const uint8_t *_Nonnull word, size_t length, int32_t valence);

/// What a text comes to.
typedef struct {
    int64_t sum;
    uint32_t words;
    uint32_t known;
} word_loop_result;

/// Splits, folds, hashes and looks up every word of a text.
word_loop_result word_loop(const word_table *_Nonnull table, const uint8_t *_Nonnull text, size_t length);

#endif
