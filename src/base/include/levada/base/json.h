#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "levada/base/result.h"

namespace levada {

/// One key with its value; a template only because Json is not complete where it is first named.
template <typename T>
struct JsonMember {
    std::string key;
    T value;
};

/// A JSON value for the cold paths: configuration, manifests, states. Objects keep the order of their keys, integers of
/// any size are exact, and a value read from a file knows its line. The hot path works on the bytes instead.
/// A value type; not thread-safe for writing.
class Json {
public:
    using Member = JsonMember<Json>;
    using Array = std::vector<Json>;
    using Object = std::vector<Member>;
    /// An integer outside int64, as its decimal digits.
    struct BigInteger {
        std::string digits;
        bool operator==(const BigInteger&) const = default;
    };
    enum class Kind : std::uint8_t { null, boolean, integer, big_integer, number, string, array, object };

    Json() = default;
    Json(std::nullptr_t) {}                                 // NOLINT(google-explicit-constructor): a literal is a value
    Json(bool value) : held_(value) {}                      // NOLINT(google-explicit-constructor): as above
    Json(int value) : held_(std::int64_t{value}) {}         // NOLINT(google-explicit-constructor): as above
    Json(std::int64_t value) : held_(value) {}              // NOLINT(google-explicit-constructor): as above
    Json(double value) : held_(value) {}                    // NOLINT(google-explicit-constructor): as above
    Json(const char* value) : held_(std::string(value)) {}  // NOLINT(google-explicit-constructor): as above
    Json(std::string_view value) : held_(std::string(value)) {}  // NOLINT(google-explicit-constructor): as above
    Json(std::string value) : held_(std::move(value)) {}         // NOLINT(google-explicit-constructor): as above
    Json(BigInteger value) : held_(std::move(value)) {}          // NOLINT(google-explicit-constructor): as above
    Json(Array value) : held_(std::move(value)) {}               // NOLINT(google-explicit-constructor): as above
    Json(Object value) : held_(std::move(value)) {}              // NOLINT(google-explicit-constructor): as above
    static Json array() { return Json(Array()); }
    static Json array(std::initializer_list<Json> items) { return Json(Array(items)); }
    static Json object() { return Json(Object()); }
    static Json object(std::initializer_list<std::pair<std::string_view, Json>> members);

    Kind kind() const { return static_cast<Kind>(held_.index()); }
    bool is_null() const { return kind() == Kind::null; }
    bool is_boolean() const { return kind() == Kind::boolean; }
    bool is_integer() const { return kind() == Kind::integer; }
    bool is_number() const { return kind() == Kind::integer || kind() == Kind::number || kind() == Kind::big_integer; }
    bool is_string() const { return kind() == Kind::string; }
    bool is_array() const { return kind() == Kind::array; }
    bool is_object() const { return kind() == Kind::object; }

    /// Each asserts the kind it names; as_double() takes any number.
    bool as_boolean() const { return get<bool>(); }
    std::int64_t as_integer() const { return get<std::int64_t>(); }
    double as_double() const;
    const std::string& as_string() const { return get<std::string>(); }
    const BigInteger& as_big_integer() const { return get<BigInteger>(); }
    const Array& as_array() const { return get<Array>(); }
    Array& as_array() { return get<Array>(); }
    const Object& as_object() const { return get<Object>(); }
    Object& as_object() { return get<Object>(); }

    /// The member's value, or null when this is no object or has no such key.
    const Json* find(std::string_view key) const;
    Json* find(std::string_view key);
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    /// Reads through objects; nullptr as soon as a step is missing.
    const Json* find_path(std::initializer_list<std::string_view> path) const;
    /// The text of a string member, or `otherwise`.
    std::string_view string_or(std::string_view key, std::string_view otherwise) const;
    std::int64_t integer_or(std::string_view key, std::int64_t otherwise) const;
    bool boolean_or(std::string_view key, bool otherwise) const;
    /// Sets or replaces one member, in place; turns a null into an object.
    Json& set(std::string_view key, Json value);
    /// The member's value, made as null when it is not there; turns a null into an object.
    Json& operator[](std::string_view key);
    bool erase(std::string_view key);
    /// Appends to an array; turns a null into an array.
    Json& push_back(Json value);
    /// Members or items; 0 for anything else.
    std::size_t size() const;

    /// The line (from 1) in the file that the value was read from; 0 when it was made by the program.
    std::uint32_t line() const { return line_; }
    void set_line(std::uint32_t line) { line_ = line; }

    /// Equality as Python's: 1 == 1.0, the order of keys does not count; lines never do.
    bool operator==(const Json& other) const;

    /// Compact JSON (no blanks), UTF-8 as it is. NaN and infinities are written as Python writes them.
    std::string dump() const;
    void dump_to(std::string& out) const;
    /// Indented by two blanks.
    std::string dump_pretty() const;

private:
    template <typename T>
    const T& get() const {
        const T* value = std::get_if<T>(&held_);
        LEVADA_ASSERT(value != nullptr);
        return *value;
    }
    template <typename T>
    T& get() {
        T* value = std::get_if<T>(&held_);
        LEVADA_ASSERT(value != nullptr);
        return *value;
    }

    std::variant<std::monostate, bool, std::int64_t, BigInteger, double, std::string, Array, Object> held_;
    std::uint32_t line_ = 0;
};

/// Deepest nesting that parse_json and parse_yaml accept.
inline constexpr int kJsonDepthMax = 512;

/// Parses one JSON document (RFC 8259, UTF-8). Of a repeated key the last value counts, as in Python.
/// Errors: invalid_data, with the line and what was found.
Result<Json> parse_json(std::string_view text);

/// Appends `text` as a JSON string with its quotes. Bytes that are no UTF-8 pass as they are.
void append_json_string(std::string& out, std::string_view text);
/// Appends a double in its shortest form that reads back equal, as Python's repr does (1.0, 1e+16, NaN).
void append_json_double(std::string& out, double value);

}  // namespace levada
