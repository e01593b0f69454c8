/// @file
/// What a hit shows of its profile: exactly what the search found it by, where it stands, and no markup of its own.
#include "searcher/snippets.h"

#include <fstream>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/read_record.h"
#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A fragment with what is marked in brackets, behind its field.
std::string shown(const Snippet& snippet) {
  std::string out = snippet.field + ": ";
  std::size_t at = 0;
  for (const TextRange& mark : snippet.marks) {
    out +=
        snippet.text.substr(at, mark.begin - at) + "[" + snippet.text.substr(mark.begin, mark.end - mark.begin) + "]";
    at = mark.end;
  }
  return out + snippet.text.substr(at);
}

class Snippets : public testing::Test {
 protected:
  void index(const std::vector<std::string>& profiles) {
    reference::write_lines(folder_.path() / "world" / "profiles.ndjson", profiles);
    indexed_.emplace(folder_.path() / "world");
    searcher_ = Searcher::open(indexed_->index(), {}).value();
  }

  /// The fragments of the first hit.
  [[nodiscard]] std::vector<std::string> of(const std::string& query, std::size_t count = 3) const {
    SearchRequest request;
    request.query = query;
    request.as = "a";
    request.snippets = count;
    const auto answer = searcher_->search(request);
    std::vector<std::string> texts;
    if (!answer || answer.value().hits.empty()) return {"nobody"};
    for (const Snippet& snippet : answer.value().hits[0].snippets) texts.push_back(shown(snippet));
    return texts;
  }

  reference::TemporaryFolder folder_;
  std::optional<reference::IndexedWorld> indexed_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_F(Snippets, MarkWhatWasFoundAsItIsWritten) {
  index(
      {R"({"id":"a","name":"Ada Java","headline":"Senior JAVA-developer","skills":[{"name":"Spring Boot"},{"name":"C++17"},)"
       R"({"name":"Node.js"},{"name":"Welding"}],"summary":"Built a kubernetes cluster, then clusters of clusters in R&D.",)"
       R"("positions":[{"title":"Developer","organisation":"Java House","description":"Ran .NET and CI/CD; spring in the boot."}]})"});
  EXPECT_THAT(of("java"), ElementsAre("headline: Senior [JAVA]-developer", "skill: [Spring Boot]"))
      << "a kind of it is what was found, too";
  EXPECT_THAT(of("developers"), ElementsAre("headline: Senior JAVA-[developer]", "title: [Developer]"));
  EXPECT_THAT(of("\"spring boot\""), ElementsAre("skill: [Spring Boot]"));
  EXPECT_THAT(of("c++ node.js"), ElementsAre("skill: [C++17], [Node.js]"));
  EXPECT_THAT(of("js"), ElementsAre("skill: [Node.js]"));
  EXPECT_THAT(of("cluster"),
              ElementsAre("summary: Built a kubernetes [cluster], then [clusters] of [clusters] in R&D."));
  EXPECT_THAT(of(".net CI/CD"), ElementsAre("description: Ran [.NET] and [CI/CD]; spring in the boot."));
  EXPECT_THAT(of("company:java"), ElementsAre("organisation: [Java] House"));
  EXPECT_THAT(of("name:java"), ElementsAre("name: Ada [Java]"));
  EXPECT_THAT(of("skill:spring"), ElementsAre("skill: [Spring] Boot"));
  EXPECT_THAT(of("title:developer", 1), ElementsAre("headline: Senior JAVA-[developer]"));
  EXPECT_THAT(of(""), IsEmpty());
  EXPECT_THAT(of("java", 0), IsEmpty());
}

TEST_F(Snippets, LeaveOutWhatDidNotMatch) {
  index({R"({"id":"a","name":"Ada","summary":"Java and Kotlin on Linux, now and then a bit of spring cleaning."})"});
  EXPECT_THAT(of("((java AND cobol) OR kotlin)"),
              ElementsAre(testing::StartsWith("summary: Java and [Kotlin] on Linux")));
  EXPECT_THAT(of("kotlin NOT cobol"), ElementsAre(testing::StartsWith("summary: Java and [Kotlin] on Linux")));
  EXPECT_THAT(of("kotlin \"spring cleaning\""),
              ElementsAre(testing::EndsWith("[Kotlin] on Linux, now and then a bit of [spring cleaning].")));
}

TEST_F(Snippets, FollowTheLanguageOfTheProfile) {
  index(
      {R"({"id":"a","name":"Ada","headline":"Ingénieure en génie logiciel","summary":"Elle a travaillé avec des ingénieurs dans les )"
       R"(équipes de développement pour une entreprise, et depuis chez nous par les données du projet."})"});
  EXPECT_THAT(of("INGENIEURS"), testing::Contains(testing::HasSubstr("avec des [ingénieurs] dans les")));
  EXPECT_THAT(of("equipe"), ElementsAre(testing::HasSubstr("dans les [équipes] de")));
}

