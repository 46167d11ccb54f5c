#include "levada/jinja/fault.h"

#include <array>

namespace levada::jinja {

namespace {

constexpr std::array<std::string_view, 20> kPythonClasses = {
    "TemplateSyntaxError",  "TemplateAssertionError",
    "TemplateRuntimeError", "FilterArgumentError",
    "UndefinedError",       "SecurityError",
    "SyntaxError",          "TypeError",
    "ValueError",           "KeyError",
    "IndexError",           "AttributeError",
    "ZeroDivisionError",    "OverflowError",
    "RecursionError",       "MemoryError",
    "RuntimeError",         "StopIteration",
    "Unsupported",          "Exception",
};

ErrorCode code_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::template_syntax_error:
        case FaultKind::template_assertion_error:
        case FaultKind::syntax_error:
            return ErrorCode::invalid_config;
        case FaultKind::unsupported:
            return ErrorCode::unsupported;
        default:
            return ErrorCode::invalid_data;
    }
}

}  // namespace

Fault::Fault(FaultKind kind, std::string message)
    : detail_(std::make_unique<Detail>(Detail{kind, std::move(message), std::string(), 0, 0})) {}

Fault Fault::named(std::string python_class, std::string message) {
    Fault fault(FaultKind::other, std::move(message));
    fault.detail_->python_class = std::move(python_class);
    return fault;
}

Fault Fault::syntax_because_of(std::string python_class, std::string message) {
    Fault fault(FaultKind::template_syntax_error, std::move(message));
    fault.detail_->python_class = std::move(python_class);
    return fault;
}

FaultKind Fault::kind() const {
    return detail_->kind;
}

const std::string& Fault::message() const {
    return detail_->message;
}

std::string_view Fault::python_class() const {
    if (!detail_->python_class.empty()) {
        return detail_->python_class;
    }
    return kPythonClasses[static_cast<std::size_t>(detail_->kind)];
}

std::uint32_t Fault::line() const {
    return detail_->line;
}

std::uint32_t Fault::column() const {
    return detail_->column;
}

Fault Fault::at(std::uint32_t line, std::uint32_t column) && {
    if (detail_->line == 0) {
        detail_->line = line;
        detail_->column = column;
    }
    return std::move(*this);
}

Error Fault::to_error() const {
    Error error =
        Error(code_of(detail_->kind), "template: " + detail_->message).with("exception", std::string(python_class()));
    if (detail_->line != 0) {
        error = error.with("template_line", std::to_string(detail_->line));
    }
    if (detail_->column != 0) {
        error = error.with("template_column", std::to_string(detail_->column));
    }
    return error;
}

}  // namespace levada::jinja
