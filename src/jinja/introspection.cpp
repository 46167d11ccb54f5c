#include "introspection.h"

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

bool is_container(const Value& value) {
    return value.is(Kind::string) || value.is(Kind::list) || value.is(Kind::tuple) || value.is(Kind::dict) ||
           value.is(Kind::raw_array) || value.is(Kind::raw_object) || value.is(Kind::range) || value.is(Kind::set);
}

/// A method made of a function of two values.
Value operator_method(std::string_view name,
                      const Value& self,
                      Outcome<Value> (*function)(const Value&, const Value&)) {
    return Value::function(std::string(name),
                           [self, function](Evaluator& /*evaluator*/, Arguments& arguments) -> Outcome<Value> {
                               if (arguments.positional.size() != 1 || !arguments.keywords.empty()) {
                                   return fail(FaultKind::type_error, "expected 1 argument");
                               }
                               return function(self, arguments.positional[0]);
                           });
}

Outcome<Value> equal_to(const Value& a, const Value& b) {
    return Value::boolean(equals(a, b));
}

Outcome<Value> contained(const Value& a, const Value& b) {
    LEVADA_LET(const bool is_inside, contains(a, b));
    return Value::boolean(is_inside);
}

Value length_method(const Value& self) {
    return Value::function("__len__", [self](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
        LEVADA_LET(const std::size_t size, self.length());
        return Value::integer(static_cast<std::int64_t>(size));
    });
}

Value item_method(const Value& self) {
    return Value::function("__getitem__", [self](Evaluator& evaluator, Arguments& arguments) -> Outcome<Value> {
        if (arguments.positional.size() != 1) {
            return fail(FaultKind::type_error, "expected 1 argument");
        }
        LEVADA_LET(Value item, evaluator.get_item(self, arguments.positional[0]));
        if (item.is_undefined()) {
            return fail(self.is(Kind::dict) ? FaultKind::key_error : FaultKind::index_error,
                        arguments.positional[0].repr());
        }
        return item;
    });
}

Value text_method(std::string_view name, const Value& self) {
    const bool is_repr = name == "__repr__";
    return Value::function(std::string(name),
                           [self, is_repr](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                               return Value::string(is_repr ? self.repr() : self.str());
                           });
}

Value container_attribute(const Value& object, std::string_view name) {
    if (name == "__len__") {
        return length_method(object);
    }
    if (name == "__getitem__") {
        return item_method(object);
    }
    if (name == "__contains__") {
        return operator_method(name, object, contained);
    }
    if (name == "__iter__") {
        return Value::function("__iter__", [](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
            return fail(FaultKind::unsupported, "calling __iter__ is not supported");
        });
    }
    return {};
}

Value arithmetic_attribute(const Value& object, std::string_view name) {
    const bool has_sum =
        is_numeric(object) || object.is(Kind::string) || object.is(Kind::list) || object.is(Kind::tuple);
    if (!has_sum) {
        return {};
    }
    using Function = Outcome<Value> (*)(const Value&, const Value&);
    constexpr std::pair<std::string_view, Function> kOperators[] = {
        {"__add__", add}, {"__mul__", multiply}, {"__mod__", modulo}};
    for (const auto& [known, function] : kOperators) {
        if (known == name) {
            return operator_method(name, object, function);
        }
    }
    return {};
}

Value exists_but(std::string_view name) {
    const std::string text(name);
    return Value::function(text, [text](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
        return fail(FaultKind::unsupported, "calling " + text + " is not supported");
    });
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
        return Value::string(object.as<TypeObject>().name);
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
    if (found.is_missing() && name == "__eq__") {
        found = operator_method(name, object, equal_to);
    }
    if (found.is_missing() && (name == "__str__" || name == "__repr__")) {
        found = text_method(name, object);
    }
    if (found.is_missing() && is_container(object)) {
        found = container_attribute(object, name);
    }
    if (found.is_missing()) {
        found = arithmetic_attribute(object, name);
    }
    return found.is_missing() && has_unsupported(object, name) ? exists_but(name) : found;
}

Outcome<Value> python_field(Evaluator& evaluator, const Value& object, const Value& key, bool is_attribute) {
    LEVADA_LET(Value found, is_attribute ? evaluator.get_attribute(object, key) : evaluator.get_item(object, key));
    if (!found.is_undefined()) {
        return found;
    }
    if (is_attribute) {
        return fail(FaultKind::attribute_error,
                    "'" + std::string(object.type_name()) + "' object has no attribute '" + key.str() + "'");
    }
    const bool is_dict = object.is(Kind::dict) || object.is(Kind::raw_object);
    return fail(is_dict ? FaultKind::key_error : FaultKind::index_error, key.repr());
}

}  // namespace levada::jinja
