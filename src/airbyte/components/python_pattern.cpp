#include "python_pattern.h"

#include <re2/re2.h>

namespace levada::airbyte {

struct PythonPattern::Compiled {
    explicit Compiled(const std::string& pattern) : regex(pattern, RE2::Quiet) {}
    RE2 regex;
};

Result<PythonPattern> PythonPattern::compile(const std::string& pattern) {
    auto compiled = std::make_shared<const Compiled>(pattern);
    if (!compiled->regex.ok()) {
        const bool is_unknown = compiled->regex.error_code() == RE2::ErrorBadPerlOp;
        return Error(is_unknown ? ErrorCode::unsupported : ErrorCode::invalid_data,
                     "regular expression \"" + pattern + "\": " + compiled->regex.error());
    }
    PythonPattern result;
    result.compiled_ = std::move(compiled);
    return result;
}

std::optional<std::string_view> PythonPattern::match(std::string_view text) const {
    re2::StringPiece whole;
    const re2::StringPiece input(text.data(), text.size());
    if (!compiled_->regex.Match(input, 0, input.size(), RE2::ANCHOR_START, &whole, 1)) {
        return std::nullopt;
    }
    return std::string_view(whole.data(), whole.size());
}

bool PythonPattern::search(std::string_view text) const {
    const re2::StringPiece input(text.data(), text.size());
    return compiled_->regex.Match(input, 0, input.size(), RE2::UNANCHORED, nullptr, 0);
}

}  // namespace levada::airbyte
