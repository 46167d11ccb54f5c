#include "levada/jinja/case_runner.h"

#include "dbt.h"
#include "json_text.h"
#include "objects.h"
#include "try.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "levada/base/json.h"
#include "levada/jinja/cdk.h"
#include "levada/jinja/template.h"

namespace levada::jinja {

namespace {

constexpr std::uint64_t kRandomSeed = 1;

/// One case, read from its line.
struct Case {
    std::string id;
    std::string template_text;
    std::string macros;
    Json context;
};

Result<Case> read_case(std::string_view line, std::int64_t number) {
    LEVADA_TRY(const Json json, parse_json(line).with("line", std::to_string(number)));
    Case read;
    read.id = std::string(json.string_or("id", ""));
    read.template_text = std::string(json.string_or("template", ""));
    read.macros = std::string(json.string_or("macros", ""));
    const Json* context = json.find("context");
    read.context = context != nullptr && context->is_object() ? *context : Json::object();
    if (read.id.empty() || !json.contains("template")) {
        return Error(ErrorCode::invalid_data, "a case needs id and template").with("line", std::to_string(number));
    }
    return read;
}

bool is_json(const Value& value);

bool is_json_container(const Value& value) {
    if (value.is(Kind::list)) {
        const std::vector<Value>& items = value.as<ListObject>().items;
        return std::all_of(items.begin(), items.end(), is_json);
    }
    const std::vector<DictObject::Entry>& entries = value.as<DictObject>().entries();
    return std::all_of(entries.begin(), entries.end(), [](const DictObject::Entry& entry) {
        return entry.key.is_string() && is_json(entry.value);
    });
}

bool is_json(const Value& value) {
    switch (value.kind()) {
        case Kind::none:
        case Kind::boolean:
        case Kind::integer:
        case Kind::big_integer:
        case Kind::string:
        case Kind::raw_array:
        case Kind::raw_object:
            return true;
        case Kind::real:
            return std::isfinite(value.as_real());
        case Kind::list:
        case Kind::dict:
            return is_json_container(value);
        default:
            return false;
    }
}

void append_text_member(std::string& out, std::string_view name, std::string_view text) {
    out += ", \"" + std::string(name) + "\": ";
    (void)append_python_json(out, Value::borrowed(text), JsonStyle());
}

void append_result(std::string& out, const std::string& id, const Outcome<Value>& result) {
    out += "{\"id\": ";
    (void)append_python_json(out, Value::borrowed(id), JsonStyle());
    if (!result) {
        append_text_member(out, "error", result.error().python_class());
        append_text_member(out, "message", result.error().message());
    } else if (is_json(*result)) {
        out += ", \"output\": ";
        (void)append_python_json(out, *result, JsonStyle());
    } else {
        out += ", \"output\": {\"py\": ";
        (void)append_python_json(out, Value::string(result->repr()), JsonStyle());
        out += "}";
    }
    out += "}\n";
}

/// The context of a case; its keys are borrowed from the case.
void fill(Context& context, const Case& from, const CaseRun& run) {
    for (const Json::Member& member : from.context.as_object()) {
        context.set(member.key, Value::from_json(member.value));
    }
    context.set_now(std::chrono::system_clock::time_point(std::chrono::seconds(run.now_epoch_seconds)));
    context.set_random_seed(kRandomSeed);
}

Outcome<Value> render_plain(const Case& from, const CaseRun& run) {
    LEVADA_LET(const Template compiled, Template::try_compile(from.template_text, Environment::plain()));
    Context context;
    fill(context, from, run);
    std::string out;
    LEVADA_DO(compiled.try_render_to(out, context));
    return Value::string(std::move(out));
}

Outcome<Value> render_cdk(const Case& from, const CaseRun& run) {
    LEVADA_LET(const cdk::Interpolation compiled, cdk::Interpolation::try_compile(from.template_text));
    Context context;
    fill(context, from, run);
    for (const std::string_view name : {"config", "parameters"}) {
        if (context.find(name) == nullptr) {
            context.set(name, Value::empty_dict());
        }
    }
    return compiled.try_evaluate(context);
}

/// The variables that the kit's README promises.
Value kit_variables() {
    return Value::dict(
        {{Value::borrowed("answer"), Value::integer(42)},
         {Value::borrowed("name"), Value::borrowed("kit")},
         {Value::borrowed("flag"), Value::boolean(true)},
         {Value::borrowed("none_var"), Value::none()},
         {Value::borrowed("items"), Value::list({Value::integer(1), Value::borrowed("b"), Value::real(2.5)})}});
}

Outcome<Value> render_dbt(const Case& from, const CaseRun& run, dbt::Mode mode) {
    Context context;
    fill(context, from, run);
    dbt::Settings settings;
    settings.mode = mode;
    settings.variables = kit_variables();
    settings.environment_variable = run.environment_variable;
    return dbt::render(from.template_text, from.macros, context, settings);
}

Outcome<Value> render(const Case& from, const CaseRun& run) {
    if (run.environment == "plain") {
        return render_plain(from, run);
    }
    if (run.environment == "cdk") {
        return render_cdk(from, run);
    }
    const dbt::Mode mode = run.environment == "dbt_parse"    ? dbt::Mode::parse
                           : run.environment == "dbt_native" ? dbt::Mode::native
                                                             : dbt::Mode::text;
    return render_dbt(from, run, mode);
}

}  // namespace

Result<std::string> run_cases(const CaseRun& run) {
    bool is_known = false;
    for (const std::string_view name : {"plain", "dbt", "dbt_parse", "dbt_native", "cdk"}) {
        is_known = is_known || run.environment == name;
    }
    if (!is_known) {
        return Error(ErrorCode::invalid_config, "unknown environment '" + std::string(run.environment) + "'")
            .hint("one of plain, dbt, dbt_parse, dbt_native, cdk");
    }
    std::string out;
    std::int64_t number = 0;
    for (std::size_t at = 0; at < run.cases.size();) {
        const std::size_t end = std::min(run.cases.find('\n', at), run.cases.size());
        const std::string_view line = run.cases.substr(at, end - at);
        at = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        LEVADA_TRY(const Case read, read_case(line, number));
        append_result(out, read.id, render(read, run));
    }
    return out;
}

}  // namespace levada::jinja
