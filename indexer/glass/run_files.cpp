/// @file
#include "indexer/glass/run_files.h"

#include <sys/mman.h>

#include <fmt/format.h>

#include "indexer/glass/codec.h"

namespace kennis::glass {
namespace {

constexpr unsigned kCompressed = 1;
constexpr unsigned kSlots = 2;
constexpr std::size_t kGiveBackBytes = 64U << 10U;  // a multiple of any page

}  // namespace

RunFiles::RunFiles(const std::filesystem::path& folder, std::size_t run)
    : postings(folder / fmt::format("run-{}.postings", run)),
      positions(folder / fmt::format("run-{}.positions", run)),
      records(folder / fmt::format("run-{}.records", run)),
      term_lists(folder / fmt::format("run-{}.term_lists", run)),
      values(folder / fmt::format("run-{}.values", run)) {}

void put_record(const TermRecord& record, std::string& out) {
  put_counted(record.term, out);
  put_varint(record.documents, out);
  put_varint(record.wdf_sum, out);
  put_counted(record.payload, out);
}

void put_record(const DocumentRecord& record, std::string& out) {
  put_varint(record.document, out);
  out.push_back(static_cast<char>((record.compressed ? kCompressed : 0) | (record.slots ? kSlots : 0)));
  put_counted(record.tag, out);
}

MappedRuns::MappedRuns(const std::vector<std::filesystem::path>& paths) {
  for (const std::filesystem::path& path : paths) {
    bytes_.push_back(files_.emplace_back(std::make_unique<MappedFile>(path))->bytes());
  }
}

bool RunReader::next(TermRecord& record) {
  give_back();
  if (rest_.empty()) return false;
  record.term = take_counted(rest_);
  record.documents = take_varint(rest_);
  record.wdf_sum = take_varint(rest_);
  record.payload = take_counted(rest_);
  return true;
}

bool RunReader::next(DocumentRecord& record) {
  give_back();
  if (rest_.empty()) return false;
  record.document = static_cast<std::uint32_t>(take_varint(rest_));
  const std::uint64_t flags = take_varint(rest_);
  record.compressed = (flags & kCompressed) != 0;
  record.slots = (flags & kSlots) != 0;
  record.tag = take_counted(rest_);
  return true;
}

void RunReader::give_back() {
  if (kept_ == nullptr || static_cast<std::size_t>(rest_.data() - kept_) < 2 * kGiveBackBytes) return;
  const auto aligned = [](const char* at) {
    return reinterpret_cast<std::uintptr_t>(at) / kGiveBackBytes * kGiveBackBytes;
  };
  const std::uintptr_t begin = aligned(kept_ + kGiveBackBytes - 1);  // a page before it may be somebody else's
  const std::uintptr_t end = aligned(rest_.data());
  // Only advice: the bytes stay on disk, and a page asked for again comes back.
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  kept_ = reinterpret_cast<const char*>(end);
}

}  // namespace kennis::glass
