/// @file
#include "indexer/upkeep/erase.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <set>
#include <system_error>

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "indexer/rejects.h"
#include "journal/generation_changes.h"
#include "journal/scrub.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "journal/without_erased.h"
#include "network/people.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/identifier.h"
#include "schema/manifest.h"
#include "schema/mapped_file.h"
#include "schema/padded.h"
#include "schema/profile_records.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// The profile that a record is; nothing of what cannot be read.
Profile profile_of(RecordReader& reader, std::string_view record) {
  auto read = reader.profile(Padded(record).line());
  return read ? std::move(read).value() : Profile();
}

/// Adds what a generation knows of whom `names` lead to.
void add_names_of_generation(const fs::path& generation, std::set<std::string>& names) {
  const GenerationLease lease(generation);
  const People people(generation / file::kPeople, generation / file::kIdentifiers);
  const ProfileRecords records(generation);
  RecordReader reader;
  const std::set<std::string> known = names;
  for (const std::string& name : known) {
    const Node node = people.find(name);
    if (node == kNoPerson) continue;
    names.emplace(people.id(node));
    names.insert(normalise_identifier(people.id(node)));
    if (!people.has_profile(node)) continue;
    for (const std::string& claim : claims_of(profile_of(reader, records.of(node)))) {
      if (people.find_exactly(claim) == node) names.insert(claim);
    }
  }
}

/// True if a generation has the name as that of somebody else with a profile; whom logs alone know turns out to be whose profile claims the name.
bool is_of_another(const People& people, const std::string& claim, const std::set<std::string>& names) {
  const Node node = people.find_exactly(claim);
  return people.has_profile(node) && !names.contains(std::string(people.id(node)));
}

/// Adds what profiles in the journal claim; also whether anything there names the person.
bool add_names_of_journal(const fs::path& index, std::set<std::string>& names) {
  if (!has_journal(index)) return false;
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  const std::string current = current_generation(index);
  People people;
  const fs::path generation = index / file::kGenerations / current;
  if (!current.empty()) people = People(generation / file::kPeople, generation / file::kIdentifiers);
  bool is_named = false;
  RecordReader reader;
  store.value()->read(0, store.value()->last(), [&](const JournalEntry& entry) {
    if (entry.draft.kind == RecordKind::kErasure) return;
    if (entry.draft.kind == RecordKind::kProfile && names.contains(entry.draft.key)) {
      is_named = true;
      for (const std::string& claim : claims_of(profile_of(reader, entry.draft.record))) {
        if (current.empty() || !is_of_another(people, claim, names)) names.insert(claim);
      }
    }
    is_named = is_named || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                 return entry.draft.record.find('"' + name + '"') != std::string::npos;
               });
  });
  return is_named;
}

/// Adds what profiles that a generation has besides its files claim; also whether there is one of that person, or an event names them.
bool add_names_of_changes(const fs::path& generation, std::set<std::string>& names) {
  if (!fs::exists(generation / file::kChanges)) return false;
  const People people(generation / file::kPeople, generation / file::kIdentifiers);
  RecordReader reader;
  bool is_named = false;
  for (const Change& change : read_generation_changes(generation / file::kChanges).changes) {
    if (change.kind == ChangeKind::kProfile) {
      const Profile profile = profile_of(reader, change.text);
      std::vector<std::string> claims = claims_of(profile);
      const auto is_theirs = [&](const std::string& name) { return names.contains(name); };
      if (is_theirs(profile.id) || std::any_of(claims.begin(), claims.end(), is_theirs)) {
        is_named = true;
        claims.insert(claims.end(), {profile.id, normalise_identifier(profile.id)});
        std::erase_if(claims, [&](const std::string& claim) {
          return claim != profile.id && is_of_another(people, claim, {profile.id});
        });
        names.insert(claims.begin(), claims.end());
      }
    }
    is_named = is_named || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                 return change.text.find('"' + name + '"') != std::string::npos;
               });
  }
  return is_named;
}

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
  std::set<std::string> names = {name, normalise_identifier(name)};
  const std::size_t given = names.size();
  bool is_known = false;
  for (const std::string& generation : generations_of(index)) {
    const fs::path path = index / file::kGenerations / generation;
    if (!read_manifest(path)) continue;  // damaged, or of another format: nobody opens it
    const People people(path / file::kPeople, path / file::kIdentifiers);
    is_known = is_known || people.find(name) != kNoPerson;
    add_names_of_generation(path, names);
    is_known = add_names_of_changes(path, names) || is_known;
  }
  is_known = add_names_of_journal(index, names) || is_known || names.size() > given;
  return is_known ? std::vector<std::string>(names.begin(), names.end()) : std::vector<std::string>();
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

Result<EraseReport> erase_persons(const EraseOptions& options) {
  const Tombstones before = Tombstones::of(options.index);
  std::vector<std::string> names;
  for (const std::string& person : options.persons) {
    std::vector<std::string> of_person = names_of_person(options.index, person);
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
  const std::size_t added = add_tombstones(options.index, names);
  auto report = finish_erasing(options.index);
  if (!report) return report.error();
  report.value().persons = options.persons.size();
  report.value().identifiers = added;
  return report;
}

}  // namespace kennis
