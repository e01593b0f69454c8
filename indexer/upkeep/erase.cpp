/// @file
#include "indexer/upkeep/erase.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <system_error>

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "indexer/rejects.h"
#include "indexer/upkeep/generation_people.h"
#include "journal/scrub.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "journal/without_erased.h"
#include "network/people.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/manifest.h"
#include "schema/mapped_file.h"
#include "schema/padded.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// The profile that a record is; nothing of what cannot be read.
Profile profile_of(RecordReader& reader, std::string_view record) {
  auto read = reader.profile(Padded(record).line());
  return read ? std::move(read).value() : Profile();
}

/// True if somebody else with a profile has the name; whom logs alone know turns out to be whose profile claims the name.
/// Likewise where several claim it.
bool is_of_another(const GenerationPeople& now, const std::string& claim, const std::set<std::string>& names) {
  const Node node = now.people().find_exactly(claim);
  if (now.is_contested(claim)) return true;
  return now.people().has_profile(node) && !names.contains(std::string(now.people().id(node)));
}

/// Adds what a generation knows of whom `names` lead to, but for what is somebody else's in the one in force: `now`, if there is any.
void add_names_of_generation(const GenerationPeople& generation, const GenerationPeople* now,
                             std::set<std::string>& names) {
  RecordReader reader;
  const People& people = generation.people();
  const std::set<std::string> known = names;
  for (const std::string& name : known) {
    const Node node = people.find(name);
    if (node == kNoPerson || people.id(node).empty()) continue;
    std::vector<std::string> more = {std::string(people.id(node)), normalise_identifier(people.id(node))};
    if (people.has_profile(node)) {
      for (std::string& claim : claims_of(profile_of(reader, generation.record(node)))) {
        if (people.find_exactly(claim) == node) more.push_back(std::move(claim));
      }
    }
    for (std::string& one : more) {
      if (now == nullptr || !is_of_another(*now, one, names)) names.insert(std::move(one));
    }
  }
}

/// Adds what profiles in the journal claim; also whether anything there names the person.
bool add_names_of_journal(const fs::path& index, const GenerationPeople* now, std::set<std::string>& names) {
  if (!has_journal(index)) return false;
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  bool is_named = false;
  RecordReader reader;
  store.value()->read(0, store.value()->last(), [&](const JournalEntry& entry) {
    if (entry.draft.kind == RecordKind::kErasure) return;
    if (entry.draft.kind == RecordKind::kProfile && names.contains(entry.draft.key)) {
      is_named = true;
      for (const std::string& claim : claims_of(profile_of(reader, entry.draft.record))) {
        if (now == nullptr || !is_of_another(*now, claim, names)) names.insert(claim);
      }
    }
    is_named = is_named || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                 return entry.draft.record.find('"' + name + '"') != std::string::npos;
               });
  });
  return is_named;
}

/// Every generation that can be opened, once however many persons are looked for.
class KnownPeople {
 public:
  explicit KnownPeople(const fs::path& index) : index_(index) {
    const std::string current = current_generation(index);
    if (!current.empty()) in_force_ = open(current, true);
    for (const std::string& generation : generations_of(index)) {
      auto older = generation == current ? nullptr : open(generation, false);
      if (older) older_.push_back(std::move(older));
    }
  }

  /// All names of whoever has this one, as names_of_person gives them.
  [[nodiscard]] std::vector<std::string> names_of(const std::string& name) const {
    std::set<std::string> names = {name, normalise_identifier(name)};
    const std::size_t given = names.size();
    bool is_known = false;
    const auto look_at = [&](const GenerationPeople& generation) {
      is_known = is_known || generation.people().find(name) != kNoPerson;
      add_names_of_generation(generation, in_force_.get(), names);
      is_known = is_known || generation.changes_name(names);
    };
    if (in_force_) look_at(*in_force_);
    for (const auto& older : older_) look_at(*older);
    is_known = add_names_of_journal(index_, in_force_.get(), names) || is_known || names.size() > given;
    return is_known ? std::vector<std::string>(names.begin(), names.end()) : std::vector<std::string>();
  }

 private:
  [[nodiscard]] std::unique_ptr<GenerationPeople> open(const std::string& generation, bool is_in_force) const {
    const fs::path path = index_ / file::kGenerations / generation;
    if (!read_manifest(path)) return nullptr;
    try {
      return std::make_unique<GenerationPeople>(path);
    } catch (const std::exception&) {
      if (is_in_force) throw;
      return nullptr;  // an older one that is damaged nobody opens
    }
  }

  fs::path index_;
  std::unique_ptr<GenerationPeople> in_force_;
  std::vector<std::unique_ptr<GenerationPeople>> older_;
};

