#include "levada/airbyte/components/interpolation.h"

#include "template_variables.h"

#include <atomic>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kStreamStateRefused =
    "`stream_state` is no longer supported for interpolation; use `stream_interval` instead";

/// Python's json.loads for one text. The value is read at once: the text may be gone when the value is used.
jinja::Outcome<jinja::Value> json_loads(jinja::Evaluator& /*evaluator*/, jinja::Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.positional.front().is_string()) {
        return jinja::fail(jinja::FaultKind::type_error, "the JSON object must be str, bytes or bytearray");
    }
    const Result<Json> parsed = parse_json(arguments.positional.front().text());
    if (!parsed) {
        return jinja::fail(jinja::Fault::named("JSONDecodeError", parsed.error().message()));
    }
    return jinja::Value::from_json(*parsed);
}

jinja::Value value_of(const Scope::Binding& binding) {
    switch (binding.kind) {
        case Scope::Kind::json:
            return jinja::Value::from_json(*binding.json);
        case Scope::Kind::raw_json:
            return jinja::Value::raw_json(binding.raw);
        case Scope::Kind::integer:
            return jinja::Value::integer(binding.integer);
        case Scope::Kind::json_loads:
            return jinja::Value::function("json_loads", json_loads);
        case Scope::Kind::null:
            break;
    }
    return jinja::Value::none();
}

bool is_of(const jinja::Value& value, ValueTypes types) {
    using jinja::Kind;
    switch (types) {
        case ValueTypes::any:
            return true;
        case ValueTypes::text:
            return value.is(Kind::string);
        case ValueTypes::integer:  // Python's bool is an int.
            return value.is(Kind::integer) || value.is(Kind::big_integer) || value.is(Kind::boolean);
        case ValueTypes::number:
            return value.is(Kind::real);
        case ValueTypes::boolean:
            return value.is(Kind::boolean);
        case ValueTypes::text_or_list:
            return value.is(Kind::string) || value.is(Kind::list) || value.is(Kind::raw_array);
    }
    return true;
}

/// The variables of one evaluation, on the stack.
class Variables {
public:
    Variables(const TemplateVariables& base, const jinja::Value& parameters, const Scope& scope, bool wants_attributes)
        : context_(&base.context()) {
        context_.set("parameters", parameters);
        for (const Scope::Binding& binding : scope) {
            context_.set(binding.name, value_of(binding));
        }
        if (wants_attributes && scope.stream_slice() != nullptr) {
            attributes_ = scope.stream_slice()->attributes_text();
            context_.set("stream_slice", jinja::Value::raw_json(attributes_));
        }
    }
    const jinja::Context& context() const { return context_; }

private:
    jinja::Context context_;
    std::string attributes_;
};

