#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "levada/jinja/context.h"
#include "levada/jinja/environment.h"

namespace levada::jinja {

struct Program;

/// A compiled template: compile once, render from any number of threads. Cheap to copy (shared).
class Template {
public:
    /// Copies `text`. `environment` must outlive the template.
    /// Errors: invalid_config with line and column.
    static Result<Template> compile(std::string_view text, const Environment& environment);
    static Outcome<Template> try_compile(std::string_view text, const Environment& environment);

    /// Errors: invalid_data (undefined value, wrong type, limit reached), unsupported.
    Result<std::string> render(const Context& context) const;
    /// Appends to `out`; on error `out` is as it was before.
    Result<void> render_to(std::string& out, const Context& context) const;
    Outcome<void> try_render_to(std::string& out, const Context& context) const;

    /// The value of a template that is nothing but one `{{ expression }}`; otherwise the rendered text. What jinja2's
    /// NativeEnvironment calls native types, without its guessing: text stays text.
    Result<Value> evaluate(const Context& context) const;
    Outcome<Value> try_evaluate(const Context& context) const;

    /// True when the template is text without any tag, so that every rendering is the same.
    bool is_constant() const;
    /// True when evaluate() gives a typed value.
    bool is_single_expression() const;
    /// Names that are read from the context and that neither the template nor the environment's globals define.
    const std::vector<std::string>& undeclared_variables() const;
    const std::string& source() const;

private:
    friend class Expression;
    friend std::shared_ptr<const Program> program_of(const Template& compiled);
    explicit Template(std::shared_ptr<const Program> program);
    std::shared_ptr<const Program> program_;
};

/// A compiled bare expression, as in `condition: record.id > 5` without braces.
class Expression {
public:
    /// Errors: invalid_config with line and column.
    static Result<Expression> compile(std::string_view text, const Environment& environment);
    static Outcome<Expression> try_compile(std::string_view text, const Environment& environment);

    /// Errors: as Template::render.
    Result<Value> evaluate(const Context& context) const;
    Outcome<Value> try_evaluate(const Context& context) const;

private:
    explicit Expression(Template compiled);
    Template compiled_;
};

}  // namespace levada::jinja
