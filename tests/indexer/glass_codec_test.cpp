/// @file
/// The lower layers of the bulk builder one by one, without Xapian.
#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include "indexer/glass/codec.h"
#include "indexer/glass/deflate.h"
#include "indexer/glass/output_file.h"
#include "indexer/glass/posting_list_writer.h"
#include "indexer/glass/posting_merge.h"
#include "indexer/glass/run_builder.h"
#include "indexer/glass/table_writer.h"
#include "indexer/glass/term_merger.h"
#include "schema/mapped_file.h"
#include "tests/fixtures/seeds.h"
#include "tests/indexer/glass_reader.h"
#include "tests/reference/indexed_world.h"

namespace kennis::glass {
namespace {

using namespace std::string_literals;
using reference::TemporaryFolder;
using testing_glass::Maker;
using testing_glass::read_table;
using testing_glass::Root;

std::string varint(std::uint64_t value) {
  std::string out;
  put_varint(value, out);
  return out;
}

std::string ordered(std::uint32_t value) {
  std::string out;
  put_ordered(value, out);
  return out;
}

std::string positions(const std::vector<std::uint32_t>& list) {
  std::string out;
  put_positions(list, out);
  return out;
}

TEST(GlassCodec, VarintsComeBack) {
  EXPECT_EQ(varint(0), "\0"s);
  EXPECT_EQ(varint(127), "\x7f");
  EXPECT_EQ(varint(128), "\x80\x01");
  EXPECT_EQ(varint(300), "\xac\x02");
  for (unsigned bits = 0; bits < 64; ++bits) {
    for (const std::uint64_t value : {std::uint64_t{1} << bits, (std::uint64_t{1} << bits) - 1}) {
      const std::string bytes = varint(value) + "rest";
      std::string_view in = bytes;
      EXPECT_EQ(take_varint(in), value);
      EXPECT_EQ(in, "rest");
    }
  }
}

TEST(GlassCodec, VarintsCutOffAreRefused) {
  for (const std::string& bytes : {""s, "\x80"s, "\xff\xff"s}) {
    std::string_view in = bytes;
    EXPECT_THROW(static_cast<void>(take_varint(in)), std::runtime_error);
  }
}

TEST(GlassCodec, OrderedNumbersSortAsTheirBytes) {
  EXPECT_EQ(ordered(1), "\0\1"s);
  EXPECT_EQ(ordered(0x7fff), "\x7f\xff");
  EXPECT_EQ(ordered(0x8000), "\x80\x80\0"s);
  EXPECT_EQ(ordered(0x3fffff), "\xbf\xff\xff");
  EXPECT_EQ(ordered(0x400000), "\xc0\x40\0\0"s);
  EXPECT_EQ(ordered(0x1fffffff), "\xdf\xff\xff\xff");
  EXPECT_EQ(ordered(0x20000000), "\xe0\x20\0\0\0"s);
  EXPECT_EQ(ordered(0xfffffffe), "\xe0\xff\xff\xff\xfe");
  std::mt19937 random(seed_of(1));
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<std::uint32_t>(random() >> (random() % 32));
    const auto b = static_cast<std::uint32_t>(random() >> (random() % 32));
    EXPECT_EQ(a < b, ordered(a) < ordered(b)) << a << ' ' << b;
  }
}

TEST(GlassCodec, ZeroBytesOfTermsAreEscaped) {
  std::string out;
  put_term("a\0b\0"s, out);
  EXPECT_EQ(out, "a\0\xff"s + "b\0\xff"s);
  out.clear();
  put_ended_term("a"s, out);
  EXPECT_EQ(out, "a\0"s);
}

TEST(GlassCodec, EndedTermsSortAsTerms) {
  std::mt19937 random(seed_of(1));
  const auto term = [&] {
    std::string text(1 + random() % 4, ' ');
    for (char& c : text) c = "\0\1\xfe\xff"[random() % 4];
    return text;
  };
  for (int i = 0; i < 5000; ++i) {
    const std::string a = term();
    const std::string b = term();
    std::string left;
    std::string right;
    put_ended_term(a, left);
    put_ended_term(b, right);
    EXPECT_EQ(a < b, left + ordered(9) < right + ordered(1)) << testing::PrintToString(a) << testing::PrintToString(b);
  }
}

TEST(GlassCodec, OnePositionIsANumber) { EXPECT_EQ(positions({300}), "\xac\x02"); }

TEST(GlassCodec, PositionsInARowNeedNoBits) {
  // The last one; of seven below 8 the first (3 bits); of six the count of those between (3 bits); nothing more.
  EXPECT_EQ(positions({1, 2, 3, 4, 5, 6, 7}).size(), 2U);
}

TEST(GlassCodec, TermListsShareBeginnings) {
  const std::vector<TermWeight> terms = {{"go", 2}, {"golang", 3}, {"golf", 200}};
  std::string out;
  put_term_list(terms, 205, out);
  // (3 + 1) * (2 + 1) + 2 says wdf 3 and two bytes kept; 200 does not fit beside them.
  EXPECT_EQ(out, "\xcd\x01\x03\x02go\x02\x0e\x04lang\x03\x01"s + "f\xc8\x01"s);
  out.clear();
  put_term_list({}, 0, out);
  EXPECT_EQ(out, "");
}

TEST(GlassDeflate, KeepsWhatDoesNotShrink) {
  Deflater deflater(6);
  EXPECT_EQ(deflater.deflate(std::string(18, 'a')), "");
  EXPECT_FALSE(deflater.deflate(std::string(19, 'a')).empty());
  EXPECT_EQ(deflater.deflate("qwertyuiopasdfghjklzxcvbnm"), "");
  EXPECT_FALSE(deflater.deflate(std::string(8191, 'a')).empty());
  EXPECT_EQ(deflater.deflate(std::string(8192, 'a')), "");
  EXPECT_EQ(Deflater(0).deflate(std::string(1000, 'a')), "");
}

/// Writes the entries with small blocks, so that few make a deep tree, and reads them back.
void expect_read_back(const std::map<std::string, std::string>& entries, std::uint64_t least_level) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "table.glass";
  constexpr std::size_t kSmallBlock = 2048;
  TableWriter writer(path, kSmallBlock);
  for (const auto& [key, tag] : entries) writer.add(key, tag);
  const TableRoot made = writer.finish();
  EXPECT_EQ(made.entries, entries.size());
  EXPECT_EQ(made.blocks * kSmallBlock, std::filesystem::file_size(path));
  EXPECT_GE(made.level, least_level);
  if (entries.empty()) return;
  Root root;
  root.block = made.root;
  root.level = made.level;
  root.entries = made.entries;
  root.block_bytes = kSmallBlock;
  EXPECT_TRUE(read_table(path, root, Maker::kOurs) == entries);
}

