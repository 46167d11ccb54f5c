#include "loop.h"

#include "ops.h"
#include "try.h"

#include <algorithm>

namespace levada::jinja {

Outcome<LoopSource> LoopSource::over(Evaluator& /*evaluator*/, const Stmt& loop, Frame& frame, const Value& iterable) {
    LEVADA_LET(Iteration iteration, Iteration::over(iterable));
    return LoopSource(std::move(iteration), loop, frame);
}

Outcome<bool> LoopSource::next(Evaluator& evaluator, Value& item) {
    for (;;) {
        LEVADA_LET(const bool has_item, iteration_.next(item));
        if (!has_item || loop_->test == nullptr) {
            return has_item;
        }
        LEVADA_DO(evaluator.count_iteration());
        LEVADA_LET(const bool is_wanted, evaluator.assign_and_test(*loop_, *frame_, item));
        if (is_wanted) {
            item = evaluator.repacked(*loop_->parameters[0], item, *frame_);
            return true;
        }
    }
}

LoopObject::LoopObject(const Stmt& loop, Frame* frame, Value iterable, LoopSource source, std::size_t depth)
    : loop_(loop), frame_(frame), iterable_(std::move(iterable)), source_(std::move(source)), depth0_(depth) {
    if (frame_->is_shared()) {
        frame_->retain();
    }
}

LoopObject::~LoopObject() {
    if (frame_->is_shared()) {
        frame_->release();
    }
}

Outcome<bool> LoopObject::advance(Evaluator& evaluator, Value& item) {
    if (!ahead_.empty()) {
        item = std::move(ahead_.back());
        ahead_.pop_back();
    } else {
        LEVADA_LET(const bool has_item, source_.next(evaluator, item));
        if (!has_item) {
            return false;
        }
    }
    ++index0_;
    before_ = std::move(current_);
    current_ = item;
    return true;
}

Outcome<bool> LoopObject::has_next(Evaluator& evaluator) {
    if (ahead_.empty()) {
        Value item;
        LEVADA_LET(const bool has_item, source_.next(evaluator, item));
        if (!has_item) {
            return false;
        }
        ahead_.push_back(std::move(item));
    }
    return true;
}

Outcome<std::size_t> LoopObject::count(Evaluator& evaluator) {
    if (size_) {
        return *size_;
    }
    const bool has_condition = loop_.test != nullptr;
    const Outcome<std::size_t> known = has_condition || iterable_.is_undefined()
                                           ? Outcome<std::size_t>(fail(FaultKind::type_error, ""))
                                           : iterable_.length();
    if (known) {
        size_ = *known;
        return *size_;
    }
    std::vector<Value> rest;
    for (Value item;;) {
        LEVADA_LET(const bool has_item, source_.next(evaluator, item));
        if (!has_item) {
            break;
        }
        rest.push_back(std::move(item));
    }
    size_ = static_cast<std::size_t>(index0_ + 1) + ahead_.size() + rest.size();
    std::reverse(rest.begin(), rest.end());
    rest.insert(rest.end(), ahead_.begin(), ahead_.end());
    ahead_ = std::move(rest);
    return *size_;
}

Outcome<Value> LoopObject::attribute(Evaluator& evaluator, std::string_view name) {
    if (name == "index") {
        return Value::integer(index0_ + 1);
    }
    if (name == "index0") {
        return Value::integer(index0_);
    }
    if (name == "first") {
        return Value::boolean(index0_ == 0);
    }
    if (name == "depth") {
        return Value::integer(static_cast<std::int64_t>(depth0_) + 1);
    }
    if (name == "depth0") {
        return Value::integer(static_cast<std::int64_t>(depth0_));
    }
    if (name == "cycle") {
        return cycle_function();
    }
    if (name == "changed") {
        return changed_function();
    }
    LEVADA_LET(Value found, position_attribute(evaluator, name));
    return found.is_missing() ? neighbour_attribute(evaluator, name) : Outcome<Value>(std::move(found));
}

Outcome<Value> LoopObject::position_attribute(Evaluator& evaluator, std::string_view name) {
    if (name != "length" && name != "revindex" && name != "revindex0") {
        return Value();
    }
    LEVADA_LET(const std::size_t size, count(evaluator));
    const auto length = static_cast<std::int64_t>(size);
    if (name == "length") {
        return Value::integer(length);
    }
    return Value::integer(length - index0_ - (name == "revindex0" ? 1 : 0));
}

Outcome<Value> LoopObject::neighbour_attribute(Evaluator& evaluator, std::string_view name) {
    if (name == "last") {
        LEVADA_LET(const bool goes_on, has_next(evaluator));
        return Value::boolean(!goes_on);
    }
    if (name == "previtem") {
        return index0_ <= 0 ? Value::undefined_hint("there is no previous item") : before_;
    }
    if (name == "nextitem") {
        LEVADA_LET(const bool goes_on, has_next(evaluator));
        return goes_on ? ahead_.back() : Value::undefined_hint("there is no next item");
    }
    return Value();
}

Value LoopObject::cycle_function() {
    const Value self = make_native(this);
    return Value::function("cycle", [self](Evaluator& /*evaluator*/, Arguments& arguments) -> Outcome<Value> {
        if (arguments.positional.empty()) {
            return fail(FaultKind::type_error, "no items for cycling given");
        }
        const auto index = static_cast<std::size_t>(self.as<LoopObject>().index0_);
        return arguments.positional[index % arguments.positional.size()];
    });
}

Value LoopObject::changed_function() {
    const Value self = make_native(this);
    return Value::function("changed", [self](Evaluator& /*evaluator*/, Arguments& arguments) -> Outcome<Value> {
        LoopObject& loop = self.as<LoopObject>();
        Value now = Value::tuple(arguments.positional);
        const bool is_changed = loop.changed_from_.is_missing() || !equals(loop.changed_from_, now);
        loop.changed_from_ = std::move(now);
        return Value::boolean(is_changed);
    });
}

Outcome<Value> LoopObject::call(Evaluator& evaluator, Arguments& arguments) {
    if (!loop_.is_recursive) {
        return fail(FaultKind::type_error, "The loop must have the 'recursive' marker to be called recursively.");
    }
    if (arguments.positional.size() != 1) {
        return fail(FaultKind::type_error, "loop() takes exactly one iterable");
    }
    return evaluator.run_recursive_loop(loop_, frame_->parent(), arguments.positional[0], depth0_ + 1);
}

std::string LoopObject::repr() const {
    return "<LoopContext " + std::to_string(index0_ + 1) + "/" + std::to_string(length().value_or(0)) + ">";
}

std::optional<std::size_t> LoopObject::length() const {
    if (size_) {
        return size_;
    }
    const Outcome<std::size_t> known = iterable_.length();
    return known ? std::optional<std::size_t>(*known) : std::nullopt;
}

}  // namespace levada::jinja
