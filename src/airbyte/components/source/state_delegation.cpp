#include "state_delegation.h"

#include <chrono>

#include "levada/base/civil_time.h"
#include "levada/base/iso_duration.h"

namespace levada::airbyte {

namespace {

std::int64_t micros_of(Instant instant) {
    return std::chrono::duration_cast<std::chrono::microseconds>(instant.time_since_epoch()).count();
}

Result<std::int64_t> cutoff(const std::string& period, const FieldValues& fields) {
    const std::optional<IsoDuration> duration = parse_iso_duration(period);
    if (!duration) {
        return fields.error("api_retention_period", "wanted an ISO 8601 duration, found \"" + period + "\"");
    }
    std::optional<CivilTime> time = civil_from_micros(micros_of(fields.context().clock().now()), 0);
    if (!time || shift_by(*time, *duration, -1) != ShiftOutcome::shifted) {
        return fields.error("api_retention_period", "the duration leads out of the calendar");
    }
    return utc_micros(*time);
}

Result<std::string> retention_period(const FieldValues& fields) {
    if (fields.text("api_retention_period").empty()) {
        return std::string();
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("api_retention_period"));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    return python_truth(value) ? python_str(value) : std::string();
}

Result<void> check_names(const FieldValues& fields, const Json& full, const Json& incremental) {
    const std::string name = fields.text("name");
    if (full.string_or("name", "") != name || incremental.string_or("name", "") != name) {
        return fields.error("name", "full_refresh_stream and incremental_stream must have the same name");
    }
    return {};
}

bool counts_up(const Json& stream) {
    const Json* sync = stream.find("incremental_sync");
    return sync != nullptr && type_of(*sync) == "IncrementingCountCursor";
}

/// True when the API does not keep data back to where the state is, or nobody knows where that is.
Result<bool> is_state_too_old(const Json& state, Stream& full, Stream& incremental, std::int64_t cutoff_micros) {
    LEVADA_TRY(std::optional<std::int64_t> time, full.cursor().cursor_time_of_state(state));
    if (!time) {
        LEVADA_TRY(time, incremental.cursor().cursor_time_of_state(state));
    }
    return !time || *time < cutoff_micros;
}

}  // namespace

Result<std::shared_ptr<Stream>> build_delegating_stream(const Json& node,
                                                        const StreamInputs& inputs,
                                                        SourceContext& source) {
    BuildContext context(source);
    const FieldValues fields(node, context);
    const Json* full = fields.json("full_refresh_stream");
    const Json* incremental = fields.json("incremental_stream");
    if (full == nullptr || incremental == nullptr) {
        return fields.error("full_refresh_stream", "both streams are required");
    }
    LEVADA_CHECK(check_names(fields, *full, *incremental));
    LEVADA_TRY(const std::string period, retention_period(fields));
    if (!period.empty() && (counts_up(*full) || counts_up(*incremental))) {
        return fields.error("api_retention_period", "IncrementingCountCursor has no time to compare with");
    }
    const std::string name = fields.text("name");
    const auto state = inputs.states == nullptr ? StateBook::const_iterator() : inputs.states->find(name);
    if (inputs.states == nullptr || state == inputs.states->end() || state->second.size() == 0) {
        return build_stream(*full, inputs, source);
    }
    LEVADA_TRY(std::shared_ptr<Stream> built, build_stream(*incremental, inputs, source));
    // The CDK builds parents without the catalog: what is not known to be left out counts as selected.
    const bool is_selected = inputs.role == StreamRole::parent || source.configured_catalog().is_null() ||
                             source.configured_stream(name) != nullptr;
    if (period.empty() || !is_selected) {
        return built;
    }
    LEVADA_TRY(const std::int64_t cutoff_micros, cutoff(period, fields));
    LEVADA_TRY(const std::shared_ptr<Stream> in_full, build_stream(*full, inputs, source));
    LEVADA_TRY(const bool is_old, is_state_too_old(state->second, *in_full, *built, cutoff_micros));
    if (!is_old) {
        return built;
    }
    LEVADA_CHECK(inputs.sink->emit_state(name, Json::object()));
    StreamInputs without_state = inputs;
    without_state.states = nullptr;
    return build_stream(*full, without_state, source);
}

}  // namespace levada::airbyte
