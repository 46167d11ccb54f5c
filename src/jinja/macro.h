#pragma once

#include "evaluator.h"

#include <memory>
#include <string>

namespace levada::jinja {

/// A macro, or the caller of a call block: a body with the frame it was defined in.
class MacroObject final : public NativeObject {
public:
    MacroObject(std::shared_ptr<const Program> program, const Stmt& statement, Frame& frame);
    ~MacroObject() override;

    std::string_view type_name() const override { return "Macro"; }
    Outcome<Value> attribute(Evaluator& evaluator, std::string_view name) override;
    Outcome<Value> call(Evaluator& evaluator, Arguments& arguments) override;
    bool is_callable() const override { return true; }
    std::string repr() const override;

private:
    std::shared_ptr<const Program> program_;  // Keeps the statement alive.
    const Stmt& statement_;
    Frame* frame_;
};

/// `self` in a template: its attributes are the blocks.
class TemplateReference final : public NativeObject {
public:
    std::string_view type_name() const override { return "TemplateReference"; }
    std::string repr() const override { return "<TemplateReference None>"; }
    /// A block by its name, as `self.name` and `self['name']`; missing when there is none.
    static Value block(Evaluator& evaluator, std::string_view name);
    Outcome<Value> attribute(Evaluator& evaluator, std::string_view name) override;

private:
    static Outcome<Value> run(Evaluator& evaluator, std::string_view name);
};

}  // namespace levada::jinja
