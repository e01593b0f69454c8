/// @file
#include "cli/print_search.h"

#include <cstdlib>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "cli/print_introduction.h"
#include "cli/printable.h"

namespace kennis {
namespace {

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + printable(text);
  return out;
}

/// What matched in bold, where that is a terminal that may be given colours.
std::string shown_snippet(const Snippet& snippet) {
  static const bool is_bold = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  const std::string_view text = snippet.text;
  std::string out;
  std::size_t at = 0;
  for (const TextRange& mark : snippet.marks) {
    out += printable(text.substr(at, mark.begin - at));
    const std::string marked = printable(text.substr(mark.begin, mark.end - mark.begin));
    out += is_bold ? "\033[1m" + marked + "\033[0m" : marked;
    at = mark.end;
  }
  return out + printable(text.substr(at));
}

void print_explanation(const Hit& hit, double closeness) {
  const Explanation& explanation = *hit.explanation;
  fmt::print("     score {:.6f} = {:.2f} x fit {:.6f} + {:.2f} x reach {:.6f}\n", hit.score, 1 - closeness, hit.fit,
             closeness, hit.reach);
  for (const AskedPart& part : explanation.asked) {
    fmt::print("     fit   {:.6f} = importance {:.4f} x level {:.4f}  {}{}\n", part.fit, part.importance, part.level,
               part.text,
               part.matched.empty()
                   ? fmt::format(" (missing{})", part.why.empty() ? "" : "; " + printable(part.why))
                   : fmt::format(" ({}evidence {:g}; in {})", part.why.empty() ? "" : printable(part.why) + "; ",
                                 part.evidence, listed(part.found_in)));
  }
  std::size_t shown = 0;
  for (const Introduction& introduction : hit.introductions) {
    if (!introduction.counts) continue;
    ++shown;
    fmt::print("     reach {:.6f} {}\n", introduction.part, via_of(introduction));
  }
  if (explanation.reach_remainder > 0) {
    fmt::print("     reach {:.6f} over the other {} of {} paths\n", explanation.reach_remainder,
               explanation.paths_total - shown, explanation.paths_total);
  }
}

}  // namespace

const std::map<std::string, Order>& orders_by_name() {
  static const std::map<std::string, Order> kOrders = {
      {"score", Order::kScore}, {"fit", Order::kFit},         {"reach", Order::kReach},          {"help", Order::kHelp},
      {"name", Order::kName},   {"updated", Order::kUpdated}, {"experience", Order::kExperience}};
  return kOrders;
}

void print_answer(const SearchAnswer& answer, bool explain) {
  fmt::print("{}{} of {}{} for {}  ({:.1f} ms)\n", answer.total == 0 ? "nobody: " : "", answer.hits.size(),
             answer.total_exact ? "" : "more than ", answer.total,
             answer.parsed.empty() ? "everyone" : printable(answer.parsed), answer.took_ms);
  for (const std::string& note : answer.notes) fmt::print("note: {}\n", printable(note));
  for (const SpellingProposal& proposal : answer.did_you_mean)
    fmt::print("nobody has {}: did you mean {}?\n", printable(proposal.word), printable(proposal.query));
  for (const Facet& facet : answer.facets) {
    fmt::print("\n{}{}\n", facet.field, facet.exact ? "" : " (at least)");
    for (const FacetValue& value : facet.values) fmt::print("  {:>8}  {}\n", value.count, printable(value.value));
    if (facet.value_count > facet.values.size())
      fmt::print("            and {} more\n", facet.value_count - facet.values.size());
  }
  std::uint64_t rank = answer.seen;
  for (const Hit& hit : answer.hits) {
    const std::string degree = hit.self          ? "you"
                               : hit.degree == 0 ? "address only"
                                                 : fmt::format("degree {}", hit.degree);
    fmt::print("\n{:>3}. {} [{}]  {}\n", ++rank, printable(hit.name), printable(hit.id), printable(hit.headline));
    fmt::print("     score {:.4f}  fit {:.4f} (rank {}{})  reach {:.4f} ({}){}\n", hit.score, hit.fit,
               hit.fit_rank_exact ? "" : "beyond ", hit.fit_rank_exact ? hit.fit_rank : hit.fit_rank - 1, hit.reach,
               degree, hit.ask_first ? "  ask first" : "");
    if (!hit.missing.empty()) fmt::print("     missing: {}\n", listed(hit.missing));
    for (const Snippet& snippet : hit.snippets) fmt::print("     {}: {}\n", snippet.field, shown_snippet(snippet));
    for (const Introduction& introduction : hit.introductions)
      print_introduction(introduction, answer.provenance.as_of);
    if (explain && hit.explanation) print_explanation(hit, answer.closeness);
  }
}

}  // namespace kennis
