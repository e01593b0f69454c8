/// @file
#include "journal/generation_changes.h"

#include <span>
#include <stdexcept>

#include "schema/mapped_file.h"

namespace kennis {
namespace {

/// Texts behind one another, and where each ends.
struct Texts {
  void add(std::string_view text) { ends.push_back((bytes += text).size()); }
  std::string bytes;
  std::vector<std::uint64_t> ends;
};

std::vector<std::string> texts_of(const ArrayFile& file, const char* name_of_ends, const char* name_of_bytes,
                                  std::size_t count, const std::filesystem::path& path) {
  const auto ends = file.section<std::uint64_t>(name_of_ends);
  const std::string_view bytes = file.text_section(name_of_bytes);
  std::vector<std::string> texts;
  std::uint64_t begin = 0;
  for (const std::uint64_t end : ends) {
    if (end < begin || end > bytes.size()) break;
    texts.emplace_back(bytes.substr(begin, end - begin));
    begin = end;
  }
  if (texts.size() != count || ends.size() != count || begin != bytes.size()) {
    throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
  }
  return texts;
}

}  // namespace

void write_generation_changes(const std::filesystem::path& path, const GenerationChanges& changes) {
  std::vector<std::uint8_t> kinds;
  Texts texts;
  for (const Change& change : changes.changes) {
    kinds.push_back(static_cast<std::uint8_t>(change.kind));
    texts.add(change.text);
  }
  Texts ids;
  std::vector<Days> since;
  for (const HeldPerson& person : changes.new_persons) {
    ids.add(person.id);
    since.push_back(person.since);
  }
  ArrayFileWriter writer;
  writer.add("kinds", kinds);
  writer.add("ends", texts.ends);
  writer.add_text("texts", texts.bytes);
  writer.add("since", since);
  writer.add("id_ends", ids.ends);
  writer.add_text("ids", ids.bytes);
  writer.write(path);
}

GenerationChanges read_generation_changes(const std::filesystem::path& path) {
  const ArrayFile file(path);
  const auto kinds = file.section<std::uint8_t>("kinds");
  const auto since = file.section<Days>("since");
  std::vector<std::string> texts = texts_of(file, "ends", "texts", kinds.size(), path);
  std::vector<std::string> ids = texts_of(file, "id_ends", "ids", since.size(), path);
  GenerationChanges changes;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] > static_cast<std::uint8_t>(ChangeKind::kInteraction)) {
      throw std::runtime_error(path.string() + ": holds a change of a kind that there is not");
    }
    changes.changes.push_back({static_cast<ChangeKind>(kinds[i]), std::move(texts[i])});
  }
  for (std::size_t i = 0; i < since.size(); ++i) changes.new_persons.push_back({std::move(ids[i]), since[i]});
  return changes;
}

}  // namespace kennis
