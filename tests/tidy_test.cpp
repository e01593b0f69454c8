/// @file
/// Checks the tree itself: which folder includes which, what stands where, and that the documents name what exists.
/// `TidyRules` shows each rule complaining about a small bad text, `TidyTree` applies it to every file.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tidy/rules.h"

namespace kennis::tidy {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::set<std::string> kAll = {"schema",  "network",  "generator", "journal", "evaluation",
                                    "indexer", "searcher", "server",    "cli"};

/// Benchmarks check their answers with the tests' references.
const std::set<std::string> kAllAndTests = [] {
  std::set<std::string> all = kAll;
  all.insert("tests");
  return all;
}();

/// Folder → what it may include besides itself. indexer and searcher never meet: the files of a generation are their contract.
const IncludeTable kIncludes = {
    {"schema", {}},
    {"network", {"schema"}},
    {"generator", {"schema"}},
    {"journal", {"network", "schema"}},
    {"indexer", {"journal", "network", "schema"}},
    {"searcher", {"journal", "network", "schema"}},
    {"evaluation", {"indexer", "searcher", "network", "schema"}},
    {"server", {"searcher", "journal", "network", "schema"}},
    {"cli", kAll},
    {"tests", kAll},
    {"benchmarks", kAllAndTests},
};

const fs::path& root() {
  static const fs::path kRoot = KENNIS_SOURCE_DIR;
  return kRoot;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Every file of the tree by its path from the root, but what builds, tools and version control keep there.
std::vector<std::string> paths() {
  static const std::set<std::string> kSkipped = {".git", ".cache", "build", "node_modules", "__pycache__"};
  std::vector<std::string> paths;
  for (auto entry = fs::recursive_directory_iterator(root()); entry != fs::recursive_directory_iterator(); ++entry) {
    if (kSkipped.contains(entry->path().filename().string())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      paths.push_back(entry->path().lexically_relative(root()).generic_string());
    }
  }
  return paths;
}

bool is_text(const std::string& path) {
  static const std::set<std::string> kEndings = {".h",  ".cpp", ".txt",  ".cmake", ".md",   ".py",  ".sh",
                                                 ".js", ".css", ".html", ".yaml",  ".json", ".conf"};
  return kEndings.contains(fs::path(path).extension().string()) || path.starts_with("script/") || path == ".ci/run";
}

/// Applies a rule of (path, text) to every text of the tree but the rules and their examples, which quote what they forbid.
template <typename Rule>
void expect_clean(Rule rule) {
  std::size_t count = 0;
  for (const auto& path : paths()) {
    if (!is_text(path) || path == "tests/tidy_test.cpp" || path == "tests/tidy/rules.cpp") continue;
    ++count;
    EXPECT_THAT(rule(path, read(root() / path)), IsEmpty());
  }
  EXPECT_GT(count, 10U) << "the tree was not found at " << root();
}

TEST(TidyRules, IncludesAgainstTheTableAreFound) {
  EXPECT_THAT(check_includes("schema/a.h", "#include \"network/graph.h\"\n", kIncludes),
              ElementsAre("schema/a.h:1: schema/ may not include \"network/graph.h\""));
  EXPECT_THAT(check_includes("indexer/a.cpp", "\n#include \"searcher/a.h\"\n", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("searcher/a.cpp", "#include \"indexer/a.h\"\n", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("generator/a.cpp", "#include \"network/a.h\"\n", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("server/a.cpp", "#include \"tests/reference/a.h\"\n", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("schema/a.cpp", "#include \"time.h\"\n", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("schema/a.cpp", "#include \"../schema/time.h\"\n", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("ranking/a.cpp", "", kIncludes), SizeIs(1));
  EXPECT_THAT(check_includes("schema/a.cpp", "#include <map>\n#include \"schema/time.h\"\n", kIncludes), IsEmpty());
  EXPECT_THAT(check_includes("cli/a.cpp", "#include \"indexer/a.h\"\n#include \"searcher/a.h\"\n", kIncludes),
              IsEmpty());
}

TEST(TidyRules, BeginningsAreWanted) {
  EXPECT_THAT(check_beginning("schema/a.cpp", "#include <map>\n"), SizeIs(1));
  EXPECT_THAT(check_beginning("schema/a.cpp", ""), SizeIs(1));
  EXPECT_THAT(check_beginning("schema/a.h", "/// @file\n/// What for.\n"), ElementsAre(HasSubstr("#pragma once")));
  EXPECT_THAT(check_beginning("schema/a.h", "/// @file\n/// What for.\n#pragma once\n"), IsEmpty());
}

TEST(TidyRules, MarksOfUndoneWorkAreFound) {
  EXPECT_THAT(check_marks("schema/a.h", "int a;\n// TODO later\n"), ElementsAre(HasSubstr("schema/a.h:2:")));
  EXPECT_THAT(check_marks("docs/a.md", "FIXME: all\n"), SizeIs(1));
  EXPECT_THAT(check_marks("schema/a.h", "// TODO(#12): later\n"), IsEmpty());
  EXPECT_THAT(check_marks("schema/a.h", "// METODOS, todo el mundo\n"), IsEmpty());
}

TEST(TidyRules, PrefixesAndSlotsOutsideTheSchemaAreFound) {
  const std::string prefix = "document.add_term(\"XSKILLgo\");\n";
  EXPECT_THAT(check_index_words("indexer/a.cpp", prefix), ElementsAre(HasSubstr("indexer/a.cpp:1:")));
  EXPECT_THAT(check_index_words("schema/fields.h", prefix), IsEmpty());
  EXPECT_THAT(check_index_words("indexer/a.cpp", "// once \"XSKILL\"\nf(\"XML\", \"X\");\n"), IsEmpty());
  EXPECT_THAT(check_index_words("searcher/a.h", "namespace kennis::slot {\n"), SizeIs(1));
  EXPECT_THAT(check_index_words("searcher/a.h", "namespace prefix {\n"), SizeIs(1));
  EXPECT_THAT(check_index_words("indexer/a.cpp", "d.add_value( 3, x);\n"), SizeIs(1));
  EXPECT_THAT(check_index_words("searcher/a.cpp", "\nd.get_value(0);\n"), ElementsAre(HasSubstr(":2:")));
  EXPECT_THAT(check_index_words("searcher/a.cpp", "e.set_sort_by_value_then_relevance(1, true);\n"), SizeIs(1));
  EXPECT_THAT(check_index_words("searcher/a.cpp", "d.get_value(slot::kYears);\n"), IsEmpty());
}

TEST(TidyRules, LibrariesOutsideTheirFolderAreFound) {
  EXPECT_THAT(check_libraries("searcher/a.cpp", "#include <tbb/parallel_for.h>\n"), SizeIs(1));
  EXPECT_THAT(check_libraries("network/a.cpp", "#include <oneapi/tbb.h>\n"), SizeIs(1));
  EXPECT_THAT(check_libraries("indexer/a.cpp", "#include <tbb/parallel_pipeline.h>\n"), IsEmpty());
  EXPECT_THAT(check_libraries("cli/a.cpp", "#include <httplib.h>\n"), SizeIs(1));
  EXPECT_THAT(check_libraries("server/a.cpp", "#include <httplib.h>\n"), IsEmpty());
  EXPECT_THAT(check_libraries("searcher/a.cpp", "Xapian::WritableDatabase database;\n"), SizeIs(1));
  EXPECT_THAT(check_libraries("searcher/a.cpp", "char c = '\"';  // no WritableDatabase\n/* nor\n tbb */\n"),
              IsEmpty());
  EXPECT_THAT(check_libraries("searcher/a.cpp", "f(10'000, \"//\"); WritableDatabase w;\n"), SizeIs(1));
  EXPECT_THAT(check_libraries("searcher/a.cpp", "f(R\"(\" // )\"); WritableDatabase w;\n"), SizeIs(1));
}

TEST(TidyRules, MachinePathsInScriptsAreFound) {
  EXPECT_THAT(check_machine_paths("script/demo", "cd /home/anna/kennis\n"), SizeIs(1));
  EXPECT_THAT(check_machine_paths(".ci/run", "out=\"/srv/out\"\n"), SizeIs(1));
  EXPECT_THAT(check_machine_paths("cmake/a.cmake", "set(A \"/opt/a\")\n"), SizeIs(1));
  EXPECT_THAT(check_machine_paths("script/demo", "#!/usr/bin/env bash\nx >/dev/null\ncurl \"$url/readyz\" ./a b/c\n"),
              IsEmpty());
}

TEST(TidyRules, VagueFoldersAreFound) {
  EXPECT_THAT(check_folder_names("common/a.h"), SizeIs(1));
  EXPECT_THAT(check_folder_names("tests/utils/a.h"), SizeIs(1));
  EXPECT_THAT(check_folder_names("schema/core/a.h"), SizeIs(1));
  EXPECT_THAT(check_folder_names("schema/common_words.h"), IsEmpty());
}

TEST(TidyRules, BrokenJsonIsFound) {
  EXPECT_THAT(check_json("data/a.json", "{\"a\": 1,}"), ElementsAre(HasSubstr("data/a.json:1: no JSON")));
  EXPECT_THAT(check_json("data/a.json", ""), SizeIs(1));
  EXPECT_THAT(check_json("data/a.json", "{\"a\": 1}\n"), IsEmpty());
}

TEST(TidyRules, ArchitectureNamingWhatIsNotThereIsFound) {
  const auto exists = [](const std::string& path) {
    return std::set<std::string>{"schema/", "schema/fields.h", "tests/cases/"}.contains(path);
  };
  const std::string row = "| `schema/` | What a record is. | nothing |\n";
  EXPECT_THAT(
      check_architecture(row + "`schema/fields.h`, `tests/cases/*.json`, `kennis serve`, `/v1/search`, `a::b`\n",
                         {"schema"}, exists),
      IsEmpty());
  EXPECT_THAT(check_architecture("```\n`gone.h`\n```\n" + row, {"schema"}, exists), IsEmpty());
  EXPECT_THAT(check_architecture(row + "see `schema/gone.h`\n", {}, exists), ElementsAre(HasSubstr(":2: there is no")));
  EXPECT_THAT(check_architecture("see `README.md`\n", {}, exists), SizeIs(1));
  EXPECT_THAT(check_architecture("| `schema/` | | nothing |\n", {"schema"}, exists),
              ElementsAre(HasSubstr("sentence")));
  EXPECT_THAT(check_architecture("| `gone/` | What a record is. | |\n", {}, exists), SizeIs(1));
  EXPECT_THAT(check_architecture(row, {"schema", "network"}, exists), ElementsAre(HasSubstr("network/ is missing")));
}

TEST(TidyTree, IncludesFollowTheTable) {
  expect_clean([](const auto& path, const auto& text) { return check_includes(path, text, kIncludes); });
}

TEST(TidyTree, SourcesSayWhatTheyAreFor) {
  expect_clean([](const auto& path, const auto& text) { return check_beginning(path, text); });
}

TEST(TidyTree, NoWorkIsMarkedAsUndone) {
  expect_clean([](const auto& path, const auto& text) { return check_marks(path, text); });
}

TEST(TidyTree, PrefixesAndSlotsStandInTheSchema) {
  expect_clean([](const auto& path, const auto& text) { return check_index_words(path, text); });
}

TEST(TidyTree, LibrariesStayBehindTheirSeam) {
  expect_clean([](const auto& path, const auto& text) { return check_libraries(path, text); });
}

TEST(TidyTree, ScriptsRunOnAnyMachine) {
  expect_clean([](const auto& path, const auto& text) { return check_machine_paths(path, text); });
}

TEST(TidyTree, FoldersAreNamedForTheirJob) {
  for (const auto& path : paths()) EXPECT_THAT(check_folder_names(path), IsEmpty());
}

TEST(TidyTree, DataIsJson) {
  for (const auto& path : paths()) {
    if (path.starts_with("data/") && path.ends_with(".json")) {
      EXPECT_THAT(check_json(path, read(root() / path)), IsEmpty());
    }
  }
}

TEST(TidyTree, ArchitectureNamesWhatIsThere) {
  std::set<std::string> folders;
  for (const auto& path : paths()) {
    if (!path.ends_with(".cpp") && !path.ends_with(".h")) continue;
    folders.insert(path.substr(0, path.find('/')));
  }
  const auto exists = [](const std::string& path) { return fs::exists(root() / path); };
  EXPECT_THAT(check_architecture(read(root() / "docs/ARCHITECTURE.md"), folders, exists), IsEmpty());
}

}  // namespace
}  // namespace kennis::tidy
