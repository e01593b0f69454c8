/// @file
#include "tests/tidy/rules.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <iterator>
#include <regex>

#include <simdjson.h>

namespace kennis::tidy {
namespace {

using Match = std::match_results<std::string_view::const_iterator>;
using MatchIterator = std::regex_iterator<std::string_view::const_iterator>;

bool search(std::string_view text, Match& match, const std::regex& pattern) {
  return std::regex_search(text.begin(), text.end(), match, pattern);
}

bool contains(std::string_view text, const std::regex& pattern) {
  Match match;
  return search(text, match, pattern);
}

bool is_source(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cpp"); }

std::string_view folder_of(std::string_view path) {
  const auto slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool stands_in(std::string_view path, std::initializer_list<std::string_view> folders) {
  return std::find(folders.begin(), folders.end(), folder_of(path)) != folders.end();
}

template <typename Visit>
void for_each_line(std::string_view text, Visit visit) {
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    visit(++number, text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

std::string at(std::string_view path, std::size_t line, std::string_view what) {
  return std::string(path) + ":" + std::to_string(line) + ": " + std::string(what);
}

/// Where the string or character literal at `begin` ends: past its closing quote.
std::size_t literal_end(std::string_view text, std::size_t begin) {
  if (begin > 0 && text[begin] == '"' && text[begin - 1] == 'R') {
    const auto open = text.find('(', begin);
    if (open == std::string_view::npos) return text.size();
    const auto closing = ")" + std::string(text.substr(begin + 1, open - begin - 1)) + "\"";
    const auto close = text.find(closing, open);
    return close == std::string_view::npos ? text.size() : close + closing.size();
  }
  std::size_t end = begin + 1;
  while (end < text.size() && text[end] != text[begin] && text[end] != '\n') {
    end += text[end] == '\\' ? 2U : 1U;
  }
  return std::min(text.size(), end + 1);
}

/// The text with every comment replaced by nothing but its line ends.
std::string without_comments(std::string_view text) {
  std::string code;
  std::size_t i = 0;
  while (i < text.size()) {
    const bool separator = text[i] == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0;
    if (text.substr(i, 2) == "//") {
      i = std::min(text.find('\n', i), text.size());
    } else if (text.substr(i, 2) == "/*") {
      const auto close = text.find("*/", i + 2);
      const auto end = close == std::string_view::npos ? text.size() : close + 2;
      std::copy_if(&text[i], text.data() + end, std::back_inserter(code), [](char c) { return c == '\n'; });
      i = end;
    } else if (text[i] == '"' || (text[i] == '\'' && !separator)) {
      const auto end = literal_end(text, i);
      code += text.substr(i, end - i);
      i = end;
    } else {
      code += text[i++];
    }
  }
  return code;
}

struct Ban {
  std::regex pattern;
  std::string_view complaint;
};

Complaints check_bans(std::string_view path, std::string_view text, const std::vector<Ban>& bans) {
  Complaints complaints;
  for_each_line(text, [&](std::size_t number, std::string_view line) {
    for (const auto& ban : bans) {
      if (contains(line, ban.pattern)) complaints.push_back(at(path, number, ban.complaint));
    }
  });
  return complaints;
}

/// Whether a back-quoted word is meant as a path of the tree: not an address of the API, a command, or a name in code.
bool is_path(const std::string& word) {
  static const std::regex kEnding(R"(^[\w.\-]+\.(h|cpp|md|json|ndjson|txt|cmake|py|js|html|css|yaml|yml)$)");
  static const std::regex kForm(R"(^[\w.\-]+(/[\w.\-*]+)*/?$)");
  if (!std::regex_match(word, kForm)) return false;
  return word.find('/') != std::string::npos || std::regex_match(word, kEnding);
}

/// A pattern stands for its folder.
std::string without_pattern(const std::string& word) {
  const auto star = word.find('*');
  return star == std::string::npos ? word : word.substr(0, word.rfind('/', star) + 1);
}

}  // namespace

Complaints check_includes(std::string_view path, std::string_view text, const IncludeTable& table) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*"([^"]*)")re");
  if (!is_source(path)) return {};
  const auto row = table.find(folder_of(path));
  if (row == table.end()) {
    return {at(path, 1, "its folder is not in the table of includes in tests/tidy_test.cpp")};
  }
  Complaints complaints;
  for_each_line(text, [&](std::size_t number, std::string_view line) {
    Match match;
    if (!search(line, match, kInclude)) return;
    const auto included = match[1].str();
    const auto folder = std::string(folder_of(included));
    if (folder != row->first && !row->second.contains(folder)) {
      complaints.push_back(at(path, number, row->first + "/ may not include \"" + included + "\""));
    }
  });
  return complaints;
}

Complaints check_beginning(std::string_view path, std::string_view text) {
  if (!is_source(path)) return {};
  Complaints complaints;
  if (!text.starts_with("/// @file\n")) {
    complaints.push_back(at(path, 1, "begin with the line `/// @file` and a sentence on what the file is for"));
  }
  if (path.ends_with(".h") && text.find("\n#pragma once\n") == std::string_view::npos) {
    complaints.push_back(at(path, 1, "a header needs `#pragma once`"));
  }
  return complaints;
}

Complaints check_marks(std::string_view path, std::string_view text) {
  static const std::vector<Ban> kBans = {
      {std::regex(R"(\b(TODO|FIXME|XXX)\b(?!\(#\d+\)))"), "file an issue and name its number, or do it now"}};
  return check_bans(path, text, kBans);
}

Complaints check_index_words(std::string_view path, std::string_view text) {
  static const std::regex kPrefix(R"re("(X[A-Z]{2,}))re");
  static const std::vector<Ban> kBans = {
      {std::regex(R"(\bnamespace\s+(\w+::)*(prefix|slot)\b)"), "prefixes and slots are defined in schema/fields.h"},
      {std::regex(
           R"(\b(add_value|get_value|remove_value|get_value_freq|get_value_lower_bound|get_value_upper_bound|)"
           R"(valuestream_begin|set_collapse_key|set_sort_by_value\w*|\w+RangeProcessor|Value\w+Source)\(\s*\d)"),
       "name the slot: slot:: of schema/fields.h"}};
  // Names of technologies that happen to begin like a prefix of ours, and Xapian's variables of the environment.
  static const std::set<std::string, std::less<>> kWords = {"XAML",  "XAPIAN", "XHTML", "XML", "XMPP",
                                                            "XPATH", "XSD",    "XSLT",  "XSS"};
  if (!is_source(path) || path == "schema/fields.h") return {};
  const auto code = without_comments(text);
  auto complaints = check_bans(path, code, kBans);
  for_each_line(code, [&](std::size_t number, std::string_view line) {
    for (MatchIterator match(line.begin(), line.end(), kPrefix); match != MatchIterator(); ++match) {
      if (kWords.contains((*match)[1].str())) continue;
      complaints.push_back(at(path, number, "name the term prefix: prefix:: of schema/fields.h"));
    }
  });
  return complaints;
}

Complaints check_libraries(std::string_view path, std::string_view text) {
  static const std::regex kTbb(R"(^\s*#\s*include\s*[<"](oneapi/)?tbb[./])");
  static const std::regex kHttplib(R"(^\s*#\s*include\s*[<"]httplib\.h)");
  static const std::regex kWriter(R"(\bWritableDatabase\b)");
  if (!is_source(path)) return {};
  std::vector<Ban> bans;
  if (!stands_in(path, {"indexer"})) bans.push_back({kTbb, "oneTBB stays inside indexer/"});
  if (!stands_in(path, {"server", "tests"})) {
    bans.push_back({kHttplib, "cpp-httplib stays inside server/"});
  }
  if (!stands_in(path, {"indexer", "tests", "benchmarks"})) {
    bans.push_back({kWriter, "only indexer/ writes an index"});
  }
  return check_bans(path, without_comments(text), bans);
}

