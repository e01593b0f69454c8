/// @file
#include "indexer/database_difference.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace kennis {
namespace {

using Number = std::pair<const char*, std::uint64_t>;

std::array<Number, 6> statistics_of(const Xapian::Database& database) {
  return {{{"documents", database.get_doccount()},
           {"last document", database.get_lastdocid()},
           {"total length", database.get_total_length()},
           {"least length", database.get_doclength_lower_bound()},
           {"greatest length", database.get_doclength_upper_bound()},
           {"positions", database.has_positions() ? 1U : 0U}}};
}

std::array<Number, 4> statistics_of(const Xapian::Database& database, const std::string& term) {
  return {{{"documents", database.get_termfreq(term)},
           {"collection frequency", database.get_collection_freq(term)},
           {"bound of wdf", database.get_wdf_upper_bound(term)},
           {"existence", database.term_exists(term) ? 1U : 0U}}};
}

template <std::size_t Count>
std::string differing(const std::array<Number, Count>& one, const std::array<Number, Count>& other) {
  for (std::size_t i = 0; i < Count; ++i) {
    if (one[i].second == other[i].second) continue;
    return fmt::format("{}: {} and {}", one[i].first, one[i].second, other[i].second);
  }
  return {};
}

/// A term as text that can be read, whatever its bytes.
std::string shown(const std::string& term) {
  std::string text;
  for (const char c : term) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte >= 0x20 && byte < 0x7f ? std::string(1, c) : fmt::format("\\x{:02x}", byte);
  }
  return text;
}

std::string differing_positions(const Xapian::PostingIterator& one, const Xapian::PostingIterator& other) {
  const bool same = std::equal(one.positionlist_begin(), one.positionlist_end(), other.positionlist_begin(),
                               other.positionlist_end());
  return same ? "" : "positions";
}

std::string differing_postings(const Xapian::Database& one, const Xapian::Database& other, const std::string& term) {
  auto a = one.postlist_begin(term);
  auto b = other.postlist_begin(term);
  for (; a != one.postlist_end(term) && b != other.postlist_end(term); ++a, ++b) {
    if (*a != *b) return fmt::format("documents {} and {}", *a, *b);
    std::string difference;
    if (a.get_wdf() != b.get_wdf()) difference = fmt::format("wdf {} and {}", a.get_wdf(), b.get_wdf());
    if (a.get_doclength() != b.get_doclength()) difference = "document length";
    if (difference.empty() && !term.empty()) difference = differing_positions(a, b);
    if (!difference.empty()) return fmt::format("document {}: {}", *a, difference);
  }
  const bool both_end = a == one.postlist_end(term) && b == other.postlist_end(term);
  return both_end ? "" : "one list is shorter";
}

std::string differing_terms(const Xapian::Database& one, const Xapian::Database& other) {
  auto a = one.allterms_begin();
  auto b = other.allterms_begin();
  for (; a != one.allterms_end() && b != other.allterms_end(); ++a, ++b) {
    if (*a != *b) return fmt::format("terms {} and {}", shown(*a), shown(*b));
    std::string difference = differing(statistics_of(one, *a), statistics_of(other, *a));
    if (difference.empty()) difference = differing_postings(one, other, *a);
    if (!difference.empty()) return fmt::format("term {}: {}", shown(*a), difference);
  }
  return a == one.allterms_end() && b == other.allterms_end() ? "" : "one has more terms";
}

std::string differing_term_lists(const Xapian::Database& one, const Xapian::Database& other, Xapian::docid document) {
  auto a = one.termlist_begin(document);
  auto b = other.termlist_begin(document);
  for (; a != one.termlist_end(document) && b != other.termlist_end(document); ++a, ++b) {
    if (*a != *b || a.get_wdf() != b.get_wdf() || a.get_termfreq() != b.get_termfreq()) {
      return fmt::format("term list: {} and {}", shown(*a), shown(*b));
    }
  }
  const bool both_end = a == one.termlist_end(document) && b == other.termlist_end(document);
  if (!both_end) return "one term list is shorter";
  return one.get_unique_terms(document) == other.get_unique_terms(document) ? "" : "unique terms";
}

using Slots = std::set<Xapian::valueno>;

std::string differing_values(const Xapian::Document& one, const Xapian::Document& other, Slots& slots) {
  auto a = one.values_begin();
  auto b = other.values_begin();
  for (; a != one.values_end() && b != other.values_end(); ++a, ++b) {
    if (a.get_valueno() != b.get_valueno() || *a != *b) return fmt::format("value in slot {}", a.get_valueno());
    slots.insert(a.get_valueno());
  }
  return a == one.values_end() && b == other.values_end() ? "" : "one has more values";
}

std::string differing_slots(const Xapian::Database& one, const Xapian::Database& other, const Slots& slots) {
  for (const Xapian::valueno slot : slots) {
    const bool same = one.get_value_freq(slot) == other.get_value_freq(slot) &&
                      one.get_value_lower_bound(slot) == other.get_value_lower_bound(slot) &&
                      one.get_value_upper_bound(slot) == other.get_value_upper_bound(slot) &&
                      std::equal(one.valuestream_begin(slot), one.valuestream_end(slot), other.valuestream_begin(slot),
                                 other.valuestream_end(slot));
    if (!same) return fmt::format("slot {}", slot);
  }
  return {};
}

bool has_term_lists(const Xapian::Database& database) {
  try {
    if (database.get_doccount() > 0) static_cast<void>(database.termlist_begin(*database.postlist_begin("")));
    return true;
  } catch (const Xapian::FeatureUnavailableError&) {
    return false;
  }
}

}  // namespace

std::string first_difference(const Xapian::Database& one, const Xapian::Database& other) {
  std::string difference = differing(statistics_of(one), statistics_of(other));
  if (difference.empty()) difference = differing_postings(one, other, "");
  if (difference.empty()) difference = differing_terms(one, other);
  if (!difference.empty()) return difference;
  const bool term_lists = has_term_lists(one) && has_term_lists(other);
  Slots slots;
  for (auto at = one.postlist_begin(""); at != one.postlist_end(""); ++at) {
    const Xapian::Document a = one.get_document(*at);
    const Xapian::Document b = other.get_document(*at);
    if (a.get_data() != b.get_data()) difference = "record";
    if (difference.empty() && term_lists) difference = differing_term_lists(one, other, *at);
    if (difference.empty() && term_lists) difference = differing_values(a, b, slots);
    if (!difference.empty()) return fmt::format("document {}: {}", *at, difference);
  }
  return differing_slots(one, other, slots);
}

}  // namespace kennis
