/// @file
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/print_introduction.h"
#include "cli/printable.h"
#include "searcher/searcher.h"
#include "server/answer_json.h"
#include "server/search_batch.h"

namespace kennis {
namespace {

const std::map<std::string, Order> kOrders = {
    {"score", Order::kScore}, {"fit", Order::kFit},         {"reach", Order::kReach},          {"help", Order::kHelp},
    {"name", Order::kName},   {"updated", Order::kUpdated}, {"experience", Order::kExperience}};

struct SearchArguments {
  SearchRequest request;
  std::string index;
  std::string rights_date;
  std::string batch;
  double timeout_s = 10;
  bool json = false;
};

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
  for (const Introduction& introduction : hit.introductions) {
    if (introduction.counts) fmt::print("     reach {:.6f} {}\n", introduction.part, via_of(introduction));
  }
  if (explanation.reach_remainder > 0) {
    fmt::print("     reach {:.6f} over the other {} of {} paths\n", explanation.reach_remainder,
               explanation.paths_total - hit.introductions.size(), explanation.paths_total);
  }
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
  std::size_t rank = 0;
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

/// A line of answer for each line that is not empty.
void answer_lines(const Searcher& searcher, const std::string& as, std::istream& lines) {
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string answer = answer_one(searcher, as, line, std::chrono::milliseconds(limit::kSearchTimeoutMsMax));
    fmt::print("{{\"line\":{},{}}}\n", number, answer);
  }
}

void run_batch(const SearchArguments& arguments, const Searcher& searcher, ExitStatus& status) {
  if (arguments.batch == "-") return answer_lines(searcher, arguments.request.as, std::cin);
  std::ifstream file(arguments.batch);
  if (!file) {
    status = report_error({ErrorCode::kInvalidRequest, arguments.batch + ": cannot be read", {}});
    return;
  }
  answer_lines(searcher, arguments.request.as, file);
}

void run(SearchArguments& arguments, ExitStatus& status) {
  if (!arguments.rights_date.empty()) {
    arguments.request.rights_date = parse_date(arguments.rights_date);
    if (!arguments.request.rights_date) throw CLI::ValidationError("--rights-date", "wants a date such as 2026-01-31");
  }
  arguments.request.timeout = std::chrono::milliseconds(std::llround(arguments.timeout_s * 1000));
  const auto searcher = Searcher::open(arguments.index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  if (!arguments.batch.empty()) return run_batch(arguments, *searcher.value(), status);
  const auto answer = searcher.value()->search(arguments.request);
  if (!answer) {
    status = report_error(answer.error());
  } else if (arguments.json) {
    fmt::print("{}\n", to_json(answer.value()));
  } else {
    print_answer(answer.value(), arguments.request.explain);
  }
}

}  // namespace

void add_search(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<SearchArguments>();
  CLI::App* command = app.add_subcommand(
      "search",
      "Rank candidates by what they know and by how close they are to the searcher.\n\n"
      "  kennis search --index index --as anna 'kubernetes AND (go OR rust) NOT junior'\n"
      "  kennis search --index index --as anna --closeness 0.5 --explain 'skill:\"spring boot\" C++'\n\n"
      "  kennis search --index index --as anna --facet country --facet skill --filter years:5.. 'title:engineer "
      "near:Gent~50km'\n\n"
      "Bare words are optional and ranked; AND, +, quotes and fields (skill: title: current_title: company: school: "
      "name:)\n"
      "require; NOT and - leave out; country: location: near: years: language: degree: is: group: updated: narrow.");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--as", arguments->request.as, "who searches: id, e-mail address, phone number or profile link")
      ->required();
  command->add_option("--closeness", arguments->request.closeness, "0: skill alone, 1: reach alone")
      ->capture_default_str();
  command
      ->add_option("--order", arguments->request.order,
                   "score, fit, reach, help (moderately weak ties first, which help most), name, updated or experience")
      ->transform(CLI::CheckedTransformer(kOrders))
      ->default_str("score");
  command->add_option("--limit", arguments->request.limit, "hits, up to 10,000")->capture_default_str();
  command->add_option("--paths", arguments->request.paths, "introductions shown for each hit, up to 20")
      ->capture_default_str();
  command
      ->add_option("--snippets", arguments->request.snippets,
                   "fragments of the profile shown for each hit, with what matched in bold, up to 10")
      ->capture_default_str();
  command->add_flag("--explain", arguments->request.explain, "show what the score is made of");
  command
      ->add_option("--filter", arguments->request.filters,
                   "field:value, may be repeated; of one field any, of several all")
      ->allow_extra_args(false);
  command->add_option("--facet", arguments->request.facets, "count the matches by this field; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--facet-values", arguments->request.facet_values, "values shown of each facet")
      ->capture_default_str();
  command->add_flag("--exact", arguments->request.exact, "count all matches, however many");
  command->add_option("--rights-date", arguments->rights_date,
                      "teams, groups and sharing of this day instead of today's");
  command->add_option("--timeout", arguments->timeout_s, "seconds after which the search is given up, up to 60")
      ->check(CLI::Range(0.001, limit::kSearchTimeoutMsMax / 1e3))
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "print the answer as JSON");
  auto* batch =
      command->add_option("--batch", arguments->batch,
                          "a file (- for standard input) with one search a line, as POST /v1/search takes it: "
                          "{\"query\": \"java\", \"limit\": 5}; one line of JSON for each");
  command->add_option("query", arguments->request.query, "what is asked for; nothing means everyone")->excludes(batch);
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
