#pragma once

#include "big_integer.h"
#include "dict.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/civil_time.h"
#include "levada/base/iso_duration.h"
#include "levada/jinja/value.h"

namespace levada::jinja {

/// Text or bytes that a value owns.
struct TextObject final : Object {
    explicit TextObject(std::string owned) : text(std::move(owned)) {}
    std::string text;
};

/// list, tuple and set (which keeps the order of its items: Python's is arbitrary).
struct ListObject final : Object {
    explicit ListObject(std::vector<Value> contents) : items(std::move(contents)) {}
    std::vector<Value> items;
};

struct BigIntegerObject final : Object {
    explicit BigIntegerObject(BigInteger contents) : number(std::move(contents)) {}
    BigInteger number;
};

struct RangeObject final : Object {
    RangeObject(std::int64_t first, std::int64_t last, std::int64_t by) : start(first), stop(last), step(by) {}
    std::size_t size() const;
    std::int64_t item(std::size_t index) const { return start + static_cast<std::int64_t>(index) * step; }
    std::int64_t start;
    std::int64_t stop;
    std::int64_t step;
};

struct FunctionObject final : Object {
    FunctionObject(std::string function_name, Callable function)
        : name(std::move(function_name)), callable(std::move(function)) {}
    std::string name;
    Callable callable;
    std::vector<std::pair<std::string, Value>> attributes;
    std::string shown;  ///< Its repr, where that is not <function name>.
};

struct MethodEntry;

/// `value.method` before it is called.
struct MethodObject final : Object {
    MethodObject(Value receiver, const MethodEntry* method) : self(std::move(receiver)), entry(method) {}
    Value self;
    const MethodEntry* entry;
};

/// Flag of a tuple made by groupby: `grouper` and `list` name its items.
inline constexpr std::uint8_t kGroupTuple = 4;
/// Flag of a tuple made by date.isocalendar(): year, week and weekday.
inline constexpr std::uint8_t kIsoCalendarTuple = 8;

enum class DictView : std::uint8_t { keys, values, items };

struct DictViewObject final : Object {
    DictViewObject(Value viewed, DictView how) : dict(std::move(viewed)), view(how) {}
    Value dict;
    DictView view;
};

/// A generator: gives its items once. `next` sets the item and returns true, or returns false at the end.
struct IteratorObject final : Object {
    using Next = std::function<Outcome<bool>(Value&)>;
    IteratorObject(std::string_view type, Next function) : type_name(type), next(std::move(function)) {}
    std::string_view type_name;
    Next next;
};

struct NamespaceObject final : Object {
    DictObject attributes;
};

struct TypeObject final : Object {
    TypeObject(std::string type_name, Callable function)
        : name(std::move(type_name)), constructor(std::move(function)) {}
    std::string name;
    Callable constructor;
    std::vector<std::pair<std::string, Value>> attributes;
};

struct ModuleObject final : Object {
    explicit ModuleObject(std::string module_name) : name(std::move(module_name)) {}
    std::string name;
    std::vector<std::pair<std::string, Value>> attributes;
};

/// Zone of a time whose tzinfo is one of Python's own datetime.timezone.
inline constexpr std::string_view kPythonZone = "datetime.timezone";

/// date and date_time; the zone name prints in repr.
struct DateObject final : Object {
    explicit DateObject(const CivilTime& when, std::string name = std::string()) : time(when), zone(std::move(name)) {}
    CivilTime time;
    std::string zone;
};

struct DeltaObject final : Object {
    explicit DeltaObject(std::int64_t length_us) : micros(length_us) {}
    std::int64_t micros;
};

struct IsoDurationObject final : Object {
    explicit IsoDurationObject(const IsoDuration& length) : duration(length) {}
    IsoDuration duration;
};

/// Kind::object: everything that behaves in its own way (loop, macros, cycler, ...).
class NativeObject : public Object {
public:
    virtual std::string_view type_name() const = 0;
    /// Missing when there is no such attribute.
    virtual Outcome<Value> attribute(Evaluator& evaluator, std::string_view name);
    virtual Outcome<Value> call(Evaluator& evaluator, Arguments& arguments);
    virtual bool is_callable() const { return false; }
    virtual std::string repr() const;
    /// Number of items; nothing when it is no collection.
    virtual std::optional<std::size_t> length() const { return std::nullopt; }
};

/// Makes the smallest kind that holds `number`.
Value value_of(BigInteger number);
/// Any of boolean, integer, big_integer as BigInteger.
BigInteger big_of(const Value& value);
Value make_iterator(std::string_view type_name, IteratorObject::Next next);
Value make_range(std::int64_t start, std::int64_t stop, std::int64_t step);
Value make_set(const std::vector<Value>& items);
Value make_date(const CivilTime& date);
Value make_date_time(const CivilTime& time, std::string zone = std::string());
Value make_delta(std::int64_t micros);
Value make_native(NativeObject* object);
Value make_text(std::string text, bool is_markup);

}  // namespace levada::jinja
