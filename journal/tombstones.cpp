/// @file
#include "journal/tombstones.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "schema/checksum.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashBytes = 16;
constexpr std::size_t kLineBytes = 32 + 1 + 4 + 1 + 32 + 1;
using Bytes = std::array<std::uint8_t, kHashBytes>;

std::uint16_t filter_of(const IdentifierHash& hash) { return static_cast<std::uint16_t>(hash.low); }

Bytes salted(const Bytes& salt, const IdentifierHash& identifier) {
  thread_local const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  const bool done = context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), salt.data(), salt.size()) == 1 &&
                    EVP_DigestUpdate(context.get(), &identifier, sizeof(identifier)) == 1 &&
                    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  if (!done) throw std::runtime_error("SHA-256 cannot be reckoned");
  Bytes hash{};
  std::copy_n(digest.begin(), hash.size(), hash.begin());
  return hash;
}

bool read_hex(std::string_view text, std::uint8_t* out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'f')) return false;
    const auto digit = static_cast<std::uint8_t>(is_digit ? c - '0' : c - 'a' + 10);
    out[i / 2] = static_cast<std::uint8_t>(i % 2 == 0 ? digit << 4U : out[i / 2] | digit);
  }
  return true;
}

template <typename Container>
std::string hex_of(const Container& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::string line_of(const Bytes& salt, const IdentifierHash& identifier) {
  return fmt::format("{} {:04x} {}\n", hex_of(salt), filter_of(identifier), hex_of(salted(salt, identifier)));
}

Bytes random_salt() {
  std::random_device device;  // the kernel's
  Bytes salt{};
  for (std::uint8_t& byte : salt) byte = static_cast<std::uint8_t>(device());
  return salt;
}

TombstoneMark mark_of(std::string_view text) {
  if (text.empty()) return {};
  Checksum checksum;
  checksum.add(text);
  return {text.size(), checksum.hex()};
}

/// The tombstones open for writing, by one at a time.
class OpenFile {
 public:
  explicit OpenFile(const fs::path& index) : path_(index / file::kTombstones) {
    fs::create_directories(index);
    do {  // whoever had it before may have replaced it
      if (file_ >= 0) ::close(file_);
      file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
      if (file_ < 0 || ::flock(file_, LOCK_EX) != 0) fail();
    } while (!is_in_place());
    sync_to_disk(index);
  }
  OpenFile(const OpenFile&) = delete;  // one descriptor, one owner
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(file_); }

  /// Puts lines behind the first `whole` bytes: what stands there was cut off.
  void append(std::string_view lines, std::size_t whole) {
    if (::ftruncate(file_, static_cast<off_t>(whole)) != 0) fail();
    auto at = static_cast<off_t>(whole);
    while (!lines.empty()) {
      const ssize_t put = ::pwrite(file_, lines.data(), lines.size(), at);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) fail();
      lines.remove_prefix(static_cast<std::size_t>(put));
      at += put;
    }
    if (::fsync(file_) != 0) fail();
  }

  void replace(std::string_view text) {
    fs::path fresh = path_;
    fresh += ".new";
    {
      std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
      out << text;
      out.close();
      if (!out) throw std::system_error(errno, std::generic_category(), fresh.string() + ": cannot be written");
    }
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
    sync_to_disk(fresh);
    fs::rename(fresh, path_);
    sync_to_disk(path_.parent_path());
  }

 private:
  [[nodiscard]] bool is_in_place() const {
    struct stat here {};
    struct stat there {};
    return ::fstat(file_, &here) == 0 && ::stat(path_.c_str(), &there) == 0 && here.st_ino == there.st_ino;
  }
  [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), path_.string()); }
  fs::path path_;
  int file_ = -1;
};

}  // namespace

Tombstones Tombstones::of(const fs::path& index) {
  Tombstones stones;
  const fs::path path = index / file::kTombstones;
  std::error_code error;
  if (!fs::exists(path, error) && !error) return stones;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::system_error(errno, std::generic_category(), path.string());
  stones.read(std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>()), path);
  return stones;
}

