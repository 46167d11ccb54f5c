// The functions of dbt's base context. Source: dbt-core 1.11.16, context/base.py.
#include "binding.h"
#include "dbt.h"
#include "dbt_functions.h"
#include "evaluator.h"
#include "iteration.h"
#include "json_text.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"
#include "yaml_text.h"
#include "yaml_time.h"

#include <algorithm>
#include <memory>

#include "levada/base/hash.h"
#include "levada/base/json.h"
#include "levada/base/yaml.h"

namespace levada::jinja::dbt {

namespace {

Outcome<Value> return_function(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<1>("return", arguments, {"data"}, 1));
    evaluator.returned = std::move(bound[0]);
    return fail(Fault::named(std::string(kMacroReturn), "return() outside a macro"));
}

Value or_none(const Value& value) {
    return value.is_missing() ? Value::none() : value;
}

Outcome<Value> from_json(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("fromjson", arguments, {"string", "default"}, 1));
    LEVADA_LET(const std::string_view text, text_or(bound[0], ""));
    Outcome<Value> parsed = Value::parse_json(text);
    return parsed ? std::move(*parsed) : or_none(bound[1]);
}

Outcome<Value> to_json(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("tojson", arguments, {"value", "default", "sort_keys"}, 1));
    JsonStyle style;
    style.sort_keys = truth_or(bound[2], false);
    std::string out;
    Outcome<void> done = append_python_json(out, bound[0], style);
    if (!done && done.error().kind() != FaultKind::value_error) {
        return fail(std::move(done.error()));  // dbt gives the default for a ValueError only.
    }
    return done ? Value::string(std::move(out)) : or_none(bound[1]);
}

/// Plain dates and times of YAML become what they say; the reader left them as text. One that stands in quotes anywhere
/// stays text.
Outcome<Value> with_times(const Value& value, std::string_view source) {
    if (value.is(Kind::list)) {
        std::vector<Value> items;
        for (const Value& item : value.as<ListObject>().items) {
            LEVADA_LET(Value timed, with_times(item, source));
            items.push_back(std::move(timed));
        }
        return Value::list(std::move(items));
    }
    if (value.is(Kind::dict)) {
        Value dict = Value::empty_dict();
        for (const DictObject::Entry& entry : value.as<DictObject>().entries()) {
            LEVADA_LET(Value key, with_times(entry.key, source));
            LEVADA_LET(Value timed, with_times(entry.value, source));
            dict.as<DictObject>().set(std::move(key), std::move(timed));
        }
        return dict;
    }
    if (!value.is_string() || !is_yaml_time(value.text())) {
        return value;
    }
    const std::string text(value.text());
    const bool is_quoted = source.find("'" + text + "'") != std::string_view::npos ||
                           source.find("\"" + text + "\"") != std::string_view::npos;
    return is_quoted ? Outcome<Value>(value) : yaml_time(text);
}

/// Characters that YAML 1.1 allows. Source: libyaml, yaml_parser_update_buffer.
bool is_yaml_printable(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = decode_utf8(text, at);
        const bool is_control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
                                (code >= 0x7F && code < 0xA0 && code != 0x85);
        if (is_control || code == 0xFFFE || code == 0xFFFF) {
            return false;
        }
    }
    return true;
}

/// Source: dbt-core 1.11, context.base.fromyaml: what PyYAML cannot read gives the default.
Outcome<Value> from_yaml(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("fromyaml", arguments, {"value", "default"}, 1));
    if (bound[0].is_undefined()) {
        return evaluator.is_chainable(bound[0]) ? fail(FaultKind::type_error, "expected str, not Undefined")
                                                : fail(undefined_fault(bound[0]));
    }
    const bool is_text = (bound[0].is_string() && !bound[0].is_markup()) || bound[0].is(Kind::bytes);
    if (!is_text) {
        return fail(FaultKind::type_error, "a string or stream input is required");
    }
    const std::string_view text = bound[0].text();
    const Result<Json> parsed = parse_yaml(text, "fromyaml");
    if (!parsed || !is_yaml_printable(text)) {
        return or_none(bound[1]);
    }
    Outcome<Value> timed = with_times(Value::from_json(*parsed), text);
    return timed ? std::move(timed) : or_none(bound[1]);
}

Outcome<Value> to_yaml_function(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("toyaml", arguments, {"value", "default", "sort_keys"}, 1));
    Outcome<std::string> text = to_yaml(bound[0], truth_or(bound[2], false));
    return text ? Value::string(std::move(*text)) : or_none(bound[1]);
}

Outcome<Value> set_of(const Value& iterable) {
    LEVADA_LET(const std::vector<Value> items, iterable.items());
    for (const Value& item : items) {
        LEVADA_DO(hash_of(item));
    }
    return make_set(items);
}

