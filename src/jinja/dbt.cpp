#include "dbt.h"

#include "dbt_functions.h"
#include "evaluator.h"
#include "literal.h"
#include "ops.h"
#include "template_access.h"
#include "try.h"

#include <algorithm>
#include <array>

namespace levada::jinja::dbt {

namespace {

// What a filter of native rendering asks for; flags of a text value.
constexpr std::uint8_t kAsText = 0x10;
constexpr std::uint8_t kAsBool = 0x20;
constexpr std::uint8_t kAsNumber = 0x40;
constexpr std::uint8_t kAsNative = 0x80;
constexpr std::string_view kMacroPrefix = "dbt_macro__";

Outcome<Value> unchanged(Evaluator& /*evaluator*/, const Value& input, Arguments& /*arguments*/) {
    return input;
}

template <std::uint8_t kFlag>
Outcome<Value> marked(Evaluator& /*evaluator*/, const Value& input, Arguments& /*arguments*/) {
    return Value::string(input.str()).with_flags(kFlag);
}

Outcome<Value> is_list(Evaluator& /*evaluator*/, const Value& input, Arguments& /*arguments*/) {
    return Value::boolean(input.is(Kind::list) || input.is(Kind::raw_array));
}

Environment make_environment(Mode mode) {
    EnvironmentOptions options;
    options.sandboxed = true;
    options.tag_do = true;
    options.tag_loop_controls = true;
    options.dbt_tags = true;
    options.native_types = mode == Mode::native;
    options.undefined = mode == Mode::parse ? UndefinedPolicy::chainable : UndefinedPolicy::standard;
    Environment environment(options);
    const bool is_native = mode == Mode::native;
    environment.add_filter("as_text", is_native ? marked<kAsText> : unchanged);
    environment.add_filter("as_bool", is_native ? marked<kAsBool> : unchanged);
    environment.add_filter("as_number", is_native ? marked<kAsNumber> : unchanged);
    environment.add_filter("as_native", is_native ? marked<kAsNative> : unchanged);
    environment.add_filter("is_list", is_list);
    return environment;
}

/// dbt leaves text without any delimiter alone, its last newline included.
bool has_delimiter(std::string_view text) {
    constexpr std::array<std::string_view, 6> kDelimiters = {"{{", "{%", "{#", "#}", "%}", "}}"};
    return std::any_of(kDelimiters.begin(), kDelimiters.end(), [&](std::string_view delimiter) {
        return text.find(delimiter) != std::string_view::npos;
    });
}

/// A single piece of native output: the type that a filter asked for, or the value as it is.
Outcome<Value> native_value(const Value& value) {
    const std::uint8_t wanted = value.is_string() ? value.flags() : std::uint8_t{0};
    if ((wanted & (kAsBool | kAsNumber | kAsNative)) == 0) {
        return value.is_string() ? value.with_flags(0) : value;
    }
    Value result = literal_eval(value.text()).value_or(value.with_flags(0));
    const bool is_number = is_numeric(result) && !result.is(Kind::boolean);
    if ((wanted == kAsBool && !result.is(Kind::boolean)) || (wanted == kAsNumber && !is_number)) {
        return fail(Fault::named("JinjaRenderingError",
                                 "Could not convert value '" + value.str() + "' into type '" +
                                     (wanted == kAsBool ? "bool" : "number") + "'"));
    }
    return result;
}

Outcome<Value> render_native(const Template& compiled, const Context& context) {
    const std::shared_ptr<const Program> program = program_of(compiled);
    Evaluator evaluator(*program, context);
    std::vector<Value> pieces;
    LEVADA_DO(Rendering::pieces(evaluator, pieces));
    if (pieces.size() == 1) {
        return native_value(pieces[0]);
    }
    std::string out;
    for (const Value& piece : pieces) {
        piece.append_to(out);
    }
    return Value::string(std::move(out));
}

/// A macro of the project: return(x) ends it and gives x with its type.
Value project_macro(std::string name, const Value& macro) {
    return Value::function(std::move(name), [macro](Evaluator& evaluator, Arguments& arguments) -> Outcome<Value> {
        Outcome<Value> result = evaluator.call(macro, arguments);
        if (!result && result.error().python_class() == kMacroReturn) {
            return std::move(evaluator.returned);
        }
        return result;
    });
}

}  // namespace

const Environment& environment(Mode mode) {
    static const Environment* const kText = new Environment(make_environment(Mode::text));
    static const Environment* const kParse = new Environment(make_environment(Mode::parse));
    static const Environment* const kNative = new Environment(make_environment(Mode::native));
    switch (mode) {
        case Mode::parse:
            return *kParse;
        case Mode::native:
            return *kNative;
        case Mode::text:
            break;
    }
    return *kText;
}

Outcome<Value> render(std::string_view text,
                      std::string_view macros,
                      const Context& variables,
                      const Settings& settings) {
    if (!has_delimiter(text)) {
        return Value::string(std::string(text));
    }
    Context base;
    add_base_context(base, settings);
    Context context(&base);
    for (const auto& [name, value] : variables.all()) {
        context.set(name, value);
    }
    if (const auto now = variables.now()) {
        context.set_now(*now);
    }
    if (const auto seed = variables.random_seed()) {
        context.set_random_seed(*seed);
    }
    LEVADA_LET(const Template macro_file, Template::try_compile(macros, environment(Mode::text)));
    const std::shared_ptr<const Program> macro_program = program_of(macro_file);
    Evaluator module(*macro_program, context);
    std::vector<std::pair<std::string, Value>> defined;
    LEVADA_DO(Rendering::macros(module, defined));
    for (const auto& [name, macro] : defined) {
        // The name without dbt's prefix is text of the program, which outlives the context.
        const std::string_view plain =
            std::string_view(name).substr(name.starts_with(kMacroPrefix) ? kMacroPrefix.size() : 0);
        context.set(plain, project_macro(std::string(plain), macro));
    }
    LEVADA_LET(const Template compiled, Template::try_compile(text, environment(settings.mode)));
    if (settings.mode == Mode::native) {
        return render_native(compiled, context);
    }
    std::string out;
    LEVADA_DO(compiled.try_render_to(out, context));
    return Value::string(std::move(out));
}

}  // namespace levada::jinja::dbt
