/// @file
/// Lines out of files: exact numbers over every block boundary, compressed inputs, and lines that are too long.
#include "indexer/block_source.h"

#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <zlib.h>
#include <zstd.h>

#include "schema/fields.h"
#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::ThrowsMessage;

struct Line {
  std::uint32_t file = 0;
  std::uint64_t number = 0;
  std::string text;
  friend bool operator==(const Line&, const Line&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Line& line) {
    return out << line.file << ":" << line.number << ":" << line.text.substr(0, 40);
  }
};

/// Slow and obvious: what lines a file has.
std::vector<Line> split(std::string_view content, std::uint32_t file) {
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  std::vector<Line> lines;
  std::uint64_t number = 1;
  std::string text;
  const auto end_line = [&] {
    if (!text.empty() && text.back() == '\r') text.pop_back();
    if (text.find_first_not_of(" \t") != std::string::npos) lines.push_back({file, number, text});
    ++number;
    text.clear();
  };
  for (const char c : content) {
    if (c == '\n') {
      end_line();
    } else {
      text += c;
    }
  }
  if (!text.empty()) end_line();
  return lines;
}

std::vector<Line> read_lines(const std::vector<std::filesystem::path>& files, std::size_t block_bytes) {
  BlockSource source(files, block_bytes);
  std::vector<Line> lines;
  Block block;
  while (source.next(block)) {
    unsigned sum = 0;  // the padding may be read: the address sanitizer watches
    for (std::size_t i = 0; i < simdjson::SIMDJSON_PADDING; ++i) {
      sum += static_cast<unsigned char>(block.bytes.data()[block.bytes.size() + i]);
    }
    EXPECT_LE(sum, 255U * simdjson::SIMDJSON_PADDING);
    for_each_line(block, [&](std::string_view text, std::uint64_t number) {
      lines.push_back({block.file, number, std::string(text)});
    });
  }
  EXPECT_FALSE(source.next(block)) << "the end stays the end";
  EXPECT_THAT(source.read_files(), SizeIs(files.size()));
  return lines;
}

std::string gzipped(std::string_view content) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string in(content);
  std::string out(deflateBound(&stream, in.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd_frame(std::string_view content, bool with_checksum) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, with_checksum ? 1 : 0);
  std::string out(ZSTD_compressBound(content.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), content.data(), content.size()));
  ZSTD_freeCCtx(context);
  return out;
}

/// Random lines: blank ones, CRLF, long ones, with and without an end.
std::string random_content(std::mt19937& random, std::size_t lines) {
  std::string content;
  for (std::size_t i = 0; i < lines; ++i) {
    const auto kind = random() % 10;
    if (kind == 0) content += std::string(random() % 3, ' ') + (random() % 2 == 0 ? "\t" : "");
    if (kind > 1) content += std::string(random() % (kind == 9 ? 200 : 12), static_cast<char>('a' + random() % 26));
    if (random() % 4 == 0) content += '\r';
    if (i + 1 < lines || random() % 2 == 0) content += '\n';
  }
  return content;
}

class BlockSources : public testing::Test {
 protected:
  std::filesystem::path file(std::string_view name, std::string_view content) {
    return write_file(folder_ / name, content);
  }
  static void read_to_end(const std::filesystem::path& path) {
    BlockSource source({path}, 4096);
    Block block;
    while (source.next(block)) {
    }
  }
  TemporaryFolder folder_;
};

TEST_F(BlockSources, LinesAreThoseOfASlowSplitterForAnyBlockSize) {
  constexpr std::uint32_t kSeed = 11;
  SCOPED_TRACE("seed " + std::to_string(seed_of(kSeed)));
  std::mt19937 random(seed_of(kSeed));
  for (int round = 0; round < 60; ++round) {
    std::vector<std::filesystem::path> files;
    std::vector<Line> wanted;
    for (std::uint32_t i = 0; i < 3; ++i) {
      std::string content = random_content(random, random() % 30);
      if (random() % 4 == 0) content.insert(0, "\xEF\xBB\xBF");
      files.push_back(file("part" + std::to_string(i), content));
      const std::vector<Line> lines = split(content, i);
      wanted.insert(wanted.end(), lines.begin(), lines.end());
    }
    for (const std::size_t block_bytes : {1U, 2U, 3U, 5U, 7U, 16U, 33U, 64U, 1000U, 1U << 20U}) {
      ASSERT_EQ(read_lines(files, block_bytes), wanted) << "round " << round << ", blocks of " << block_bytes;
    }
  }
}

