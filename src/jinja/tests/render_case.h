#pragma once

#include <cstddef>
#include <span>

#include "levada/jinja/environment.h"

namespace levada::jinja {

/// One template with its context (a JSON object) and what Jinja2 makes of it. A wanted error is "!" and its Python
/// class.
struct RenderCase {
    const char* name;
    const char* text;
    const char* context;
    const char* want;
};

/// Renders each case and compares. Failures name the case, the template, what was wanted and what came.
void expect_renders(std::span<const RenderCase> cases, const Environment& environment = Environment::plain());
/// The same through cdk::Interpolation: wanted is the JSON (or, after "py:", the repr) of the value.
void expect_interpolates(std::span<const RenderCase> cases);
/// The same in dbt's text environment, with its base context.
void expect_dbt(std::span<const RenderCase> cases);

}  // namespace levada::jinja
