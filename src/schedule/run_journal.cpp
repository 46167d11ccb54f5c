#include "levada/schedule/run_journal.h"

#include <algorithm>
#include <utility>

#include "levada/base/time.h"

namespace levada::schedule {

namespace {

const std::string kEventsCollection = "run_events";
constexpr std::string_view kKinds[] = {"begun", "stream", "slice", "attempt", "wait", "loaded", "cancelled", "ended"};
constexpr std::size_t kNumberDigits = 8;

std::string key_of(const std::string& run, std::int64_t number) {
    const std::string digits = std::to_string(number);
    return run + "/" + std::string(kNumberDigits - std::min(kNumberDigits, digits.size()), '0') + digits;
}

Result<std::vector<MetadataEntry>> entries_of(Metadata& metadata, const std::string& run) {
    Metadata::ListOptions options;
    options.prefix = run + "/";
    options.limit = static_cast<std::size_t>(RunJournal::kEventsMax) + 1;
    return metadata.list(kEventsCollection, options);
}

}  // namespace

std::string_view to_string(RunEventKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

Json RunEvent::to_json() const {
    Json document = Json::object({{"at", format_utc(at, 3)}, {"kind", to_string(kind)}});
    if (!stream.empty()) {
        document.set("stream", stream);
    }
    document.set("text", text);
    if (!facts.is_null()) {
        document.set("facts", facts);
    }
    return document;
}

Result<RunEvent> RunEvent::from_json(const Json& document) {
    const auto at = parse_rfc3339(document.string_or("at", ""));
    const auto* kind = std::ranges::find(kKinds, document.string_or("kind", ""));
    if (!at || kind == std::end(kKinds)) {
        return Error(ErrorCode::corruption, "a stored event of a run is not readable");
    }
    RunEvent event;
    event.at = *at;
    event.kind = static_cast<RunEventKind>(kind - std::begin(kKinds));
    event.stream = document.string_or("stream", "");
    event.text = document.string_or("text", "");
    if (const Json* facts = document.find("facts"); facts != nullptr) {
        event.facts = *facts;
    }
    return event;
}

Status RunJournal::add(RunEvent event) {
    event.at = clock_.now();
    const std::scoped_lock lock(mutex_);
    if (count_ >= kEventsMax) {
        ++count_;
        if (event.kind != RunEventKind::ended) {
            return ok();
        }
        event.text += "; " + std::to_string(count_ - 1 - kEventsMax) + " events before it were not kept";
        return metadata_.put(kEventsCollection, key_of(run_, kEventsMax), event.to_json());
    }
    LEVADA_CHECK(metadata_.put(kEventsCollection, key_of(run_, count_), event.to_json()));
    ++count_;
    return ok();
}

Result<std::vector<RunEvent>> RunJournal::read(Metadata& metadata, const std::string& run) {
    LEVADA_TRY(const std::vector<MetadataEntry> entries, entries_of(metadata, run));
    std::vector<RunEvent> events;
    events.reserve(entries.size());
    for (const MetadataEntry& entry : entries) {
        Result<RunEvent> event = RunEvent::from_json(entry.value);
        if (!event) {
            return event.error().with("run", run);
        }
        events.push_back(std::move(*event));
    }
    return events;
}

Status RunJournal::remove(Metadata& metadata, const std::string& run) {
    LEVADA_TRY(const std::vector<MetadataEntry> entries, entries_of(metadata, run));
    for (const MetadataEntry& entry : entries) {
        LEVADA_CHECK(metadata.remove(kEventsCollection, entry.key));
    }
    return ok();
}

}  // namespace levada::schedule
