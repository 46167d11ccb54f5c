#include "levada/base/log.h"

namespace levada {

std::string_view to_string(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "info";
}

namespace {

class NoLog final : public LogSink {
public:
    void write_entry(LogLevel /*level*/, std::string_view /*message*/, std::span<const LogField> /*fields*/) override {}
};

}  // namespace

LogSink& no_log() {
    static NoLog sink;
    return sink;
}

}  // namespace levada
