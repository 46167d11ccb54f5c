#include "run/time_span.h"

#include "levada/base/time.h"

namespace levada::app {

namespace {

Result<std::optional<Instant>> time_at(const Arguments& arguments, const std::string& name) {
    const auto text = arguments.find(name);
    if (!text) {
        return std::optional<Instant>();
    }
    const auto when = parse_time(*text);
    if (!when) {
        return Error(ErrorCode::invalid_config, "--" + name + ": " + when.error().message());
    }
    return std::optional(*when);
}

}  // namespace

Result<Instant> parse_time(const std::string& text) {
    constexpr std::size_t kDateSize = 10;
    const auto when = parse_rfc3339(text.size() == kDateSize ? text + "T00:00:00Z" : text);
    if (!when) {
        return Error(ErrorCode::invalid_config,
                     "wanted a time such as 2026-01-31 or 2026-01-31T12:00:00Z, found \"" + text + "\"");
    }
    return *when;
}

Result<TimeSpan> time_span_of(const Arguments& arguments) {
    TimeSpan span;
    auto from = time_at(arguments, "from");
    auto to = time_at(arguments, "to");
    if (!from || !to) {
        return from ? to.error() : from.error();
    }
    span.from = *from;
    span.to = *to;
    if (span.from && span.to && *span.from >= *span.to) {
        return Error(ErrorCode::invalid_config, "--from has to be before --to");
    }
    return span;
}

}  // namespace levada::app