TEST_F(Snippets, ACompoundIsMarkedForItsParts) {
  index({R"({"id":"a","name":"Ada","headline":"Kwaliteitsmanager","positions":[{"title":"Kwaliteitsmanager"}],)"
         R"("skills":[{"name":"Werktekeningen"}]})"});
  EXPECT_THAT(of("manager kwaliteit"), ElementsAre("headline: [Kwaliteitsmanager]", "title: [Kwaliteitsmanager]"));
  EXPECT_THAT(of("title:manager", 1), ElementsAre("headline: [Kwaliteitsmanager]"));
  EXPECT_THAT(of("\"manager kwaliteit\""), ElementsAre("nobody"));
  SearchRequest request;
  request.query = "kwaliteit";
  request.as = "a";
  request.explain = true;
  const auto answer = searcher_->search(request).value();
  const AskedPart& part = answer.hits.at(0).explanation->asked.at(0);
  EXPECT_THAT(part.found_in, ElementsAre("headline", "title"));
  EXPECT_EQ(part.why, "another form of the word");
}

TEST_F(Snippets, CutLongTextsAtWordsAroundWhatMatters) {
  std::string filler;
  for (int i = 0; i < 60; ++i) filler += "überall wörter ";
  index({R"({"id":"a","name":"Ada","summary":")" + filler + "Kubernetes und Terraform " + filler + R"("})"});
  const auto texts = of("kubernetes terraform");
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_THAT(texts[0], testing::HasSubstr("[Kubernetes] und [Terraform]"));
  EXPECT_THAT(texts[0], testing::StartsWith("summary: …"));
  EXPECT_THAT(texts[0], testing::EndsWith("…"));
  EXPECT_LT(texts[0].size(), 230U);
}

TEST(SnippetHtml, IsSafeWhateverTheProfileSays) {
  Snippet snippet{"summary", R"(<script>"a" & 'b'</script> <mark>)", {{0, 8}, {9, 12}}};
  EXPECT_EQ(marked_html(snippet),
            "<mark>&lt;script&gt;</mark>&quot;<mark>a&quot; </mark>&amp; &#39;b&#39;&lt;/script&gt; &lt;mark&gt;");
  EXPECT_EQ(characters_before("é漢a", 5), 2U);
  EXPECT_EQ(characters_before("é漢a", 6), 3U);
}

/// Whoever is found by one word shows it, unless only others say it; every mark lies in its text and at characters.
TEST(SnippetsOfAWorld, ShowWhatEveryHitWasFoundBy) {
  const reference::IndexedWorld world(300, 11);
  const auto searcher = Searcher::open(world.index(), {}).value();
  std::ifstream lines(world.world() / "profiles.ndjson");
  std::string line;
  std::getline(lines, line);
  RecordReader reader;
  const std::string first = reader.profile(line).value().id;
  for (const std::string query :
       {"java", "developer python", "skill:sql", "(java OR sql) engineer", "kubernetes AND go"}) {
    SearchRequest request;
    request.query = query;
    request.as = first;
    request.explain = true;
    request.limit = 100;
    const auto answer = searcher->search(request);
    ASSERT_TRUE(answer.ok());
    EXPECT_FALSE(answer.value().hits.empty()) << query;
    for (const Hit& hit : answer.value().hits) {
      std::size_t said = 0;
      for (const AskedPart& part : hit.explanation->asked) {
        said += !part.matched.empty() && part.found_in != std::vector<std::string>{"endorsement"} ? 1U : 0U;
      }
      EXPECT_EQ(hit.snippets.empty(), said == 0) << hit.id << " " << query;
      EXPECT_LE(hit.snippets.size(), 3U);
      for (const Snippet& snippet : hit.snippets) {
        EXPECT_FALSE(snippet.marks.empty());
        std::size_t before = 0;
        for (const TextRange& mark : snippet.marks) {
          EXPECT_LE(before, mark.begin);
          EXPECT_LT(mark.begin, mark.end);
          EXPECT_LE(mark.end, snippet.text.size());
          before = mark.end;
        }
      }
    }
  }
}

}  // namespace
}  // namespace kennis
