#include "levada/jinja/cdk.h"

#include "cdk_functions.h"
#include "complex.h"
#include "literal.h"
#include "objects.h"
#include "try.h"

#include <algorithm>
#include <cmath>

#include "levada/base/json.h"

namespace levada::jinja::cdk {

namespace {

constexpr int kDirectDepthMax = 60;

Environment make_environment() {
    EnvironmentOptions options;
    options.sandboxed = true;
    options.defers_python_errors = true;
    Environment environment(options);
    add_filters(environment);
    add_macros(environment);
    environment.remove_global("range");
    environment.add_alias("stream_interval", "stream_slice");
    environment.add_alias("stream_partition", "stream_slice");
    return environment;
}

bool has_tag(std::string_view text) {
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (next == '{' || next == '%' || next == '#') {
            return true;
        }
    }
    return false;
}

/// Text that was rendered, read as a literal where its type is wanted.
Value typed(Value as_text, ValidTypes types) {
    if (types == ValidTypes::none || !may_be_literal(as_text.text())) {
        return as_text;
    }
    std::optional<Value> literal = literal_eval(as_text.text());
    const bool is_wanted = literal && !is_complex(*literal) && (types == ValidTypes::any || literal->is_string());
    return is_wanted ? std::move(*literal) : std::move(as_text);
}

bool reads_back(const Value& value, int depth);

bool container_reads_back(const Value& value, int depth) {
    if (depth >= kDirectDepthMax) {
        return false;
    }
    if (!value.is(Kind::dict)) {
        const std::vector<Value>& items = value.as<ListObject>().items;
        return std::all_of(items.begin(), items.end(), [&](const Value& item) { return reads_back(item, depth + 1); });
    }
    const std::vector<DictObject::Entry>& entries = value.as<DictObject>().entries();
    return std::all_of(entries.begin(), entries.end(), [&](const DictObject::Entry& entry) {
        return reads_back(entry.key, depth + 1) && reads_back(entry.value, depth + 1);
    });
}

/// True for values whose str() reads back as the very same value, so that both steps can be left out.
bool reads_back(const Value& value, int depth) {
    switch (value.kind()) {
        case Kind::none:
        case Kind::boolean:
        case Kind::integer:
        case Kind::big_integer:
        case Kind::raw_array:
        case Kind::raw_object:
            return true;
        case Kind::real:
            return std::isfinite(value.as_real());
        case Kind::string:
            return depth > 0 && !value.is_markup();
        case Kind::list:
        case Kind::dict:
            return container_reads_back(value, depth);
        case Kind::tuple:
            return (value.flags() & kIsoCalendarTuple) == 0 && container_reads_back(value, depth);
        default:
            return false;
    }
}

/// A copy of lists and dicts: the result must not change when the config it came from does.
Value copied(const Value& value) {
    if (value.is(Kind::list) || value.is(Kind::tuple)) {
        std::vector<Value> items;
        for (const Value& item : value.as<ListObject>().items) {
            items.push_back(copied(item));
        }
        return value.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value::list(std::move(items));
    }
    if (value.is(Kind::dict)) {
        Value copy = Value::empty_dict();
        for (const DictObject::Entry& entry : value.as<DictObject>().entries()) {
            copy.as<DictObject>().set(entry.key, copied(entry.value));
        }
        return copy;
    }
    return value;
}

template <typename T>
Result<T> to_result(Outcome<T> outcome) {
    if (!outcome) {
        return outcome.error().to_error();
    }
    return std::move(*outcome);
}

}  // namespace

const Environment& environment() {
    static const Environment* const kEnvironment = new Environment(make_environment());
    return *kEnvironment;
}

Interpolation::Interpolation(Template compiled) : compiled_(std::move(compiled)) {}

Outcome<Interpolation> Interpolation::try_compile(std::string_view text) {
    if (text.find("stream_state") != std::string_view::npos) {
        return fail(Fault::named(
            "AirbyteTracedException",
            "`stream_state` is no longer supported for interpolation. We recommend using `stream_interval` instead."));
    }
    Outcome<Template> outcome = Template::try_compile(text, environment());
    const bool is_plain_text = !outcome && outcome.error().kind() == FaultKind::type_error;
    if (is_plain_text) {
        outcome = Template::try_compile("", environment());
    }
    LEVADA_LET(Template compiled, std::move(outcome));
    Interpolation interpolation(std::move(compiled));
    if (is_plain_text) {
        interpolation.plain_text_ = std::string(text);
        interpolation.constant_ = typed(Value::string(std::string(text)), ValidTypes::any);
        return interpolation;
    }
    if (!has_tag(text)) {
        bool is_empty = false;
        LEVADA_LET(interpolation.constant_, interpolation.rendered(Context(), ValidTypes::any, is_empty));
    }
    return interpolation;
}

