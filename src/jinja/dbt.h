#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "levada/jinja/context.h"
#include "levada/jinja/environment.h"

/// Jinja as dbt uses it. Source: dbt-core 1.11.16, clients/jinja.py and context/base.py.
namespace levada::jinja::dbt {

enum class Mode : std::uint8_t {
    text,    ///< Models and macros: text.
    parse,   ///< Parsing of models: undefined values chain.
    native,  ///< YAML files: a single expression keeps its type.
};

struct Settings {
    Mode mode = Mode::text;
    Value variables;  ///< A dict: what var() knows.
    std::function<std::optional<std::string>(std::string_view)> environment_variable;
};

const Environment& environment(Mode mode);

/// The functions of dbt's base context (var, env_var, return, tojson, modules, ...) set in `context`.
void add_base_context(Context& context, const Settings& settings);

/// Renders `text` with the macros of `macros` (a file's text, may be empty) callable by their names.
Outcome<Value> render(std::string_view text,
                      std::string_view macros,
                      const Context& variables,
                      const Settings& settings);

}  // namespace levada::jinja::dbt
