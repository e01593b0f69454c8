/// @file
#include <memory>

#include "cli/commands.h"
#include "cli/printable.h"
#include "cli/question.h"
#include "schema/fields.h"
#include "searcher/referrer_search.h"
#include "server/network_json.h"

namespace kennis {
namespace {

struct ReferrersArguments {
  Question question;
  ReferrersRequest request;
};

void print_referral(const ShownReferral& referral, Seconds as_of) {
  fmt::print("     {:.4f} {}  {}\n", referral.worth, shown_person(referral.person), printable(referral.headline));
  fmt::print("           fit {:.4f} x chance {:.4f}{}\n", referral.fit, referral.chance,
             referral.fit * referral.chance > referral.worth * 1.000001 ? ", less what you know yourself" : "");
  fmt::print("           {}\n", described(referral.tie, as_of));
  if (referral.shared_time) {
    const SharedTime& shared = *referral.shared_time;
    fmt::print("           together at {} from {} to {}: {} months\n", printable(shared.organisation),
               format_date(shared.from), format_date(shared.to), shared.months);
  }
}

void print_answer(const ReferrersAnswer& answer) {
  const std::string asked = answer.parsed.empty() ? "everyone" : printable(answer.parsed);
  if (answer.referrers.empty()) fmt::print("nobody whom you may ask knows anybody for {}\n", asked);
  std::size_t rank = 0;
  for (const ShownReferrer& referrer : answer.referrers) {
    fmt::print("{}{:>3}. {} ({}): {:.4f} good introductions expected among {} for {}\n", rank == 0 ? "" : "\n",
               rank + 1, shown_person(referrer.person), name_of(referrer.relation), referrer.expected,
               referrer.candidates_total, asked);
    ++rank;
    fmt::print("     {}\n", referrer.tie ? described(*referrer.tie, answer.provenance.as_of)
                                         : "a colleague with whom you have no contact yet");
    for (const ShownReferral& referral : referrer.candidates) print_referral(referral, answer.provenance.as_of);
  }
}

void run(ReferrersArguments& arguments, ExitStatus& status) {
  arguments.request.as = arguments.question.as;
  arguments.request.rights_date = arguments.question.rights_day();
  ask(
      arguments.question, status, [&](const Searcher& searcher) { return find_referrers(searcher, arguments.request); },
      print_answer);
}

}  // namespace

void add_referrers(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<ReferrersArguments>();
  CLI::App* command = app.add_subcommand(
      "referrers",
      "Rank members, alumni and contacts by the good introductions to expect of them, over everybody who matches.\n\n"
      "  kennis referrers --index index --as anna 'kubernetes OR terraform'");
  arguments->question.add_to(*command);
  command->add_option("--limit", arguments->request.limit, "referrers")
      ->capture_default_str()
      ->check(up_to(limit::kHitsMax));
  command->add_option("--candidates", arguments->request.candidates, "candidates shown for each")
      ->capture_default_str()
      ->check(up_to(kReferralsShownMax));
  command->add_option("query", arguments->request.query, "what is asked for; nothing means everyone");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
