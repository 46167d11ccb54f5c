#include "moment.h"

#include <chrono>

namespace levada::airbyte {

Moment Moment::now(const Clock& clock) {
    const auto since_epoch = clock.now().time_since_epoch();
    return {std::chrono::floor<std::chrono::microseconds>(since_epoch).count(), 0};
}

CivilTime Moment::civil() const {
    const std::optional<CivilTime> time = civil_from_micros(utc_us + offset_us, offset_us);
    LEVADA_ASSERT(time.has_value());
    return *time;
}

Result<std::optional<Moment>> moved_or_overflow(const Moment& moment, const IsoDuration& duration, int times) {
    CivilTime time = moment.civil();
    switch (shift_by(time, duration, times)) {
        case ShiftOutcome::shifted:
            return std::optional<Moment>(Moment::of(time));
        case ShiftOutcome::overflow:
            return std::optional<Moment>();
        case ShiftOutcome::invalid:
            break;
    }
    return Error(ErrorCode::invalid_data, "date arithmetic: years or months are fractions or lead out of the calendar");
}

Result<Moment> moved(const Moment& moment, const IsoDuration& duration, int times) {
    LEVADA_TRY(const std::optional<Moment> result, moved_or_overflow(moment, duration, times));
    if (!result) {
        return Error(ErrorCode::invalid_data, "date arithmetic: date value out of range");
    }
    return *result;
}

MomentFormat::MomentFormat(const std::string& output, const std::vector<std::string>& inputs) {
    formats_.reserve(inputs.size() + 1);
    for (const std::string& input : inputs) {
        formats_.emplace_back(input);
    }
    formats_.emplace_back(output);
}

Result<std::optional<Moment>> MomentFormat::read(std::string_view raw_json) const {
    CivilTime time;
    for (const TimeFormat& format : formats_) {
        const TimeOutcome outcome = format.parse_json(raw_json, time);
        if (outcome == TimeOutcome::parsed) {
            return std::optional<Moment>(Moment::of(time));
        }
        if (outcome != TimeOutcome::unparseable) {
            return Error(ErrorCode::invalid_data,
                         "cursor value " + std::string(raw_json.substr(0, 100)) + " is no time");
        }
    }
    return std::optional<Moment>();
}

Error MomentFormat::no_match(std::string_view value) const {
    std::string names;
    for (const TimeFormat& format : formats_) {
        names += (names.empty() ? "'" : ", '") + format.text() + "'";
    }
    return Error(ErrorCode::invalid_data, "no format in [" + names + "] matches " + std::string(value));
}

Result<Moment> MomentFormat::read(const Json& value) const {
    const std::string raw = value.dump();
    LEVADA_TRY(const std::optional<Moment> moment, read(std::string_view(raw)));
    if (!moment) {
        return no_match(raw);
    }
    return *moment;
}

Result<Moment> MomentFormat::read_text(std::string_view text) const {
    CivilTime time;
    for (const TimeFormat& format : formats_) {
        const TimeOutcome outcome = format.parse(text, time);
        if (outcome == TimeOutcome::parsed) {
            return Moment::of(time);
        }
        if (outcome == TimeOutcome::overflow) {
            break;
        }
    }
    return no_match(text);
}

}  // namespace levada::airbyte
