#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "levada/base/civil_time.h"
#include "levada/base/time_pattern.h"

namespace levada {

/// What became of a text that should be a time. `overflow` is what Python raises as OverflowError, which, unlike the
/// ValueError of `unparseable`, ends a stream; so does `wrong_type` (TypeError).
enum class TimeOutcome : std::uint8_t { parsed, unparseable, overflow, wrong_type };

/// A datetime format of a low-code manifest: strptime/strftime, and besides these the whole formats `%s`,
/// `%s_as_float`,
/// `%ms`, `%epoch_microseconds`, and `%_ms` inside a format. What is parsed always has an offset: naive becomes UTC.
/// Source: airbyte-cdk 7.39.1, sources/declarative/datetime/datetime_parser.py.
/// Thread-safe after construction.
class TimeFormat {
public:
    explicit TimeFormat(std::string_view format);

    const std::string& text() const { return text_; }

    /// Parses str(value) of a string or of an integer. Does not allocate.
    TimeOutcome parse(std::string_view text, CivilTime& out) const;

    /// Parses a float value: epoch formats truncate it, others see its Python text.
    TimeOutcome parse_float(double value, CivilTime& out) const;

    /// Parses a JSON value as it stands in a document: string (quotes and escapes included), number, true or false;
    /// null, lists and objects are `wrong_type` for epoch formats and `unparseable` for others.
    TimeOutcome parse_json(std::string_view raw, CivilTime& out) const;

    std::string format(const CivilTime& time) const;

    /// Appends the text to `out`; allocates only what `out` needs to grow.
    void append_to(std::string& out, const CivilTime& time) const { out += format(time); }

private:
    enum class Kind : std::uint8_t { epoch_seconds, epoch_float, epoch_micros, epoch_millis, pattern };

    bool is_epoch() const { return kind_ != Kind::pattern; }

    std::string text_;
    Kind kind_ = Kind::pattern;
    bool has_millis_ = false;
    std::string strftime_format_;
    TimePattern pattern_;
};

}  // namespace levada
