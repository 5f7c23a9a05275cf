// The lists as bytes, in the order of their names. Every file of lists/ stands here once.

#include "CLexicon.h"

static const unsigned char aliases[] = {
#embed "lists/aliases.tsv"
};
static const unsigned char confidence[] = {
#embed "lists/confidence.tsv"
};
static const unsigned char emoji[] = {
#embed "lists/emoji.tsv"
};
static const unsigned char emoticons[] = {
#embed "lists/emoticons.tsv"
};
static const unsigned char everyday[] = {
#embed "lists/everyday.tsv"
};
static const unsigned char frames[] = {
#embed "lists/frames.tsv"
};
static const unsigned char grammar_contact[] = {
#embed "lists/grammar-contact.tsv"
};
static const unsigned char grammar_due[] = {
#embed "lists/grammar-due.tsv"
};
static const unsigned char grammar_names[] = {
#embed "lists/grammar-names.tsv"
};
static const unsigned char grammar_trade[] = {
#embed "lists/grammar-trade.tsv"
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
static const unsigned char phrases_bank[] = {
#embed "lists/phrases-bank.tsv"
};
static const unsigned char phrases_comparison[] = {
#embed "lists/phrases-comparison.tsv"
};
static const unsigned char phrases_competence[] = {
#embed "lists/phrases-competence.tsv"
};
static const unsigned char phrases_complaint[] = {
#embed "lists/phrases-complaint.tsv"
};
static const unsigned char phrases_contact[] = {
#embed "lists/phrases-contact.tsv"
};
static const unsigned char phrases_courtesy[] = {
#embed "lists/phrases-courtesy.tsv"
};
static const unsigned char phrases_degree[] = {
#embed "lists/phrases-degree.tsv"
};
static const unsigned char phrases_delivery[] = {
#embed "lists/phrases-delivery.tsv"
};
static const unsigned char phrases_effort[] = {
#embed "lists/phrases-effort.tsv"
};
static const unsigned char phrases_empathy[] = {
#embed "lists/phrases-empathy.tsv"
};
static const unsigned char phrases_ethics[] = {
#embed "lists/phrases-ethics.tsv"
};
static const unsigned char phrases_food[] = {
#embed "lists/phrases-food.tsv"
};
static const unsigned char phrases_health[] = {
#embed "lists/phrases-health.tsv"
};
static const unsigned char phrases_narrative[] = {
#embed "lists/phrases-narrative.tsv"
};
static const unsigned char phrases_neutral[] = {
#embed "lists/phrases-neutral.tsv"
};
static const unsigned char phrases_outcomes[] = {
#embed "lists/phrases-outcomes.tsv"
};
static const unsigned char phrases_people[] = {
#embed "lists/phrases-people.tsv"
};
static const unsigned char phrases_polite[] = {
#embed "lists/phrases-polite.tsv"
};
static const unsigned char phrases_praise[] = {
#embed "lists/phrases-praise.tsv"
};
static const unsigned char phrases_product[] = {
#embed "lists/phrases-product.tsv"
};
static const unsigned char phrases_public[] = {
#embed "lists/phrases-public.tsv"
};
static const unsigned char phrases_recovery[] = {
#embed "lists/phrases-recovery.tsv"
};
static const unsigned char phrases_reliability[] = {
#embed "lists/phrases-reliability.tsv"
};
static const unsigned char phrases_software[] = {
#embed "lists/phrases-software.tsv"
};
static const unsigned char phrases_tangibles[] = {
#embed "lists/phrases-tangibles.tsv"
};
static const unsigned char phrases_telecom[] = {
#embed "lists/phrases-telecom.tsv"
};
static const unsigned char phrases_value[] = {
#embed "lists/phrases-value.tsv"
};
static const unsigned char phrases_waiting[] = {
#embed "lists/phrases-waiting.tsv"
};
static const unsigned char phrases_wishes[] = {
#embed "lists/phrases-wishes.tsv"
};
static const unsigned char phrases_works[] = {
#embed "lists/phrases-works.tsv"
};
static const unsigned char phrases_world[] = {
#embed "lists/phrases-world.tsv"
};
static const unsigned char sets[] = {
#embed "lists/sets.tsv"
};
static const unsigned char topics[] = {
#embed "lists/topics.tsv"
};
static const unsigned char touchpoints[] = {
#embed "lists/touchpoints.tsv"
};
static const unsigned char tuned[] = {
#embed "lists/tuned.tsv"
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
static const unsigned char words_works[] = {
#embed "lists/words-works.tsv"
};

static const earshot_list lists[] = {
    {"aliases.tsv", aliases, sizeof aliases},
    {"confidence.tsv", confidence, sizeof confidence},
    {"emoji.tsv", emoji, sizeof emoji},
    {"emoticons.tsv", emoticons, sizeof emoticons},
    {"everyday.tsv", everyday, sizeof everyday},
    {"frames.tsv", frames, sizeof frames},
    {"grammar-contact.tsv", grammar_contact, sizeof grammar_contact},
    {"grammar-due.tsv", grammar_due, sizeof grammar_due},
    {"grammar-names.tsv", grammar_names, sizeof grammar_names},
    {"grammar-trade.tsv", grammar_trade, sizeof grammar_trade},
    {"grammar.tsv", grammar, sizeof grammar},
    {"irregular.tsv", irregular, sizeof irregular},
    {"modifiers.tsv", modifiers, sizeof modifiers},
    {"phrases-bank.tsv", phrases_bank, sizeof phrases_bank},
    {"phrases-comparison.tsv", phrases_comparison, sizeof phrases_comparison},
    {"phrases-competence.tsv", phrases_competence, sizeof phrases_competence},
    {"phrases-complaint.tsv", phrases_complaint, sizeof phrases_complaint},
    {"phrases-contact.tsv", phrases_contact, sizeof phrases_contact},
    {"phrases-courtesy.tsv", phrases_courtesy, sizeof phrases_courtesy},
    {"phrases-degree.tsv", phrases_degree, sizeof phrases_degree},
    {"phrases-delivery.tsv", phrases_delivery, sizeof phrases_delivery},
    {"phrases-effort.tsv", phrases_effort, sizeof phrases_effort},
    {"phrases-empathy.tsv", phrases_empathy, sizeof phrases_empathy},
    {"phrases-ethics.tsv", phrases_ethics, sizeof phrases_ethics},
    {"phrases-food.tsv", phrases_food, sizeof phrases_food},
    {"phrases-health.tsv", phrases_health, sizeof phrases_health},
    {"phrases-narrative.tsv", phrases_narrative, sizeof phrases_narrative},
    {"phrases-neutral.tsv", phrases_neutral, sizeof phrases_neutral},
    {"phrases-outcomes.tsv", phrases_outcomes, sizeof phrases_outcomes},
    {"phrases-people.tsv", phrases_people, sizeof phrases_people},
    {"phrases-polite.tsv", phrases_polite, sizeof phrases_polite},
    {"phrases-praise.tsv", phrases_praise, sizeof phrases_praise},
    {"phrases-product.tsv", phrases_product, sizeof phrases_product},
    {"phrases-public.tsv", phrases_public, sizeof phrases_public},
    {"phrases-recovery.tsv", phrases_recovery, sizeof phrases_recovery},
    {"phrases-reliability.tsv", phrases_reliability, sizeof phrases_reliability},
    {"phrases-software.tsv", phrases_software, sizeof phrases_software},
    {"phrases-tangibles.tsv", phrases_tangibles, sizeof phrases_tangibles},
    {"phrases-telecom.tsv", phrases_telecom, sizeof phrases_telecom},
    {"phrases-value.tsv", phrases_value, sizeof phrases_value},
    {"phrases-waiting.tsv", phrases_waiting, sizeof phrases_waiting},
    {"phrases-wishes.tsv", phrases_wishes, sizeof phrases_wishes},
    {"phrases-works.tsv", phrases_works, sizeof phrases_works},
    {"phrases-world.tsv", phrases_world, sizeof phrases_world},
    {"sets.tsv", sets, sizeof sets},
    {"topics.tsv", topics, sizeof topics},
    {"touchpoints.tsv", touchpoints, sizeof touchpoints},
    {"tuned.tsv", tuned, sizeof tuned},
    {"weights.tsv", weights, sizeof weights},
    {"words-general.tsv", words_general, sizeof words_general},
    {"words-goods.tsv", words_goods, sizeof words_goods},
    {"words-service.tsv", words_service, sizeof words_service},
    {"words-slang.tsv", words_slang, sizeof words_slang},
    {"words-works.tsv", words_works, sizeof words_works},
};

unsigned long earshot_list_count(void) { return sizeof lists / sizeof lists[0]; }

earshot_list earshot_list_at(unsigned long index) { return lists[index]; }
