// The lists as bytes, in the order of their names. Every file of lists/ stands here once.

#include "CLexicon.h"

static const unsigned char aliases[] = {
#embed "lists/aliases.tsv"
};
static const unsigned char emoji[] = {
#embed "lists/emoji.tsv"
};
static const unsigned char emoticons[] = {
#embed "lists/emoticons.tsv"
};
static const unsigned char grammar[] = {
#embed "lists/grammar.tsv"
};
static const unsigned char irregular[] = {
#embed "lists/irregular.tsv"
};
static const unsigned char modifiers[] = {
#embed "lists/modifiers.tsv"
};
static const unsigned char phrases_complaint[] = {
#embed "lists/phrases-complaint.tsv"
};
static const unsigned char phrases_contact[] = {
#embed "lists/phrases-contact.tsv"
};
static const unsigned char phrases_outcomes[] = {
#embed "lists/phrases-outcomes.tsv"
};
static const unsigned char phrases_polite[] = {
#embed "lists/phrases-polite.tsv"
};
static const unsigned char phrases_reliability[] = {
#embed "lists/phrases-reliability.tsv"
};
static const unsigned char phrases_waiting[] = {
#embed "lists/phrases-waiting.tsv"
};
static const unsigned char sets[] = {
#embed "lists/sets.tsv"
};
static const unsigned char weights[] = {
#embed "lists/weights.tsv"
};
static const unsigned char words_general[] = {
#embed "lists/words-general.tsv"
};
static const unsigned char words_goods[] = {
#embed "lists/words-goods.tsv"
};
static const unsigned char words_service[] = {
#embed "lists/words-service.tsv"
};
static const unsigned char words_slang[] = {
#embed "lists/words-slang.tsv"
};

static const earshot_list lists[] = {
    {"aliases.tsv", aliases, sizeof aliases},
    {"emoji.tsv", emoji, sizeof emoji},
    {"emoticons.tsv", emoticons, sizeof emoticons},
    {"grammar.tsv", grammar, sizeof grammar},
    {"irregular.tsv", irregular, sizeof irregular},
    {"modifiers.tsv", modifiers, sizeof modifiers},
    {"phrases-complaint.tsv", phrases_complaint, sizeof phrases_complaint},
    {"phrases-contact.tsv", phrases_contact, sizeof phrases_contact},
    {"phrases-outcomes.tsv", phrases_outcomes, sizeof phrases_outcomes},
    {"phrases-polite.tsv", phrases_polite, sizeof phrases_polite},
    {"phrases-reliability.tsv", phrases_reliability, sizeof phrases_reliability},
    {"phrases-waiting.tsv", phrases_waiting, sizeof phrases_waiting},
    {"sets.tsv", sets, sizeof sets},
    {"weights.tsv", weights, sizeof weights},
    {"words-general.tsv", words_general, sizeof words_general},
    {"words-goods.tsv", words_goods, sizeof words_goods},
    {"words-service.tsv", words_service, sizeof words_service},
    {"words-slang.tsv", words_slang, sizeof words_slang},
};

unsigned long earshot_list_count(void) { return sizeof lists / sizeof lists[0]; }

earshot_list earshot_list_at(unsigned long index) { return lists[index]; }