Result<Interpolation> Interpolation::compile(std::string_view text) {
    Outcome<Interpolation> compiled = try_compile(text);
    if (!compiled) {
        const Error error = compiled.error().to_error();
        return error.code() == ErrorCode::invalid_data ? Error(ErrorCode::invalid_config, error.message()) : error;
    }
    return std::move(*compiled);
}

/// One rendering without defaults. An empty text stays an empty text.
Outcome<Value> Interpolation::rendered(const Context& context, ValidTypes types, bool& is_empty) const {
    if (plain_text_) {
        return fail(FaultKind::type_error, "the text cannot be compiled, so it is taken as it is");
    }
    for (const std::string& name : compiled_.undeclared_variables()) {
        if (context.find(name) == nullptr) {
            return fail(FaultKind::value_error, "Jinja macro has undeclared variables: {'" + name + "'}");
        }
    }
    if (!compiled_.is_single_expression()) {
        std::string out;
        LEVADA_DO(compiled_.try_render_to(out, context));
        is_empty = out.empty();
        return typed(Value::string(std::move(out)), types);
    }
    LEVADA_LET(Value value, compiled_.try_evaluate(context));
    if (types == ValidTypes::any && reads_back(value, 0)) {
        return copied(value);
    }
    const Value text = value.is_string() ? value.with_flags(0) : Value::string(value.str());
    is_empty = text.text().empty();
    return typed(text, types);
}

Outcome<Value> Interpolation::try_evaluate(const Context& context,
                                           const Interpolation* default_value,
                                           ValidTypes types) const {
    // Template text that is no template for the CDK: a TypeError gives the text back.
    bool is_empty = false;  // What was rendered, not what it means: '' in quotes is a value.
    const auto render = [&](const Interpolation& template_text) -> Outcome<Value> {
        Outcome<Value> result = template_text.rendered(context, types, is_empty);
        if (!result && result.error().kind() == FaultKind::type_error) {
            const std::string& text = template_text.text();
            is_empty = text.empty();
            return typed(Value::string(text), types);
        }
        return result;
    };
    Outcome<Value> result = render(*this);
    const bool is_undefined = !result && result.error().kind() == FaultKind::undefined_error;
    if (!is_undefined && !is_empty) {
        return result;
    }
    if (default_value == this && is_empty) {
        return result;
    }
    return default_value == nullptr ? Value::none() : render(*default_value);
}

Outcome<Value> Interpolation::try_evaluate(const Context& context) const {
    return constant_ ? Outcome<Value>(*constant_) : try_evaluate(context, this);
}

Result<Value> Interpolation::evaluate(const Context& context) const {
    return to_result(try_evaluate(context));
}

Result<std::string> Interpolation::evaluate_text(const Context& context) const {
    LEVADA_TRY(const Value value, evaluate(context));
    return value.str();
}

// ---- booleans

InterpolatedBoolean::InterpolatedBoolean(std::optional<Interpolation> condition, bool value)
    : condition_(std::move(condition)), value_(value) {}

Result<InterpolatedBoolean> InterpolatedBoolean::compile(std::string_view condition) {
    LEVADA_TRY(Interpolation compiled, Interpolation::compile(condition));
    return InterpolatedBoolean(std::move(compiled), false);
}

InterpolatedBoolean InterpolatedBoolean::constant(bool value) {
    return InterpolatedBoolean(std::nullopt, value);
}

namespace {

bool is_false_value(const Value& value) {
    constexpr std::string_view kFalseTexts[] = {"False", "false", "{}", "[]", "()", "", "0", "0.0"};
    switch (value.kind()) {
        case Kind::string:
            return std::find(std::begin(kFalseTexts), std::end(kFalseTexts), value.text()) != std::end(kFalseTexts);
        case Kind::bytes:
        case Kind::iterator:
        case Kind::object:
            return false;
        default:
            // 0 and 0.0 equal False, which is in the CDK's list; so do empty collections of its kinds.
            return !value.truthy();
    }
}

}  // namespace