TEST_F(BlockSources, SmallFilesOfEverySort) {
  for (const std::string& content : std::vector<std::string>{
           "", "\n", "\n\n", "a", "a\n", "\na", "\r\n", "a\r\nb\r\n", "a\r", "\r", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n",
           "\xEF\xBB\xBF"
           "a",
           "\xEF\xBB", "\xEF", "ab\n\n\ncd", " \t \nx", std::string("a\0b\n", 4)}) {
    for (const std::size_t block_bytes : {1U, 2U, 3U, 4U, 100U}) {
      EXPECT_EQ(read_lines({file("small", content)}, block_bytes), split(content, 0))
          << testing::PrintToString(content);
    }
  }
}

TEST_F(BlockSources, NoFilesAreNoBlocks) { EXPECT_THAT(read_lines({}, 10), SizeIs(0)); }

TEST_F(BlockSources, ALineUpToTheLimitIsWhole) {
  const std::string most(limit::kLineBytesMax, 'x');
  for (const char* end : {"", "\n"}) {
    const std::string content = "first\n" + most + end;
    EXPECT_EQ(read_lines({file("long", content)}, 1024), split(content, 0));
  }
}

TEST_F(BlockSources, ALineThatIsTooLongIsReportedAndTheNextOnesAreRead) {
  for (const std::size_t extra : {2U, 1000U, 5U << 20U}) {
    for (const std::string& after : std::vector<std::string>{"", "\n", "\nthird\n\nfifth", "\r\nthird\n"}) {
      const std::string content = "first\n" + std::string(limit::kLineBytesMax + extra, 'x') + after;
      const auto path = file("overlong", content);
      const std::vector<Line> wanted = split(content, 0);
      for (const std::size_t block_bytes : {1024U, 1U << 20U, 4U << 20U}) {
        const std::vector<Line> lines = read_lines({path}, block_bytes);
        ASSERT_THAT(lines, SizeIs(wanted.size()));
        for (std::size_t i = 0; i < lines.size(); ++i) {
          EXPECT_EQ(lines[i].number, wanted[i].number);
          if (lines[i].number == 2) {
            EXPECT_EQ(lines[i].text.substr(0, 100), std::string(100, 'x'));
          } else {
            EXPECT_EQ(lines[i].text, wanted[i].text);
          }
        }
      }
    }
  }
}

TEST_F(BlockSources, ALineTooLongThatBeginsBlankIsReportedToo) {
  const std::string content =
      "first\n" + std::string(limit::kLineBytesMax + 100, ' ') + "{}" + std::string(9U << 20U, ' ') + "\nthird\n";
  const std::vector<Line> lines = read_lines({file("overlong", content)}, 1024);
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[1].number, 2U);
  EXPECT_EQ(lines[2].text, "third");
}

TEST_F(BlockSources, WhatIsKeptOfALineTooLongEndsAtACharacter) {
  std::string content = "x";
  while (content.size() < (9U << 20U)) content += "é";
  BlockSource source({file("overlong", content)}, 1024);
  Block block;
  ASSERT_TRUE(source.next(block));
  EXPECT_TRUE(block.overlong);
  EXPECT_TRUE(simdjson::validate_utf8(block.bytes.data(), block.bytes.size()));
}

