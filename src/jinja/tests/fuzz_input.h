#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "levada/jinja/cdk.h"
#include "levada/jinja/template.h"

namespace levada::jinja {

/// An environment with every tag and with limits that one input reaches quickly.
inline const Environment& fuzz_environment(bool is_sandboxed) {
    const auto make = [](bool sandboxed) {
        EnvironmentOptions options;
        options.sandboxed = sandboxed;
        options.tag_do = true;
        options.tag_loop_controls = true;
        options.dbt_tags = sandboxed;
        options.limits.loop_iterations_max = 2000;
        options.limits.output_size_bytes_max = 100'000;
        options.limits.call_depth_max = 20;
        return new Environment(options);
    };
    static const Environment* const kSandboxed = make(true);
    static const Environment* const kOpen = make(false);
    return is_sandboxed ? *kSandboxed : *kOpen;
}

/// The variables that a manifest's template has, and a few that are quick to write.
inline const Context& fuzz_context() {
    static const Context* const kContext = [] {
        auto* context = new Context();
        Value config = *Value::parse_json(R"({"a": "2024-01-31", "n": 5, "l": [1, 2.5, "x", null], "d": {"k": true}})");
        context->set("config", config);
        context->set("parameters", Value::empty_dict());
        context->set("a", Value::list({Value::integer(3), Value::borrowed("b"), Value::none()}));
        context->set("s", Value::borrowed("Hello \xC3\xA9 World"));
        context->set("n", Value::integer(7));
        context->set("d", config);
        context->set("record", Value::raw_json(R"({"a": {"b": [1, 2.5, "x"]}, "é": "\u00e9", "t": "2024-02-29"})"));
        context->set("stream_slice", Value::raw_json(R"({"start_time": "2024-01-01"})"));
        context->set_now(std::chrono::system_clock::time_point(std::chrono::seconds(1'717'761'600)));
        context->set_random_seed(1);
        return context;
    }();
    return *kContext;
}

/// What libFuzzer and the seeded test call: any bytes are a template, and nothing bad may happen. True when the text
/// compiled.
inline bool fuzz_one(std::string_view text) {
    bool has_compiled = false;
    for (const bool is_sandboxed : {true, false}) {
        const Outcome<Template> compiled = Template::try_compile(text, fuzz_environment(is_sandboxed));
        if (compiled) {
            std::string out;
            (void)compiled->try_render_to(out, fuzz_context());
            (void)compiled->try_evaluate(fuzz_context());
            has_compiled = true;
        }
    }
    const Outcome<cdk::Interpolation> interpolation = cdk::Interpolation::try_compile(text);
    if (interpolation) {
        (void)interpolation->try_evaluate(fuzz_context());
    }
    return has_compiled;
}

}  // namespace levada::jinja
