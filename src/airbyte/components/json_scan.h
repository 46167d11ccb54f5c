#pragma once

#include <string_view>

namespace levada::airbyte::scan {

/// What may stand between the tokens of JSON. Source: RFC 8259, section 2.
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Walks over JSON text that is already known to be valid, without building anything. All take [at, end) and give a
/// position in it; on broken text they stop at `end`.
const char* skip_blanks(const char* at, const char* end);
/// `at` is at the opening quote; the result is behind the closing one.
const char* skip_string(const char* at, const char* end);
/// The position behind the value that starts at `at`.
const char* skip_value(const char* at, const char* end);

/// One member of an object: raw key with its quotes, raw value.
struct Member {
    std::string_view key;
    std::string_view value;
};

/// Reads the members of one object one after the other.
class Members {
public:
    /// `object` may start with blanks; anything but an object has no members.
    explicit Members(std::string_view object);
    bool next(Member& member);

private:
    const char* at_;
    const char* end_;
};

/// Reads the items of one array one after the other.
class Items {
public:
    explicit Items(std::string_view array);
    bool next(std::string_view& item);

private:
    const char* at_;
    const char* end_;
};

/// True when raw key `quoted` (with quotes, maybe escapes) spells `name`.
bool key_equals(std::string_view quoted, std::string_view name);

/// Python's bool() of one raw value: false for null, false, zero, empty text, list and mapping.
bool is_truthy(std::string_view value);

/// Without blanks at both ends.
std::string_view trim(std::string_view text);

}  // namespace levada::airbyte::scan
