/// @file
#include "cli/print_introduction.h"

#include <cstdio>

#include <fmt/format.h>

#include "cli/printable.h"
#include "cli/say.h"

namespace kennis {
namespace {

std::string counted(long long count, const char* unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

std::string ago(Seconds silence) {
  if (silence < 0) return "after the index was built";
  const Seconds days = silence / kSecondsPerDay;
  if (days < 1) return "that day";
  if (days < 14) return counted(days, "day") + " ago";
  if (days < 60) return counted(days / 7, "week") + " ago";
  if (days < 730) return counted(days / 30, "month") + " ago";
  return counted(days / 365, "year") + " ago";
}

/// `both at Acme 2019-03 to 2022-05`
std::string shared_at(const ShownContext& context) {
  const std::string until = context.to.empty() ? "since " + context.from : context.from + " to " + context.to;
  return fmt::format("both {} {} {}", context.kind == "group" ? "in" : "at", printable(context.name), until);
}

}  // namespace

std::string described(const ShownTie& tie, Seconds as_of) {
  std::string counts;
  for (const ShownTie::ChannelCount& channel : tie.channels) {
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", channel.in + channel.out, name_of(channel.channel));
  }
  std::string topics;
  for (const std::string& topic : tie.topics) topics += (topics.empty() ? "; about " : ", ") + printable(topic);
  std::string parts;
  if (!tie.channels.empty()) parts = fmt::format("; {}; the last {}", counts, ago(as_of - tie.last_contact));
  for (const ShownContext& context : tie.contexts) parts += "; " + shared_at(context);
  return fmt::format("{} - {}: strength {:.3f}{}{}", printable(tie.from), printable(tie.to), tie.strength, parts,
                     topics);
}

std::string via_of(const Introduction& introduction) {
  const bool is_context = !introduction.ties.empty() && !introduction.ties.back().contexts.empty();
  if (introduction.via.empty()) return is_context ? shared_at(introduction.ties.back().contexts.front()) : "directly";
  std::string via;
  for (const ShownPerson& person : introduction.via) {
    via += (via.empty() ? "over " : ", then ") + printable(person.name.empty() ? person.id : person.name);
  }
  return via;
}

void print_introduction(const Introduction& introduction, Seconds as_of) {
  std::string attention;
  for (const double of_one : introduction.attention) {
    attention += fmt::format("{}{:.3f}", attention.empty() ? "; attention " : " and ", of_one);
  }
  fmt::print("     {:.3f} {}{}{}\n", introduction.chance, via_of(introduction), attention,
             introduction.counts ? "" : " (another way; not counted)");
  for (std::size_t i = 0; i < introduction.ties.size(); ++i) {
    const ShownTie& tie = introduction.ties[i];
    const double share = i < introduction.share.size() ? introduction.share[i] : 1;
    const std::string less =
        share == 1 ? "" : fmt::format("; {} of it counts, {} only ever received", share, printable(tie.from));
    fmt::print("           {}{}\n", described(tie, as_of), less);
  }
}

SearcherOptions searcher_options() {
  SearcherOptions options;
  options.warn = [](const std::string& warning) { say("kennis: warning: {}\n", warning); };
  return options;
}

}  // namespace kennis
