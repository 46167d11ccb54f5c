#include "run/run_windows.h"

#include <algorithm>

#include "levada/base/time.h"

namespace levada::app {

namespace {

const std::string kRunWindows = "run_windows";
const std::string kFilled = "backfills";
constexpr std::size_t kFilledMax = 100'000;

Json text_or_null(const std::optional<Instant>& when) {
    return when ? Json(format_utc(*when, 9)) : Json();
}

Result<std::optional<Instant>> time_at(const Json& document, std::string_view key) {
    const std::string text(document.string_or(key, ""));
    if (text.empty()) {
        return std::optional<Instant>();
    }
    const auto when = parse_rfc3339(text);
    if (!when) {
        return Error(ErrorCode::corruption, "a stored window is not readable").with("time", text);
    }
    return std::optional<Instant>(*when);
}

Json json_of(const airbyte::ReadWindow& window) {
    return Json::object({{"from", text_or_null(window.from)}, {"to", text_or_null(window.to)}});
}

Result<airbyte::ReadWindow> window_of(const Json& document) {
    airbyte::ReadWindow window;
    auto from = time_at(document, "from");
    auto to = time_at(document, "to");
    if (!from || !to) {
        return from ? to.error() : from.error();
    }
    window.from = *from;
    window.to = *to;
    return window;
}

}  // namespace

Status keep_run_window(Services& services, const std::string& run, const airbyte::ReadWindow& window) {
    return services.metadata->put(kRunWindows, run, json_of(window));
}

Result<airbyte::ReadWindow> run_window(Services& services, const std::string& run) {
    LEVADA_TRY(const auto entry, services.metadata->get(kRunWindows, run));
    return entry ? window_of(entry->value) : airbyte::ReadWindow();
}

Result<std::vector<airbyte::ReadWindow>> cut_windows(Instant from, Instant to, std::chrono::seconds length) {
    LEVADA_ASSERT(length.count() > 0);
    std::vector<airbyte::ReadWindow> windows;
    for (Instant start = from; start < to; start += length) {
        if (windows.size() == kWindowsMax) {
            return Error(ErrorCode::invalid_config,
                         "that would be more than " + std::to_string(kWindowsMax) + " windows")
                .hint("a longer --window");
        }
        windows.push_back({start, std::min<Instant>(start + length, to)});
    }
    return windows;
}

Status keep_filled(Services& services,
                   const std::string& pipeline,
                   const std::string& stream,
                   const airbyte::ReadWindow& window) {
    LEVADA_ASSERT(window.from.has_value() && window.to.has_value());
    const std::string key =
        pipeline + "." + stream + "/" + format_utc(*window.from, 0) + "_" + format_utc(*window.to, 0);
    return services.metadata->put(kFilled, key, json_of(window));
}

Result<bool> is_filled(Services& services,
                       const std::string& pipeline,
                       const std::string& stream,
                       const airbyte::ReadWindow& window) {
    LEVADA_ASSERT(window.from.has_value() && window.to.has_value());
    Metadata::ListOptions options;
    options.prefix = pipeline + "." + stream + "/";
    options.limit = kFilledMax;
    LEVADA_TRY(const auto entries, services.metadata->list(kFilled, options));
    for (const MetadataEntry& entry : entries) {
        LEVADA_TRY(const airbyte::ReadWindow filled, window_of(entry.value));
        if (filled.from && filled.to && *filled.from <= *window.from && *filled.to >= *window.to) {
            return true;
        }
    }
    return false;
}

}  // namespace levada::app
