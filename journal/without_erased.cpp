/// @file
#include "journal/without_erased.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <xxhash.h>

#include "schema/fields.h"
#include "schema/identifier.h"

namespace kennis {
namespace {

/// The fields that name persons; of a kind that is no input, all do.
std::span<const std::string_view> name_fields(RecordKind kind) {
  static constexpr std::array<std::string_view, 5> kProfile = {"id", "emails", "phones", "links", "aliases"};
  static constexpr std::array<std::string_view, 2> kInteraction = {"from", "to"};
  static constexpr std::array<std::string_view, 1> kRoster = {"person"};
  switch (kind) {
    case RecordKind::kProfile:
      return kProfile;
    case RecordKind::kInteraction:
      return kInteraction;
    case RecordKind::kMembership:
    case RecordKind::kTeam:
      return kRoster;
    default:
      return {};
  }
}

/// The fields in which somebody writes what they like, of whom they like.
std::span<const std::string_view> free_text_fields(RecordKind kind) {
  static constexpr std::array<std::string_view, 2> kInteraction = {"subject", "text"};
  static constexpr std::array<std::string_view, 1> kIntroduction = {"text"};
  if (kind == RecordKind::kInteraction) return kInteraction;
  if (kind == RecordKind::kIntroduction) return kIntroduction;
  return {};
}

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Hands on what the reader finds to a writer, names exchanged and texts emptied. RapidJSON calls it by these names.
class Exchange {
 public:
  using Size = rapidjson::SizeType;
  Exchange(const std::function<std::optional<std::string>(std::string_view)>& exchange,
           std::span<const std::string_view> fields, std::span<const std::string_view> emptied)
      : exchange_(exchange), fields_(fields), emptied_(emptied) {}

  // NOLINTBEGIN(readability-identifier-naming): as RapidJSON calls them
  bool Null() { return writer_.Null(); }
  bool Bool(bool value) { return writer_.Bool(value); }
  bool Int(int value) { return writer_.Int(value); }
  bool Uint(unsigned value) { return writer_.Uint(value); }
  bool Int64(std::int64_t value) { return writer_.Int64(value); }
  bool Uint64(std::uint64_t value) { return writer_.Uint64(value); }
  bool Double(double value) { return writer_.Double(value); }
  bool RawNumber(const char* text, Size size, bool) { return writer_.RawValue(text, size, rapidjson::kNumberType); }
  bool String(const char* text, Size size, bool) {
    if (keys_.size() == 1 && is_one_of(emptied_, keys_.back())) return writer_.String("", 0);
    const auto other = may_name() ? exchange_(std::string_view(text, size)) : std::nullopt;
    if (!other) return writer_.String(text, size);
    changed_.insert(keys_.empty() ? std::string() : keys_.back());
    return writer_.String(other->data(), static_cast<Size>(other->size()));
  }
  bool StartObject() {
    keys_.emplace_back();
    return writer_.StartObject();
  }
  bool Key(const char* text, Size size, bool) {
    keys_.back().assign(text, size);
    return writer_.Key(text, size);
  }
  bool EndObject(Size count) {
    keys_.pop_back();
    return writer_.EndObject(count);
  }
  bool StartArray() { return writer_.StartArray(); }
  bool EndArray(Size count) { return writer_.EndArray(count); }
  // NOLINTEND(readability-identifier-naming)

  [[nodiscard]] std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }
  [[nodiscard]] std::set<std::string>& changed() { return changed_; }

