#include "levada/airbyte/components/python_json.h"

#include <algorithm>
#include <string>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::airbyte {

namespace {

void append_sorted(const Json& value, std::string& out);

void append_sorted_object(const Json::Object& object, std::string& out) {
    std::vector<const Json::Member*> members;
    members.reserve(object.size());
    for (const Json::Member& member : object) {
        members.push_back(&member);
    }
    std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    out += '{';
    for (const Json::Member* member : members) {
        if (member != members.front()) {
            out += ',';
        }
        append_json_string(out, member->key);
        out += ':';
        append_sorted(member->value, out);
    }
    out += '}';
}

void append_sorted(const Json& value, std::string& out) {
    if (value.is_object()) {
        append_sorted_object(value.as_object(), out);
        return;
    }
    if (!value.is_array()) {
        value.dump_to(out);
        return;
    }
    out += '[';
    bool is_first = true;
    for (const Json& item : value.as_array()) {
        if (!is_first) {
            out += ',';
        }
        is_first = false;
        append_sorted(item, out);
    }
    out += ']';
}

}  // namespace

std::string sorted_json_text(const Json& value) {
    std::string out;
    append_sorted(value, out);
    return out;
}

std::string python_str(const Json& value) {
    return value.is_string() ? value.as_string() : jinja::Value::from_json(value).str();
}

std::string python_repr(const Json& value) {
    return jinja::Value::from_json(value).repr();
}

bool python_truth(const Json& value) {
    switch (value.kind()) {
        case Json::Kind::null:
            return false;
        case Json::Kind::boolean:
            return value.as_boolean();
        case Json::Kind::integer:
            return value.as_integer() != 0;
        case Json::Kind::number:
            return value.as_double() != 0.0;
        case Json::Kind::big_integer:
            return true;
        case Json::Kind::string:
            return !value.as_string().empty();
        case Json::Kind::array:
        case Json::Kind::object:
            break;
    }
    return value.size() != 0;
}

}  // namespace levada::airbyte
