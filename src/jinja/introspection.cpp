#include "introspection.h"

#include "dunders.h"
#include "methods.h"
#include "ops.h"
#include "try.h"

#include <algorithm>
#include <array>

namespace levada::jinja {

namespace {

constexpr std::array<std::string_view, 24> kObjectAttributes = {
    "__class__", "__delattr__",      "__dir__",    "__doc__",  "__eq__",           "__format__",
    "__ge__",    "__getattribute__", "__gt__",     "__hash__", "__init__",         "__init_subclass__",
    "__le__",    "__lt__",           "__ne__",     "__new__",  "__reduce__",       "__reduce_ex__",
    "__repr__",  "__setattr__",      "__sizeof__", "__str__",  "__subclasshook__", "__getstate__",
};

constexpr std::array<std::string_view, 6> kTypeAttributes = {
    "__bases__", "__base__", "__mro__", "__subclasses__", "__name__", "__qualname__"};

constexpr std::array<std::string_view, 7> kFunctionAttributes = {
    "__call__", "__globals__", "__code__", "__name__", "__defaults__", "__closure__", "__self__"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_callable(const Value& value) {
    return value.is(Kind::function) || value.is(Kind::method) || value.is(Kind::type) ||
           (value.is(Kind::object) && value.as<NativeObject>().is_callable());
}

Value text_method(std::string_view name, const Value& self) {
    const bool is_repr = name == "__repr__";
    return Value::function(std::string(name),
                           [self, is_repr](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                               return Value::string(is_repr ? self.repr() : self.str());
                           });
}

/// As Python shows a method of an object; it writes an address of its own in every run.
std::string shown_method(const Value& object, std::string_view name) {
    const std::string type(object.type_name());
    return object.is(Kind::object)
               ? "<bound method " + type + "." + std::string(name) + " of " + object.repr() + ">"
               : "<method-wrapper '" + std::string(name) + "' of " + type + " object at 0x7f0000000000>";
}

Value exists_but(const Value& object, std::string_view name) {
    const std::string text(name);
    Value method = Value::function(text, [text](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
        return fail(FaultKind::unsupported, "calling " + text + " is not supported");
    });
    method.as<FunctionObject>().shown = shown_method(object, name);
    return method;
}

}  // namespace

bool is_object_attribute(std::string_view name) {
    return is_in(kObjectAttributes, name);
}

bool is_undefined_attribute(std::string_view name) {
    constexpr std::array<std::string_view, 8> kOperators = {
        "__call__", "__getitem__", "__add__", "__len__", "__iter__", "__bool__", "__int__", "__float__"};
    return is_object_attribute(name) || is_in(kOperators, name);
}

bool is_unsafe_attribute(const Value& object, std::string_view name) {
    return (!name.empty() && name[0] == '_') || (object.is(Kind::type) && name == "mro");
}

Value type_of(const Value& value) {
    const std::string_view name = value.is(Kind::raw_object)  ? "dict"
                                  : value.is(Kind::raw_array) ? "list"
                                                              : value.type_name();
    return Value::object(Kind::type, new TypeObject(std::string(name), nullptr));
}

namespace {

/// Attributes that say what a value is.
Value identity_attribute(const Value& object, std::string_view name) {
    if (name == "__class__") {
        return object.is(Kind::type) ? Value::object(Kind::type, new TypeObject("type", nullptr)) : type_of(object);
    }
    if (name == "__doc__") {
        return Value::string("");
    }
    if (object.is(Kind::type) && (name == "__name__" || name == "__qualname__")) {
        const std::string& full = object.as<TypeObject>().name;
        return Value::string(full.substr(full.rfind('.') + 1));
    }
    if (object.is(Kind::function) && name == "__name__") {
        return Value::string(object.as<FunctionObject>().name);
    }
    return {};
}

bool has_unsupported(const Value& object, std::string_view name) {
    if (object.is(Kind::type) && (is_in(kTypeAttributes, name) || name == "mro")) {
        return true;
    }
    return is_object_attribute(name) || (is_callable(object) && is_in(kFunctionAttributes, name));
}

}  // namespace

Outcome<Value> dunder_attribute(Evaluator& /*evaluator*/, const Value& object, std::string_view name) {
    Value found = identity_attribute(object, name);
    if (found.is_missing()) {
        found = dunder_method(object, name);
    }
    if (found.is_missing() && (name == "__str__" || name == "__repr__")) {
        found = text_method(name, object);
    }
    return found.is_missing() && has_unsupported(object, name) ? exists_but(object, name) : found;
}

namespace {

/// What Python's [] asks of a sequence. Errors: type_error.
Outcome<void> check_index(const Value& sequence, const Value& key) {
    constexpr Kind kIndexed[] = {Kind::string, Kind::bytes, Kind::list, Kind::raw_array, Kind::tuple, Kind::range};
    if (std::find(std::begin(kIndexed), std::end(kIndexed), sequence.kind()) == std::end(kIndexed)) {
        return fail(FaultKind::type_error, "'" + std::string(sequence.type_name()) + "' object is not subscriptable");
    }
    if (key.is_string()) {
        return fail(FaultKind::type_error, std::string(sequence.type_name()) + " indices must be integers, not str");
    }
    return {};
}

}  // namespace

Outcome<Value> python_field(Evaluator& evaluator, const Value& object, const Value& key, bool is_attribute) {
    const bool is_dict = object.is(Kind::dict) || object.is(Kind::raw_object);
    if (!is_attribute && !is_dict && !object.is_undefined() && !object.is(Kind::object)) {
        LEVADA_DO(check_index(object, key));
    }
    LEVADA_LET(Value found, is_attribute ? evaluator.get_attribute(object, key) : evaluator.get_item(object, key));
    if (!found.is_undefined()) {
        return found;
    }
    if (is_attribute) {
        return fail(FaultKind::attribute_error,
                    "'" + std::string(object.type_name()) + "' object has no attribute '" + key.str() + "'");
    }
    return fail(is_dict || object.is(Kind::object) ? FaultKind::key_error : FaultKind::index_error, key.repr());
}

}  // namespace levada::jinja