 private:
  [[nodiscard]] bool may_name() const {
    if (fields_.empty()) return true;
    return keys_.size() == 1 && is_one_of(fields_, keys_.back());
  }
  const std::function<std::optional<std::string>(std::string_view)>& exchange_;
  std::span<const std::string_view> fields_;
  std::span<const std::string_view> emptied_;
  std::vector<std::string> keys_;  ///< of the objects that are open
  std::set<std::string> changed_;
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

/// Nothing of what is no JSON.
std::optional<RecordWithout> rewritten(std::string_view json, Exchange exchange) {
  const std::string text(json);
  rapidjson::StringStream stream(text.c_str());
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
  if (reader.Parse<kFlags>(stream, exchange).IsError()) return std::nullopt;
  return RecordWithout{exchange.text(), std::move(exchange.changed())};
}

RecordWithout exchanged(std::string_view json, const Tombstones& tombstones, const Pseudonyms& pseudonyms,
                        std::span<const std::string_view> fields, std::span<const std::string_view> texts) {
  const std::function<std::optional<std::string>(std::string_view)> pseudonym =
      [&](std::string_view name) -> std::optional<std::string> {
    const bool is_theirs =
        name.size() <= limit::kIdBytesMax * 2 && !name.starts_with(kErasedName) && tombstones.has(name);
    return is_theirs ? std::optional(pseudonyms.of(name)) : std::nullopt;
  };
  auto without = rewritten(json, Exchange(pseudonym, fields, {}));
  if (!without || without->fields.empty()) return {std::string(json), {}};
  if (!texts.empty()) without = rewritten(json, Exchange(pseudonym, fields, texts));
  return std::move(*without);
}

}  // namespace

Pseudonyms::Pseudonyms() {
  std::random_device device;  // the kernel's
  for (std::uint64_t& part : key_) part = std::uint64_t{device()} << 32U | device();
}

std::string Pseudonyms::of(std::string_view name) const {
  const IdentifierHash hash = hash_of_identifier(name);
  const std::array<std::uint64_t, 4> mixed{key_[0], hash.high, key_[1], hash.low};
  return fmt::format("{}{:016x}", kErasedName, XXH3_64bits(mixed.data(), sizeof(mixed)));
}

RecordWithout without_erased(RecordKind kind, std::string_view record, const Tombstones& tombstones,
                             const Pseudonyms& pseudonyms) {
  if (kind == RecordKind::kGroup) return {std::string(record), {}};
  return exchanged(record, tombstones, pseudonyms, name_fields(kind), free_text_fields(kind));
}

std::string without_free_text(RecordKind kind, std::string_view record) {
  const std::function<std::optional<std::string>(std::string_view)> none = [](std::string_view) {
    return std::nullopt;
  };
  const auto without = rewritten(record, Exchange(none, {}, free_text_fields(kind)));
  return without ? without->record : std::string(record);
}

RecordWithout without_erased(std::string_view json, const Tombstones& tombstones, const Pseudonyms& pseudonyms) {
  return exchanged(json, tombstones, pseudonyms, {}, {});
}

bool is_about_erased(RecordKind kind, const RecordWithout& record) {
  switch (kind) {
    case RecordKind::kProfile:
    case RecordKind::kMembership:
    case RecordKind::kTeam:
    case RecordKind::kDoNotContact:
    case RecordKind::kInformed:
      return !record.fields.empty();
    case RecordKind::kInteraction:
      return record.fields.contains("from");
    case RecordKind::kAlert:
      return record.fields.contains("person");  // its id is made of the person's, so a pseudonym would not do
    case RecordKind::kSavedSearch:
      return record.fields.contains("owner");
    default:
      return false;
  }
}

bool names_erased(std::string_view text, const Tombstones& tombstones) {
  if (tombstones.empty()) return false;
  for (const std::string_view ends : {std::string_view("\""), std::string_view(" \t\"',;{}[]()<>")}) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of(ends, at), text.size());
      const std::string_view part = text.substr(at, end - at);
      if (!part.empty() && part.size() <= limit::kIdBytesMax * 2 && tombstones.has(part)) return true;
      at = end + 1;
    }
  }
  return false;
}

bool is_erased(const Profile& profile, const Tombstones& tombstones) {
  if (tombstones.empty()) return false;
  if (tombstones.has(profile.id)) return true;
  const std::vector<std::string> claims = claims_of(profile);
  return std::any_of(claims.begin(), claims.end(), [&](const std::string& claim) { return tombstones.has(claim); });
}

}  // namespace kennis