TEST(GlassTable, NothingMakesNoBlock) { expect_read_back({}, 0); }

TEST(GlassTable, OneEntryMakesALeaf) { expect_read_back({{"key", "tag"}}, 0); }

TEST(GlassTable, EveryNumberOfEntriesMakesATree) {
  // Each count up to several blocks of the second level: the right edge takes every form.
  for (std::size_t count = 1; count < 800; count += count < 60 ? 1 : 37) {
    std::map<std::string, std::string> entries;
    for (std::size_t i = 0; i < count; ++i) {
      entries[ordered(static_cast<std::uint32_t>(i)) + std::string(200, 'k')] = "t";
    }
    expect_read_back(entries, 0);
  }
}

TEST(GlassTable, LongKeysMakeDeepTrees) {
  std::map<std::string, std::string> entries;
  for (std::uint32_t i = 0; i < 4000; ++i) entries[std::string(250, 'k') + ordered(i * 20)] = std::string(i % 50, 't');
  expect_read_back(entries, 3);
}

TEST(GlassTable, TagsOfEverySizeComeBackFromTheirPieces) {
  std::mt19937 random(seed_of(7));
  std::map<std::string, std::string> entries;
  for (std::uint32_t size = 0; size < 2500; size += 1 + static_cast<std::uint32_t>(random() % 9)) {
    std::string tag(size, ' ');
    for (char& c : tag) c = static_cast<char>(random());
    entries[std::string(1 + random() % 200, 'a') + ordered(size)] = tag;
  }
  entries["zz"] = std::string(1'000'000, 'z');
  expect_read_back(entries, 1);
}

TEST(GlassTable, KeysBeyondTheLimitAreRefused) {
  const TemporaryFolder folder;
  TableWriter writer(folder.path() / "table.glass");
  EXPECT_THROW(writer.add("", "tag"), std::length_error);
  EXPECT_THROW(writer.add(std::string(256, 'k'), "tag"), std::length_error);
  writer.add(std::string(255, 'k'), "tag");
}

TEST(GlassPostingList, ChunksEndWhereTheyAreFull) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "table.glass";
  TableWriter table(path);
  PostingListWriter list([&](std::string_view key, std::string_view tag) { table.add(key, tag); });
  list.begin(head_of_term("go", 2500, 2500));
  for (std::uint32_t document = 1; document <= 2500; ++document) list.add(document * 2, 1);
  list.end();
  const TableRoot made = table.finish();
  Root root;
  root.block = made.root;
  root.level = made.level;
  root.entries = made.entries;
  root.block_bytes = kBlockBytes;
  const auto entries = read_table(path, root, Maker::kOurs);
  ASSERT_EQ(entries.size(), 3U);
  // The first takes one byte, each further two: 1,001 postings reach 2,000 bytes.
  const std::string& first = entries.at("go");
  EXPECT_EQ(first.substr(0, 8), varint(2500) + varint(2500) + varint(1) + "0" + varint(2000));
  EXPECT_EQ(first.size(), 8U + 2001U);
  EXPECT_TRUE(entries.contains("go\0"s + ordered(2004)));
  EXPECT_EQ(entries.rbegin()->second.at(0), '1');
}

