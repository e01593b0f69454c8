/// @file
/// Run by the build: makes the C++ file behind schema/embedded_places.h from data/places.
///
///   make_place_names OUTPUT.cpp places.tsv countries.tsv languages.tsv
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "schema/place_rows.h"
#include "schema/places.h"

namespace kennis {
namespace {

using Rows = std::vector<std::uint32_t>;  // where they begin, rising
using RowsByKey = std::map<std::string, Rows>;

/// A place has its own name and others, and several places may have one name.
RowsByKey names_of_places(std::string_view text) {
  RowsByKey names;
  for_each_row(text, [&](std::string_view line) {
    const auto row = static_cast<std::uint32_t>(line.data() - text.data());
    const auto add = [&](std::string_view name) {
      Rows& rows = names[place_key(name)];
      if (rows.empty() || rows.back() != row) rows.push_back(row);
    };
    add(take_column(line));
    for (int column = 0; column < 4; ++column) take_column(line);  // country, degrees, population
    for_each_part(line, "; ", add);
  });
  return names;
}

/// A code is its own name before it is anybody else's; otherwise a name belongs to the first row that has it.
RowsByKey names_of_codes(std::string_view text) {
  RowsByKey codes, names;
  for_each_row(text, [&](std::string_view line) {
    const auto row = static_cast<std::uint32_t>(line.data() - text.data());
    codes[place_key(take_column(line))] = {row};
    for_each_part(line, "; ", [&](std::string_view name) { names.try_emplace(place_key(name), Rows{row}); });
  });
  codes.merge(names);
  return codes;
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in || text.empty()) throw std::runtime_error("cannot read " + file.string());
  return text;
}

void write_names(const RowsByKey& names, std::size_t number, std::ostream& out) {
  out << "constexpr std::string_view kKeys" << number << " = R\"words(";
  for (const auto& [key, rows] : names) out << key << '\n';
  out << ")words\"sv;\nconstexpr EmbeddedName kNames" << number << "[] = {\n";
  std::size_t at = 0;
  for (const auto& [key, rows] : names) {
    for (const std::uint32_t row : rows) out << '{' << at << ',' << row << "},";
    out << '\n';
    at += key.size() + 1;
  }
  out << "};\n";
}

void make(const std::filesystem::path& output, const std::vector<std::filesystem::path>& files) {
  std::ofstream out(output, std::ios::binary);
  out << "// Made by schema/make_place_names.cpp.\n#include \"schema/embedded_places.h\"\n\nnamespace kennis "
         "{\nnamespace {\n"
         "using namespace std::string_view_literals;\n";
  std::string entries;
  for (std::size_t number = 0; number < files.size(); ++number) {
    const std::string name = files[number].stem().string();
    const std::string text = read_text(files[number]);
    write_names(name == "places" ? names_of_places(text) : names_of_codes(text), number, out);
    const std::string digits = std::to_string(number);
    entries +=
        "    {\"" + name + "\"sv, R\"words(" + text + ")words\"sv, kKeys" + digits + ", kNames" + digits + "},\n";
  }
  out << "constexpr EmbeddedNames kFiles[] = {\n"
      << entries
      << "};\n}  // namespace\n\nstd::span<const EmbeddedNames> embedded_places() { return kFiles; }\n}  // namespace "
         "kennis\n";
  if (!out.flush()) throw std::runtime_error("cannot write " + output.string());
}

}  // namespace
}  // namespace kennis

int main(int count, char** arguments) {
  try {
    if (count < 3) throw std::runtime_error("give the file to make and those to make it of");
    kennis::make(arguments[1], {arguments + 2, arguments + count});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_place_names: " << error.what() << '\n';
    return 1;
  }
}
