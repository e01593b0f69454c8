/// @file
/// Plain Xapian: words with positions as TermGenerator makes them, the record in the document, BM25 with its usual constants.
#include <algorithm>

#include <fmt/format.h>
#include <xapian.h>

#include "benchmarks/measure.h"
#include "benchmarks/rival.h"

namespace kennis::benchmarks {
namespace {

void write_database(const std::string& path, const GivenWorld& world) {
  Xapian::WritableDatabase writer(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
  Xapian::TermGenerator generator;
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_NONE);
  world.profiles([&](const GivenProfile& given) {
    Xapian::Document document;
    document.set_data(given.record);
    generator.set_document(document);
    generator.set_termpos(0);
    for (const std::string_view text : texts_of(given)) {
      generator.index_text(std::string(text));
      generator.increase_termpos();
    }
    writer.replace_document(given.number, document);
  });
  writer.commit();
}

Xapian::Query query_of(const Question& question) {
  const auto phrase = [](const std::string& text) {
    const auto words = words_in(text);
    return words.size() == 1 ? Xapian::Query(words[0])
                             : Xapian::Query(Xapian::Query::OP_PHRASE, words.begin(), words.end());
  };
  const auto any_of = [&](const std::vector<std::string>& phrases) {
    std::vector<Xapian::Query> branches;
    for (const std::string& each : phrases) branches.push_back(phrase(each));
    return branches.size() == 1 ? branches[0] : Xapian::Query(Xapian::Query::OP_OR, branches.begin(), branches.end());
  };
  std::vector<Xapian::Query> parts;
  for (const auto& phrases : question.all_of) parts.push_back(any_of(phrases));
  const Xapian::Query all =
      parts.size() == 1 ? parts[0] : Xapian::Query(Xapian::Query::OP_AND, parts.begin(), parts.end());
  return question.none_of.empty() ? all : Xapian::Query(Xapian::Query::OP_AND_NOT, all, any_of(question.none_of));
}

class XapianRival : public Rival {
 public:
  explicit XapianRival(const std::string& path) : database_(path) {}

  [[nodiscard]] std::string name() const override { return "xapian"; }
  [[nodiscard]] bool knows_ties() const override { return false; }
  [[nodiscard]] double cpu_ms() const override { return thread_cpu_ms(); }

  [[nodiscard]] std::vector<std::uint32_t> all(const Question& question) override {
    Xapian::Enquire enquire(database_);
    enquire.set_query(query_of(question));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return numbers(enquire.get_mset(0, database_.get_doccount()), true);
  }
  [[nodiscard]] std::vector<std::uint32_t> best(const Question& question, std::size_t limit) override {
    Xapian::Enquire enquire(database_);
    enquire.set_query(query_of(question));
    const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(limit));
    std::size_t bytes = 0;
    for (auto hit = found.begin(); hit != found.end(); ++hit) bytes += hit.get_document().get_data().size();
    benchmark::DoNotOptimize(bytes);
    return numbers(found, false);
  }
  [[nodiscard]] std::vector<std::uint32_t> best_and_close(const Question&, std::uint32_t, std::size_t) override {
    return {};
  }
  [[nodiscard]] std::vector<std::uint32_t> reached(std::uint32_t) override { return {}; }

 private:
  static std::vector<std::uint32_t> numbers(const Xapian::MSet& found, bool rising) {
    std::vector<std::uint32_t> all;
    for (auto hit = found.begin(); hit != found.end(); ++hit) all.push_back(*hit);
    if (rising) std::sort(all.begin(), all.end());
    return all;
  }
  Xapian::Database database_;
};

}  // namespace

std::unique_ptr<Rival> make_xapian_rival(const std::filesystem::path& folder, const GivenWorld& world) {
  const std::string path = (folder / "xapian").string();
  try {
    if (!std::filesystem::exists(path)) write_database(path, world);
    return std::make_unique<XapianRival>(path);
  } catch (const Xapian::Error& error) {
    throw std::runtime_error("Xapian: " + error.get_description());
  }
}

}  // namespace kennis::benchmarks
