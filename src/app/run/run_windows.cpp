#include "run/run_windows.h"

#include <algorithm>
#include <map>

#include "levada/base/time.h"
#include "levada/delivery/messages.h"
#include "levada/delivery/stream_ends.h"
#include "levada/schedule/run_store.h"

namespace levada::app {

namespace {

const std::string kRunWindows = "run_windows";
const std::string kIsSettled = "settled";
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

std::vector<std::string> streams_of(const Json& document) {
    std::vector<std::string> streams;
    const Json* const names = document.find("streams");
    for (std::size_t i = 0; names != nullptr && names->is_array() && i < names->size(); ++i) {
        streams.push_back(names->as_array()[i].as_string());
    }
    return streams;
}

/// The windows of the pipeline's runs that did not succeed, as long as nobody has looked at what they had read. Those
/// of runs that are not known any more are removed.
Result<std::vector<MetadataEntry>> unsettled_windows(Services& services, const std::string& pipeline) {
    Metadata::ListOptions options;
    options.limit = 2 * schedule::RunStore::kRunsMax;
    LEVADA_TRY(std::vector<MetadataEntry> entries, services.metadata->list(kRunWindows, options));
    schedule::RunStore store(*services.metadata, *services.clock);
    std::vector<MetadataEntry> unsettled;
    for (MetadataEntry& entry : entries) {
        if (entry.value.contains(kIsSettled)) {
            continue;
        }
        const Result<schedule::Run> run = store.get(entry.key);
        if (!run.has_value()) {
            if (run.error().code() != ErrorCode::not_found) {
                return run.error();
            }
            LEVADA_CHECK(services.metadata->remove(kRunWindows, entry.key));
            continue;
        }
        const bool has_failed =
            run->status != schedule::RunStatus::succeeded && run->status != schedule::RunStatus::running;
        if (run->pipeline == pipeline && has_failed) {
            unsettled.push_back(std::move(entry));
        }
    }
    return unsettled;
}

}  // namespace

Status keep_run_window(Services& services,
                       const std::string& run,
                       const airbyte::ReadWindow& window,
                       const std::vector<std::string>& streams) {
    Json document = json_of(window);
    Json names = Json::array();
    for (const std::string& stream : streams) {
        names.push_back(Json(stream));
    }
    document.set("streams", std::move(names));
    return services.metadata->put(kRunWindows, run, document);
}

Result<std::vector<std::string>> run_window_streams(Services& services, const std::string& run) {
    LEVADA_TRY(const auto entry, services.metadata->get(kRunWindows, run));
    return entry ? streams_of(entry->value) : std::vector<std::string>();
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

Result<FilledTime> filled_time(Services& services, const std::string& pipeline, const std::string& stream) {
    Metadata::ListOptions options;
    options.prefix = pipeline + "." + stream + "/";
    options.limit = kFilledMax;
    LEVADA_TRY(const auto entries, services.metadata->list(kFilled, options));
    FilledTime filled;
    for (const MetadataEntry& entry : entries) {
        LEVADA_TRY(const airbyte::ReadWindow one, window_of(entry.value));
        if (one.from && one.to) {
            Instant& end = filled.try_emplace(*one.from, *one.to).first->second;
            end = std::max(end, *one.to);
        }
    }
    return filled;
}

std::vector<airbyte::ReadWindow> missing_parts(const FilledTime& filled, const airbyte::ReadWindow& window) {
    LEVADA_ASSERT(window.from.has_value() && window.to.has_value());
    std::vector<airbyte::ReadWindow> missing;
    Instant start = *window.from;
    const Instant end = *window.to;
    for (const auto& [from, to] : filled) {
        if (from > start && start < end) {
            missing.push_back({start, std::min(from, end)});
        }
        start = std::max(start, to);
    }
    if (start < end) {
        missing.push_back({start, end});
    }
    return missing;
}

Status settle_cut_off_backfills(Services& services, const std::string& pipeline) {
    LEVADA_TRY(const std::vector<MetadataEntry> unsettled, unsettled_windows(services, pipeline));
    std::map<std::string, std::vector<const MetadataEntry*>> by_stream;
    for (const MetadataEntry& entry : unsettled) {
        for (const std::string& stream : streams_of(entry.value)) {
            by_stream[stream].push_back(&entry);
        }
    }
    for (const auto& [stream, entries] : by_stream) {
        LEVADA_TRY(const auto ends, stream_ends(*services.queue, topic_of(pipeline, stream)));
        for (const MetadataEntry* const entry : entries) {
            const auto end = ends.find(entry->key);
            if (end != ends.end() && end->second == StreamOutcome::complete) {
                LEVADA_TRY(const airbyte::ReadWindow window, window_of(entry->value));
                LEVADA_CHECK(keep_filled(services, pipeline, stream, window));
            }
        }
    }
    for (const MetadataEntry& entry : unsettled) {
        Json document = entry.value;
        document.set(kIsSettled, true);
        LEVADA_CHECK(services.metadata->put(kRunWindows, entry.key, document));
    }
    return ok();
}

}  // namespace levada::app