const std::shared_ptr<TextNumbers>& texts() {
  static const auto kTexts = std::make_shared<TextNumbers>();
  return kTexts;
}

NumberedMention mention(std::string_view term, std::uint32_t position, std::uint32_t evidence) {
  return {texts()->number_of(term), position, evidence};
}

TEST(GlassRun, TermsComeSortedAndMerged) {
  const TemporaryFolder folder;
  std::vector<std::filesystem::path> paths;
  for (const std::uint32_t first : {1U, 100U}) {
    RunBuilder run(RunFiles(folder.path(), first), {});
    const std::vector<NumberedMention> one = {mention("both", 0, 2), mention("both", 3, 4),
                                              mention(first == 1 ? "left" : "right", 0, 0)};
    run.add(first, one, texts(), "record");
    run.add(first + 5, {}, texts(), "");
    run.finish();
    EXPECT_EQ(run.statistics().documents, 2U);
    EXPECT_EQ(run.statistics().length_total, 6U);
    EXPECT_EQ(run.statistics().length_min, 6U);
    EXPECT_EQ(run.statistics().wdf_max, 6U);
    paths.push_back(run.files().postings);
  }
  const MappedRuns runs(paths);
  TermMerger merger(runs.bytes());
  std::string seen;
  while (merger.next()) seen += std::string(merger.term()) + std::to_string(merger.records().size()) + " ";
  EXPECT_EQ(seen, "both2 left1 right1 ");
}

TEST(GlassRun, RangesHoldEveryRecordOnce) {
  constexpr std::uint32_t kSeed = 11;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  const TemporaryFolder folder;
  std::vector<std::unique_ptr<RunBuilder>> builders;
  std::vector<std::unique_ptr<MappedFile>> files;
  std::vector<RunPostings> runs;
  for (std::uint32_t first = 0; first < 4; ++first) {
    auto& run = builders.emplace_back(std::make_unique<RunBuilder>(RunFiles(folder.path(), first), RunOptions{}));
    for (std::uint32_t document = 1; document <= 50; ++document) {
      std::vector<NumberedMention> mentions;
      for (auto n = random() % (first * 200 + 1); n > 0; --n) {
        mentions.push_back(mention("t" + std::to_string(random() % 3000), 0, 1));
      }
      run->add(first * 50 + document, mentions, texts(), "");
    }
    run->finish();
    files.push_back(std::make_unique<MappedFile>(run->files().postings));
    runs.push_back({files.back()->bytes(), &run->marks()});
  }
  for (const std::size_t bytes : {1U, 3000U, 20'000U, 1U << 30U}) {
    const std::vector<std::string> beginnings = range_beginnings(runs, bytes);
    EXPECT_TRUE(std::is_sorted(beginnings.begin(), beginnings.end()));
    EXPECT_EQ(beginnings.empty(), bytes > 1'000'000) << bytes;
    for (const RunPostings& run : runs) {
      std::string all;
      for (std::size_t range = 0; range <= beginnings.size(); ++range) {
        const std::string from = range == 0 ? "" : beginnings[range - 1];
        const std::string to = range == beginnings.size() ? "" : beginnings[range];
        const std::string_view part = part_of(run, from, to);
        RunReader reader(part);
        for (TermRecord record; reader.next(record);) {
          EXPECT_GE(record.term, from);
          EXPECT_TRUE(to.empty() || record.term < to);
        }
        all += part;
      }
      EXPECT_EQ(all, run.bytes);
    }
  }
}

TEST(GlassRun, WhatTheLibraryWouldRefuseIsRefused) {
  const TemporaryFolder folder;
  RunBuilder run(RunFiles(folder.path(), 1), {});
  const auto add = [&](const std::string& term, std::uint32_t evidence) {
    const std::vector<NumberedMention> mentions = {mention(term, 0, evidence), mention(term, 0, evidence)};
    run.add(1, mentions, texts(), "");
  };
  add(std::string(245, 'x'), 1);
  EXPECT_THROW(add(std::string(246, 'x'), 1), std::length_error);
  EXPECT_THROW(add(std::string(123, '\0'), 1), std::length_error);
  EXPECT_THROW(add("", 1), std::length_error);
  EXPECT_THROW(add("much", std::numeric_limits<std::uint32_t>::max()), std::length_error);
}

TEST(GlassOutputFile, FullDiskThrows) {
  EXPECT_THROW(
      {
        OutputFile file("/dev/full");
        file.write("x");
        static_cast<void>(file.finish());
      },
      std::system_error);
  EXPECT_THROW(OutputFile("/nowhere/at/all"), std::system_error);
}

}  // namespace
}  // namespace kennis::glass