/// The server's own routes are no paths of a machine.
Complaints check_machine_paths(std::string_view path, std::string_view text) {
  static const std::vector<Ban> kBans = {
      {std::regex(R"((^|[\s"'=(<>])/(?!(usr|bin|dev|etc|proc|sys|v1|readyz)\b)[A-Za-z_][\w.\-]*)"),
       "an absolute path is some machine's own: start from the script's folder"}};
  const bool script = stands_in(path, {"script", ".ci"}) || path.ends_with(".sh") || path.ends_with(".cmake") ||
                      path.ends_with("CMakeLists.txt") || path.ends_with("Presets.json");
  return script ? check_bans(path, text, kBans) : Complaints();
}

Complaints check_folder_names(std::string_view path) {
  static const std::regex kVague("(^|/)(common|core|helpers?|misc|utils?)/");
  if (!contains(path, kVague)) return {};
  return {at(path, 1, "name the folder for what it does: a vague one draws in everything")};
}

Complaints check_json(std::string_view path, std::string_view text) {
  simdjson::dom::parser parser;
  const auto error = parser.parse(simdjson::padded_string(text)).error();
  if (error == simdjson::SUCCESS) return {};
  return {at(path, 1, std::string("no JSON: ") + simdjson::error_message(error))};
}

Complaints check_architecture(std::string_view text, const std::set<std::string>& folders,
                              const std::function<bool(const std::string&)>& exists) {
  static const std::string kPath = "docs/ARCHITECTURE.md";
  static const std::regex kQuoted("`([^`]+)`");
  static const std::regex kRow(R"(^\|\s*`([\w.\-]+)/`\s*\|\s*([^|]*?)\s*\|)");
  static const std::regex kSentence(R"(\S+\s+\S+\s+\S.*\.$)");
  Complaints complaints;
  std::set<std::string> rows;
  bool fenced = false;
  for_each_line(text, [&](std::size_t number, std::string_view line) {
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced) return;
    Match row;
    if (search(line, row, kRow)) {
      rows.insert(row[1].str());
      if (!std::regex_search(row[2].str(), kSentence)) {
        complaints.push_back(at(kPath, number, row[1].str() + "/ needs a sentence on what it is for"));
      }
    }
    for (MatchIterator quoted(line.begin(), line.end(), kQuoted); quoted != MatchIterator(); ++quoted) {
      const auto word = (*quoted)[1].str();
      if (is_path(word) && !exists(without_pattern(word))) {
        complaints.push_back(at(kPath, number, "there is no " + word));
      }
    }
  });
  for (const auto& folder : folders) {
    if (!rows.contains(folder)) {
      complaints.push_back(at(kPath, 1, folder + "/ is missing from the table of folders"));
    }
  }
  return complaints;
}

}  // namespace kennis::tidy
