/// @file
/// The rules that the tree itself keeps, as pure functions: a path and a text in, complaints out. tests/tidy_test.cpp applies them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kennis::tidy {

/// One sentence each, beginning with `path:line:`. Empty: nothing to complain about.
using Complaints = std::vector<std::string>;

/// Which of our folders each of our folders may include, besides itself.
using IncludeTable = std::map<std::string, std::set<std::string>, std::less<>>;

/// Includes of ours name a folder and follow the table. Paths of folders that the table lacks are complained of.
[[nodiscard]] Complaints check_includes(std::string_view path, std::string_view text, const IncludeTable& table);

/// A source says first what it is for (`/// @file`), a header guards itself by `#pragma once`.
[[nodiscard]] Complaints check_beginning(std::string_view path, std::string_view text);

/// Work left undone is an issue, not a mark in the text; a mark with an issue's number in parentheses may stay.
[[nodiscard]] Complaints check_marks(std::string_view path, std::string_view text);

/// Term prefixes, value slots and the namespaces that define them stand in schema/fields.h alone.
[[nodiscard]] Complaints check_index_words(std::string_view path, std::string_view text);

/// Libraries stay behind their seam: oneTBB and Xapian's writer in indexer/, cpp-httplib in server/.
[[nodiscard]] Complaints check_libraries(std::string_view path, std::string_view text);

/// Scripts and build files name no absolute path but those every Debian has.
[[nodiscard]] Complaints check_machine_paths(std::string_view path, std::string_view text);

/// A folder is named for its job.
[[nodiscard]] Complaints check_folder_names(std::string_view path);

/// The text is one JSON document.
[[nodiscard]] Complaints check_json(std::string_view path, std::string_view text);

/// Every path in back quotes exists, and so does every folder of the folder table, with a sentence on what it is for; `folders` are all in it.
[[nodiscard]] Complaints check_architecture(std::string_view text, const std::set<std::string>& folders,
                                            const std::function<bool(const std::string&)>& exists);

}  // namespace kennis::tidy
