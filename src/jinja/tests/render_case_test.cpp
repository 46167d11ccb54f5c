#include "render_case.h"

#include "dbt.h"
#include "json_text.h"

#include <string>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "levada/base/json.h"
#include "levada/jinja/cdk.h"
#include "levada/jinja/template.h"

namespace levada::jinja {

namespace {

/// A context of JSON; its names live in `names`.
struct JsonContext {
    explicit JsonContext(const char* text) : json(parse_json(text).value()) {
        for (const Json::Member& member : json.as_object()) {
            context.set(member.key, Value::from_json(member.value));
        }
        context.set_now(std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000)));
        context.set_random_seed(7);
    }
    Json json;
    Context context;
};

std::string shown(const Outcome<Value>& result) {
    return result ? result->str() : "!" + std::string(result.error().python_class());
}

std::string shown_as_json(const Outcome<Value>& result) {
    std::string out;
    JsonStyle style;
    style.python_constants = false;
    if (!result || !append_python_json(out, *result, style)) {
        return result ? "py:" + result->repr() : "!" + std::string(result.error().python_class());
    }
    return result->is(Kind::tuple) ? "py:" + result->repr() : out;
}

std::string context_of(const RenderCase& c, const Outcome<Value>& result) {
    return std::string("case: ") + c.name + "\ntemplate: " + c.text + "\ncontext: " + c.context +
           (result ? "" : "\nmessage: " + result.error().message());
}

}  // namespace

void expect_renders(std::span<const RenderCase> cases, const Environment& environment) {
    for (const RenderCase& c : cases) {
        const JsonContext context(c.context);
        const Outcome<Template> compiled = Template::try_compile(c.text, environment);
        if (!compiled) {
            EXPECT_EQ("!" + std::string(compiled.error().python_class()), c.want) << c.name << ": " << c.text;
            continue;
        }
        std::string out;
        const Outcome<void> done = compiled->try_render_to(out, context.context);
        const Outcome<Value> result =
            done ? Outcome<Value>(Value::string(out))
                 : fail(Fault::named(std::string(done.error().python_class()), done.error().message()));
        EXPECT_EQ(shown(result), c.want) << context_of(c, result);
    }
}

void expect_interpolates(std::span<const RenderCase> cases) {
    for (const RenderCase& c : cases) {
        JsonContext context(c.context);
        for (const std::string_view name : {"config", "parameters"}) {
            if (context.context.find(name) == nullptr) {
                context.context.set(name, Value::empty_dict());
            }
        }
        const Outcome<cdk::Interpolation> compiled = cdk::Interpolation::try_compile(c.text);
        if (!compiled) {
            EXPECT_EQ("!" + std::string(compiled.error().python_class()), c.want) << c.name << ": " << c.text;
            continue;
        }
        const Outcome<Value> result = compiled->try_evaluate(context.context);
        EXPECT_EQ(shown_as_json(result), c.want) << context_of(c, result);
    }
}

void expect_dbt(std::span<const RenderCase> cases) {
    for (const RenderCase& c : cases) {
        const JsonContext context(c.context);
        dbt::Settings settings;
        settings.variables = Value::from_json(parse_json("{\"answer\": 42}").value());
        settings.environment_variable = [](std::string_view name) {
            return name == "SET" ? std::optional<std::string>("value") : std::nullopt;
        };
        const Outcome<Value> result = dbt::render(c.text, "", context.context, settings);
        EXPECT_EQ(shown(result), c.want) << context_of(c, result);
    }
}

namespace {

void run_wrong_case() {
    constexpr RenderCase kWrong[] = {{"sum", "{{ 1 + 1 }}", "{}", "3"}};
    expect_renders(kWrong);
}

}  // namespace

TEST(RenderCase, SeesADifference) {
    // Goal: the helper itself tells right from wrong. Method: one right case, one wrong one that must fail.
    constexpr RenderCase kRight[] = {{"sum", "{{ a + 1 }}", "{\"a\": 1}", "2"}};
    expect_renders(kRight);
    EXPECT_NONFATAL_FAILURE(run_wrong_case(), "sum");
}

}  // namespace levada::jinja