/// Replaces a file line by line; what `change` returns nothing for stays. The number of lines that changed: with none, the file stays.
std::uint64_t rewrite_lines(const fs::path& path,
                            const std::function<std::optional<std::string>(const std::string&)>& change) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::system_error(errno, std::generic_category(), path.string());
  fs::path fresh = path;
  fresh += ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  std::uint64_t changed = 0;
  for (std::string line; std::getline(in, line);) {
    const auto other = change(line);
    if (other) ++changed;
    out << (other ? *other : line) << '\n';
  }
  out.close();
  if (!out || in.bad()) throw std::system_error(EIO, std::generic_category(), fresh.string() + ": cannot be written");
  if (changed == 0) {
    fs::remove(fresh);
    return 0;
  }
  fs::permissions(fresh, fs::status(path).permissions());
  sync_to_disk(fresh);
  fs::rename(fresh, path);
  sync_to_disk(path.parent_path());
  return changed;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (entry->path().extension() == ".new") {
      fs::remove(entry->path());  // of a run that was broken off
    } else if (entry->is_regular_file() && entry->path().extension() == ".ndjson") {
      paths.push_back(entry->path());
    }
  }
  return paths;
}

/// A refused line that names one of them says only where it stood.
std::optional<std::string> reject_without(const std::string& line, const Tombstones& tombstones) {
  rapidjson::Document json;
  json.Parse(line.data(), line.size());
  if (json.HasParseError() || !json.IsObject()) return std::nullopt;
  const auto raw = json.FindMember("raw");
  if (raw == json.MemberEnd() || !raw->value.IsString()) return std::nullopt;
  const std::string_view text(raw->value.GetString(), raw->value.GetStringLength());
  if (text == kErasedName || !names_erased(text, tombstones)) return std::nullopt;
  const auto field = [&](const char* name) {
    const auto found = json.FindMember(name);
    return found != json.MemberEnd() && found->value.IsString() ? std::string(found->value.GetString()) : std::string();
  };
  const auto number = json.FindMember("line");
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  out.StartObject();
  out.Key("file");
  out.String(field("file").c_str());
  out.Key("line");
  out.Uint64(number != json.MemberEnd() && number->value.IsUint64() ? number->value.GetUint64() : 0);
  out.Key("reason");
  out.String(kind_of_reason(field("reason")).c_str());
  out.Key("raw");
  out.String(kErasedName.data(), static_cast<rapidjson::SizeType>(kErasedName.size()));
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace

std::vector<std::string> spellings_of(const std::string& name) { return {name, normalise_identifier(name)}; }

std::vector<std::string> names_of_person(const fs::path& index, const std::string& name) {
  return KnownPeople(index).names_of(name);
}

Result<EraseReport> finish_erasing(const fs::path& index) {
  EraseReport report;
  const Tombstones tombstones = Tombstones::of(index);
  if (tombstones.empty()) return report;
  const auto scrubbed = scrub_journal(index, tombstones, true);
  if (!scrubbed) return scrubbed.error();
  report.journal_blanked = scrubbed.value().blanked;
  report.journal_changed = scrubbed.value().changed;
  report.erasure = scrubbed.value().erasure;
  for (const fs::path& path : files_below(index / file::kRejects)) {
    report.rejects += rewrite_lines(path, [&](const std::string& line) { return reject_without(line, tombstones); });
  }
  const Pseudonyms pseudonyms;
  for (const fs::path& path : files_below(index / file::kAudit)) {
    report.audit_lines += rewrite_lines(path, [&](const std::string& line) -> std::optional<std::string> {
      RecordWithout without = without_erased(line, tombstones, pseudonyms);
      if (without.fields.empty()) return std::nullopt;
      return std::move(without.record);
    });
  }
  return report;
}

namespace {

Result<std::vector<std::string>> names_to_erase(const EraseOptions& options) {
  const Tombstones before = Tombstones::of(options.index);
  const KnownPeople known(options.index);
  std::vector<std::string> names;
  for (const std::string& person : options.persons) {
    std::vector<std::string> of_person = known.names_of(person);
    if (of_person.empty() && !options.also_unknown && !before.has(person)) {
      return Error{ErrorCode::kUnknownPerson,
                   fmt::format("nobody is known as \"{}\", nothing was erased: give an id, an e-mail address, a phone "
                               "number or a profile link, or --unknown-too for somebody who is in later input alone",
                               cut_text(person, 80)),
                   {}};
    }
    if (of_person.empty()) of_person = spellings_of(person);
    names.insert(names.end(), of_person.begin(), of_person.end());
  }
  return names;
}

}  // namespace

Result<EraseReport> erase_persons(const EraseOptions& options) {
  const auto names = names_to_erase(options);
  if (!names) return names.error();
  const std::size_t added = add_tombstones(options.index, names.value());
  auto report = finish_erasing(options.index);
  if (!report) return report.error();
  report.value().persons = options.persons.size();
  report.value().identifiers = added;
  return report;
}

}  // namespace kennis
