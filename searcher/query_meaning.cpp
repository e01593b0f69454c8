/// @file
#include "searcher/query_meaning.h"

#include "searcher/free_words.h"
#include "searcher/skill_recognition.h"

namespace kennis {

void find_meaning(Query& query, const SkillFinder& skills, const Statistics& statistics, Stemmer& stemmer) {
  recognise_skills(query.root, skills, statistics);  // first: `internet of things` is one
  pass_over_joining_words(query);
  look_in_names(query.root, stemmer);
}

}  // namespace kennis
