// What templates put out: text, or the pieces of native rendering.
#include "evaluator.h"
#include "ops.h"
#include "try.h"

namespace levada::jinja {

Outcome<void> Evaluator::append_output(std::string& out, const Value& value, Escaping escaping) const {
    if (escaping == Escaping::never && value.is_string()) {
        out += value.text();
        return {};
    }
    LEVADA_DO(check_printable(value));
    if (escaping == Escaping::always || (escaping == Escaping::as_run && autoescape_)) {
        append_escaped(out, value);
    } else {
        value.append_to(out);
    }
    return {};
}

void Evaluator::append_unconverted(std::string& out, const Value& value) {
    if (pieces_ != nullptr && &out == pieces_out_) {
        add_piece(value);
    } else if (value.is_string()) {
        out += value.text();
    } else {
        has_output_beside_text_ = true;
    }
}

/// Jinja2 takes two pieces before it makes texts of them, and then each as it comes: a list that is changed later shows
/// as it was. Source: Jinja2 3.1.6, nativetypes.native_concat.
void Evaluator::add_piece(const Value& value) {
    const auto as_text = [](Value& piece) {
        if (!piece.is_string()) {
            piece = Value::string(piece.str());
        }
    };
    pieces_->push_back(value);
    if (pieces_->size() == 2) {
        as_text(pieces_->front());
    }
    if (pieces_->size() >= 2) {
        as_text(pieces_->back());
    }
}

Outcome<void> Evaluator::check_output(const std::string& out) const {
    if (out.size() > options().limits.output_size_bytes_max) {
        return fail(
            FaultKind::memory_error,
            "the output exceeds the limit of " + std::to_string(options().limits.output_size_bytes_max) + " bytes");
    }
    return {};
}

/// Output of native rendering: runs of text and constants are one piece, each other expression is its own.
Outcome<Flow> Evaluator::run_pieces(const Stmt& statement, Frame& frame) {
    std::string text;
    const auto flush = [&] {
        if (!text.empty()) {
            add_piece(Value::string(std::move(text)));
            text.clear();
        }
    };
    for (const OutputPart& part : statement.parts) {
        if (part.is_text()) {
            text += part.text;
            continue;
        }
        LEVADA_LET(const Value value, evaluate(*part.expression, frame));
        flush();
        add_piece(value);
    }
    flush();
    return Flow::normal;
}

Outcome<Flow> Evaluator::run_output(const Stmt& statement, Frame& frame, std::string& out) {
    if (pieces_ != nullptr && &out == pieces_out_) {
        return run_pieces(statement, frame);
    }
    for (const OutputPart& part : statement.parts) {
        if (part.is_text()) {
            out += part.text;
            continue;
        }
        Value kept;
        LEVADA_LET(const Value* const value, look_at(*part.expression, frame, kept));
        // In a native environment what a block puts out is not turned into text, and then cannot be joined.
        if (pieces_ != nullptr && !value->is_string()) {
            has_output_beside_text_ = true;
        }
        LEVADA_DO(append_output(out, *value, statement.escaping));
    }
    LEVADA_DO(check_output(out));
    return Flow::normal;
}

}  // namespace levada::jinja
