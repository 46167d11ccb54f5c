#include "levada/base/json.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada {

Json Json::object(std::initializer_list<std::pair<std::string_view, Json>> members) {
    Object object;
    object.reserve(members.size());
    for (const auto& [key, value] : members) {
        object.push_back({std::string(key), value});
    }
    return Json(std::move(object));
}

double Json::as_double() const {
    if (is_integer()) {
        return static_cast<double>(as_integer());
    }
    if (kind() == Kind::big_integer) {
        return parse_double(as_big_integer().digits).value_or(0.0);
    }
    return get<double>();
}

const Json* Json::find(std::string_view key) const {
    const Object* object = std::get_if<Object>(&held_);
    if (object == nullptr) {
        return nullptr;
    }
    const auto found =
        std::find_if(object->begin(), object->end(), [&](const Member& member) { return member.key == key; });
    return found == object->end() ? nullptr : &found->value;
}

Json* Json::find(std::string_view key) {
    Object* object = std::get_if<Object>(&held_);
    if (object == nullptr) {
        return nullptr;
    }
    const auto found =
        std::find_if(object->begin(), object->end(), [&](const Member& member) { return member.key == key; });
    return found == object->end() ? nullptr : &found->value;
}

const Json* Json::find_path(std::initializer_list<std::string_view> path) const {
    const Json* value = this;
    for (const std::string_view key : path) {
        value = value->find(key);
        if (value == nullptr) {
            return nullptr;
        }
    }
    return value;
}

std::string_view Json::string_or(std::string_view key, std::string_view otherwise) const {
    const Json* value = find(key);
    return value != nullptr && value->is_string() ? std::string_view(value->as_string()) : otherwise;
}

std::int64_t Json::integer_or(std::string_view key, std::int64_t otherwise) const {
    const Json* value = find(key);
    return value != nullptr && value->is_integer() ? value->as_integer() : otherwise;
}

bool Json::boolean_or(std::string_view key, bool otherwise) const {
    const Json* value = find(key);
    return value != nullptr && value->is_boolean() ? value->as_boolean() : otherwise;
}

Json& Json::set(std::string_view key, Json value) {
    Json& member = (*this)[key];
    member = std::move(value);
    return member;
}

Json& Json::operator[](std::string_view key) {
    if (is_null()) {
        held_ = Object();
    }
    if (Json* value = find(key); value != nullptr) {
        return *value;
    }
    as_object().push_back({std::string(key), Json()});
    return as_object().back().value;
}

bool Json::erase(std::string_view key) {
    Object* object = std::get_if<Object>(&held_);
    return object != nullptr && std::erase_if(*object, [&](const Member& member) { return member.key == key; }) > 0;
}

Json& Json::push_back(Json value) {
    if (is_null()) {
        held_ = Array();
    }
    as_array().push_back(std::move(value));
    return as_array().back();
}

std::size_t Json::size() const {
    if (is_array()) {
        return as_array().size();
    }
    return is_object() ? as_object().size() : 0;
}

namespace {

bool are_equal_objects(const Json& a, const Json& b) {
    if (a.size() != b.size()) {
        return false;
    }
    return std::all_of(a.as_object().begin(), a.as_object().end(), [&](const Json::Member& member) {
        const Json* other = b.find(member.key);
        return other != nullptr && member.value == *other;
    });
}

bool are_equal_numbers(const Json& a, const Json& b) {
    if (a.is_integer() && b.is_integer()) {
        return a.as_integer() == b.as_integer();
    }
    if (a.kind() == Json::Kind::big_integer && b.kind() == Json::Kind::big_integer) {
        return a.as_big_integer() == b.as_big_integer();
    }
    return a.as_double() == b.as_double();
}

}  // namespace

bool Json::operator==(const Json& other) const {
    if (is_number() && other.is_number()) {
        return are_equal_numbers(*this, other);
    }
    if (kind() != other.kind()) {
        return false;
    }
    switch (kind()) {
        case Kind::boolean:
            return as_boolean() == other.as_boolean();
        case Kind::string:
            return as_string() == other.as_string();
        case Kind::array:
            return as_array() == other.as_array();
        case Kind::object:
            return are_equal_objects(*this, other);
        default:
            return true;
    }
}

}  // namespace levada
