/// @file
/// What users do, at random: records of a small world, from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "journal/draft.h"
#include "schema/time.h"
#include "tests/network/random_world.h"

namespace kennis {

inline constexpr Seconds kAsOf = 1'700'000'000;
inline constexpr std::size_t kPersons = 24;
inline const std::vector<std::string> kSkills = {"java", "rust", "patient care", "welding", "python"};

/// What users do, at random. Some things are left out, since until the next build they are other than in it: decision 0013 lists them.
class Users {
 public:
  explicit Users(std::uint64_t seed) : dice_(seed) {}

  std::string profile(std::size_t person, bool with_mail) {
    std::string skills;
    for (const std::string& skill : kSkills) {
      if (dice_.percent(40)) {
        skills += fmt::format(R"({}{{"name":"{}","years":{}}})", skills.empty() ? "" : ",", skill, dice_.roll(9));
      }
    }
    static const char* const kSharing[] = {"nobody", "contacts", "team", "everyone"};
    static const char* const kPlaces[] = {R"({"name":"Gent","country":"BE"})", R"({"name":"Ghent"})",
                                          R"({"name":"Utrecht","country":"NL"})",
                                          R"({"name":"Aalst","country":"BE","lat":50.94,"lon":4.04})"};
    std::string more = fmt::format(R"(,"location":{},"open_to_work":{},"languages":[{{"code":"{}"}}])",
                                   kPlaces[dice_.roll(4)], dice_.percent(30), dice_.percent(50) ? "nl" : "fr");
    more += fmt::format(
        R"(,"positions":[{{"title":"{0} lead","organisation":"Acme {1}","from":"20{2}-01"{3}}}],"source":"{4}")",
        kSkills[dice_.roll(kSkills.size())], dice_.roll(3), 10 + dice_.roll(12),
        dice_.percent(50) ? R"(,"to":"2023-01")" : "", dice_.percent(50) ? "import" : "fair");
    const bool has_mail = with_mail && person % 4 != 0;
    return fmt::format(R"({{"id":"p{}","name":"Person {}","headline":"{} {}","skills":[{}]{},"sharing":"{}"{}{}{}}})",
                       person, person, kSkills[dice_.roll(kSkills.size())], kSkills[dice_.roll(kSkills.size())], skills,
                       has_mail ? fmt::format(R"(,"emails":["p{}@example.org"])", person) : "", kSharing[dice_.roll(4)],
                       dice_.percent(5) ? R"(,"contact_policy":"do_not_contact")" : "",
                       dice_.percent(50) ? R"(,"share_topics":true)" : "", more);
  }

  /// Persons whose number is a multiple of four may be deleted, and are never named by address.
  std::string name() {
    const std::size_t person = dice_.roll(kPersons + 4);
    return person % 4 != 0 && dice_.percent(30) ? fmt::format("p{}@example.org", person) : fmt::format("p{}", person);
  }

  std::string interaction(const std::string& id) {
    static const char* const kChannels[] = {"email", "meeting", "message", "endorsement", "post", "call"};
    const char* channel = kChannels[dice_.roll(6)];
    const std::size_t first = dice_.roll(kPersons);
    std::string to = fmt::format(R"("p{}")", first);
    if (dice_.percent(30)) to += fmt::format(R"(,"p{}")", first + 1);
    return fmt::format(
        R"({{"id":"{}","at":"{}","from":"{}","to":[{}],"channel":"{}"{}{}{}}})", id,
        format_instant(kAsOf - static_cast<Seconds>(dice_.roll(86400 * 300))), name(), to, channel,
        dice_.percent(50) ? fmt::format(R"(,"skill":"{}")", kSkills[dice_.roll(kSkills.size())]) : "",
        dice_.percent(25) ? fmt::format(R"(,"group":"g{}")", dice_.roll(4)) : "",
        dice_.percent(40) ? fmt::format(R"(,"topics":["topic {}","{} topic"])", dice_.roll(2), dice_.roll(2)) : "");
  }

  std::string membership() {
    return fmt::format(R"({{"group":"g{}","person":"{}"{}}})", dice_.roll(4), name(), stay());
  }
  std::string team(std::size_t teams) {
    return fmt::format(R"({{"team":"t{}","person":"{}"{}}})", dice_.roll(teams), name(), stay());
  }

  EntryDraft draft(DraftMaker& maker) {
    const std::size_t kind = dice_.roll(100);
    const auto made = [&]() -> Result<EntryDraft> {
      if (kind < 55) {  // some events again, with other content
        return maker.interaction(interaction(fmt::format("live{}", dice_.roll(40))));
      }
      if (kind < 60) return maker.interaction(fmt::format(R"({{"id":"live{}","deleted":true}})", dice_.roll(40)));
      if (kind < 64 && !base_events_.empty()) return maker.interaction(base_events_[dice_.roll(base_events_.size())]);
      if (kind < 68) return maker.record(RecordKind::kDoNotContact, bar());
      if (kind < 78) return maker.record(RecordKind::kProfile, profile(dice_.roll(kPersons), true));
      if (kind < 84) return maker.deletion(fmt::format("p{}", dice_.roll(kPersons / 4) * 4));
      if (kind < 92) return maker.record(RecordKind::kMembership, membership());
      return maker.record(RecordKind::kTeam, team(4));
    }();
    EXPECT_TRUE(made) << made.error().message;
    return made.value();
  }
  Dice& dice() { return dice_; }

  /// An event of the files, with or without an id; some are posted again.
  std::string base_interaction(int number) {
    std::string event = interaction(fmt::format("base{}", number));
    if (number % 3 == 0) event.erase(1, event.find("\"at\"") - 1);
    base_events_.push_back(event);
    return event;
  }

 private:
  std::string bar() {
    return fmt::format(R"({{"person":"{}"{}}})", name(), dice_.percent(40) ? R"(,"lifted":true)" : "");
  }
  std::string stay() {
    if (dice_.percent(15)) return R"(,"deleted":true)";
    const std::string from = dice_.percent(50) ? R"(,"from":"2020-01-01")" : "";
    return from + (dice_.percent(30) ? R"(,"to":"2021-01-01")" : "");
  }
  Dice dice_;
  std::vector<std::string> base_events_;
};

}  // namespace kennis