void Tombstones::read(std::string_view text, const fs::path& path) {
  text = text.substr(0, text.size() / kLineBytes * kLineBytes);
  for (std::size_t at = 0; at < text.size(); at += kLineBytes) {
    const std::string_view line = text.substr(at, kLineBytes);
    Stone stone{};
    std::array<std::uint8_t, 2> filter{};
    const bool is_whole = read_hex(line.substr(0, 32), stone.salt.data()) && line[32] == ' ' &&
                          read_hex(line.substr(33, 4), filter.data()) && line[37] == ' ' &&
                          read_hex(line.substr(38, 32), stone.hash.data()) && line.back() == '\n';
    if (!is_whole) {
      throw std::runtime_error(fmt::format("{}: line {} is no tombstone: restore the file from a backup", path.string(),
                                           at / kLineBytes + 1));
    }
    stones_.push_back(stone);
    filters_.push_back(static_cast<std::uint16_t>(filter[0] << 8U | filter[1]));
    filter_.set(filters_.back());
  }
  text_ = text;
  mark_ = mark_of(text_);
}

bool Tombstones::has(const IdentifierHash& hash) const {
  const std::uint16_t wanted = filter_of(hash);
  if (!filter_.test(wanted)) return false;
  for (std::size_t i = 0; i < stones_.size(); ++i) {
    if (filters_[i] == wanted && salted(stones_[i].salt, hash) == stones_[i].hash) return true;
  }
  return false;
}

bool Tombstones::has(std::string_view name) const {
  if (name.starts_with(kErasedName)) return true;
  if (stones_.empty()) return false;
  if (has(hash_of_identifier(name))) return true;
  const std::string normal = normalise_identifier(name);
  return normal != name && has(hash_of_identifier(normal));
}

Tombstones Tombstones::behind(const TombstoneMark& mark) const {
  const bool begins_so =
      mark.bytes <= text_.size() && mark_of(std::string_view(text_).substr(0, mark.bytes)).xxh3 == mark.xxh3;
  if (!begins_so) return *this;
  Tombstones later;
  later.read(std::string_view(text_).substr(mark.bytes), {});
  return later;
}

std::size_t add_tombstones(const fs::path& index, const std::vector<std::string>& identifiers) {
  OpenFile file(index);
  const Tombstones known = Tombstones::of(index);
  std::set<IdentifierHash> wanted;
  for (const std::string& identifier : identifiers) wanted.insert(hash_of_identifier(identifier));
  std::string lines;
  std::size_t added = 0;
  const Bytes salt = known.stones_.empty() ? random_salt() : known.stones_.front().salt;
  for (const IdentifierHash& hash : wanted) {
    if (known.has(hash)) continue;
    lines += line_of(salt, hash);
    ++added;
  }
  file.append(lines, known.text_.size());
  return added;
}

std::size_t remove_tombstones(const fs::path& index, const std::vector<std::string>& identifiers) {
  OpenFile file(index);
  const Tombstones known = Tombstones::of(index);
  std::string left;
  std::size_t removed = 0;
  for (std::size_t i = 0; i < known.stones_.size(); ++i) {
    const bool is_wanted = std::any_of(identifiers.begin(), identifiers.end(), [&](const std::string& identifier) {
      const IdentifierHash hash = hash_of_identifier(identifier);
      return filter_of(hash) == known.filters_[i] && salted(known.stones_[i].salt, hash) == known.stones_[i].hash;
    });
    removed += is_wanted ? 1 : 0;
    if (!is_wanted) left += known.text_.substr(i * kLineBytes, kLineBytes);
  }
  if (removed > 0) file.replace(left);
  return removed;
}

std::size_t merge_tombstones(const fs::path& from, const fs::path& to) {
  const Tombstones others = Tombstones::of(from);
  if (others.empty()) return 0;
  OpenFile file(to);
  const Tombstones known = Tombstones::of(to);
  std::set<std::string_view> there;
  for (std::size_t at = 0; at < known.text_.size(); at += kLineBytes) {
    there.insert(std::string_view(known.text_).substr(at, kLineBytes));
  }
  std::string lines;
  for (std::size_t at = 0; at < others.text_.size(); at += kLineBytes) {
    const std::string_view line = std::string_view(others.text_).substr(at, kLineBytes);
    if (!there.contains(line)) lines += line;
  }
  file.append(lines, known.text_.size());
  return lines.size() / kLineBytes;
}

}  // namespace kennis
