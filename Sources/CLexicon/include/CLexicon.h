// The word lists of Earshot as constant bytes. They are the files of lists/, embedded when this target is compiled;
// what they mean is the business of Scoring.
#ifndef EARSHOT_CLEXICON_H
#define EARSHOT_CLEXICON_H

/// One embedded file: its name, its first byte and its size in bytes.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    unsigned long size;
} earshot_list;

/// How many lists there are.
unsigned long earshot_list_count(void);

/// The list at `index`, which must be less than the count.
earshot_list earshot_list_at(unsigned long index);

#endif
