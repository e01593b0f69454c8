/// @file
#include "network/tie_constants.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/mapped_file.h"

namespace kennis {
namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

constexpr double kWeightMax = 1000;
constexpr double kScaleMax = 1e6;
constexpr double kPowerMax = 4;
constexpr double kFadingMin = 0.1;
constexpr double kFadingMax = 100;
constexpr double kUnmovedMin = 0.01;  // a direct tie is always worth something

/// Where a number must lie.
struct Range {
  double least = 0;
  double most = 0;
  bool least_allowed = true;
};

Error refusal(const std::string& field, std::string_view why) {
  return {ErrorCode::kInvalidRequest, fmt::format("{}: {}", field, why), {}};
}

/// Empty if the number was taken.
std::string take_number(Element value, const Range& range, double& out) {
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) return "is no number";
  const bool fits = number <= range.most && (range.least_allowed ? number >= range.least : number > range.least);
  if (!fits) {
    return fmt::format("{} is out of its range, {} {} to {}", number, range.least_allowed ? "from" : "above",
                       range.least, range.most);
  }
  out = number;
  return {};
}

std::string take_field(std::string_view key, Element value, ChannelModel& channel) {
  if (key == "weight") return take_number(value, {0, kWeightMax}, channel.weight);
  if (key == "halflife_days") return take_number(value, {0, kScaleMax, false}, channel.halflife_days);
  if (key != "two_way") return "is none of: weight, halflife_days, two_way";
  return value.get(channel.two_way) == simdjson::SUCCESS ? "" : "is neither true nor false";
}

Result<TieModel> take_channels(Element value, TieModel model) {
  Object channels;
  if (value.get(channels) != simdjson::SUCCESS) return refusal("channels", "is no object");
  for (const auto [name, constants] : channels) {
    const std::string field = fmt::format("channels.{}", name);
    const std::optional<Channel> channel = channel_named(name);
    if (!channel) return refusal(field, "is no channel; they are message, email, call, meeting, …");
    Object fields;
    if (constants.get(fields) != simdjson::SUCCESS) return refusal(field, "is no object");
    for (const auto [key, constant] : fields) {
      const std::string why = take_field(key, constant, model.channels[static_cast<std::size_t>(*channel)]);
      if (!why.empty()) return refusal(fmt::format("{}.{}", field, key), why);
    }
  }
  return model;
}

std::string take_field(std::string_view key, Element value, ContextModel& context) {
  if (key == "weight") return take_number(value, {0, kWeightMax}, context.weight);
  if (key == "halflife_days") return take_number(value, {0, kScaleMax, false}, context.halflife_days);
  return "is none of: weight, halflife_days";
}

Result<TieModel> take_contexts(Element value, TieModel model) {
  Object contexts;
  if (value.get(contexts) != simdjson::SUCCESS) return refusal("contexts", "is no object");
  for (const auto [name, constants] : contexts) {
    const std::string field = fmt::format("contexts.{}", name);
    if (name == "size_max") {
      double size = model.context_size_max;
      const std::string why = take_number(constants, {0, kScaleMax}, size);
      if (!why.empty()) return refusal(field, why);
      model.context_size_max = static_cast<std::uint32_t>(size);
      continue;
    }
    const std::optional<ContextKind> kind = context_kind_named(name);
    if (!kind) return refusal(field, "is none of: organisation, cohort, group, size_max");
    Object fields;
    if (constants.get(fields) != simdjson::SUCCESS) return refusal(field, "is no object");
    for (const auto [key, constant] : fields) {
      const std::string why = take_field(key, constant, model.contexts[static_cast<std::size_t>(*kind)]);
      if (!why.empty()) return refusal(fmt::format("{}.{}", field, key), why);
    }
  }
  return model;
}

}  // namespace

std::string text_of(const TieModel& model) {
  std::string text = fmt::format(
      "{{\n  \"one_way\": {},\n  \"attention\": {},\n  \"attention_power\": {},\n  \"fading\": {},\n  \"unmoved\": "
      "{},\n  \"channels\": "
      "{{",
      model.one_way, model.attention, model.attention_power, model.fading, model.unmoved);
  for (std::size_t i = 0; i < kChannelCount; ++i) {
    const ChannelModel& channel = model.channels[i];
    text += fmt::format("{}\n    \"{}\": {{\"weight\": {}, \"halflife_days\": {}, \"two_way\": {}}}", i == 0 ? "" : ",",
                        name_of(static_cast<Channel>(i)), channel.weight, channel.halflife_days, channel.two_way);
  }
  text += fmt::format("\n  }},\n  \"contexts\": {{\"size_max\": {}", model.context_size_max);
  for (std::size_t i = 0; i < kContextKindCount; ++i) {
    text +=
        fmt::format(",\n    \"{}\": {{\"weight\": {}, \"halflife_days\": {}}}", name_of(static_cast<ContextKind>(i)),
                    model.contexts[i].weight, model.contexts[i].halflife_days);
  }
  return text + "\n  }\n}\n";
}

Result<TieModel> tie_model_of(std::string_view text) {
  simdjson::dom::parser parser;
  Object root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) {
    return refusal("constants", "are no JSON object such as {\"one_way\": 0.6, \"channels\": {…}}");
  }
  TieModel model = default_tie_model();
  for (const auto [key, value] : root) {
    if (key == "comment") continue;
    const std::string field(key);
    if (key == "channels" || key == "contexts") {
      Result<TieModel> taken = key == "channels" ? take_channels(value, model) : take_contexts(value, model);
      if (!taken) return taken;
      model = taken.value();
      continue;
    }
    std::string why = "is none of: one_way, attention, attention_power, fading, unmoved, channels, contexts, comment";
    if (key == "one_way") why = take_number(value, {0, 1}, model.one_way);
    if (key == "attention_power") why = take_number(value, {0, kPowerMax}, model.attention_power);
    if (key == "fading") why = take_number(value, {kFadingMin, kFadingMax}, model.fading);
    if (key == "unmoved") why = take_number(value, {kUnmovedMin, 1}, model.unmoved);
    if (key == "attention") why = take_number(value, {0, kScaleMax, false}, model.attention);
    if (!why.empty()) return refusal(field, why);
  }
  return model;
}

Result<TieModel> read_tie_model(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && !in.eof()) return refusal(path.string(), "cannot be read");
  Result<TieModel> model = tie_model_of(text);
  if (!model) return refusal(path.string(), model.error().message);
  return model;
}

void write_tie_model(const std::filesystem::path& path, const TieModel& model) {
  std::filesystem::create_directories(path.has_parent_path() ? path.parent_path() : ".");
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text_of(model);
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), path.string());
  sync_to_disk(path);
}

}  // namespace kennis
