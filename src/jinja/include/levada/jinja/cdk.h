#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/result.h"
#include "levada/jinja/context.h"
#include "levada/jinja/template.h"

/// Interpolation as the Airbyte CDK does it: sandboxed Jinja with the CDK's macros and filters, whose text result is
/// read as a Python literal. Source: airbyte-cdk 7.39.1, sources/declarative/interpolation.
namespace levada::jinja::cdk {

/// The CDK's environment: sandbox, no range, its 13 macros and 8 filters. Never destroyed.
const Environment& environment();

/// The types a literal result may have; any other result stays text.
enum class ValidTypes : std::uint8_t { any, string_only, none };

/// One interpolated string of a manifest: JinjaInterpolation.eval and InterpolatedString.eval. Compile once, evaluate
/// from any thread. The context holds `config`, `parameters`, `record`, `response`, `stream_slice`, ... as far as the
/// place of the manifest has them; `stream_interval` and `stream_partition` are other names of `stream_slice` and
/// are never set.
class Interpolation {
public:
    /// Errors: invalid_config (syntax; also text that names `stream_state`, which the CDK refuses).
    static Result<Interpolation> compile(std::string_view text);
    static Outcome<Interpolation> try_compile(std::string_view text);

    /// InterpolatedString.eval: an empty result or an undefined value is evaluated once more as its own default; a
    /// TypeError gives the text of the template. Raw JSON that the template only looks up comes back as a raw view.
    /// Errors: invalid_data (undefined value, variable not in the context, wrong argument, limit).
    Result<Value> evaluate(const Context& context) const;
    Outcome<Value> try_evaluate(const Context& context) const;

    /// JinjaInterpolation.eval with a default (none: None) that is evaluated when the result is empty or undefined.
    Outcome<Value> try_evaluate(const Context& context,
                                const Interpolation* default_value,
                                ValidTypes types = ValidTypes::any) const;

    /// str() of evaluate(): what a URL path or a header takes. None becomes "None", as in Python.
    Result<std::string> evaluate_text(const Context& context) const;

    /// Text without braces: evaluate() always gives the same.
    bool is_constant() const { return constant_.has_value(); }
    const std::string& text() const { return plain_text_ ? *plain_text_ : compiled_.source(); }
    /// Names read from the context, aliases resolved, to know whether a template needs `record` at all.
    const std::vector<std::string>& variables() const { return compiled_.undeclared_variables(); }

private:
    explicit Interpolation(Template compiled);
    /// Tells in `is_empty` whether the text is empty, also one that means something.
    Outcome<Value> rendered(const Context& context, ValidTypes types, bool& is_empty) const;
    Template compiled_;
    std::optional<std::string> plain_text_;  ///< Text whose compilation ends with a TypeError: the CDK gives it back.
    std::optional<Value> constant_;
};

/// InterpolatedBoolean: false for "False", "false", "{}", "[]", "()", "", "0", "0.0" and false or empty values; any
/// other result, also "no", is true. An undefined value is false.
class InterpolatedBoolean {
public:
    /// Errors: invalid_config.
    static Result<InterpolatedBoolean> compile(std::string_view condition);
    static InterpolatedBoolean constant(bool value);

    /// Errors: as Interpolation::evaluate.
    Result<bool> evaluate(const Context& context) const;
    Outcome<bool> try_evaluate(const Context& context) const;

private:
    explicit InterpolatedBoolean(std::optional<Interpolation> condition, bool value);
    std::optional<Interpolation> condition_;
    bool value_;
};

/// InterpolatedMapping: keys and text values are interpolated (keys stay text), other values pass as they are.
class InterpolatedMapping {
public:
    /// `mapping` is a Json object. Errors: invalid_config.
    static Result<InterpolatedMapping> compile(const Json& mapping);
    InterpolatedMapping() = default;

    bool empty() const { return entries_.empty(); }
    /// In the order of the mapping; a key that is made twice keeps its first place and its last value.
    /// Errors: as Interpolation::evaluate.
    Result<std::vector<std::pair<std::string, Value>>> evaluate(const Context& context,
                                                                ValidTypes value_types = ValidTypes::any) const;

private:
    struct Entry {
        Interpolation key;
        std::optional<Interpolation> text;  ///< Set for text values.
        Value value;                        ///< Otherwise the value.
    };
    std::vector<Entry> entries_;
};

/// InterpolatedNestedMapping: every text and every key of a tree; entries whose value becomes None are left out.
class InterpolatedNestedMapping {
public:
    /// Errors: invalid_config.
    static Result<InterpolatedNestedMapping> compile(const Json& tree);

    /// Errors: as Interpolation::evaluate.
    Result<Value> evaluate(const Context& context) const;

private:
    struct Node {
        std::optional<Interpolation> text;
        Value value;
        Kind kind = Kind::none;           ///< list or dict: the items count.
        std::vector<Interpolation> keys;  ///< Of a dict, one for each item.
        std::vector<Node> items;
    };
    static Result<Node> compile_node(const Json& tree);
    static Outcome<Value> evaluate_node(const Node& node, const Context& context);
    Node root_;
};

}  // namespace levada::jinja::cdk
