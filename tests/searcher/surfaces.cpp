/// @file
#include "tests/searcher/surfaces.h"

#include <stdexcept>

#include "searcher/coverage_report.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "searcher/similar.h"
#include "searcher/suggest.h"
#include "server/answer_json.h"
#include "server/contact_files.h"
#include "server/network_json.h"
#include "server/similar_json.h"
#include "server/suggest_json.h"

namespace kennis {
namespace {

class Surfaces {
 public:
  Surfaces(const Searcher& searcher, const std::string& as, const Asked& asked)
      : searcher_(searcher), as_(as), asked_(asked) {}

  std::string all() {
    for (const std::string& query : asked_.queries) ask(query);
    for (const std::string& person : asked_.persons) ask_about(person);
    for (const std::string& typed : asked_.typed) add(suggest(searcher_, {typed, as_, {}, 50, asked_.day}));
    add(find_dormant(searcher_, as_, 1000, asked_.day));
    for (const std::string& team : asked_.teams) add(find_coverage(searcher_, {team, as_, 4, {}, asked_.day}));
    const auto contacts = find_contacts(searcher_, as_);
    if (contacts) text_ += csv_of(contacts.value()) + vcards_of(contacts.value());
    return std::move(text_);
  }

 private:
  [[nodiscard]] SearchRequest request(const std::string& query) const {
    SearchRequest request;
    request.query = query;
    request.as = as_;
    request.limit = 50;
    request.paths = asked_.with_paths ? 20 : 0;
    request.explain = asked_.with_paths;
    request.rights_date = asked_.day;
    return request;
  }

  void ask(const std::string& query) {
    for (const Order order : {Order::kScore, Order::kReach, Order::kHelp, Order::kFit}) {
      SearchRequest ordered = request(query);
      ordered.order = order;
      add(searcher_.search(ordered));
    }
    SearchRequest closest = request(query);
    closest.closeness = 1.0;
    closest.facets = {"degree", "skill", "group", "company"};
    add(searcher_.search(closest));
    SearchRequest near = request(query);
    near.filters = {"degree:1..2"};
    near.limit = 3;
    const auto first = searcher_.search(near);
    add(first);
    if (first) near.cursor = first.value().next_cursor;
    if (!near.cursor.empty()) add(searcher_.search(near));
    add(find_referrers(searcher_, {query, as_, 50, 20, asked_.day}));
  }

  void ask_about(const std::string& person) {
    if (asked_.with_paths) add(searcher_.introductions(as_, person, 50, asked_.day));
    add(searcher_.person(as_, person, asked_.day));
    add(preview_departure(searcher_, {person, "", as_, 50, asked_.day}));
    for (const std::string& team : asked_.teams) add(preview_departure(searcher_, {person, team, as_, 50, asked_.day}));
    SimilarRequest similar{{person}, 12, request("")};
    similar.search.limit = 10;
    similar.search.order = Order::kReach;
    auto found = find_similar(searcher_, similar);
    if (found) clear(found.value().answer);
    text_ += (found ? to_json(found.value()) : found.error().message) + '\n';
  }

  template <typename Answer>
  static void clear(Answer& answer) {
    answer.provenance.generation.clear();
    answer.provenance.journal_position = 0;
    if constexpr (requires { answer.took_ms; }) answer.took_ms = 0;
    if constexpr (requires { answer.next_cursor; }) {
      if (!answer.next_cursor.empty()) answer.next_cursor = "names the generation";
    }
  }

  template <typename Answer>
  void add(Result<Answer> answer) {
    if (answer) clear(answer.value());
    text_ += (answer ? to_json(answer.value()) : answer.error().message) + '\n';
  }

  const Searcher& searcher_;
  const std::string& as_;
  const Asked& asked_;
  std::string text_;
};

}  // namespace

std::string every_answer(const Searcher& searcher, const std::string& as, const Asked& asked) {
  return Surfaces(searcher, as, asked).all();
}

std::string every_answer(const std::filesystem::path& index, const std::string& as, const Asked& asked) {
  const auto searcher = Searcher::open(index, {});
  if (!searcher) throw std::runtime_error(searcher.error().message);
  return every_answer(*searcher.value(), as, asked);
}

}  // namespace kennis
