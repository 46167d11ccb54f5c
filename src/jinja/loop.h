#pragma once

#include "evaluator.h"
#include "iteration.h"

#include <optional>
#include <vector>

namespace levada::jinja {

/// The items of a loop, its condition applied.
class LoopSource {
public:
    static Outcome<LoopSource> over(Evaluator& evaluator, const Stmt& loop, Frame& frame, const Value& iterable);
    Outcome<bool> next(Evaluator& evaluator, Value& item);

private:
    LoopSource(Iteration iteration, const Stmt& loop, Frame& frame)
        : iteration_(std::move(iteration)), loop_(&loop), frame_(&frame) {}
    Iteration iteration_;
    const Stmt* loop_;
    Frame* frame_;
};

/// The variable `loop` of a for loop. Source: Jinja2 3.1.6, runtime.LoopContext.
class LoopObject final : public NativeObject {
public:
    LoopObject(const Stmt& loop, Frame* frame, Value iterable, LoopSource source, std::size_t depth);
    ~LoopObject() override;

    Outcome<bool> advance(Evaluator& evaluator, Value& item);

    std::string_view type_name() const override { return "LoopContext"; }
    Outcome<Value> attribute(Evaluator& evaluator, std::string_view name) override;
    /// Of a recursive loop: runs its body over another iterable.
    Outcome<Value> call(Evaluator& evaluator, Arguments& arguments) override;
    bool is_callable() const override { return true; }
    std::string repr() const override;
    std::optional<std::size_t> length() const override;

private:
    Outcome<Value> position_attribute(Evaluator& evaluator, std::string_view name);
    Outcome<Value> neighbour_attribute(Evaluator& evaluator, std::string_view name);
    Outcome<std::size_t> count(Evaluator& evaluator);
    Outcome<bool> has_next(Evaluator& evaluator);
    Value cycle_function();
    Value changed_function();

    const Stmt& loop_;
    Frame* frame_;
    Value iterable_;
    LoopSource source_;
    std::size_t depth0_;
    std::ptrdiff_t index0_ = -1;
    Value current_;
    Value before_;
    std::vector<Value> ahead_;  // Items that were read too early, the nearest last.
    std::optional<std::size_t> size_;
    Value changed_from_;
};

}  // namespace levada::jinja
