#include <cstring>
#include <string>
#include <string_view>

#include "levada/airbyte/message_writer.h"

namespace levada::airbyte {

namespace {

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// The position behind the string that starts at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return text.size();
}

/// The position behind the value that starts at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
        } else if (c == '{' || c == '[') {
            ++depth;
            ++at;
        } else if (depth > 0 && (c == '}' || c == ']')) {
            --depth;
            ++at;
        } else if (depth == 0 && (c == ',' || c == '}' || c == ']' || is_blank(c))) {
            return at;
        } else {
            ++at;
            continue;
        }
        if (depth == 0) {
            return at;
        }
    }
    return at;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) {
        ++at;
    }
    return at;
}

/// Copies without blanks outside of strings.
void append_compact(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            const std::size_t end = skip_string(text, at);
            out += text.substr(at, end - at);
            at = end;
        } else {
            if (!is_blank(text[at])) {
                out += text[at];
            }
            ++at;
        }
    }
}

/// Copies an object without its members that are null.
void append_without_nulls(std::string& out, std::string_view object) {
    out += '{';
    bool is_first = true;
    std::size_t at = skip_blanks(object, 1);
    while (at < object.size() && object[at] == '"') {
        const std::size_t key_end = skip_string(object, at);
        const std::string_view key = object.substr(at, key_end - at);
        at = skip_blanks(object, skip_blanks(object, key_end) + 1);
        const std::size_t value_end = skip_value(object, at);
        const std::string_view value = object.substr(at, value_end - at);
        if (value != "null") {
            out += is_first ? "" : ",";
            is_first = false;
            out += key;
            out += ':';
            append_compact(out, value);
        }
        at = skip_blanks(object, value_end);
        if (at < object.size() && object[at] == ',') {
            at = skip_blanks(object, at + 1);
        }
    }
    out += '}';
}

bool contains(std::string_view text, std::string_view word) {
    return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

}  // namespace

void append_record_line(std::string& out, std::string_view record) {
    if (!record.empty() && record.front() == '{' && contains(record, "null")) {
        append_without_nulls(out, record);
    } else if (std::memchr(record.data(), '\n', record.size()) != nullptr) {
        append_compact(out, record);
    } else {
        out += record;
    }
}

}  // namespace levada::airbyte
