#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/fault.h"

namespace levada {
class Json;
}

namespace levada::jinja {

class Evaluator;
class Value;
struct Arguments;

/// What a value is. `missing` is no value at all (a default-constructed Value); templates never see it.
enum class Kind : std::uint8_t {
    missing,
    undefined,
    none,
    boolean,
    integer,
    big_integer,
    real,
    string,
    bytes,
    raw_object,  ///< A JSON object as text, not parsed yet; behaves as an immutable dict.
    raw_array,   ///< A JSON array as text, not parsed yet; behaves as an immutable list.
    list,
    tuple,
    dict,
    set,
    dict_view,
    range,
    iterator,
    name_space,
    function,
    method,
    type,
    module,
    date,
    date_time,
    time_delta,
    iso_duration,
    time_zone,
    ellipsis,
    object,
};

/// Base of everything that lives on the heap behind a Value. Counted; the count is thread-safe, the content is not.
class Object {
public:
    Object() = default;
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    virtual ~Object() = default;

    void retain() { count_.fetch_add(1, std::memory_order_relaxed); }
    void release() {
        if (count_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            delete this;
        }
    }
    std::uint32_t use_count() const { return count_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint32_t> count_{0};
};

/// A function a template can call. Stateless between calls or thread-safe: templates share it.
using Callable = std::function<Outcome<Value>(Evaluator&, Arguments&)>;

/// One Python value, 24 bytes. Scalars, borrowed text and raw JSON need no heap; everything else is one counted object.
/// A const Value may be read from many threads; lists and dicts are shared by reference as in Python, so a template
/// that changes one changes it for all its holders.
class Value {
public:
    Value() noexcept : integer_(0) {}
    ~Value() { drop(); }
    Value(const Value& other) noexcept;
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other) noexcept;
    Value& operator=(Value&& other) noexcept;

    // ---- making values
    static Value none();
    static Value boolean(bool value);
    static Value integer(std::int64_t value);
    static Value real(double value);
    /// Owns its text. Must be UTF-8.
    static Value string(std::string text);
    /// Borrows `text`: it must outlive the value and every value cut from it.
    static Value borrowed(std::string_view text);
    static Value bytes(std::string octets);
    static Value list(std::vector<Value> items);
    static Value tuple(std::vector<Value> items);
    static Value empty_dict();
    /// A later pair with an equal key replaces the value of an earlier one, as in Python.
    static Value dict(std::vector<std::pair<Value, Value>> items);
    static Value function(std::string name, Callable callable);
    /// A lazy view of one JSON value. Borrows `json`, which must be valid JSON (the caller's parser has seen it) and
    /// outlive the value and every value reached through it. `view["a"]["b"]` scans the bytes, allocating only for a
    /// string with escapes. Values reached are converted when they are reached; objects and arrays stay text.
    static Value raw_json(std::string_view json);
    /// Parses the whole text now. Errors: value_error.
    static Outcome<Value> parse_json(std::string_view json);
    /// Copies a tree of base Json.
    static Value from_json(const Json& json);
    /// The undefined value of a name that nobody gave, e.g. for arguments a caller leaves out.
    static Value undefined(std::string name);
    static Value object(Kind kind, Object* object);

    // ---- looking at values
    Kind kind() const { return kind_; }
    bool is(Kind kind) const { return kind_ == kind; }
    bool is_missing() const { return kind_ == Kind::missing; }
    bool is_undefined() const { return kind_ == Kind::undefined; }
    bool is_none() const { return kind_ == Kind::none; }
    bool is_string() const { return kind_ == Kind::string; }
    /// Text that `safe` or an escaping filter has marked as HTML.
    bool is_markup() const { return (flags_ & kMarkup) != 0; }
    bool as_bool() const { return boolean_; }
    std::int64_t as_integer() const { return integer_; }
    double as_real() const { return real_; }
    /// The text of a string or bytes value, of raw JSON, or the name of an undefined value.
    std::string_view text() const { return {data_, size_}; }
    Object* object() const { return owner_; }
    template <class T>
    T& as() const {
        return static_cast<T&>(*owner_);
    }

    /// Python's truth of the value: empty text, zero, empty collections and undefined are false.
    bool truthy() const;
    /// Python's str(): what `{{ value }}` prints.
    std::string str() const;
    /// Python's repr().
    std::string repr() const;
    /// Appends str() to `out`; no allocation of its own for scalars and text.
    void append_to(std::string& out) const;
    /// Name of the Python type: "str", "int", "dict", ...
    std::string_view type_name() const;
    /// `value[key]` or `value.key` for dicts and raw objects; missing when there is no such key.
    Value find(std::string_view key) const;
    /// Number of items of a collection, of code points of text; type_error for the rest.
    Outcome<std::size_t> length() const;
    /// list(value): every item of any iterable. Errors: type_error.
    Outcome<std::vector<Value>> items() const;
    /// Whole tree as Json (tuples become arrays). Errors: type_error for what JSON cannot hold.
    Outcome<Json> to_json() const;
    /// Appends the value as JSON text, raw JSON as it came. `{"a": 1}` with Python's separators is not promised: the
    /// text is compact. Errors: type_error for what JSON cannot hold (also inf and nan).
    Outcome<void> append_json(std::string& out) const;
    /// Raw JSON turned into ordinary lists and dicts (one level; nested ones stay raw). Others as they are.
    Value materialized() const;

    // ---- for the engine
    static constexpr std::uint8_t kMarkup = 1;
    static constexpr std::uint8_t kUnsafe = 2;  ///< Undefined because the sandbox forbids it.
    std::uint8_t flags() const { return flags_; }
    Value with_flags(std::uint8_t flags) const;
    std::uint8_t detail() const { return detail_; }
    /// Text that shares the owner of this one.
    Value slice_of_text(std::string_view part) const;
    static Value text_owned_by(std::string_view text, Object* owner);
    static Value raw_view(Kind kind, std::string_view json, Object* owner);
    static Value undefined_attribute(Kind container, const Value& name, std::uint8_t flags);
    static Value undefined_hint(std::string hint);
    Object* owner() const { return owner_; }

private:
    void drop() noexcept {
        if (owner_ != nullptr) {
            // The analyzer runs a destructor twice for the union inside libstdc++'s optional (~_Storage).
            owner_->release();  // NOLINT(clang-analyzer-cplusplus.NewDelete): see above; ASan runs all of this.
        }
    }

    Kind kind_ = Kind::missing;
    std::uint8_t flags_ = 0;
    std::uint8_t detail_ = 0;
    std::uint32_t size_ = 0;
    union {
        bool boolean_;
        std::int64_t integer_;
        double real_;
        const char* data_;
    };
    Object* owner_ = nullptr;
};

static_assert(sizeof(Value) == 24);

/// What a call passes: `f(1, 2, key=3)`.
struct Arguments {
    std::vector<Value> positional;
    std::vector<std::pair<Value, Value>> keywords;  ///< Key (text) and value, in order.
};

}  // namespace levada::jinja
