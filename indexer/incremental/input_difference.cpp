/// @file
#include "indexer/incremental/input_difference.h"

#include <algorithm>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "indexer/byte_source.h"
#include "indexer/content.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

/// A file of the input beside the one that stood in its place, if any.
struct Compared {
  InputFile file;
  const ManifestFile* before = nullptr;
  Content now{};
};

/// Copies what stands behind the first bytes of a file.
void copy_tail(const fs::path& file, std::uint64_t begin_bytes, const fs::path& tail) {
  const auto source = open_bytes(file);
  std::vector<char> buffer(kBufferBytes);
  std::ofstream out(tail, std::ios::binary | std::ios::trunc);
  while (const std::size_t got = source->read(buffer.data(), buffer.size())) {
    const std::size_t passed = std::min<std::uint64_t>(got, begin_bytes);
    begin_bytes -= passed;
    out.write(buffer.data() + passed, static_cast<std::streamsize>(got - passed));
  }
  out.close();
  if (!out) throw std::runtime_error(tail.string() + ": cannot be written: is the disk full?");
}

std::string_view name_of_file(const std::string& path) {
  return std::string_view(path).substr(path.find_last_of('/') + 1);
}

/// The files of a kind as they were.
std::vector<const ManifestFile*> of_kind(const std::vector<ManifestFile>& before, RecordKind kind) {
  std::vector<const ManifestFile*> found;
  for (const ManifestFile& file : before) {
    if (kind_of_input(name_of_file(file.path)) == kind) found.push_back(&file);
  }
  return found;
}

/// Puts beside each file the one of the same name that was there, in the order of both. False if one that was there is not found.
bool match(std::vector<Compared>& files, const std::vector<const ManifestFile*>& before) {
  std::size_t at = 0;
  for (const ManifestFile* known : before) {
    while (at < files.size() && files[at].file.path.filename().string() != name_of_file(known->path)) ++at;
    if (at == files.size()) return false;
    files[at++].before = known;
  }
  return true;
}

bool is_same(const Compared& file) {
  return file.before != nullptr && file.now.bytes == file.before->bytes && file.now.checksum == file.before->xxh3;
}

/// Whether nothing is new of a file but what stands behind its end.
bool has_grown(const Compared& file) {
  return file.now.begin && file.now.begin->checksum == file.before->xxh3 && file.now.begin->ends_in_line;
}

/// Where it is said that files of a kind are others; none for those of events.
bool* changed_in(InputDifference& difference, RecordKind kind) {
  switch (kind) {
    case RecordKind::kProfile:
      return &difference.profiles;
    case RecordKind::kGroup:
      return &difference.groups;
    case RecordKind::kMembership:
      return &difference.memberships;
    case RecordKind::kTeam:
      return &difference.teams;
    default:
      return nullptr;
  }
}

bool begins_with_mark(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  char bytes[3] = {};
  in.read(bytes, sizeof(bytes));
  return in && std::string_view(bytes, sizeof(bytes)) == "\xEF\xBB\xBF";
}

WholeBuildReason find_new_events(std::span<const Compared> files, const fs::path& scratch, InputDifference& out) {
  std::size_t last_known = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].before != nullptr) last_known = i;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Compared& file = files[i];
    if (is_same(file)) continue;
    out.events_are_last = out.events_are_last && i >= last_known;
    const auto index = static_cast<std::uint32_t>(i);
    if (file.before == nullptr) {
      out.events.push_back({index, file.file.path, 0});
      continue;
    }
    const fs::path tail = scratch / fmt::format("tail-{}.ndjson", i);
    if (has_grown(file)) copy_tail(file.file.path, file.before->bytes, tail);
    if (!has_grown(file) || (file.before->bytes > 0 && begins_with_mark(tail))) {
      return fmt::format("{}: is another file than before, and not only longer", file.file.name);
    }
    out.events.push_back({index, tail, file.now.begin->lines});
  }
  return std::nullopt;
}

}  // namespace

WholeBuildReason find_difference(const InputFiles& input, const std::vector<ManifestFile>& before,
                                 const fs::path& scratch, std::size_t workers, InputDifference& out) {
  std::vector<Compared> files;
  std::size_t first_of_events = 0;
  for (const RecordKind kind : {RecordKind::kProfile, RecordKind::kGroup, RecordKind::kMembership, RecordKind::kTeam,
                                RecordKind::kInteraction}) {
    std::vector<Compared> here;
    for (InputFile& file : input.of(kind)) here.push_back({std::move(file)});
    const auto known = of_kind(before, kind);
    const bool all_found = match(here, known);
    const bool are_others = !all_found || known.size() != here.size();
    if (bool* changed = changed_in(out, kind)) {
      *changed = are_others;
    } else if (!all_found) {
      return fmt::format("there are other files of {}s", name_of(kind));
    }
    first_of_events = files.size();  // the last kind
    std::move(here.begin(), here.end(), std::back_inserter(files));
  }
  std::vector<WantedContent> wanted;
  for (const Compared& file : files) {
    WantedContent& one = wanted.emplace_back(WantedContent{file.file.path, {}});
    if (file.before != nullptr && file.file.kind == RecordKind::kInteraction) one.begin_bytes = file.before->bytes;
  }
  std::vector<Content> contents = contents_of(wanted, workers);
  for (std::size_t i = 0; i < files.size(); ++i) files[i].now = std::move(contents[i]);
  for (const Compared& file : files) {
    out.inputs.push_back({file.file.path.filename().string(), file.now.bytes, file.now.checksum});
    bool* changed = changed_in(out, file.file.kind);
    if (changed != nullptr && !is_same(file)) *changed = true;
  }
  return find_new_events(std::span(files).subspan(first_of_events), scratch, out);
}

}  // namespace kennis
