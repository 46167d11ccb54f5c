#include "levada/jinja/template.h"

#include "evaluator.h"
#include "folding.h"
#include "parser.h"
#include "resolver.h"
#include "template_access.h"
#include "try.h"

namespace levada::jinja {

namespace {

Outcome<std::shared_ptr<Program>> begin_program(std::string_view text, const Environment& environment) {
    if (text.size() > environment.options().limits.template_size_bytes_max) {
        return fail(FaultKind::template_syntax_error, "the template is larger than the limit");
    }
    auto program = std::make_shared<Program>();
    program->environment = &environment;
    program->original = std::string(text);
    program->source = normalized_source(text, environment.options());
    return program;
}

/// Of an error of the parser and one of the tokens, the one that comes first in the text counts.
Outcome<void> parse(Program& program, Tokens tokens, Outcome<void> (Parser::*how)()) {
    const std::size_t tokens_count = tokens.tokens.size();
    Parser parser(program, std::move(tokens.tokens));
    Outcome<void> parsed = (parser.*how)();
    const bool has_come_to_fault = tokens.fault && parser.position() + 2 >= tokens_count;
    return has_come_to_fault ? fail(std::move(*tokens.fault)) : std::move(parsed);
}

Outcome<void> finish(Program& program) {
    LEVADA_DO(resolve(program));
    LEVADA_DO(fold(program));
    if (program.late_fault && !program.environment->options().defers_python_errors) {
        return fail(std::move(*program.late_fault));
    }
    return {};
}

void classify(Program& program) {
    if (program.body.empty()) {
        program.is_constant = true;
        return;
    }
    if (program.body.size() != 1 || program.body[0]->kind != StmtKind::output) {
        return;
    }
    const std::vector<OutputPart>& parts = program.body[0]->parts;
    program.is_constant = parts.size() == 1 && parts[0].expression == nullptr;
    program.single = parts.size() == 1 ? parts[0].expression : nullptr;
}

template <typename T>
Result<T> to_result(Outcome<T> outcome) {
    if (!outcome) {
        return outcome.error().to_error();
    }
    return std::move(*outcome);
}

}  // namespace

Template::Template(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

std::shared_ptr<const Program> program_of(const Template& compiled) {
    return compiled.program_;
}

Outcome<Template> Template::try_compile(std::string_view text, const Environment& environment) {
    LEVADA_LET(std::shared_ptr<Program> program, begin_program(text, environment));
    LEVADA_DO(parse(*program, tokenize(program->source, environment.options()), &Parser::parse_template));
    LEVADA_DO(finish(*program));
    classify(*program);
    return Template(std::move(program));
}

Result<Template> Template::compile(std::string_view text, const Environment& environment) {
    return to_result(try_compile(text, environment));
}

Outcome<void> Template::try_render_to(std::string& out, const Context& context) const {
    if (const std::optional<Fault>& fault = program_->late_fault; fault) {
        return fail(fault->kind(), fault->message());
    }
    const std::size_t size_before = out.size();
    Evaluator evaluator(*program_, context);
    Outcome<void> done = Rendering::text(evaluator, out);
    if (!done) {
        out.resize(size_before);
    }
    return done;
}

Result<void> Template::render_to(std::string& out, const Context& context) const {
    const Outcome<void> done = try_render_to(out, context);
    return done ? Result<void>() : Result<void>(done.error().to_error());
}

Result<std::string> Template::render(const Context& context) const {
    std::string out;
    const Outcome<void> done = try_render_to(out, context);
    if (!done) {
        return done.error().to_error();
    }
    return out;
}

Outcome<Value> Template::try_evaluate(const Context& context) const {
    if (program_->single != nullptr && !program_->late_fault) {
        Evaluator evaluator(*program_, context);
        return Rendering::value(evaluator);
    }
    std::string out;
    LEVADA_DO(try_render_to(out, context));
    return Value::string(std::move(out));
}

Result<Value> Template::evaluate(const Context& context) const {
    return to_result(try_evaluate(context));
}

bool Template::is_constant() const {
    return program_->is_constant;
}

bool Template::is_single_expression() const {
    return program_->single != nullptr;
}

const std::vector<std::string>& Template::undeclared_variables() const {
    return program_->undeclared;
}

const std::string& Template::source() const {
    return program_->original;
}

Expression::Expression(Template compiled) : compiled_(std::move(compiled)) {}

Outcome<Expression> Expression::try_compile(std::string_view text, const Environment& environment) {
    LEVADA_LET(std::shared_ptr<Program> program, begin_program(text, environment));
    Tokens tokens = tokenize_expression(program->source, environment.options());
    LEVADA_DO(parse(*program, std::move(tokens), &Parser::parse_bare_expression));
    LEVADA_DO(finish(*program));
    return Expression(Template(std::move(program)));
}

Result<Expression> Expression::compile(std::string_view text, const Environment& environment) {
    return to_result(try_compile(text, environment));
}

Outcome<Value> Expression::try_evaluate(const Context& context) const {
    return compiled_.try_evaluate(context);
}

Result<Value> Expression::evaluate(const Context& context) const {
    return to_result(try_evaluate(context));
}

}  // namespace levada::jinja
