#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/manifest.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kRefKey = "$ref";
/// Mappings of config values, which may look like references. Source: _FIELDS_HOLDING_CONFIG_VALUES.
constexpr std::string_view kConfigValuesKey = "config_overrides";
/// A manifest whose references unfold to more values than this is refused.
constexpr std::size_t kValuesMax = 5'000'000;

bool is_reference(const Json& node) {
    return node.is_string() && node.as_string().starts_with("#/");
}

/// One step of a path: the member called `head`, or the item with that number. Null when there is none.
const Json* step(const Json& node, std::string_view head) {
    if (node.is_object()) {
        return node.find(head);
    }
    if (!node.is_array()) {
        return nullptr;
    }
    std::int64_t index = 0;
    const auto [end, error] = std::from_chars(head.data(), head.data() + head.size(), index);
    const auto size = static_cast<std::int64_t>(node.size());
    if (error != std::errc() || end != head.data() + head.size() || index >= size || index < -size) {
        return nullptr;
    }
    return &node.as_array()[static_cast<std::size_t>(index < 0 ? index + size : index)];
}

/// Keys may contain slashes, so the whole rest is tried as one key before its first part.
const Json* look_up(const Json& manifest, std::string_view path) {
    const Json* node = &manifest;
    while (!path.empty()) {
        if (node->is_object()) {
            if (const Json* whole = node->find(path); whole != nullptr) {
                return whole;
            }
        }
        const std::size_t slash = path.find('/');
        node = step(*node, path.substr(0, slash));
        if (node == nullptr) {
            return nullptr;
        }
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return node;
}

class Resolver {
public:
    Resolver(const Json& manifest, std::string_view file) : manifest_(manifest), file_(file) {}

    Result<Json> evaluate(const Json& node) {
        if (++value_count_ > kValuesMax) {
            return error(node, "references unfold to more than " + std::to_string(kValuesMax) + " values");
        }
        if (node.is_object()) {
            return evaluate_object(node);
        }
        if (node.is_array()) {
            return evaluate_array(node);
        }
        return is_reference(node) ? evaluate_reference(node) : Result<Json>(node);
    }

private:
    Error error(const Json& node, std::string message) const {
        return Error(ErrorCode::invalid_config, "manifest: " + std::move(message)).at(file_, node.line());
    }

    Result<Json> evaluate_object(const Json& node) {
        Json own = Json::object();
        own.set_line(node.line());
        for (const Json::Member& member : node.as_object()) {
            if (member.key == kRefKey) {
                continue;
            }
            if (member.key == kConfigValuesKey) {
                own.set(member.key, member.value);
                continue;
            }
            LEVADA_TRY(Json value, evaluate(member.value));
            own.set(member.key, std::move(value));
        }
        const Json* reference = node.find(kRefKey);
        if (reference == nullptr) {
            return own;
        }
        LEVADA_TRY(Json target, evaluate(*reference));
        if (!target.is_object()) {
            return target;
        }
        for (Json::Member& member : own.as_object()) {
            target.set(member.key, std::move(member.value));
        }
        target.set_line(node.line());
        return target;
    }

    Result<Json> evaluate_array(const Json& node) {
        Json items = Json::array();
        items.set_line(node.line());
        for (const Json& item : node.as_array()) {
            LEVADA_TRY(Json value, evaluate(item));
            items.push_back(std::move(value));
        }
        return items;
    }

    Result<Json> evaluate_reference(const Json& node) {
        const std::string& reference = node.as_string();
        if (std::find(visited_.begin(), visited_.end(), reference) != visited_.end()) {
            return error(node, "circular reference \"" + reference + "\"");
        }
        const Json* target = look_up(manifest_, std::string_view(reference).substr(2));
        if (target == nullptr) {
            return error(node, "reference to undefined \"" + reference + "\"");
        }
        visited_.push_back(reference);
        Result<Json> value = evaluate(*target);
        visited_.pop_back();
        return value;
    }

    const Json& manifest_;
    std::string_view file_;
    std::vector<std::string> visited_;
    std::size_t value_count_ = 0;
};

}  // namespace

Result<Json> resolve_references(const Json& manifest, std::string_view file) {
    return Resolver(manifest, file).evaluate(manifest);
}

}  // namespace levada::airbyte
