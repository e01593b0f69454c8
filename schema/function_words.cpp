/// @file
#include "schema/function_words.h"

#include <unordered_set>

namespace kennis {
namespace {

using Words = std::unordered_set<std::string_view>;

/// Source: the closed word classes as grammars of the languages list them, less what is ambiguous between them.
const Words& function_words() {
  static const Words words = {
      // Dutch
      "aan", "als", "bij", "binnen", "dan", "dat", "de", "deze", "dit", "een", "en", "er", "geen", "gezocht", "had",
      "heb", "hebben", "heeft", "het", "hij", "hoe", "hun", "iemand", "ik", "in", "is", "je", "jij", "jouw", "jullie",
      "kan", "kunnen", "maar", "met", "mijn", "minimaal", "minstens", "moet", "moeten", "na", "naar", "naast", "niet",
      "nog", "of", "om", "omdat", "ongeveer", "onder", "ons", "onze", "ook", "op", "over", "rond", "sinds", "te",
      "tegen", "tot", "tussen", "u", "uit", "uw", "vanaf", "via", "voor", "waar", "wanneer", "was", "wat", "we", "wie",
      "wij", "wil", "wordt", "worden", "zal", "ze", "zich", "zij", "zijn", "zoals", "zoek", "zoeken", "zonder", "zou",
      // English
      "a", "about", "after", "all", "also", "am", "an", "and", "any", "anyone", "are", "as", "at", "be", "been",
      "before", "being", "between", "but", "by", "can", "could", "did", "does", "during", "each", "every", "for",
      "from", "has", "have", "having", "he", "her", "his", "how", "i", "if", "into", "its", "just", "looking", "may",
      "me", "might", "must", "my", "no", "nor", "not", "on", "onto", "or", "our", "per", "seeking", "she", "should",
      "so", "somebody", "someone", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
      "this", "those", "through", "to", "too", "under", "very", "were", "what", "which", "who", "whom", "whose", "why",
      "will", "with", "within", "without", "would", "you", "your",
      // French
      "afin", "ai", "ainsi", "au", "aussi", "aux", "avec", "avoir", "ce", "ces", "cet", "cette", "cherche", "cherchons",
      "chez", "comme", "dans", "depuis", "des", "donc", "dont", "du", "elle", "elles", "est", "et", "etre", "il", "ils",
      "je", "la", "le", "les", "leur", "leurs", "lors", "mais", "mes", "moins", "ne", "nos", "notre", "nous", "ou",
      "par", "pas", "pour", "quelqu'un", "qui", "quoi", "sans", "se", "ses", "sont", "sous", "sur", "tous", "tout",
      "toute", "toutes", "tres", "un", "une", "vers", "vos", "votre", "vous",
      // German
      "aber", "an", "auch", "auf", "aus", "bei", "beim", "bzw", "das", "dass", "dein", "dem", "den", "der", "du", "ein",
      "eine", "einem", "einen", "einer", "eines", "er", "es", "euer", "fuer", "fur", "gegen", "gesucht", "haben",
      "hatte", "hinter", "ich", "ihr", "ihre", "im", "ins", "jemand", "kann", "kein", "keine", "konnen", "mein", "mit",
      "muss", "mussen", "nach", "nicht", "noch", "nur", "oder", "ohne", "sehr", "sein", "seine", "sich", "sie", "sind",
      "soll", "sollte", "sowie", "suche", "suchen", "um", "und", "uns", "unser", "unter", "vom", "von", "vor", "wann",
      "warum", "wenn", "werden", "wie", "wir", "wird", "wo", "wurde", "zu", "zum", "zur", "zwischen"};
  return words;
}

}  // namespace

bool is_function_word(std::string_view folded) { return function_words().contains(folded); }
bool is_function_word_between(std::string_view folded) { return folded == "van" || is_function_word(folded); }

}  // namespace kennis
