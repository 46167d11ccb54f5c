#include "python_pattern.h"

#include <utility>

namespace levada::airbyte {
namespace {

Error error_of(const jinja::Fault& fault, std::string_view what) {
    const bool is_unknown = fault.kind() == jinja::FaultKind::unsupported;
    return Error(is_unknown ? ErrorCode::unsupported : ErrorCode::invalid_data,
                 "regular expression" + std::string(what) + ": " + fault.message());
}

}  // namespace

Result<PythonPattern> PythonPattern::compile(const std::string& pattern) {
    jinja::Outcome<jinja::Regex> compiled = jinja::Regex::compile(pattern);
    if (!compiled) {
        return error_of(compiled.error(), " \"" + pattern + "\"");
    }
    return PythonPattern(*std::move(compiled));
}

Result<std::optional<std::string_view>> PythonPattern::match(std::string_view text) const {
    const jinja::Outcome<std::optional<jinja::RegexMatch>> found = regex_.match_at(text, 0);
    if (!found) {
        return error_of(found.error(), "");
    }
    const std::optional<jinja::RegexMatch>& taken = *found;
    return taken ? std::optional(text.substr(0, taken->end())) : std::nullopt;
}

Result<bool> PythonPattern::search(std::string_view text) const {
    const jinja::Outcome<std::optional<jinja::RegexMatch>> found = regex_.search(text);
    if (!found) {
        return error_of(found.error(), "");
    }
    return found->has_value();
}

}  // namespace levada::airbyte
