#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/scope.h"
#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

class BuildContext;

/// The types that an evaluated text may take; text otherwise. Source: JinjaInterpolation.eval(valid_types=…).
enum class ValueTypes : std::uint8_t { any, text, integer, number, boolean, text_or_list };

/// A text with Jinja in it, evaluated to a typed value as Python's literal_eval reads it.
/// A default-made one is the empty text. Immutable after make(). Source: interpolation/interpolated_string.py.
class InterpolatedString {
public:
    /// Compiles `text`. `parameters` is the component's `$parameters`; config comes from the context.
    /// Errors: invalid_config (a template that does not compile is reported when evaluated, as in the CDK).
    static Result<InterpolatedString> make(std::string text, const Json& parameters, const BuildContext& context);

    /// The value. Errors: invalid_data (undefined variable, failing expression).
    Result<Json> eval(const Scope& scope) const;
    Result<Json> eval(const Scope& scope, ValueTypes types) const;
    /// Python's str() of eval().
    Result<std::string> text(const Scope& scope) const;
    /// As eval(), but None (null) when the rendering is empty or undefined: the rule inside mappings.
    Result<Json> eval_or_none(const Scope& scope, ValueTypes types) const;

    /// eval() as JSON text appended to `out`, without building a value: the hot path.
    /// Errors: invalid_data, also for values that JSON cannot hold (sets, bytes): then with the fact "unserialisable".
    Result<void> append_json(const Scope& scope, ValueTypes types, std::string& out) const;

    const std::string& source() const;
    /// True when the text has no template in it: eval() gives the same for every scope.
    bool is_constant() const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// A condition: false for an empty or undefined result. Source: interpolation/interpolated_boolean.py.
class InterpolatedBoolean {
public:
    /// `condition`: a text, or a boolean that stands for itself; empty text is false.
    static Result<InterpolatedBoolean> make(const Json& condition, const Json& parameters, const BuildContext& context);
    Result<bool> eval(const Scope& scope) const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// A mapping of names to texts or values, or one text giving a mapping: params, headers, form bodies.
/// Source: interpolated_mapping.py, request_options/interpolated_request_input_provider.py.
class InterpolatedInput {
public:
    /// `input`: mapping, text, or null for none.
    static Result<InterpolatedInput> make(const Json* input, const Json& parameters, const BuildContext& context);
    /// A mapping without its None entries, or a text when the input is one text that is no mapping.
    Result<Json> eval(const Scope& scope, ValueTypes types) const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// Mappings, lists and texts to any depth: JSON bodies. Source: interpolated_nested_mapping.py.
class InterpolatedNested {
public:
    static Result<InterpolatedNested> make(const Json* input, const Json& parameters, const BuildContext& context);
    Result<Json> eval(const Scope& scope) const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

}  // namespace levada::airbyte
