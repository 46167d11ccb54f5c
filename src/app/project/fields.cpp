#include "project/fields.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada::app {

std::string_view kind_name(const Json& value) {
    switch (value.kind()) {
        case Json::Kind::null:
            return "nothing";
        case Json::Kind::boolean:
            return "true or false";
        case Json::Kind::string:
            return "a text";
        case Json::Kind::array:
            return "a list";
        case Json::Kind::object:
            return "a map";
        default:
            return "a number";
    }
}

Result<Fields> Fields::of(const Json& node, std::string_view file, std::string path) {
    if (!node.is_object()) {
        const std::string name = path.empty() ? "the file" : path;
        return Error(ErrorCode::invalid_config, name + ": wanted a map, found " + std::string(kind_name(node)))
            .at(file, node.line());
    }
    return Fields(node, file, std::move(path));
}

Error Fields::wrong(const Json& at, const std::string& message) const {
    return Error(ErrorCode::invalid_config, message).at(file_, at.line());
}

Error Fields::wrong_kind(const std::string& key, const Json& found, std::string_view wanted) const {
    const std::string name = path_.empty() ? key : path_ + "." + key;
    return wrong(found, name + ": wanted " + std::string(wanted) + ", found " + std::string(kind_name(found)));
}

const Json* Fields::any(const std::string& key) {
    asked_.insert(key);
    const Json* value = node_->find(key);
    return value != nullptr && !value->is_null() ? value : nullptr;
}

Result<std::string> Fields::text(const std::string& key, std::string_view otherwise) {
    const Json* value = any(key);
    if (value == nullptr) {
        return std::string(otherwise);
    }
    if (!value->is_string()) {
        return wrong_kind(key, *value, "a text");
    }
    return value->as_string();
}

Result<std::string> Fields::required_text(const std::string& key) {
    if (any(key) == nullptr) {
        return wrong(*node_, (path_.empty() ? key : path_ + "." + key) + " is missing: wanted a text");
    }
    return text(key, "");
}

Result<std::int64_t> Fields::integer(const std::string& key, std::int64_t otherwise) {
    const Json* value = any(key);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_integer()) {
        return wrong_kind(key, *value, "a whole number");
    }
    return value->as_integer();
}

Result<bool> Fields::boolean(const std::string& key, bool otherwise) {
    const Json* value = any(key);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_boolean()) {
        return wrong_kind(key, *value, "true or false");
    }
    return value->as_boolean();
}

Result<std::string> Fields::choice(const std::string& key,
                                   const std::vector<std::string>& choices,
                                   std::string_view otherwise) {
    LEVADA_TRY(std::string value, text(key, otherwise));
    if (any(key) != nullptr && std::find(choices.begin(), choices.end(), value) == choices.end()) {
        std::string message = (path_.empty() ? key : path_ + "." + key) + ": wanted one of " + join(choices, ", ") +
                              ", found \"" + value + "\"";
        if (const auto near = nearest(value, choices)) {
            message += "; did you mean \"" + *near + "\"?";
        }
        return wrong(*any(key), message);
    }
    return value;
}

Result<std::vector<std::string>> Fields::texts(const std::string& key) {
    std::vector<std::string> out;
    const Json* value = any(key);
    if (value == nullptr) {
        return out;
    }
    if (value->is_string()) {
        out.push_back(value->as_string());
        return out;
    }
    if (!value->is_array()) {
        return wrong_kind(key, *value, "a list of texts");
    }
    for (const Json& item : value->as_array()) {
        if (!item.is_string()) {
            return wrong_kind(key, item, "a list of texts");
        }
        out.push_back(item.as_string());
    }
    return out;
}

Result<const Json*> Fields::map(const std::string& key) {
    const Json* value = any(key);
    if (value != nullptr && !value->is_object()) {
        return wrong_kind(key, *value, "a map");
    }
    return value;
}

Status Fields::refuse_unknown() const {
    for (const Json::Member& member : node_->as_object()) {
        if (asked_.contains(member.key)) {
            continue;
        }
        std::string message = "unknown key \"" + (path_.empty() ? "" : path_ + ".") + member.key + "\"";
        if (const auto near = nearest(member.key, std::vector<std::string>(asked_.begin(), asked_.end()))) {
            message += "; did you mean \"" + *near + "\"?";
        }
        return wrong(member.value, message);
    }
    return ok();
}

}  // namespace levada::app