/// Templates rarely reach for the attributes of a slice; only those that name one pay for them.
bool names_slice_attribute(std::string_view text) {
    for (const std::string_view name : {"extra_fields", ".partition", "cursor_slice"}) {
        if (text.find(name) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

Error error_of(const jinja::Fault& fault, std::string_view text) {
    return fault.to_error().with("template", std::string(text.substr(0, 200)));
}

Result<Json> json_of(jinja::Outcome<jinja::Value> value, std::string_view text) {
    if (!value.has_value()) {
        return error_of(value.error(), text);
    }
    jinja::Outcome<Json> json = value->to_json();
    if (!json.has_value()) {
        return error_of(json.error(), text).with("unserialisable", std::string(value->type_name()));
    }
    return std::move(*json);
}

}  // namespace

struct InterpolatedString::State {
    std::string text;
    const TemplateVariables* variables = nullptr;
    jinja::Value parameters;
    /// An error shows when the template is first wanted, as in the CDK.
    Result<jinja::cdk::Interpolation> compiled = Error(ErrorCode::internal, "template: not compiled");
    bool wants_attributes = false;

    enum class Empty : std::uint8_t { own_text, none };

    /// A template whose first value is its own text (it failed with a TypeError, say) counts as plain text from then
    /// on. Source: interpolated_string.py, _is_plain_string.
    enum class First : std::uint8_t { unknown, another_value, own_text };
    mutable std::atomic<First> first{First::unknown};

    jinja::Outcome<jinja::Value> eval(const Variables& scope, ValueTypes types, Empty empty) const {
        if (empty == Empty::none) {
            return eval_anew(scope, types, empty);
        }
        const First known = first.load(std::memory_order_relaxed);
        if (known == First::own_text) {
            return jinja::Value::string(text);
        }
        jinja::Outcome<jinja::Value> value = eval_anew(scope, types, empty);
        if (known == First::unknown && value.has_value()) {
            const bool is_own_text = value->is_string() && value->text() == text;
            first.store(is_own_text ? First::own_text : First::another_value, std::memory_order_relaxed);
        }
        return value;
    }

private:
    jinja::Outcome<jinja::Value> eval_anew(const Variables& scope, ValueTypes types, Empty empty) const {
        const jinja::cdk::Interpolation* otherwise = empty == Empty::own_text ? &*compiled : nullptr;
        jinja::Outcome<jinja::Value> value = compiled->try_evaluate(scope.context(), otherwise);
        if (types == ValueTypes::any || !value.has_value() || is_of(*value, types)) {
            return value;
        }
        const bool may_be_text = types == ValueTypes::text || types == ValueTypes::text_or_list;
        return compiled->try_evaluate(scope.context(),
                                      otherwise,
                                      may_be_text ? jinja::cdk::ValidTypes::string_only : jinja::cdk::ValidTypes::none);
    }
};

Result<InterpolatedString> InterpolatedString::make(std::string text,
                                                    const Json& parameters,
                                                    const BuildContext& context) {
    auto state = std::make_shared<State>();
    state->text = std::move(text);
    state->variables = &TemplateVariables::of(context.source());
    state->parameters = jinja::Value::from_json(parameters.is_null() ? Json::object() : parameters);
    state->wants_attributes = names_slice_attribute(state->text);
    if (state->text.find("stream_state") != std::string::npos) {
        state->compiled = traced_error(FailureType::config_error, std::string(kStreamStateRefused));
    } else {
        jinja::Outcome<jinja::cdk::Interpolation> compiled = jinja::cdk::Interpolation::try_compile(state->text);
        if (compiled.has_value()) {
            state->compiled = std::move(*compiled);
        } else {
            state->compiled = error_of(compiled.error(), state->text);
        }
    }
    InterpolatedString made;
    made.state_ = std::move(state);
    return made;
}

Result<Json> InterpolatedString::eval(const Scope& scope) const {
    return eval(scope, ValueTypes::any);
}

Result<Json> InterpolatedString::eval(const Scope& scope, ValueTypes types) const {
    if (state_ == nullptr) {
        return Json("");
    }
    if (!state_->compiled) {
        return state_->compiled.error();
    }
    const Variables variables(*state_->variables, state_->parameters, scope, state_->wants_attributes);
    return json_of(state_->eval(variables, types, State::Empty::own_text), state_->text);
}

Result<Json> InterpolatedString::eval_or_none(const Scope& scope, ValueTypes types) const {
    if (state_ == nullptr) {
        return Json();
    }
    if (!state_->compiled) {
        return state_->compiled.error();
    }
    const Variables variables(*state_->variables, state_->parameters, scope, state_->wants_attributes);
    return json_of(state_->eval(variables, types, State::Empty::none), state_->text);
}

Result<std::string> InterpolatedString::text(const Scope& scope) const {
    if (state_ == nullptr) {
        return std::string();
    }
    if (!state_->compiled) {
        return state_->compiled.error();
    }
    const Variables variables(*state_->variables, state_->parameters, scope, state_->wants_attributes);
    jinja::Outcome<jinja::Value> value = state_->eval(variables, ValueTypes::any, State::Empty::own_text);
    if (!value.has_value()) {
        return error_of(value.error(), state_->text);
    }
    return value->str();
}

Result<void> InterpolatedString::append_json(const Scope& scope, ValueTypes types, std::string& out) const {
    if (state_ == nullptr) {
        out += "\"\"";
        return {};
    }
    if (!state_->compiled) {
        return state_->compiled.error();
    }
    const Variables variables(*state_->variables, state_->parameters, scope, state_->wants_attributes);
    jinja::Outcome<jinja::Value> value = state_->eval(variables, types, State::Empty::own_text);
    if (!value.has_value()) {
        return error_of(value.error(), state_->text);
    }
    jinja::Outcome<void> appended = value->append_json(out);
    if (!appended.has_value()) {
        return error_of(appended.error(), state_->text).with("unserialisable", std::string(value->type_name()));
    }
    return {};
}

const std::string& InterpolatedString::source() const {
    static const std::string kEmpty;
    return state_ == nullptr ? kEmpty : state_->text;
}

bool InterpolatedString::is_constant() const {
    return state_ == nullptr || (state_->compiled && state_->compiled->is_constant());
}

struct InterpolatedBoolean::State {
    std::string text;
    const TemplateVariables* variables = nullptr;
    jinja::Value parameters;
    /// An error shows when the condition is first wanted, as in the CDK.
    Result<jinja::cdk::InterpolatedBoolean> compiled = Error(ErrorCode::internal, "condition: not compiled");
    bool wants_attributes = false;
};

Result<InterpolatedBoolean> InterpolatedBoolean::make(const Json& condition,
                                                      const Json& parameters,
                                                      const BuildContext& context) {
    auto state = std::make_shared<State>();
    state->variables = &TemplateVariables::of(context.source());
    state->parameters = jinja::Value::from_json(parameters.is_null() ? Json::object() : parameters);
    if (condition.is_boolean()) {
        state->compiled = jinja::cdk::InterpolatedBoolean::constant(condition.as_boolean());
    } else {
        state->text = condition.is_null() ? std::string() : python_str(condition);
        state->wants_attributes = names_slice_attribute(state->text);
        Result<jinja::cdk::InterpolatedBoolean> compiled = jinja::cdk::InterpolatedBoolean::compile(state->text);
        if (state->text.find("stream_state") != std::string::npos) {
            state->compiled = traced_error(FailureType::config_error, std::string(kStreamStateRefused));
        } else if (compiled.has_value()) {
            state->compiled = *std::move(compiled);
        } else {
            state->compiled = compiled.error();
        }
    }
    InterpolatedBoolean made;
    made.state_ = std::move(state);
    return made;
}

Result<bool> InterpolatedBoolean::eval(const Scope& scope) const {
    if (state_ == nullptr) {
        return false;
    }
    if (!state_->compiled) {
        return state_->compiled.error();
    }
    const Variables variables(*state_->variables, state_->parameters, scope, state_->wants_attributes);
    jinja::Outcome<bool> value = state_->compiled->try_evaluate(variables.context());
    if (!value.has_value()) {
        return error_of(value.error(), state_->text);
    }
    return *value;
}

}  // namespace levada::airbyte