Outcome<Value> set_function(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("set", arguments, {"value", "default"}, 1));
    Outcome<Value> made = set_of(bound[0]);
    return made ? std::move(*made) : or_none(bound[1]);
}

Outcome<Value> set_strict(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("set_strict", arguments, {"value"}, 1));
    return set_of(bound[0]);
}

Outcome<Value> zipped(const std::vector<Value>& iterables) {
    const auto columns = std::make_shared<std::vector<Iteration>>();
    for (const Value& iterable : iterables) {
        LEVADA_LET(Iteration column, Iteration::over(iterable));
        columns->push_back(std::move(column));
    }
    return make_iterator("zip", [columns](Value& item) -> Outcome<bool> {
        std::vector<Value> row(columns->size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            LEVADA_LET(const bool has_item, (*columns)[i].next(row[i]));
            if (!has_item) {
                return false;
            }
        }
        item = Value::tuple(row);
        return !row.empty();
    });
}

Outcome<Value> zip_function(Evaluator& /*evaluator*/, Arguments& arguments) {
    Value otherwise = Value::none();
    for (const auto& [name, value] : arguments.keywords) {
        if (name.text() != "default") {
            return fail(FaultKind::type_error, "zip() got an unexpected keyword argument '" + name.str() + "'");
        }
        otherwise = value;
    }
    Outcome<Value> rows = zipped(arguments.positional);
    return rows ? std::move(*rows) : std::move(otherwise);
}

Outcome<Value> zip_strict(Evaluator& /*evaluator*/, Arguments& arguments) {
    return zipped(arguments.positional);
}

Outcome<Value> nothing(Evaluator& /*evaluator*/, Arguments& /*arguments*/) {
    return Value::borrowed("");
}

Outcome<Value> local_md5(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("local_md5", arguments, {"value"}, 1));
    if (bound[0].is_undefined() && evaluator.options().undefined == UndefinedPolicy::chainable) {
        return fail(FaultKind::type_error, "object supporting the buffer API required");
    }
    if (!bound[0].is_string()) {
        return bound[0].is_undefined()
                   ? fail(undefined_fault(bound[0]))
                   : fail(FaultKind::attribute_error,
                          "'" + std::string(bound[0].type_name()) + "' object has no attribute 'encode'");
    }
    return Value::string(md5_hex(bound[0].text()));
}

Outcome<std::string> folded(const Value& value) {
    if (!value.is_string()) {
        return fail(FaultKind::attribute_error,
                    "'" + std::string(value.type_name()) + "' object has no attribute 'casefold'");
    }
    return to_folded(value.text());
}

Outcome<std::vector<Value>> all_folded(const Value& texts) {
    LEVADA_LET(std::vector<Value> items, texts.items());
    for (Value& item : items) {
        LEVADA_LET(std::string text, folded(item));
        item = Value::string(std::move(text));
    }
    return items;
}

/// The items that are not among `others`, whatever their case; as they are written.
Outcome<std::vector<Value>> missing_texts(const Value& items, const Value& others) {
    LEVADA_LET(const std::vector<Value> texts, items.items());
    std::vector<Value> kept;
    for (const Value& item : texts) {
        LEVADA_LET(const std::string text, folded(item));
        LEVADA_LET(const bool is_there, contains(others, Value::borrowed(text)));
        if (!is_there) {
            kept.push_back(item);
        }
    }
    return kept;
}

/// What Python's loop over `texts` ends with, when it is no dict: its items are taken for keys.
Outcome<Value> diff_of_no_dict(const Value& texts) {
    LEVADA_LET(const std::vector<Value> keys, texts.items());
    if (keys.empty()) {
        return Value::empty_dict();
    }
    LEVADA_DO(folded(keys[0]));
    return fail(FaultKind::type_error, "indices must be integers or slices, not str");
}

/// Source: dbt-core 1.11, context.base.diff_of_two_dicts.
Outcome<Value> diff_of_two_dicts(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("diff_of_two_dicts", arguments, {"dict_a", "dict_b"}, 2));
    const Value a = bound[0].materialized();
    const Value b = evaluator.is_chainable(bound[1]) ? Value::empty_dict() : bound[1].materialized();
    if (!b.is(Kind::dict)) {
        return b.is_undefined() ? fail(undefined_fault(b))
                                : fail(FaultKind::attribute_error,
                                       "'" + std::string(b.type_name()) + "' object has no attribute 'items'");
    }
    Value lower_b = Value::empty_dict();
    for (const DictObject::Entry& entry : b.as<DictObject>().entries()) {
        LEVADA_LET(const std::string key, folded(entry.key));
        LEVADA_LET(std::vector<Value> texts, all_folded(entry.value));
        lower_b.as<DictObject>().set(Value::string(key), Value::list(std::move(texts)));
    }
    if (!a.is(Kind::dict)) {
        return diff_of_no_dict(a);
    }
    Value result = Value::empty_dict();
    for (const DictObject::Entry& entry : a.as<DictObject>().entries()) {
        LEVADA_LET(const std::string key, folded(entry.key));
        const Value* other = lower_b.as<DictObject>().find(key);
        if (other == nullptr) {
            result.as<DictObject>().set(entry.key, entry.value);
            continue;
        }
        LEVADA_LET(std::vector<Value> difference, missing_texts(entry.value, *other));
        if (!difference.empty()) {
            result.as<DictObject>().set(entry.key, Value::list(std::move(difference)));
        }
    }
    return result;
}

