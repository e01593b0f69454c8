/// @file
/// Any bytes as the file of names that suggestions come from: it is read, or refused by an exception, and nothing beyond it is touched.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "schema/fields.h"
#include "schema/name_lists.h"
#include "searcher/near_names.h"
#include "tests/fixtures/temporary_folder.h"

namespace {

using namespace kennis;

std::size_t read_range(const NameList& names, std::size_t first, std::size_t last) {
  std::size_t sum = 0;
  for (std::size_t at = first; at < last; ++at) {
    const NameWord& word = names.words()[at];
    sum += names.from(word).size() + names.key(word.number).size() + names.persons(word.number);
  }
  return sum;
}

std::size_t read_list(const NameList& names) {
  std::size_t sum = read_range(names, 0, names.words().size());
  for (const std::string_view typed : {"", "a", "ma", "kube", "machine", "kubernetse"}) {
    const auto [first, last] = names.beginning_with(typed);
    sum += read_range(names, first, last) + names.find_in_order(typed).value_or(0);
    for (const NearWords& near : words_near(names, typed, errors_allowed(typed)))
      sum += read_range(names, near.first, near.last);
  }
  return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TemporaryFolder kFolder;
  const std::filesystem::path file = kFolder.path() / file::kNameLists;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size >= 12) std::memcpy(bytes.data() + 8, &kFormatVersion, 4);  // seeds outlive the version they were written in
  write_file(file, bytes);
  volatile std::size_t sum = 0;
  for (std::size_t kind = 0; kind < kNameKindCount; ++kind) {
    try {
      const NameLists lists(kFolder.path());
      sum = sum + read_list(lists.of(static_cast<NameKind>(kind)));
    } catch (const std::runtime_error&) {
    } catch (const std::out_of_range&) {  // a view was to begin behind its text
    }
  }
  return 0;
}