TEST_F(BlockSources, CompressedFilesReadAsPlainOnes) {
  std::mt19937 random(seed_of(12));
  const std::string one = random_content(random, 4000) + "\n";
  const std::string two = random_content(random, 500);
  const auto plain = file("a.ndjson", one + two);
  const std::vector<Line> wanted = split(one + two, 0);
  const std::vector<std::pair<std::string, std::string>> packed = {
      {"one.gz", gzipped(one + two)},
      {"members.gz", gzipped(one) + gzipped("") + gzipped(two)},
      {"one.zst", zstd_frame(one + two, true)},
      {"unchecked.zst", zstd_frame(one + two, false)},
      {"frames.zst", zstd_frame(one, true) + zstd_frame("", false) + zstd_frame(two, false)}};
  std::string plain_hash;
  {
    BlockSource source({plain}, 1000);
    Block block;
    while (source.next(block)) {
    }
    plain_hash = source.read_files().at(0).xxh3;
    EXPECT_EQ(source.consumed(), one.size() + two.size());
  }
  for (const auto& [name, bytes] : packed) {
    const auto path = file(name, bytes);
    for (const std::size_t block_bytes : {1U, 100U, 1U << 20U}) {
      ASSERT_EQ(read_lines({path}, block_bytes), wanted) << name << ", blocks of " << block_bytes;
    }
    BlockSource source({path}, 1000);
    Block block;
    while (source.next(block)) {
    }
    EXPECT_EQ(source.read_files().at(0).xxh3, plain_hash) << "the checksum is of the content";
    EXPECT_EQ(source.read_files().at(0).bytes, one.size() + two.size());
    EXPECT_EQ(source.consumed(), bytes.size());
  }
}

TEST_F(BlockSources, ACompressedFileCutOffAnywhereIsAnErrorThatNamesIt) {
  std::mt19937 random(seed_of(13));
  const std::string content = random_content(random, 200);
  for (const auto& [name, whole] :
       std::vector<std::pair<std::string, std::string>>{{"cut.gz", gzipped(content)},
                                                        {"cut.zst", zstd_frame(content, true)},
                                                        {"unchecked.zst", zstd_frame(content, false)}}) {
    read_to_end(file(name, whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto path = file(name, std::string_view(whole).substr(0, size));
      EXPECT_THAT([&] { read_to_end(path); }, ThrowsMessage<std::runtime_error>(HasSubstr(path.string()))) << size;
    }
  }
}

TEST_F(BlockSources, WhatStandsBehindAGzipMemberIsAMemberOrAnError) {
  const std::string one = gzipped("{\"id\":\"a\"}\n");
  const std::string two = gzipped("{\"id\":\"b\"}\n");
  EXPECT_THAT(read_lines({file("two.gz", one + two)}, 4096), SizeIs(2));
  for (std::size_t size = 1; size < two.size(); ++size) {
    const auto path = file("cut.gz", one + two.substr(0, size));
    EXPECT_THAT([&] { read_to_end(path); },
                ThrowsMessage<std::runtime_error>(AllOf(HasSubstr(path.string()), HasSubstr("send the whole file"))))
        << size;
  }
  for (const std::string& behind :
       {std::string("garbage"), std::string("\0", 1), std::string("\n"), std::string("{}")}) {
    const auto path = file("garbage.gz", one + behind);
    EXPECT_THAT([&] { read_to_end(path); },
                ThrowsMessage<std::runtime_error>(AllOf(HasSubstr(path.string()), HasSubstr("send the whole file"))));
  }
}

TEST_F(BlockSources, DamagedCompressedDataIsAnErrorThatNamesTheFile) {
  std::string bytes = gzipped(std::string(1000, 'x') + "\n");
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // the checksum
  EXPECT_THAT([&] { read_to_end(file("bad.gz", bytes)); }, ThrowsMessage<std::runtime_error>(HasSubstr("bad.gz")));
  bytes = zstd_frame(std::string(1000, 'x') + "\n", true);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  EXPECT_THAT([&] { read_to_end(file("bad.zst", bytes)); }, ThrowsMessage<std::runtime_error>(HasSubstr("bad.zst")));
  for (const char* name : {"plain.gz", "plain.zst"}) {
    EXPECT_THAT([&] { read_to_end(file(name, "{\"id\":\"a\"}\n")); },
                ThrowsMessage<std::runtime_error>(HasSubstr(name)));
  }
}

TEST_F(BlockSources, AMissingFileIsNamed) {
  for (const char* name : {"gone", "gone.gz", "gone.zst"}) {
    EXPECT_THAT([&] { read_to_end(folder_ / name); },
                ThrowsMessage<std::system_error>(AllOf(HasSubstr(name), HasSubstr("No such file"))));
  }
}

}  // namespace
}  // namespace kennis
