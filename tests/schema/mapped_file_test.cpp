/// @file
#include "schema/mapped_file.h"

#include <cstring>
#include <system_error>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema/fields.h"
#include "tests/fixtures/temporary_folder.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

class MappedFiles : public testing::Test {
 protected:
  /// Three sections: numbers, text, and an empty one.
  std::filesystem::path written() {
    const std::vector<std::uint64_t> numbers{1, 2, 3};
    ArrayFileWriter writer;
    writer.add("numbers", numbers);
    writer.add_text("text", "anna");
    writer.add("none", std::vector<std::uint32_t>{});
    writer.write(folder_ / "sub/file.bin");
    return folder_ / "sub/file.bin";
  }
  /// Everything that a reader of the file asks for.
  static void read_all(const std::filesystem::path& path) {
    const ArrayFile file(path);
    (void)file.section<std::uint64_t>("numbers");
    (void)file.text_section("text");
    (void)file.section<std::uint32_t>("none");
  }
  TemporaryFolder folder_;
};

TEST_F(MappedFiles, ReadsWhatWasWritten) {
  const ArrayFile file(written());
  EXPECT_THAT(file.section<std::uint64_t>("numbers"), ElementsAre(1, 2, 3));
  EXPECT_EQ(file.text_section("text"), "anna");
  EXPECT_THAT(file.section<std::uint32_t>("none"), IsEmpty());
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(file.section<std::uint64_t>("numbers").data()) % 64, 0U);
}

TEST_F(MappedFiles, AFileCutOffAnywhereIsRefused) {
  const std::string whole = content_of(written());
  const auto cut = folder_ / "cut.bin";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(cut, std::string_view(whole).substr(0, size));
    EXPECT_THAT([&] { read_all(cut); }, ThrowsMessage<std::runtime_error>(HasSubstr("cut.bin: is cut off"))) << size;
  }
  write_file(cut, whole);
  EXPECT_NO_THROW(read_all(cut));
}

TEST_F(MappedFiles, AFileCutOffInItsLastSectionIsRefused) {
  ArrayFileWriter writer;
  writer.add_text("text", "the last section, and nothing behind it");
  writer.write(folder_ / "whole.bin");
  const std::string whole = content_of(folder_ / "whole.bin");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = write_file(folder_ / "cut.bin", std::string_view(whole).substr(0, size));
    EXPECT_THAT([&] { (void)ArrayFile(cut).text_section("text"); },
                ThrowsMessage<std::runtime_error>(HasSubstr("cut off")));
  }
}

TEST_F(MappedFiles, AnotherFormatVersionIsRefusedWithAWayOut) {
  std::string bytes = content_of(written());
  const std::uint32_t other = kFormatVersion + 1;
  std::memcpy(bytes.data() + 8, &other, sizeof(other));
  const auto path = write_file(folder_ / "other.bin", bytes);
  EXPECT_THAT([&] { read_all(path); },
              ThrowsMessage<std::runtime_error>(testing::AllOf(HasSubstr("other.bin"), HasSubstr("kennis index"))));
}

TEST_F(MappedFiles, AnotherKindOfFileIsRefused) {
  std::string bytes = content_of(written());
  bytes[0] = 'X';
  const auto path = write_file(folder_ / "other.bin", bytes);
  EXPECT_THAT([&] { read_all(path); }, ThrowsMessage<std::runtime_error>(HasSubstr("is no Kennis file")));
  EXPECT_THAT([&] { read_all(write_file(folder_ / "text.bin", std::string(500, ' '))); },
              ThrowsMessage<std::runtime_error>(HasSubstr("is no Kennis file")));
}

TEST_F(MappedFiles, ASectionIsReadOnlyAsWhatItIs) {
  const ArrayFile file(written());
  EXPECT_THAT([&] { (void)file.section<std::uint32_t>("numbers"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("section numbers has another layout")));
  EXPECT_THAT([&] { (void)file.text_section("numbers"); }, ThrowsMessage<std::runtime_error>(HasSubstr("layout")));
  EXPECT_THAT([&] { (void)file.section<std::uint32_t>("strengths"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("lacks the section strengths")));
}

TEST_F(MappedFiles, ASectionOfPartialElementsIsRefused) {
  std::string bytes = content_of(written());
  const std::uint64_t odd = 23;
  std::memcpy(bytes.data() + 16 + 24 + 8, &odd, sizeof(odd));  // the length of the first section
  const auto path = write_file(folder_ / "odd.bin", bytes);
  EXPECT_THROW(read_all(path), std::runtime_error);
}

TEST_F(MappedFiles, NoHeaderMakesTheReaderLeaveTheFile) {
  const std::string whole = content_of(written());
  const auto path = folder_ / "altered.bin";
  for (std::size_t at = 8; at < 16 + 3 * 48; ++at) {
    for (const char value : {'\x00', '\x7F', '\xFF'}) {
      std::string bytes = whole;
      bytes[at] = value;
      write_file(path, bytes);
      try {
        const ArrayFile file(path);
        const auto inside = [&](std::string_view part) { return part.size() <= bytes.size(); };
        EXPECT_TRUE(inside(file.text_section("text"))) << at;
        EXPECT_LE(file.section<std::uint64_t>("numbers").size_bytes(), bytes.size()) << at;
      } catch (const std::runtime_error&) {  // refused: as good
      }
    }
  }
}

TEST_F(MappedFiles, AMissingFileIsNamed) {
  EXPECT_THAT([&] { MappedFile file(folder_ / "gone.bin"); },
              ThrowsMessage<std::system_error>(testing::AllOf(HasSubstr("gone.bin"), HasSubstr("No such file"))));
  EXPECT_THROW(ArrayFile(folder_ / "gone.bin"), std::system_error);
  EXPECT_THROW(sync_to_disk(folder_ / "gone.bin"), std::system_error);
}

TEST_F(MappedFiles, AnEmptyFileMapsToNothing) {
  const MappedFile file(write_file(folder_ / "empty", ""));
  EXPECT_EQ(file.bytes(), "");
}

TEST_F(MappedFiles, AMappingMovesWithItsOwner) {
  MappedFile first(write_file(folder_ / "a", "content"));
  MappedFile second(std::move(first));
  EXPECT_EQ(second.bytes(), "content");
  MappedFile third;
  third = std::move(second);
  EXPECT_EQ(third.bytes(), "content");
}

TEST_F(MappedFiles, AFileThatCannotBeWrittenIsNamed) {
  write_file(folder_ / "plain", "");
  ArrayFileWriter writer;
  writer.add_text("text", "x");
  EXPECT_THAT([&] { writer.write(folder_ / "plain/inside.bin"); },
              ThrowsMessage<std::system_error>(HasSubstr("plain")));
}

}  // namespace
}  // namespace kennis
