#include "macro.h"

namespace levada::jinja {

MacroObject::MacroObject(std::shared_ptr<const Program> program, const Stmt& statement, Frame& frame)
    : program_(std::move(program)), statement_(statement), frame_(&frame) {
    frame_->retain();
}

MacroObject::~MacroObject() {
    frame_->release();
}

Outcome<Value> MacroObject::attribute(Evaluator& /*evaluator*/, std::string_view name) {
    if (name == "name") {
        return statement_.name.is_string() ? statement_.name : Value::none();
    }
    if (name == "arguments") {
        std::vector<Value> names;
        names.reserve(statement_.parameters.size());
        for (const Expr* parameter : statement_.parameters) {
            names.push_back(parameter->constant);
        }
        return Value::tuple(std::move(names));
    }
    if (name == "caller") {
        return Value::boolean(statement_.function->caller_slot >= 0 || statement_.function->uses_explicit_caller);
    }
    if (name == "catch_kwargs") {
        return Value::boolean(statement_.function->kwargs_slot >= 0);
    }
    if (name == "catch_varargs") {
        return Value::boolean(statement_.function->varargs_slot >= 0);
    }
    return Value();
}

Outcome<Value> MacroObject::call(Evaluator& evaluator, Arguments& arguments) {
    return evaluator.run_macro(statement_, frame_, arguments);
}

std::string MacroObject::repr() const {
    return statement_.name.is_string() ? "<Macro " + statement_.name.repr() + ">" : "<Macro anonymous>";
}

Value TemplateReference::block(Evaluator& evaluator, std::string_view name) {
    if (evaluator.program_->blocks.find(name) == evaluator.program_->blocks.end()) {
        return {};
    }
    std::string block_name(name);
    return Value::function(
        block_name, [block_name](Evaluator& running, Arguments& /*arguments*/) { return run(running, block_name); });
}

Outcome<Value> TemplateReference::run(Evaluator& evaluator, std::string_view name) {
    return evaluator.run_block(name);
}

Outcome<Value> TemplateReference::attribute(Evaluator& evaluator, std::string_view name) {
    return block(evaluator, name);
}

}  // namespace levada::jinja
