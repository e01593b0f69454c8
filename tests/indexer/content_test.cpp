/// @file
/// What is in a file is known again, however it is read: as it comes, in pieces at once, or unpacked.
#include "indexer/content.h"

#include <cstdlib>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

constexpr std::size_t kPiece = ContentChecksum::kPieceBytes;

std::string text_of(std::size_t bytes) {
  std::string text(bytes, 'x');
  for (std::size_t i = 79; i < bytes; i += 80) text[i] = '\n';
  return text;
}

std::string checksum_of(std::string_view text, std::size_t step) {
  ContentChecksum checksum;
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size()))) checksum.add(text.substr(0, step));
  return checksum.hex();
}

TEST(Content, IsKnownHoweverItIsRead) {
  TemporaryFolder folder;
  const std::size_t sizes[] = {0, 1, 80, kPiece - 1, kPiece, kPiece + 1, 2 * kPiece};
  for (const std::size_t size : sizes) {
    const std::string text = text_of(size);
    write_file(folder / "a.ndjson", text);
    for (const std::size_t workers : {1U, 3U}) {
      const WantedContent wanted{folder / "a.ndjson", {}};
      const Content content = contents_of({&wanted, 1}, workers).front();
      EXPECT_EQ(content.bytes, size);
      EXPECT_EQ(content.checksum, checksum_of(text, 1'000'003)) << size;
      EXPECT_EQ(content.checksum, checksum_of(text, kPiece + 7)) << size;
      EXPECT_FALSE(content.begin);
    }
  }
}

TEST(Content, HasABeginningThatIsKnownToo) {
  TemporaryFolder folder;
  const std::size_t sizes[] = {0, 1, 79, 80, kPiece - 1, kPiece, kPiece + 1, kPiece + 160, kPiece + 800};
  for (const std::size_t size : sizes) {
    const std::string text = text_of(size);
    write_file(folder / "a.ndjson", text);
    ASSERT_EQ(std::system(("gzip -1 -k -f " + (folder / "a.ndjson").string()).c_str()), 0);
    for (const std::size_t begin : sizes) {
      const WantedContent wanted[] = {{folder / "a.ndjson", begin}, {folder / "a.ndjson.gz", begin}};
      for (const Content& content : contents_of(wanted, 2)) {
        EXPECT_EQ(content.checksum, checksum_of(text, kPiece)) << size;
        ASSERT_EQ(content.begin.has_value(), begin < size) << size << " from " << begin;
        if (!content.begin) continue;
        EXPECT_EQ(content.begin->checksum, checksum_of(std::string_view(text).substr(0, begin), kPiece));
        EXPECT_EQ(content.begin->lines, begin / 80);
        EXPECT_EQ(content.begin->ends_in_line, begin % 80 == 0);
      }
    }
  }
}

TEST(Content, OfWhatIsNotThereIsAnErrorThatNamesIt) {
  TemporaryFolder folder;
  for (const char* name : {"a.ndjson", "a.ndjson.gz"}) {
    const WantedContent wanted{folder / name, {}};
    try {
      (void)contents_of({&wanted, 1}, 1);
      FAIL() << name;
    } catch (const std::exception& error) {
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
}

TEST(Content, IsAnotherWhereAByteIs) {
  TemporaryFolder folder;
  std::string text = text_of(kPiece + 100);
  const std::string before = checksum_of(text, kPiece);
  for (const std::size_t at : {std::size_t{0}, kPiece - 1, kPiece, kPiece + 99}) {
    std::string other = text;
    other[at] = '#';
    write_file(folder / "a.ndjson", other);
    const WantedContent wanted{folder / "a.ndjson", {}};
    EXPECT_NE(contents_of({&wanted, 1}, 2).front().checksum, before) << at;
  }
  // Pieces that change places do not make the same.
  EXPECT_NE(checksum_of(std::string(kPiece, 'a') + std::string(kPiece, 'b'), kPiece),
            checksum_of(std::string(kPiece, 'b') + std::string(kPiece, 'a'), kPiece));
}

}  // namespace
}  // namespace kennis
