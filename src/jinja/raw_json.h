#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Walks the members of a JSON object or the items of a JSON array, as text. The text must be valid JSON; broken text
/// ends the walk early and never reads outside it.
class RawWalk {
public:
    /// `json` starts with { or [ (after blanks).
    explicit RawWalk(std::string_view json);

    /// Moves to the next member or item; false at the end.
    bool next();
    /// Text between the quotes of the key, escapes as they are.
    std::string_view key() const { return key_; }
    std::string_view value() const { return value_; }

private:
    void skip_blanks() {
        while (at_ < json_.size() && static_cast<unsigned char>(json_[at_]) <= ' ') {
            ++at_;
        }
    }

    std::string_view json_;
    std::size_t at_ = 0;
    bool is_object_ = false;
    std::string_view key_;
    std::string_view value_;
};

/// Text of the value of the last member with that key: of repeated ones the last counts, as in Python. Where a key is
/// found, the rest is searched for its text only: that costs a small part of walking through it.
std::optional<std::string_view> raw_find(std::string_view object, std::string_view key);
/// Number of items of a JSON array.
std::size_t raw_size(std::string_view array);
/// The JSON value at the start of `json` as a Value; objects and arrays stay text. `owner` keeps the text alive.
Value raw_value(std::string_view json, Object* owner);
/// A key or string without its quotes; borrowed when it has no escapes.
Value raw_text(std::string_view between_quotes, Object* owner);
/// Appends JSON text of a string body with its escapes decoded.
void append_unescaped(std::string& out, std::string_view between_quotes);

}  // namespace levada::jinja