Value make_var(const Value& variables) {
    const Value var =
        Value::function("var", [variables](Evaluator& /*evaluator*/, Arguments& arguments) -> Outcome<Value> {
            LEVADA_LET(const auto bound, bind<2>("var", arguments, {"var_name", "default"}, 1));
            LEVADA_DO(hash_of(bound[0]));
            Value found = bound[0].is_string() ? variables.find(bound[0].text()) : Value();
            if (!found.is_missing()) {
                return found;
            }
            if (bound[1].is_missing()) {
                return fail(Fault::named("RequiredVarNotFoundError",
                                         "Required var '" + bound[0].str() + "' not found in config"));
            }
            return bound[1];
        });
    var.as<FunctionObject>().attributes.emplace_back(
        "has_var",
        Value::function("has_var", [variables](Evaluator& /*evaluator*/, Arguments& arguments) -> Outcome<Value> {
            LEVADA_LET(const auto bound, bind<1>("has_var", arguments, {"var_name"}, 1));
            return Value::boolean(bound[0].is_string() && !variables.find(bound[0].text()).is_missing());
        }));
    return var;
}

Value make_env_var(const Settings& settings) {
    const auto lookup = settings.environment_variable;
    return Value::function("env_var", [lookup](Evaluator& evaluator, Arguments& arguments) -> Outcome<Value> {
        LEVADA_LET(const auto bound, bind<2>("env_var", arguments, {"var", "default"}, 1));
        if (!bound[0].is_string() && !evaluator.is_chainable(bound[0])) {
            return bound[0].is_undefined()
                       ? fail(undefined_fault(bound[0]))
                       : fail(FaultKind::attribute_error,
                              "'" + std::string(bound[0].type_name()) + "' object has no attribute 'startswith'");
        }
        const std::string_view name = bound[0].is_string() ? bound[0].text() : std::string_view();
        if (name.starts_with("DBT_ENV_SECRET")) {
            return fail(Fault::named("SecretEnvVarLocationError",
                                     "Secret env vars are allowed only in profiles.yml or packages.yml"));
        }
        if (const std::optional<std::string> value = lookup ? lookup(name) : std::nullopt) {
            return Value::string(*value);
        }
        if (bound[1].is_missing() || bound[1].is_none()) {
            return fail(
                Fault::named("EnvVarMissingError", "Env var required but not provided: '" + std::string(name) + "'"));
        }
        return bound[1];
    });
}

Value make_flags() {
    const Value flags = Value::object(Kind::module, new ModuleObject("flags"));
    auto& attributes = flags.as<ModuleObject>().attributes;
    for (const char* name :
         {"FULL_REFRESH", "STORE_FAILURES", "FAIL_FAST", "WARN_ERROR", "VERSION_CHECK", "DEBUG", "EMPTY"}) {
        attributes.emplace_back(name, Value::boolean(false));
    }
    return flags;
}

}  // namespace

void add_base_context(Context& context, const Settings& settings) {
    const std::pair<const char*, Callable> functions[] = {
        {"return", return_function},
        {"fromjson", from_json},
        {"tojson", to_json},
        {"fromyaml", from_yaml},
        {"toyaml", to_yaml_function},
        {"set", set_function},
        {"set_strict", set_strict},
        {"zip", zip_function},
        {"zip_strict", zip_strict},
        {"log", nothing},
        {"print", nothing},
        {"local_md5", local_md5},
        {"diff_of_two_dicts", diff_of_two_dicts},
    };
    for (const auto& [name, function] : functions) {
        context.set(name, Value::function(name, function));
    }
    context.set("var", make_var(settings.variables.is(Kind::dict) ? settings.variables : Value::empty_dict()));
    context.set("env_var", make_env_var(settings));
    context.set("modules", make_modules());
    context.set("flags", make_flags());
    context.set("dbt_version", Value::borrowed("1.11.16"));
    Value all = Value::empty_dict();
    for (const auto& [name, value] : context.all()) {
        all.as<DictObject>().set(name, value);
    }
    context.set("builtins", all);
    context.set("context", all);
}

}  // namespace levada::jinja::dbt
