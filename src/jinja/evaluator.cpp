#include "evaluator.h"

#include "loop.h"
#include "macro.h"
#include "try.h"

namespace levada::jinja {

Frame::Frame(const Function& function, Frame* parent)
    : parent_(parent), slots_(inline_slots_.data()), count_(function.slot_count) {
    if (count_ > kInlineSlots) {
        heap_slots_.resize(count_);
        slots_ = heap_slots_.data();
    }
}

Value& Frame::at(SlotRef reference) {
    Frame* frame = this;
    for (std::uint16_t i = 0; i < reference.depth; ++i) {
        frame = frame->parent_;
    }
    return frame->slots_[reference.slot];
}

void Frame::clear() {
    for (std::size_t i = 0; i < count_; ++i) {
        slots_[i] = Value();
    }
}

Evaluator::Evaluator(const Program& program, const Context& context)
    : program_(&program), context_(context), autoescape_(program.environment->options().autoescape) {}

Evaluator::~Evaluator() {
    for (Frame* frame : kept_frames_) {
        frame->clear();
    }
    for (Frame* frame : kept_frames_) {
        frame->release();
    }
}

Evaluator::FrameHolder::FrameHolder(Evaluator& evaluator, const Function& function, Frame* parent)
    : evaluator_(evaluator) {
    if (function.has_closures) {
        frame_ = new Frame(function, parent);
        frame_->retain();
        frame_->set_shared();
    } else {
        local_.emplace(function, parent);
        frame_ = &*local_;
    }
}

Evaluator::FrameHolder::~FrameHolder() {
    if (local_) {
        return;
    }
    // Only macros hold a frame: without one, nothing can reach it any more.
    if (frame_->use_count() == 1) {
        frame_->release();
    } else {
        evaluator_.kept_frames_.push_back(frame_);
    }
}

Outcome<void> Evaluator::render(std::string& out) {
    FrameHolder holder(*this, *program_->root, nullptr);
    Frame& frame = holder.frame();
    enter(program_->scope, frame);
    if (program_->self_slot >= 0) {
        frame.slot(static_cast<std::uint16_t>(program_->self_slot)) = make_native(new TemplateReference());
    }
    LEVADA_DO(run(program_->body, frame, out));
    return check_is_text();
}

Outcome<void> Evaluator::render_pieces(std::vector<Value>& pieces) {
    std::string out;
    pieces_ = &pieces;
    pieces_out_ = &out;
    Outcome<void> done = render(out);
    pieces_ = nullptr;
    return done;
}

Outcome<void> Evaluator::load_macros(std::vector<std::pair<std::string, Value>>& macros) {
    FrameHolder holder(*this, *program_->root, nullptr);
    Frame& frame = holder.frame();
    std::string ignored;
    enter(program_->scope, frame);
    LEVADA_DO(run(program_->body, frame, ignored));
    for (const Stmt* statement : program_->body) {
        if (statement->kind == StmtKind::macro) {
            macros.emplace_back(statement->name.str(), frame.at(statement->slot));
        }
    }
    return {};
}

Outcome<Value> Evaluator::evaluate_single() {
    FrameHolder holder(*this, *program_->root, nullptr);
    Frame& frame = holder.frame();
    enter(program_->scope, frame);
    if (program_->self_slot >= 0) {
        frame.slot(static_cast<std::uint16_t>(program_->self_slot)) = make_native(new TemplateReference());
    }
    return evaluate(*program_->single, frame);
}

Outcome<std::uint64_t> Evaluator::random_bits() {
    if (!random_) {
        const std::optional<std::uint64_t> seed = context_.random_seed();
        if (!seed) {
            return fail(FaultKind::unsupported, "random values need a seed in the context");
        }
        random_.emplace(*seed);
    }
    return (*random_)();
}

}  // namespace levada::jinja
