/// @file
#include "indexer/incremental/input_difference.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "indexer/byte_source.h"
#include "indexer/scan.h"
#include "schema/checksum.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

/// A file of the input beside the one that stood in its place, if any.
struct Compared {
  InputFile file;
  const ManifestFile* before = nullptr;
  ManifestFile now{};
  bool begins_as_before = false;
  bool before_ends_in_line = false;
  std::uint64_t lines_before = 0;
  fs::path tail{};  ///< where what follows is
};

/// Reads a file once: its checksum, whether it begins with all that was there before, and what follows then.
class ContentReader {
 public:
  ContentReader(Compared& file, const fs::path& tail) : file_(file), tail_(tail) {
    before_bytes_ = file.before != nullptr ? file.before->bytes : 0;
  }

  void read() {
    const auto source = open_bytes(file_.file.path);
    std::vector<char> buffer(kBufferBytes);
    if (file_.before != nullptr && before_bytes_ == 0) {
      file_.before_ends_in_line = true;
      pass_end_of_before();
    }
    while (const std::size_t got = source->read(buffer.data(), buffer.size())) take({buffer.data(), got});
    if (out_.is_open()) out_.close();
    if (!out_) throw std::runtime_error(tail_.string() + ": cannot be written: is the disk full?");
    file_.now = {file_.file.path.filename().string(), bytes_, checksum_.hex()};
  }

 private:
  void take(std::string_view piece) {
    if (file_.before != nullptr && bytes_ < before_bytes_) {
      const std::string_view known = piece.substr(0, before_bytes_ - bytes_);
      checksum_.add(known);
      file_.lines_before += static_cast<std::uint64_t>(std::count(known.begin(), known.end(), '\n'));
      file_.before_ends_in_line = known.back() == '\n';
      bytes_ += known.size();
      piece.remove_prefix(known.size());
      if (bytes_ == before_bytes_) pass_end_of_before();
    }
    if (piece.empty()) return;
    checksum_.add(piece);
    bytes_ += piece.size();
    if (!file_.begins_as_before || file_.file.kind != RecordKind::kInteraction) return;
    if (!out_.is_open()) {
      file_.tail = tail_;
      out_.open(tail_, std::ios::binary | std::ios::trunc);
    }
    out_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  }
  void pass_end_of_before() { file_.begins_as_before = checksum_.hex() == file_.before->xxh3; }

  Compared& file_;
  fs::path tail_;
  std::uint64_t before_bytes_ = 0;
  std::uint64_t bytes_ = 0;
  Checksum checksum_;
  std::ofstream out_;
};

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
  return file.before != nullptr && file.now.bytes == file.before->bytes && file.now.xxh3 == file.before->xxh3;
}

/// Where it is said that files of a kind are others; none for those that may not be.
bool* changed_in(InputDifference& difference, RecordKind kind) {
  if (kind == RecordKind::kProfile) return &difference.profiles;
  if (kind == RecordKind::kMembership) return &difference.memberships;
  return kind == RecordKind::kTeam ? &difference.teams : nullptr;
}

/// A mark at the beginning of a file is none in its middle.
bool begins_with_mark(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  char bytes[3] = {};
  in.read(bytes, sizeof(bytes));
  return in && std::string_view(bytes, sizeof(bytes)) == "\xEF\xBB\xBF";
}

WholeBuildReason find_new_events(const std::vector<Compared>& files, InputDifference& out) {
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
    if (!file.begins_as_before || !file.before_ends_in_line ||
        (file.before->bytes > 0 && begins_with_mark(file.tail))) {
      return fmt::format("{}: is another file than before, and not only longer", file.file.name);
    }
    out.events.push_back({index, file.tail, file.lines_before});
  }
  return std::nullopt;
}

}  // namespace

WholeBuildReason find_difference(const InputFiles& input, const std::vector<ManifestFile>& before,
                                 const fs::path& scratch, std::size_t workers, InputDifference& out) {
  std::vector<Compared> files;
  std::vector<std::pair<std::size_t, std::size_t>> kinds;  // where the files of each begin and end
  for (const RecordKind kind : {RecordKind::kProfile, RecordKind::kGroup, RecordKind::kMembership, RecordKind::kTeam,
                                RecordKind::kInteraction}) {
    std::vector<Compared> here;
    for (InputFile& file : input.of(kind)) here.push_back({std::move(file)});
    const auto known = of_kind(before, kind);
    const bool all_found = match(here, known);
    const bool are_others = !all_found || known.size() != here.size();
    if (bool* changed = changed_in(out, kind)) {
      *changed = are_others;
    } else if (!all_found || (are_others && kind == RecordKind::kGroup)) {
      return fmt::format("there are other files of {}s", name_of(kind));
    }
    kinds.emplace_back(files.size(), files.size() + here.size());
    std::move(here.begin(), here.end(), std::back_inserter(files));
  }
  for_each_parallel(files.size(), workers, [&](std::size_t i, std::size_t) {
    ContentReader(files[i], scratch / fmt::format("tail-{}.ndjson", i)).read();
  });
  for (const Compared& file : files) {
    out.inputs.push_back(file.now);
    if (is_same(file) || file.file.kind == RecordKind::kInteraction) continue;
    bool* changed = changed_in(out, file.file.kind);
    if (changed == nullptr) return fmt::format("{}: has changed", file.file.name);
    *changed = true;
  }
  return find_new_events({files.begin() + static_cast<std::ptrdiff_t>(kinds.back().first), files.end()}, out);
}

}  // namespace kennis
