#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/ports/clock.h"

namespace levada::observe {

/// How progress is shown: bars that are redrawn, plain lines, or one JSON object per line.
enum class ProgressMode : std::uint8_t { bars, lines, json, silent };

/// Whether colours may be used.
enum class Colour : std::uint8_t { none, ansi };

/// What the terminal and its user want; read by app, so that nothing here asks the environment.
struct ProgressEnvironment {
    bool is_terminal = false;
    bool is_json = false;   ///< --json
    bool is_quiet = false;  ///< --quiet
    std::string no_color;   ///< NO_COLOR; any non-empty value means no colour. Source: no-color.org.
    std::string term;       ///< TERM; "dumb" cannot redraw.
    std::size_t columns = 80;
    std::size_t rows = 24;
};

/// How a Progress draws.
struct ProgressOptions {
    ProgressMode mode = ProgressMode::lines;
    Colour colour = Colour::none;
    std::size_t columns = 80;
    std::size_t rows = 24;
    std::chrono::nanoseconds redraw_every = std::chrono::milliseconds(100);  ///< Bars.
    std::chrono::nanoseconds line_every = std::chrono::seconds(5);           ///< Lines and JSON, per stream.
};

/// The options that fit an environment: bars on a terminal, JSON when asked for, else lines. A terminal of 0 columns or
/// rows does not know its size: 80 and 24 then.
ProgressOptions choose_progress(const ProgressEnvironment& environment);

/// Which numbers of a stream are told; each tells those before it too.
enum class ShownAmounts : std::uint8_t { none, records, rate, pages, all };

/// How a stream ended.
enum class StreamOutcome : std::uint8_t { succeeded, partial, failed, cancelled };

/// What a stream has moved so far, or in one step.
struct ProgressAmount {
    std::uint64_t records = 0;
    std::uint64_t pages = 0;
    std::uint64_t bytes = 0;  ///< As they came over the wire.
};

/// Shows how far each stream is. Driven by events, never by a thread of its own: a redraw happens in the first event
/// that comes when one is due. Thread-safe.
class Progress {
public:
    using Write = std::function<void(std::string_view)>;

    /// `write` gets pieces for standard error. Borrows `clock`, which must outlive this object.
    Progress(ProgressOptions options, Write write, const Clock& clock);

    /// `records_expected` fills the bar; without it the bar only moves.
    void start(std::string_view stream, std::optional<std::uint64_t> records_expected = std::nullopt);
    /// The stream asks its API now. The first call starts its clock: streams that wait for their turn have no rate yet.
    void begin(std::string_view stream);
    void add(std::string_view stream, const ProgressAmount& amount);
    /// The stream waits: "rate limited", "retry 2 of 5".
    void wait(std::string_view stream, std::string_view why, std::chrono::nanoseconds how_long);
    void end(std::string_view stream, StreamOutcome outcome, std::string_view message = "");
    /// Redraws when due: for a caller that waits and has no event.
    void tick();
    /// A line above the bars (a warning); in other modes a line of its own, in JSON an event.
    void note(std::string_view text);
    /// The last drawing; further events are not shown.
    void finish();

    ProgressAmount total() const;
    /// What the stream has moved; nothing for one that is not known.
    ProgressAmount amount_of(std::string_view stream) const;

private:
    struct Stream {
        std::string name;
        ProgressAmount amount;
        std::optional<std::uint64_t> records_expected;
        Monotonic started{};  ///< Its first request, until then its announcement.
        Monotonic moved{};    ///< Its newest amount.
        bool has_begun = false;
        Monotonic shown{};
        std::string waiting;
        Monotonic waiting_until{};
        std::optional<StreamOutcome> outcome;
        std::string message;
        bool is_settled = false;  ///< Its last bar is above the redrawn part.

        bool is_under_way() const { return has_begun || amount.records > 0 || !waiting.empty(); }
    };

    Stream& find(std::string_view name);
    void show_event(std::string_view event, const Stream& stream);
    void show_json(std::string_view event, const Stream& stream);
    void show_line(std::string_view event, const Stream& stream);
    void redraw();
    void erase_bars(std::string& out);
    std::string bar_line(const Stream& stream) const;
    std::string bar_of(const Stream& stream, std::size_t columns) const;
    std::string amounts(const Stream& stream, ShownAmounts shown) const;
    double seconds_of(const Stream& stream) const;
    std::string waiting_of(const Stream& stream) const;

    ProgressOptions options_;
    Write write_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::vector<Stream> streams_;  // In the order of their start.
    std::size_t drawn_lines_ = 0;
    Monotonic drawn_{};
    std::uint64_t frame_ = 0;
    bool is_finished_ = false;
};

/// 1234567 as "1,234,567"; of a noun: "1 page", "1,616 pages"; 1536 bytes as "1.5 KB" (powers of 1000).
std::string format_count(std::uint64_t count);
std::string format_counted(std::uint64_t count, std::string_view noun);
std::string format_bytes(std::uint64_t bytes);

}  // namespace levada::observe
