#include "levada/jinja/value.h"

#include "objects.h"
#include "ops.h"
#include "raw_json.h"
#include "try.h"
#include "unicode.h"

#include <array>
#include <limits>

#include "levada/base/json.h"

namespace levada::jinja {

namespace {

constexpr std::array<std::string_view, 30> kTypeNames = {
    "missing",  "Undefined", "NoneType",  "bool",     "int",      "int",    "float",  "str",
    "bytes",    "dict",      "list",      "list",     "tuple",    "dict",   "set",    "dict_items",
    "range",    "generator", "Namespace", "function", "method",   "type",   "module", "date",
    "datetime", "timedelta", "Duration",  "timezone", "ellipsis", "object",
};

std::uint32_t checked_size(std::size_t size) {
    LEVADA_ASSERT(size <= std::numeric_limits<std::uint32_t>::max());
    return static_cast<std::uint32_t>(size);
}

}  // namespace

Value::Value(const Value& other) noexcept
    : kind_(other.kind_),
      flags_(other.flags_),
      detail_(other.detail_),
      size_(other.size_),
      integer_(other.integer_),
      owner_(other.owner_) {
    if (owner_ != nullptr) {
        owner_->retain();
    }
}

Value::Value(Value&& other) noexcept
    : kind_(other.kind_),
      flags_(other.flags_),
      detail_(other.detail_),
      size_(other.size_),
      integer_(other.integer_),
      owner_(other.owner_) {
    other.owner_ = nullptr;
    other.kind_ = Kind::missing;
}

Value& Value::operator=(const Value& other) noexcept {
    if (this != &other) {
        Value copy(other);
        *this = std::move(copy);
    }
    return *this;
}

Value& Value::operator=(Value&& other) noexcept {
    if (this != &other) {
        Object* old = owner_;
        kind_ = other.kind_;
        flags_ = other.flags_;
        detail_ = other.detail_;
        size_ = other.size_;
        integer_ = other.integer_;
        owner_ = other.owner_;
        other.owner_ = nullptr;
        other.kind_ = Kind::missing;
        if (old != nullptr) {
            old->release();
        }
    }
    return *this;
}

Value Value::none() {
    Value value;
    value.kind_ = Kind::none;
    return value;
}

Value Value::boolean(bool flag) {
    Value value;
    value.kind_ = Kind::boolean;
    value.boolean_ = flag;
    return value;
}

Value Value::integer(std::int64_t number) {
    Value value;
    value.kind_ = Kind::integer;
    value.integer_ = number;
    return value;
}

Value Value::real(double number) {
    Value value;
    value.kind_ = Kind::real;
    value.real_ = number;
    return value;
}

Value Value::string(std::string text) {
    auto* owner = new TextObject(std::move(text));
    return text_owned_by(owner->text, owner);
}

Value Value::borrowed(std::string_view text) {
    return text_owned_by(text, nullptr);
}

Value Value::text_owned_by(std::string_view text, Object* owner) {
    Value value;
    value.kind_ = Kind::string;
    value.data_ = text.data();
    value.size_ = checked_size(text.size());
    value.owner_ = owner;
    if (owner != nullptr) {
        owner->retain();
    }
    return value;
}

Value Value::raw_view(Kind kind, std::string_view json, Object* owner) {
    Value value = text_owned_by(json, owner);
    value.kind_ = kind;
    return value;
}

Value Value::slice_of_text(std::string_view part) const {
    Value value = text_owned_by(part, owner_);
    value.flags_ = flags_;
    return value;
}

Value Value::bytes(std::string octets) {
    Value value = string(std::move(octets));
    value.kind_ = Kind::bytes;
    return value;
}

Value Value::object(Kind kind, Object* object) {
    Value value;
    value.kind_ = kind;
    value.owner_ = object;
    object->retain();
    return value;
}

Value Value::list(std::vector<Value> items) {
    return object(Kind::list, new ListObject(std::move(items)));
}

Value Value::tuple(std::vector<Value> items) {
    return object(Kind::tuple, new ListObject(std::move(items)));
}

Value Value::empty_dict() {
    return object(Kind::dict, new DictObject());
}

Value Value::dict(std::vector<std::pair<Value, Value>> items) {
    Value value = empty_dict();
    for (auto& [key, item] : items) {
        value.as<DictObject>().set(std::move(key), std::move(item));
    }
    return value;
}

Value Value::function(std::string name, Callable callable) {
    return object(Kind::function, new FunctionObject(std::move(name), std::move(callable)));
}

Value Value::raw_json(std::string_view json) {
    return raw_value(json, nullptr);
}

Outcome<Value> Value::parse_json(std::string_view json) {
    const Result<Json> parsed = levada::parse_json(json);
    if (!parsed) {
        return fail(FaultKind::value_error, parsed.error().message());
    }
    return from_json(*parsed);
}

Value Value::undefined(std::string name) {
    Value value = string(std::move(name));
    value.kind_ = Kind::undefined;
    return value;
}

Value Value::undefined_attribute(Kind container, const Value& name, std::uint8_t flags) {
    Value value = name.is_string() ? name : string(name.repr());
    value.kind_ = Kind::undefined;
    value.flags_ = flags;
    value.detail_ = static_cast<std::uint8_t>(container);
    return value;
}

Value Value::undefined_hint(std::string hint) {
    Value value = undefined(std::move(hint));
    value.detail_ = std::numeric_limits<std::uint8_t>::max();
    return value;
}

Value Value::with_flags(std::uint8_t flags) const {
    Value value = *this;
    value.flags_ = flags;
    return value;
}

bool Value::truthy() const {
    switch (kind_) {
        case Kind::missing:
        case Kind::undefined:
        case Kind::none:
            return false;
        case Kind::boolean:
            return boolean_;
        case Kind::integer:
            return integer_ != 0;
        case Kind::real:
            return real_ != 0;
        case Kind::string:
        case Kind::bytes:
            return size_ != 0;
        case Kind::time_delta:
            return as<DeltaObject>().micros != 0;
        case Kind::raw_object:
        case Kind::raw_array: {
            RawWalk walk(text());
            return walk.next();
        }
        default:
            break;
    }
    const Outcome<std::size_t> size = length();
    return !size.has_value() || *size != 0;
}

std::string_view Value::type_name() const {
    if (kind_ == Kind::object) {
        return as<NativeObject>().type_name();
    }
    if (kind_ == Kind::iterator) {
        return as<IteratorObject>().type_name;
    }
    if (kind_ == Kind::dict_view) {
        constexpr std::string_view kNames[] = {"dict_keys", "dict_values", "dict_items"};
        return kNames[static_cast<std::size_t>(as<DictViewObject>().view)];
    }
    if (is_markup()) {
        return "Markup";
    }
    return kTypeNames[static_cast<std::size_t>(kind_)];
}

std::string Value::str() const {
    std::string out;
    append_to(out);
    return out;
}

Value Value::find(std::string_view key) const {
    if (kind_ == Kind::raw_object) {
        const std::optional<std::string_view> found = raw_find(text(), key);
        return found ? raw_value(*found, owner_) : Value();
    }
    if (kind_ == Kind::dict) {
        const Value* found = as<DictObject>().find(key);
        return found != nullptr ? *found : Value();
    }
    return {};
}

Outcome<std::size_t> Value::length() const {
    switch (kind_) {
        case Kind::undefined:
            return std::size_t{0};
        case Kind::string:
            return count_code_points(text());
        case Kind::bytes:
            return std::size_t{size_};
        case Kind::raw_array:
            return raw_size(text());
        case Kind::list:
        case Kind::tuple:
        case Kind::set:
            return as<ListObject>().items.size();
        case Kind::dict:
            return as<DictObject>().size();
        case Kind::raw_object:  // Repeated keys count once.
            return materialized().length();
        case Kind::dict_view:
            return as<DictViewObject>().dict.length();
        case Kind::range:
            return as<RangeObject>().size();
        case Kind::object:
            if (const std::optional<std::size_t> size = as<NativeObject>().length()) {
                return *size;
            }
            break;
        default:
            break;
    }
    return fail(FaultKind::type_error, "object of type '" + std::string(type_name()) + "' has no len()");
}

Value Value::materialized() const {
    if (kind_ == Kind::raw_array) {
        std::vector<Value> items;
        for (RawWalk walk(text()); walk.next();) {
            items.push_back(raw_value(walk.value(), owner_));
        }
        return list(std::move(items));
    }
    if (kind_ == Kind::raw_object) {
        Value value = empty_dict();
        for (RawWalk walk(text()); walk.next();) {
            value.as<DictObject>().set(raw_text(walk.key(), owner_), raw_value(walk.value(), owner_));
        }
        return value;
    }
    return *this;
}

}  // namespace levada::jinja
