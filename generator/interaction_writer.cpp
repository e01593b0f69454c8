/// @file
/// Drawing events: how often, when, over which channel, and in which words.
#include "generator/interaction_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "generator/prose.h"

namespace kennis {
namespace {

constexpr std::uint32_t kSpanDays = 1461;  // four years
constexpr std::uint32_t kEventsOfPairMax = 150;

struct ChannelShare {
  Channel channel;
  std::uint32_t share;
};

/// Percent of the events after the first one, of colleagues and of others.
constexpr std::array<ChannelShare, 10> kAmongColleagues = {{{Channel::kMessage, 34},
                                                            {Channel::kEmail, 26},
                                                            {Channel::kMeeting, 15},
                                                            {Channel::kCall, 9},
                                                            {Channel::kEndorsement, 5},
                                                            {Channel::kRecommendation, 2},
                                                            {Channel::kReaction, 5},
                                                            {Channel::kComment, 3},
                                                            {Channel::kShare, 1},
                                                            {Channel::kEvent, 0}}};
constexpr std::array<ChannelShare, 10> kAmongOthers = {{{Channel::kMessage, 39},
                                                        {Channel::kEmail, 24},
                                                        {Channel::kMeeting, 6},
                                                        {Channel::kCall, 7},
                                                        {Channel::kEndorsement, 5},
                                                        {Channel::kRecommendation, 1},
                                                        {Channel::kReaction, 9},
                                                        {Channel::kComment, 5},
                                                        {Channel::kShare, 2},
                                                        {Channel::kEvent, 2}}};

Channel draw_channel(bool colleagues, Random& random) {
  std::uint32_t draw = random.below(100);
  for (const ChannelShare& entry : colleagues ? kAmongColleagues : kAmongOthers) {
    if (draw < entry.share) {
      return entry.channel;
    }
    draw -= entry.share;
  }
  return Channel::kMessage;
}

Channel draw_first_channel(bool colleagues, Random& random) {
  const std::uint32_t draw = random.below(100);
  if (draw < (colleagues ? 35U : 55U)) {
    return Channel::kConnection;
  }
  return draw < 65 ? Channel::kInvitation : draw_channel(colleagues, random);
}

bool is_statement(Channel channel) { return channel == Channel::kEndorsement || channel == Channel::kRecommendation; }

bool has_text(Channel channel) {
  return channel == Channel::kMessage || channel == Channel::kPost || channel == Channel::kComment ||
         channel == Channel::kRecommendation;
}

}  // namespace

void InteractionWriter::write_contacts(Slot slot) {
  Random random(people_.seed(), Stream::kEvents, slot);
  const std::vector<PlannedTie> contacts = contacts_of(people_, slot, options_.contacts_mean);
  for (const PlannedTie& contact : contacts) {
    write_pair(slot, contact, random);
  }
  write_mails(slot, contacts, random);
}

void InteractionWriter::write_pair(Slot slot, const PlannedTie& contact, Random& random) {
  const bool colleagues = contact.nearness == Nearness::kColleague;
  const std::uint32_t mean = options_.events_mean;
  const std::uint32_t count = std::min(random.heavy_tailed(mean), kEventsOfPairMax);
  const std::uint32_t last = random.skewed(kSpanDays, 2);
  const std::uint32_t first = last + random.below(kSpanDays - last);
  const bool answered = random.percent(82);
  const bool other_began = random.percent(50);
  const std::array<Slot, 2> pair = {other_began ? contact.slot : slot, other_began ? slot : contact.slot};
  for (std::uint32_t index = 0; index < count; ++index) {
    Event event;
    const std::size_t sender = index > 0 && answered ? (index == 1 ? 1 : random.below(2)) : 0;
    event.from = pair[sender];
    event.to = {&pair[1 - sender], 1};
    event.channel = index == 0 ? draw_first_channel(colleagues, random) : draw_channel(colleagues, random);
    event.at = instant(index == 0 ? first : last + random.below(first - last + 1), random);
    write(event, random);
  }
}

void InteractionWriter::write_mails(Slot slot, const std::vector<PlannedTie>& contacts, Random& random) {
  if (contacts.size() < 3 || !random.percent(35)) {
    return;
  }
  const auto known = static_cast<std::uint32_t>(contacts.size());
  const std::uint32_t count = random.between(1, 4);
  std::vector<Slot> recipients;
  for (std::uint32_t index = 0; index < count; ++index) {
    recipients.clear();
    const std::uint32_t size = std::min(2 + random.skewed(14, 2), known);
    const std::uint32_t start = random.below(known);
    for (std::uint32_t place = 0; place < size; ++place) {
      recipients.push_back(contacts[(start + place) % known].slot);
    }
    Event event;
    event.from = slot;
    event.to = recipients;
    event.channel = random.percent(85) ? Channel::kEmail : Channel::kMeeting;
    event.at = instant(random.skewed(kSpanDays, 2), random);
    write(event, random);
  }
}

void InteractionWriter::write_group(const GroupPlan& group, std::uint32_t index) {
  Random random(people_.seed(), Stream::kGroupEvents, index);
  const auto members = static_cast<std::uint32_t>(group.members.size());
  const auto age = static_cast<std::uint32_t>((people_.as_of() - group.founded) / kSecondsPerDay) - 55;
  const std::uint32_t posts = random.heavy_tailed(2 + members / 2);
  for (std::uint32_t post = 0; post < std::min(posts, 20 * members); ++post) {
    const Slot author = group.members[random.skewed(members, 2)];
    const std::uint32_t days_ago = random.skewed(age, 2);
    Event event;
    event.group = &group;
    event.from = author;
    event.channel = Channel::kPost;
    event.at = instant(days_ago, random);
    write(event, random);
    const std::uint32_t replies = random.skewed(4, 2);
    for (std::uint32_t reply = 0; reply < replies; ++reply) {
      event.from = group.members[random.skewed(members, 2)];
      if (event.from == author) {
        continue;
      }
      event.to = {&author, 1};
      event.channel = random.percent(70) ? Channel::kComment : Channel::kReaction;
      event.at = instant(days_ago - std::min(days_ago, random.below(4)), random);
      write(event, random);
    }
  }
}

void InteractionWriter::write(const Event& event, Random& random) {
  const Person sender = people_.at(event.from);
  line_.begin();
  line_.text("id", fmt::format("e{}", file_.lines()));
  line_.instant("at", event.at);
  line_.text("from", people_.reference_to(event.from, random));
  line_.open_array("to");
  for (const Slot recipient : event.to) {
    line_.element(people_.reference_to(recipient, random));
  }
  line_.close_array();
  line_.text("channel", name_of(event.channel));
  if (event.group != nullptr) {
    line_.text("group", event.group->id);
  }
  if (is_statement(event.channel)) {
    skill_ = people_.skills_of(people_.at(event.to.front()));
    line_.text("skill", skill_[random.skewed(static_cast<std::uint32_t>(skill_.size()), 2)]);
  }
  write_words(event, sender, random);
  line_.end(file_);
}

void InteractionWriter::write_words(const Event& event, const Person& sender, Random& random) {
  const Vocabulary& vocabulary = people_.vocabulary();
  const Field& field = people_.field_of(sender);
  const std::string_view topic =
      event.group != nullptr && random.percent(50) ? event.group->topic : field.skills.usual(random);
  const auto tongue = static_cast<std::size_t>(event.group != nullptr ? event.group->tongue : sender.tongue);
  const ProseContext context{
      vocabulary, static_cast<Tongue>(tongue),  {&topic, 1}, field.names[tongue], field.titles[tongue].any(random),
      {},         people_.place_of(sender).name};
  if (has_text(event.channel) || event.channel == Channel::kEmail || event.channel == Channel::kMeeting) {
    line_.open_array("topics");
    line_.element(topic);
    if (random.percent(30)) {
      line_.element(vocabulary.nouns[tongue].usual(random));
    }
    line_.close_array();
  }
  text_.clear();
  if (event.channel == Channel::kEmail || event.channel == Channel::kMeeting) {
    append_sentence(text_, vocabulary.subjects[tongue].any(random), context, random);
    line_.text("subject", text_);
  } else if (has_text(event.channel) && (event.group != nullptr || random.percent(50))) {
    append_paragraph(text_, vocabulary.texts[tongue], random.between(1, 2), context, random);
    line_.text("text", text_);
  }
}

Seconds InteractionWriter::instant(std::uint32_t days_ago, Random& random) const {
  const Seconds working_hours = 7 * 3600 + random.below(12 * 3600);
  const Seconds today = people_.as_of() / kSecondsPerDay * kSecondsPerDay;
  return today - kSecondsPerDay * (Seconds{days_ago} + 1) + working_hours;
}

}  // namespace kennis