Outcome<bool> InterpolatedBoolean::try_evaluate(const Context& context) const {
    if (!condition_) {
        return value_;
    }
    static const Interpolation* const kDefault = new Interpolation(*Interpolation::try_compile("False"));
    LEVADA_LET(const Value value, condition_->try_evaluate(context, kDefault));
    return !is_false_value(value);
}

Result<bool> InterpolatedBoolean::evaluate(const Context& context) const {
    return to_result(try_evaluate(context));
}

// ---- mappings

Result<InterpolatedMapping> InterpolatedMapping::compile(const Json& mapping) {
    if (!mapping.is_object()) {
        return Error(ErrorCode::invalid_config, "wanted a mapping");
    }
    InterpolatedMapping result;
    for (const Json::Member& member : mapping.as_object()) {
        LEVADA_TRY(Interpolation key, Interpolation::compile(member.key));
        Entry entry{std::move(key), std::nullopt, Value()};
        if (member.value.is_string()) {
            LEVADA_TRY(entry.text, Interpolation::compile(member.value.as_string()));
        } else {
            entry.value = Value::from_json(member.value);
        }
        result.entries_.push_back(std::move(entry));
    }
    return result;
}

Result<std::vector<std::pair<std::string, Value>>> InterpolatedMapping::evaluate(const Context& context,
                                                                                 ValidTypes value_types) const {
    std::vector<std::pair<std::string, Value>> result;
    result.reserve(entries_.size());
    for (const Entry& entry : entries_) {
        LEVADA_TRY(const Value key, to_result(entry.key.try_evaluate(context, nullptr, ValidTypes::string_only)));
        Value value = entry.value;
        if (entry.text) {
            LEVADA_TRY(value, to_result(entry.text->try_evaluate(context, nullptr, value_types)));
        }
        std::string name = key.str();
        const auto known =
            std::find_if(result.begin(), result.end(), [&](const auto& pair) { return pair.first == name; });
        if (known != result.end()) {
            known->second = std::move(value);
        } else {
            result.emplace_back(std::move(name), std::move(value));
        }
    }
    return result;
}

Result<InterpolatedNestedMapping> InterpolatedNestedMapping::compile(const Json& tree) {
    InterpolatedNestedMapping mapping;
    LEVADA_TRY(mapping.root_, compile_node(tree));
    return mapping;
}

Result<InterpolatedNestedMapping::Node> InterpolatedNestedMapping::compile_node(const Json& tree) {
    Node node;
    if (tree.is_string()) {
        LEVADA_TRY(node.text, Interpolation::compile(tree.as_string()));
    } else if (tree.is_array()) {
        node.kind = Kind::list;
        for (const Json& item : tree.as_array()) {
            LEVADA_TRY(Node child, compile_node(item));
            node.items.push_back(std::move(child));
        }
    } else if (tree.is_object()) {
        node.kind = Kind::dict;
        for (const Json::Member& member : tree.as_object()) {
            LEVADA_TRY(Interpolation key, Interpolation::compile(member.key));
            LEVADA_TRY(Node child, compile_node(member.value));
            node.keys.push_back(std::move(key));
            node.items.push_back(std::move(child));
        }
    } else {
        node.value = Value::from_json(tree);
    }
    return node;
}

Outcome<Value> InterpolatedNestedMapping::evaluate_node(const Node& node, const Context& context) {
    if (node.text) {
        return node.text->try_evaluate(context, nullptr);
    }
    if (node.kind == Kind::list) {
        std::vector<Value> items;
        for (const Node& child : node.items) {
            LEVADA_LET(Value item, evaluate_node(child, context));
            items.push_back(std::move(item));
        }
        return Value::list(std::move(items));
    }
    if (node.kind != Kind::dict) {
        return node.value;
    }
    Value dict = Value::empty_dict();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        LEVADA_LET(Value key, node.keys[i].try_evaluate(context, nullptr));
        LEVADA_LET(Value value, evaluate_node(node.items[i], context));
        LEVADA_DO(hash_of(key));
        if (value.is_none()) {
            dict.as<DictObject>().erase(key);
        } else {
            dict.as<DictObject>().set(std::move(key), std::move(value));
        }
    }
    return dict;
}

Result<Value> InterpolatedNestedMapping::evaluate(const Context& context) const {
    return to_result(evaluate_node(root_, context));
}

}  // namespace levada::jinja::cdk
