/// @file
#include "schema/manifest.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <simdjson.h>

#include "schema/checksum.h"
#include "schema/fields.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;
using Element = simdjson::dom::element;

std::string hex_of(std::string_view bytes) {
  Checksum checksum;
  checksum.add(bytes);
  return checksum.hex();
}

void put(Writer& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void put(Writer& json, const char* key, const std::vector<ManifestFile>& files) {
  json.Key(key);
  json.StartArray();
  for (const ManifestFile& file : files) {
    json.StartObject();
    put(json, "path", file.path);
    json.Key("bytes");
    json.Uint64(file.bytes);
    put(json, "xxh3", file.xxh3);
    json.EndObject();
  }
  json.EndArray();
}

void put(Writer& json, const RecordCounts& counts) {
  json.Key("counts");
  json.StartObject();
  for (const auto& [name, count] : counts) {
    json.Key(name.c_str());
    json.Uint64(count);
  }
  json.EndObject();
}

std::string text_of(const Manifest& manifest) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  json.Key("format_version");
  json.Uint(manifest.format_version);
  put(json, "generation", manifest.generation);
  put(json, "created", format_instant(manifest.created));
  put(json, "as_of", format_instant(manifest.as_of));
  json.Key("journal_position");
  json.Uint64(manifest.journal_position);
  json.Key("tombstones_bytes");
  json.Uint64(manifest.tombstones.bytes);
  put(json, "tombstones_xxh3", manifest.tombstones.xxh3);
  put(json, "options", manifest.options);
  put(json, "xapian_version", manifest.xapian_version);
  put(json, manifest.counts);
  put(json, "inputs", manifest.inputs);
  put(json, "files", manifest.files);
  if (manifest.whole) {
    json.Key("whole");
    json.StartObject();
    put(json, "generation", manifest.whole->generation);
    put(json, "as_of", format_instant(manifest.whole->as_of));
    json.Key("journal_position");
    json.Uint64(manifest.whole->journal_position);
    put(json, manifest.whole->counts);
    put(json, "inputs", manifest.whole->inputs);
    json.EndObject();
  }
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

/// The first field of the file: the checksum of what the file is without it.
std::string sealed(std::string_view body) {
  return fmt::format("{{\n    \"xxh3\": \"{}\",{}", hex_of(body), body.substr(1));
}
constexpr std::size_t kSealBytes = 49;  // from the brace to the comma

std::string string_at(Element element, const char* key) {
  std::string_view view;
  if (element[key].get(view) != simdjson::SUCCESS) return {};
  return std::string(view);
}

std::uint64_t number_at(Element element, const char* key) {
  std::uint64_t number = 0;
  if (element[key].get(number) != simdjson::SUCCESS) return 0;
  return number;
}

std::vector<ManifestFile> files_at(Element element, const char* key) {
  std::vector<ManifestFile> files;
  simdjson::dom::array array;
  if (element[key].get(array) != simdjson::SUCCESS) return files;
  for (const Element item : array) {
    files.push_back({string_at(item, "path"), number_at(item, "bytes"), string_at(item, "xxh3")});
  }
  return files;
}

RecordCounts counts_at(Element element) {
  RecordCounts counts;
  simdjson::dom::object object;
  if (element["counts"].get(object) != simdjson::SUCCESS) return counts;
  for (const auto [key, value] : object) counts[std::string(key)] = value.get_uint64().value_unsafe();
  return counts;
}

Manifest manifest_of(Element root) {
  Manifest manifest;
  manifest.format_version = static_cast<std::uint32_t>(number_at(root, "format_version"));
  manifest.generation = string_at(root, "generation");
  manifest.created = parse_instant(string_at(root, "created")).value_or(0);
  manifest.as_of = parse_instant(string_at(root, "as_of")).value_or(0);
  manifest.journal_position = number_at(root, "journal_position");
  manifest.tombstones = {number_at(root, "tombstones_bytes"), string_at(root, "tombstones_xxh3")};
  manifest.options = string_at(root, "options");
  manifest.xapian_version = string_at(root, "xapian_version");
  manifest.counts = counts_at(root);
  manifest.inputs = files_at(root, "inputs");
  manifest.files = files_at(root, "files");
  if (Element whole; root["whole"].get(whole) == simdjson::SUCCESS) {
    manifest.whole = WholeBuild{string_at(whole, "generation"), parse_instant(string_at(whole, "as_of")).value_or(0),
                                number_at(whole, "journal_position"), counts_at(whole), files_at(whole, "inputs")};
  }
  return manifest;
}

Error damaged(const fs::path& path, std::string_view why) {
  return {ErrorCode::kNoGeneration, fmt::format("{}: {}", path.string(), why), {}};
}

}  // namespace

