/// @file
#include "indexer/rejects.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include "journal/without_erased.h"
#include "schema/fields.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

std::string base64_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8U | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j <= bytes.size() ? kDigits[group >> (18 - 6 * j) & 63U] : '=';
    }
  }
  return out;
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& json, const char* key, std::string_view value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

}  // namespace

std::string kind_of_reason(std::string_view reason) {
  if (reason.starts_with("not JSON")) return "not_json";
  if (reason.starts_with("not UTF-8")) return "not_utf8";
  if (reason.starts_with("not a JSON object")) return "not_an_object";
  if (reason.starts_with("the line has")) return "line_too_long";
  // A quoted value may say anything: the reader's own words follow the field at once.
  if (reason.starts_with("at: ") && !reason.starts_with("at: \"") &&
      reason.find(" lies in the future") != std::string_view::npos) {
    return "future";
  }
  std::string field;
  bool in_index = false;
  for (const char c : reason.substr(0, reason.find(": "))) {
    in_index = in_index || c == '[';
    if (!in_index) field += c;
    in_index = in_index && c != ']';
  }
  return field;
}

void RejectsFile::add(const Reject& reject) {
  if (!out_.is_open()) {
    std::filesystem::create_directories(path_.parent_path());
    out_.open(path_, std::ios::binary | std::ios::trunc);
  }
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  put(json, "file", reject.file);
  json.Key("line");
  json.Uint64(reject.line);
  const bool is_kept = tombstones_ == nullptr || !names_erased(reject.raw, *tombstones_);
  put(json, "reason", is_kept ? reject.reason : kind_of_reason(reject.reason));
  if (!is_kept) {
    put(json, "raw", kErasedName);
  } else if (simdjson::validate_utf8(reject.raw.data(), reject.raw.size())) {
    put(json, "raw", reject.raw);
  } else {
    put(json, "raw_base64", base64_of(reject.raw));
  }
  json.EndObject();
  out_ << std::string_view(buffer.GetString(), buffer.GetSize()) << '\n';
  if (!out_) throw std::system_error(errno, std::generic_category(), path_.string() + ": cannot be written");
  ++count_;
  ++by_reason_[kind_of_reason(reject.reason)];
}

void RejectsFile::finish() {
  if (!out_.is_open()) return;
  out_.close();
  if (!out_) throw std::system_error(errno, std::generic_category(), path_.string() + ": cannot be written");
  sync_to_disk(path_);
}

std::string reason_of_overlong() { return fmt::format("the line has more than {} bytes", limit::kLineBytesMax); }

}  // namespace kennis
