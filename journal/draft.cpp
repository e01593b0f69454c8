/// @file
#include "journal/draft.h"

#include <algorithm>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>
#include <xxhash.h>

#include "schema/event_hash.h"
#include "schema/fields.h"
#include "schema/identifier.h"

namespace kennis {
namespace {

Error invalid(std::string message) { return {ErrorCode::kInvalidRecord, std::move(message), {}}; }

/// A record on one line, with the room behind it that its reader needs. What is no JSON stays as it is: the reader says why.
class Line {
 public:
  explicit Line(std::string_view json) : text_(json) {
    std::string dense(json.size() + simdjson::SIMDJSON_PADDING, '\0');
    std::size_t size = 0;
    const simdjson::padded_string padded(json);
    if (simdjson::minify(padded.data(), padded.size(), dense.data(), size) == simdjson::SUCCESS) {
      dense.resize(size);
      text_ = std::move(dense);
    }
    std::replace(text_.begin(), text_.end(), '\n', ' ');
    pad();
  }

  [[nodiscard]] std::string_view text() const { return std::string_view(text_).substr(0, size_); }

  /// Puts a field before the others, unless there are none.
  void put(const char* key, std::string_view value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    text_.resize(size_);
    text_.insert(1, fmt::format("\"{}\":{}{}", key, buffer.GetString(), text_ == "{}" ? "" : ","));
    pad();
  }

 private:
  void pad() {
    size_ = text_.size();
    text_.append(simdjson::SIMDJSON_PADDING, '\0');
  }
  std::string text_;
  std::size_t size_ = 0;
};

}  // namespace

EntryDraft DraftMaker::draft(RecordKind kind, std::string key, std::string record) const {
  return {kind, author_, std::move(key), std::move(record)};
}

Result<EntryDraft> DraftMaker::interaction(std::string_view json) {
  Line line(json);
  const auto read = reader_.interaction(line.text(), interaction_);
  if (!read) return read.error();
  const Seconds latest = now_ + kSecondsPerDay;
  if (interaction_.at > latest) {
    return invalid(
        fmt::format("at: {} lies in the future of {}", format_instant(interaction_.at), format_instant(now_)));
  }
  if (interaction_.id.empty()) {
    interaction_.id = content_id(interaction_);
    line.put("id", interaction_.id);
  }
  return draft(RecordKind::kInteraction, interaction_.id, std::string(line.text()));
}

Result<EntryDraft> DraftMaker::timed_profile(std::string_view json, std::string_view id_if_none) {
  Line line(json);
  auto read = reader_.profile(line.text());
  if (!read && !id_if_none.empty()) {
    Line named(json);
    if (named.text().starts_with('{')) named.put("id", id_if_none);
    if (auto again = reader_.profile(named.text()); again) {
      line = std::move(named);
      read = std::move(again);
    }
  }
  if (!read) return read.error();
  const std::string& id = read.value().id;
  if (!id_if_none.empty() && id != id_if_none) {
    return invalid(fmt::format("id: is \"{}\", the path says \"{}\": send it to its own path", cut_text(id, 80),
                               cut_text(id_if_none, 80)));
  }
  if (!read.value().updated_at) line.put("updated_at", format_instant(now_));
  return draft(RecordKind::kProfile, id, std::string(line.text()));
}

Result<EntryDraft> DraftMaker::profile(std::string_view json, std::string_view id) {
  if (!is_valid_id(id))
    return invalid(fmt::format("id: must have 1 to {} bytes and no control characters", limit::kIdBytesMax));
  return timed_profile(json, id);
}

Result<EntryDraft> DraftMaker::deletion(std::string_view id) { return profile(R"({"deleted":true})", id); }

Result<EntryDraft> DraftMaker::group(std::string_view json) {
  Line line(json);
  const auto read = reader_.group(line.text());
  if (!read) return read.error();
  if (!read.value().updated_at) line.put("updated_at", format_instant(now_));
  return draft(RecordKind::kGroup, read.value().id, std::string(line.text()));
}

Result<EntryDraft> DraftMaker::record(RecordKind kind, std::string_view json) {
  const Line line(json);
  switch (kind) {
    case RecordKind::kProfile:
      return timed_profile(json, "");
    case RecordKind::kInteraction:
      return interaction(json);
    case RecordKind::kGroup:
      return group(json);
    case RecordKind::kMembership:
      if (const auto read = reader_.membership(line.text()); !read) return read.error();
      break;
    case RecordKind::kTeam:
      if (const auto read = reader_.team_member(line.text()); !read) return read.error();
      break;
    case RecordKind::kDoNotContact: {
      const auto read = reader_.do_not_contact(line.text());
      if (!read) return read.error();
      return draft(kind, normalise_identifier(read.value().person), std::string(line.text()));
    }
    case RecordKind::kInformed: {
      const auto read = reader_.informed(line.text());
      if (!read) return read.error();
      return draft(kind, normalise_identifier(read.value().person), std::string(line.text()));
    }
    default:
      return invalid(fmt::format("a record of the kind {} is not written this way", name_of(kind)));
  }
  return draft(kind, "", std::string(line.text()));
}

std::string random_id() {
  std::random_device device;  // the kernel's
  const auto bits = [&] { return std::uint64_t{device()} << 32U | device(); };
  const std::uint64_t high = bits();
  return fmt::format("{:016x}{:016x}", high, bits());
}

std::string id_of_request(std::string_view author, std::string_view key, std::size_t line) {
  const std::string text = fmt::format("{}\n{}\n{}", author, key, line);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace kennis
