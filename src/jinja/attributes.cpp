// Attribute and item look-up, and calls, as Jinja2's (sandboxed) environment does them.
#include "evaluator.h"
#include "format.h"
#include "introspection.h"
#include "macro.h"
#include "methods.h"
#include "ops.h"
#include "raw_json.h"
#include "slicing.h"
#include "try.h"

#include <algorithm>
#include <array>
#include <limits>

namespace levada::jinja {

namespace {

Value find_pair(const std::vector<std::pair<std::string, Value>>& attributes, std::string_view name) {
    for (const auto& [known, value] : attributes) {
        if (known == name) {
            return value;
        }
    }
    return {};
}

/// str.format and format_map, which look fields up through the environment, so that the sandbox holds there too.
Value format_function(const Value& text, bool is_map) {
    return Value::function(
        is_map ? "format_map" : "format", [text, is_map](Evaluator& evaluator, Arguments& arguments) -> Outcome<Value> {
            FieldAccess access;
            access.is_strict = evaluator.options().sandboxed;
            access.get = [&evaluator](const Value& object, const Value& key, bool is_attribute) -> Outcome<Value> {
                if (evaluator.options().sandboxed) {
                    return is_attribute ? evaluator.get_attribute(object, key) : evaluator.get_item(object, key);
                }
                return python_field(evaluator, object, key, is_attribute);
            };
            if (!is_map) {
                LEVADA_LET(std::string formatted, format_text(text.text(), arguments, access));
                return make_text(std::move(formatted), text.is_markup());
            }
            if (!arguments.keywords.empty() || arguments.positional.size() != 1) {
                return fail(FaultKind::type_error, "format_map() takes exactly one argument");
            }
            Arguments mapped;
            const Value mapping = arguments.positional[0].materialized();
            if (mapping.is(Kind::dict)) {
                for (const DictObject::Entry& entry : mapping.as<DictObject>().entries()) {
                    mapped.keywords.emplace_back(entry.key.is_string() ? entry.key : Value::string(entry.key.str()),
                                                 entry.value);
                }
            }
            if (!evaluator.options().sandboxed && text.text().find("{}") != std::string_view::npos) {
                return fail(FaultKind::value_error, "Format string contains positional fields");
            }
            LEVADA_LET(std::string formatted, format_text(text.text(), mapped, access));
            return make_text(std::move(formatted), text.is_markup());
        });
}

/// One value of a built-in type, whose methods are those of the type; missing for other types.
Value example_of(std::string_view type_name) {
    const std::pair<std::string_view, Value> kExamples[] = {{"str", Value::borrowed("")},
                                                            {"int", Value::integer(0)},
                                                            {"bool", Value::boolean(false)},
                                                            {"float", Value::real(0)},
                                                            {"list", Value::list({})},
                                                            {"tuple", Value::tuple({})},
                                                            {"dict", Value::empty_dict()},
                                                            {"set", make_set({})},
                                                            {"bytes", Value::bytes("")}};
    for (const auto& [name, example] : kExamples) {
        if (name == type_name) {
            return example;
        }
    }
    return {};
}

/// `str.upper`: a function whose first argument is the value; but for those methods that need none.
Value type_attribute(const TypeObject& type, std::string_view name) {
    Value found = find_pair(type.attributes, name);
    const Value example = found.is_missing() ? example_of(type.name) : Value();
    const MethodEntry* const method = example.is_missing() ? nullptr : find_method(example, name);
    if (method == nullptr) {
        return found;
    }
    constexpr std::string_view kStatic[] = {"fromkeys", "maketrans", "from_bytes", "fromhex"};
    if (std::find(std::begin(kStatic), std::end(kStatic), name) != std::end(kStatic)) {
        return Value::object(Kind::method, new MethodObject(example, method));
    }
    return Value::function(
        std::string(name), [method, example](Evaluator& evaluator, Arguments& arguments) -> Outcome<Value> {
            if (arguments.positional.empty()) {
                return fail(FaultKind::type_error, "unbound method needs an argument");
            }
            const Value self = arguments.positional[0];
            if (find_method(self, method->name) != method) {
                return fail(FaultKind::type_error,
                            "descriptor '" + std::string(method->name) + "' for '" + std::string(example.type_name()) +
                                "' objects doesn't apply to a '" + std::string(self.type_name()) + "' object");
            }
            arguments.positional.erase(arguments.positional.begin());
            return method->function(evaluator, self, arguments);
        });
}

/// What Python's getattr finds; missing where it raises AttributeError.
Outcome<Value> python_attribute(Evaluator& evaluator, const Value& object, std::string_view name) {
    switch (object.kind()) {
        case Kind::object:
        case Kind::time_zone:
            return object.as<NativeObject>().attribute(evaluator, name);
        case Kind::name_space: {
            const Value* found = object.as<NamespaceObject>().attributes.find(name);
            return found != nullptr ? *found : Value();
        }
        case Kind::module:
            return find_pair(object.as<ModuleObject>().attributes, name);
        case Kind::function:
            return find_pair(object.as<FunctionObject>().attributes, name);
        case Kind::type:
            return type_attribute(object.as<TypeObject>(), name);
        case Kind::string:
            if (name == "format" || name == "format_map") {
                return format_function(object, name == "format_map");
            }
            break;
        default:
            break;
    }
    if (const MethodEntry* method = find_method(object, name)) {
        return Value::object(Kind::method, new MethodObject(object, method));
    }
    return data_attribute(object, name);
}

/// `object[key]`; missing where Python raises TypeError or LookupError.
Value python_item(Evaluator& evaluator, const Value& object, const Value& key) {
    switch (object.kind()) {
        case Kind::dict: {
            const Value* found = object.as<DictObject>().find(key);
            return found != nullptr ? *found : Value();
        }
        case Kind::raw_object:
            return key.is_string() ? object.find(key.text()) : Value();
        case Kind::object:
            return object.type_name() == "TemplateReference" && key.is_string()
                       ? TemplateReference::block(evaluator, key.text())
                       : Value();
        default:
            break;
    }
    const std::optional<std::int64_t> index = small_integer(key);
    return index ? item_at(object, *index) : Value();
}

/// Jinja2's class of undefined values has a few methods of its own.
Outcome<Value> attribute_of_undefined(Evaluator& evaluator, const Value& object, std::string_view name) {
    if (name == "__class__") {
        return Value::object(Kind::type, new TypeObject("jinja2.runtime.Undefined", nullptr));
    }
    LEVADA_LET(Value found, dunder_attribute(evaluator, object, name));
    return found.is_missing() ? fail(undefined_fault(object)) : Outcome<Value>(std::move(found));
}

/// Attributes that dbt's undefined values have; missing for all other names.
/// Source: dbt_common 1.x, clients.jinja.create_undefined.
Value own_attribute_of_chainable(const Value& object, std::string_view name) {
    const bool is_hint = object.detail() == std::numeric_limits<std::uint8_t>::max();
    const Value text = Value::string(std::string(object.text()));
    const std::pair<std::string_view, Value> kAttributes[] = {{"name", is_hint ? Value::none() : text},
                                                              {"hint", is_hint ? text : Value::none()},
                                                              {"node", Value::none()},
                                                              {"unsafe_callable", Value::boolean(false)},
                                                              {"alters_data", Value::boolean(false)}};
    for (const auto& [known, value] : kAttributes) {
        if (known == name) {
            return value;
        }
    }
    return {};
}

}  // namespace

bool Evaluator::is_chainable(const Value& value) const {
    return value.is_undefined() && options().undefined == UndefinedPolicy::chainable;
}

Value Evaluator::undefined_of(const Value& object, const Value& name, std::uint8_t flags) const {
    // dbt's own undefined values, while it parses, do not keep the kind of their error.
    const bool keeps_kind = options().undefined != UndefinedPolicy::chainable;
    return Value::undefined_attribute(object.kind(), name, keeps_kind ? flags : std::uint8_t{0});
}

Outcome<Value> Evaluator::get_attribute(const Value& object, const Value& name) {
    if (object.is_undefined()) {
        if (options().sandboxed && is_undefined_attribute(name.text())) {
            return undefined_of(object, name, Value::kUnsafe);
        }
        if (is_chainable(object)) {
            Value own = own_attribute_of_chainable(object, name.text());
            return own.is_missing() ? Value::undefined_attribute(Kind::missing, name, 0) : std::move(own);
        }
        return options().sandboxed ? fail(undefined_fault(object)) : attribute_of_undefined(*this, object, name.text());
    }
    const std::string_view text = name.text();
    LEVADA_LET(Value found, python_attribute(*this, object, text));
    const bool is_blocked = options().sandboxed && is_unsafe_attribute(object, text);
    if (found.is_missing() && (text.substr(0, 2) == "__" || object.is(Kind::type))) {
        LEVADA_LET(found, dunder_attribute(*this, object, text));
    }
    if (!found.is_missing()) {
        return is_blocked ? undefined_of(object, name, Value::kUnsafe) : std::move(found);
    }
    found = python_item(*this, object, name);
    return found.is_missing() ? undefined_of(object, name) : std::move(found);
}

Outcome<Value> Evaluator::get_item(const Value& object, const Value& key) {
    if (object.is_undefined()) {
        return is_chainable(object) ? Outcome<Value>(object) : fail(undefined_fault(object));
    }
    Value found = python_item(*this, object, key);
    if (!found.is_missing()) {
        return found;
    }
    if (!key.is_string()) {
        return undefined_of(object, key);
    }
    LEVADA_LET(found, python_attribute(*this, object, key.text()));
    if (found.is_missing() && key.text().substr(0, 2) == "__") {
        LEVADA_LET(found, dunder_attribute(*this, object, key.text()));
    }
    if (found.is_missing()) {
        return undefined_of(object, key);
    }
    return options().sandboxed && is_unsafe_attribute(object, key.text()) ? undefined_of(object, key, Value::kUnsafe)
                                                                          : std::move(found);
}

Outcome<Value> Evaluator::call(const Value& callee, Arguments& arguments) {
    switch (callee.kind()) {
        case Kind::method: {
            const MethodObject& method = callee.as<MethodObject>();
            return method.entry->function(*this, method.self, arguments);
        }
        case Kind::function: {
            // The function may drop the last variable that holds it while it runs.
            FunctionObject& function = callee.as<FunctionObject>();
            const Value keep_alive = Value::object(Kind::function, &function);
            return function.callable(*this, arguments);
        }
        case Kind::type:
            if (callee.as<TypeObject>().constructor) {
                return callee.as<TypeObject>().constructor(*this, arguments);
            }
            break;
        case Kind::object:
            return callee.as<NativeObject>().call(*this, arguments);
        case Kind::undefined:
            return is_chainable(callee) ? Outcome<Value>(callee) : fail(undefined_fault(callee));
        default:
            break;
    }
    return fail(FaultKind::type_error, "'" + std::string(callee.type_name()) + "' object is not callable");
}

}  // namespace levada::jinja
