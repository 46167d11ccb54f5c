#include "levada/base/yaml.h"

#include "yaml_scalar.h"
#include "yaml_time.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include <yaml-cpp/yaml.h>

#include "levada/base/python_yaml.h"

namespace levada {

namespace {

/// What becomes of plain scalars that are dates or times, which JSON does not have.
enum class YamlTimes : std::uint8_t { as_written, as_python_prints };

/// Largest count of values after anchors are expanded, against "billion laughs".
constexpr std::size_t kYamlNodesMax = 2'000'000;

/// Turns yaml-cpp's nodes into Json.
class Converter {
public:
    Converter(std::string_view file, YamlTimes times) : file_(file), times_(times) {}

    Result<Json> convert(const YAML::Node& node, int depth) {
        const auto line = static_cast<std::uint32_t>(std::max(node.Mark().line, -1) + 1);
        if (depth > kJsonDepthMax || ++count_ > kYamlNodesMax) {
            return Error(ErrorCode::invalid_config,
                         "YAML is nested too deeply or too large after its anchors are expanded")
                .at(file_, line);
        }
        LEVADA_TRY(Json value, convert_by_type(node, depth, line));
        value.set_line(line);
        return value;
    }

private:
    Result<Json> convert_by_type(const YAML::Node& node, int depth, std::uint32_t line) {
        switch (node.Type()) {
            case YAML::NodeType::Scalar:
                return timed_scalar_of(node, line);
            case YAML::NodeType::Sequence:
                return sequence_of(node, depth);
            case YAML::NodeType::Map:
                return map_of(node, depth, line);
            default:
                return Json();
        }
    }

    static bool is_text(const YAML::Node& node) {
        const std::string& tag = node.Tag();
        return tag == "!" || tag == "tag:yaml.org,2002:str";
    }

    static Json scalar_of(const YAML::Node& node) {
        return is_text(node) ? Json(node.Scalar()) : resolve_yaml_scalar(node.Scalar());
    }

    Result<Json> timed_scalar_of(const YAML::Node& node, std::uint32_t line) const {
        if (times_ == YamlTimes::as_python_prints && !is_text(node)) {
            const Result<std::optional<std::string>> time = yaml_time_text(node.Scalar());
            if (!time) {
                return time.error().at(file_, line);
            }
            if (const std::optional<std::string>& text = *time) {
                return Json(*text);
            }
        }
        return scalar_of(node);
    }

    Result<Json> sequence_of(const YAML::Node& node, int depth) {
        Json::Array items;
        items.reserve(node.size());
        for (const YAML::Node& item : node) {
            LEVADA_TRY(Json value, convert(item, depth + 1));
            items.push_back(std::move(value));
        }
        return Json(std::move(items));
    }

    Result<Json> map_of(const YAML::Node& node, int depth, std::uint32_t line) {
        Json object = Json::object();
        for (const auto& pair : node) {
            if (pair.first.IsScalar() && pair.first.Scalar() == "<<" && pair.first.Tag() == "?") {
                LEVADA_CHECK(merge(object, pair.second, depth, line));
            }
        }
        for (const auto& pair : node) {
            if (!pair.first.IsScalar() && !pair.first.IsNull()) {
                return Error(ErrorCode::invalid_config, "wanted a text as a key, found a list or a map")
                    .at(file_, line);
            }
            if (pair.first.IsScalar() && pair.first.Scalar() == "<<" && pair.first.Tag() == "?") {
                continue;
            }
            LEVADA_TRY(Json value, convert(pair.second, depth + 1));
            if (!pair.second.IsMap() && !pair.second.IsSequence()) {
                value.set_line(static_cast<std::uint32_t>(std::max(pair.first.Mark().line, -1) + 1));
            }
            object.set(key_of(pair.first), std::move(value));
        }
        return object;
    }

    static std::string key_of(const YAML::Node& key) {
        const Json value = key.IsNull() ? Json("null") : scalar_of(key);
        return value.is_string() ? value.as_string() : value.dump();
    }

    Status merge(Json& object, const YAML::Node& source, int depth, std::uint32_t line) {
        if (source.IsSequence()) {
            for (const YAML::Node& part : source) {
                LEVADA_CHECK(merge(object, part, depth, line));
            }
            return ok();
        }
        if (!source.IsMap()) {
            return Error(ErrorCode::invalid_config, "wanted a map after \"<<\"").at(file_, line);
        }
        LEVADA_TRY(const Json merged, convert(source, depth + 1));
        for (const Json::Member& member : merged.as_object()) {
            if (!object.contains(member.key)) {
                object.set(member.key, member.value);
            }
        }
        return ok();
    }

    std::string_view file_;
    YamlTimes times_;
    std::size_t count_ = 0;
};

Result<Json> parse(std::string_view text, std::string_view file, YamlTimes times) {
    if (text.size() > kYamlSizeBytesMax) {
        return Error(ErrorCode::invalid_config, "YAML file is over 64 MiB").at(file, 1);
    }
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
        if (documents.empty()) {
            return Json();
        }
        if (documents.size() > 1) {
            return Error(ErrorCode::invalid_config,
                         "wanted one YAML document, found " + std::to_string(documents.size()))
                .at(file, 1);
        }
        return Converter(file, times).convert(documents.front(), 0);
    } catch (const YAML::Exception& thrown) {
        return Error(ErrorCode::invalid_config, "YAML: " + thrown.msg).at(file, thrown.mark.line + 1);
    } catch (const std::exception& thrown) {
        return Error(ErrorCode::invalid_config, std::string("YAML: ") + thrown.what()).at(file, 1);
    }
}

}  // namespace

Result<Json> parse_yaml(std::string_view text, std::string_view file) {
    return parse(text, file, YamlTimes::as_written);
}

Result<Json> parse_python_yaml(std::string_view text, std::string_view file) {
    return parse(text, file, YamlTimes::as_python_prints);
}

}  // namespace levada