WholeBuild whole_build_of(const Manifest& manifest) {
  if (manifest.whole) return *manifest.whole;
  return {manifest.generation, manifest.as_of, manifest.journal_position, manifest.counts, manifest.inputs};
}

void write_manifest(const fs::path& generation, const Manifest& manifest) {
  const fs::path path = generation / file::kManifest;
  const std::string text = text_of(manifest);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << sealed(text);
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), path.string() + ": cannot be written");
  sync_to_disk(path);
}

Result<Manifest> read_manifest(const fs::path& generation) {
  const fs::path path = generation / file::kManifest;
  std::ifstream in(path, std::ios::binary);
  if (!in) return damaged(path, "cannot be opened");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (text.size() <= kSealBytes) return damaged(path, "is cut off");
  const std::string body = "{" + text.substr(kSealBytes);
  if (text != sealed(body)) return damaged(path, "was cut off or altered");
  simdjson::dom::parser parser;
  Element root;
  if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS) return damaged(path, "is no JSON");
  Manifest manifest = manifest_of(root);
  if (manifest.format_version != kFormatVersion) {
    return damaged(path, fmt::format("has format version {}, this program reads {}: run `kennis index` again",
                                     manifest.format_version, kFormatVersion));
  }
  return manifest;
}

std::string checksum_of_file(const fs::path& path, const std::stop_token& stop) {
  // Read, not mapped: the pages of a mapped file would count as memory of this program.
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), std::fclose);
  if (!file) throw std::system_error(errno, std::generic_category(), path.string());
  Checksum checksum;
  std::vector<char> buffer(std::size_t{1} << 20U);
  std::size_t got = 0;
  while ((got = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0) {
    checksum.add({buffer.data(), got});
    if (stop.stop_requested()) return {};
  }
  if (std::ferror(file.get()) != 0) throw std::system_error(EIO, std::generic_category(), path.string());
  return checksum.hex();
}

std::optional<std::string> damage_of_file(const fs::path& generation, const ManifestFile& file, Check check,
                                          const std::stop_token& stop) {
  const fs::path path = generation / file.path;
  std::error_code error;
  const auto bytes = fs::file_size(path, error);
  if (error) return fmt::format("{}: {}", path.string(), error.message());
  if (bytes != file.bytes) return fmt::format("{}: has {} bytes instead of {}", path.string(), bytes, file.bytes);
  if (check == Check::kSizes) return std::nullopt;
  const std::string checksum = checksum_of_file(path, stop);
  if (stop.stop_requested() || checksum == file.xxh3) return std::nullopt;
  return fmt::format("{}: its checksum is wrong", path.string());
}

std::optional<std::string> damage_of(const fs::path& generation, const Manifest& manifest, Check check,
                                     const std::stop_token& stop) {
  for (const ManifestFile& file : manifest.files) {
    if (auto damage = damage_of_file(generation, file, check, stop)) return damage;
    if (stop.stop_requested()) break;
  }
  return std::nullopt;
}

std::string current_generation(const fs::path& index) {
  std::ifstream in(index / file::kCurrent);
  std::string name;
  std::getline(in, name);
  const bool is_name = !name.empty() && name.front() != '.' && name.find('/') == std::string::npos;
  return is_name ? name : std::string();
}

std::vector<std::string> generations_of(const fs::path& index) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(index / file::kGenerations, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && !name.starts_with('.')) names.push_back(name);
  }
  std::sort(names.rbegin(), names.rend());
  return names;
}

}  // namespace kennis
