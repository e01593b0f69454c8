/// @file
#include "schema/records.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, kChannelCount> kChannelNames = {
    "message",  "email",        "call", "meeting", "connection", "invitation", "endorsement", "recommendation",
    "referral", "introduction", "post", "comment", "reaction",   "share",      "event"};
constexpr std::array<std::string_view, 14> kKindNames = {
    "profile",      "interaction", "group",    "membership", "team",    "introduction",   "refusal",
    "saved_search", "alert",       "delivery", "pool",       "erasure", "do_not_contact", "informed"};
constexpr std::array<std::string_view, 3> kPolicyNames = {"open", "ask_first", "do_not_contact"};
constexpr std::array<std::string_view, 4> kSharingNames = {"nobody", "contacts", "team", "everyone"};
constexpr std::array<std::string_view, 3> kGroupNames = {"open", "members_only", "closed"};

}  // namespace

std::string_view name_of(RecordKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<RecordKind> record_kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == name) return static_cast<RecordKind>(i);
  }
  return std::nullopt;
}

std::string_view name_of(ContactPolicy policy) { return kPolicyNames[static_cast<std::size_t>(policy)]; }
std::string_view name_of(Sharing sharing) { return kSharingNames[static_cast<std::size_t>(sharing)]; }
std::string_view name_of(GroupKind kind) { return kGroupNames[static_cast<std::size_t>(kind)]; }
std::string_view name_of(Channel channel) { return kChannelNames[static_cast<std::size_t>(channel)]; }

std::optional<Channel> channel_named(std::string_view name) {
  for (std::size_t i = 0; i < kChannelCount; ++i) {
    const std::string_view candidate = kChannelNames[i];
    if (candidate.size() == name.size() && candidate[0] == name[0] && candidate == name) return static_cast<Channel>(i);
  }
  return std::nullopt;
}

}  // namespace kennis
