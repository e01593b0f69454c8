/// @file
#include "indexer/csv_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include <csv.h>
#include <fmt/format.h>

namespace kennis {
namespace {

/// Collects cells to records, and records to what is wanted of them. libcsv calls it through plain functions.
class Records {
 public:
  Records(const std::vector<std::string_view>& columns, const std::function<void(const std::vector<std::string>&)>& use)
      : columns_(columns), use_(use) {}

  void end_cell(std::string_view cell) { cells_.emplace_back(cell); }

  void end_record() {
    if (count_++ == 0) {
      find_columns();
    } else if (!missing_) {
      std::vector<std::string> wanted;
      for (const std::size_t place : places_) wanted.push_back(place < cells_.size() ? cells_[place] : std::string());
      use_(wanted);
    }
    cells_.clear();
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::optional<std::string>& missing() const { return missing_; }

 private:
  void find_columns() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (!cells_.empty() && cells_.front().starts_with(kByteOrderMark)) cells_.front().erase(0, kByteOrderMark.size());
    for (const std::string_view column : columns_) {
      const auto found = std::find(cells_.begin(), cells_.end(), column);
      if (found == cells_.end() && !missing_) missing_ = column;
      places_.push_back(static_cast<std::size_t>(found - cells_.begin()));
    }
  }

  const std::vector<std::string_view>& columns_;
  const std::function<void(const std::vector<std::string>&)>& use_;
  std::vector<std::string> cells_;
  std::vector<std::size_t> places_;
  std::size_t count_ = 0;
  std::optional<std::string> missing_;
};

void on_cell(void* cell, std::size_t size, void* records) {
  static_cast<Records*>(records)->end_cell({static_cast<const char*>(cell), size});
}

void on_record(int, void* records) { static_cast<Records*>(records)->end_record(); }

/// A parser of libcsv that is freed. Strict: a stray quote is an error instead of a guess.
struct Parser {
  Parser() { is_made = csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0; }
  ~Parser() {
    if (is_made) csv_free(&parser);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  csv_parser parser{};
  bool is_made = false;
};

}  // namespace

Result<std::size_t> read_csv(const std::filesystem::path& file, const std::vector<std::string_view>& columns,
                             const std::function<void(const std::vector<std::string>&)>& use) {
  const auto fault = [&](const std::string& what) {
    return Error{ErrorCode::kInvalidRequest, file.string() + ": " + what, {}};
  };
  std::ifstream in(file, std::ios::binary);
  if (!in) return fault("cannot be read");
  Parser parser;
  if (!parser.is_made) throw std::bad_alloc();
  Records records(columns, use);
  std::array<char, 1U << 16U> bytes{};
  while (in.read(bytes.data(), bytes.size()), in.gcount() > 0) {
    const auto size = static_cast<std::size_t>(in.gcount());
    if (csv_parse(&parser.parser, bytes.data(), size, on_cell, on_record, &records) != size) {
      return fault(
          fmt::format("record {} is no CSV: {}", records.count() + 1, csv_strerror(csv_error(&parser.parser))));
    }
  }
  if (csv_fini(&parser.parser, on_cell, on_record, &records) != 0) {
    return fault(fmt::format("record {} is cut off", records.count() + 1));
  }
  if (records.count() == 0) return fault("is empty");
  if (records.missing()) return fault(fmt::format("has no column {}", *records.missing()));
  return records.count() - 1;
}

}  // namespace kennis
