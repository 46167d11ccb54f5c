#include "levada/observe/progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "levada/base/json.h"
#include "levada/base/time.h"

namespace levada::observe {

namespace {

constexpr std::size_t kBarWidth = 20;
constexpr std::size_t kNameWidth = 24;

std::string_view show(StreamOutcome outcome) {
    constexpr std::string_view kNames[] = {"succeeded", "partial", "failed", "cancelled"};
    return kNames[static_cast<std::size_t>(outcome)];
}

std::string paint(std::string_view text, std::string_view code, Colour colour) {
    return colour == Colour::none ? std::string(text)
                                  : "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string_view colour_of(const std::optional<StreamOutcome>& outcome) {
    if (!outcome) {
        return "36";
    }
    constexpr std::string_view kCodes[] = {"32", "33", "31", "33"};
    return kCodes[static_cast<std::size_t>(*outcome)];
}

/// Cuts after `columns` characters; escape sequences have no width. Names and numbers here are one column a character.
std::string cut(const std::string& line, std::size_t columns) {
    std::string out;
    std::size_t width = 0;
    bool is_escape = false;
    for (const char c : line) {
        const bool is_continuation = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        is_escape = is_escape || c == '\x1b';
        if (!is_escape && !is_continuation && width == columns) {
            return out + (line.find('\x1b') == std::string::npos ? "" : "\x1b[0m");
        }
        out += c;
        width += !is_escape && !is_continuation ? 1U : 0U;
        is_escape = is_escape && c != 'm';
    }
    return out;
}

/// A name of a fixed width; longer ones lose their middle, whose end tells streams apart.
std::string fixed_name(const std::string& name) {
    if (name.size() <= kNameWidth) {
        return name + std::string(kNameWidth - name.size(), ' ');
    }
    return name.substr(0, kNameWidth / 2 - 1) + ".." + name.substr(name.size() - (kNameWidth / 2 - 1));
}

/// `filled` of kBarWidth cells, beginning at `from`, wrapping around.
std::string draw_bar(std::size_t from, std::size_t filled, std::string_view code, Colour colour) {
    std::string out;
    for (std::size_t i = 0; i < kBarWidth; ++i) {
        const bool is_full = (i + kBarWidth - from % kBarWidth) % kBarWidth < filled;
        out += is_full ? "━" : (colour == Colour::none ? "-" : "─");
    }
    return paint(out, code, colour);
}

std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    }
    return out;
}

}  // namespace

Progress::Progress(ProgressOptions options, Write write, const Clock& clock)
    : options_(options), write_(std::move(write)), clock_(clock) {}

Progress::Stream& Progress::find(std::string_view name) {
    const auto found = std::ranges::find(streams_, name, &Stream::name);
    if (found != streams_.end()) {
        return *found;
    }
    Stream& stream = streams_.emplace_back();
    stream.name = name;
    stream.started = clock_.monotonic();
    stream.shown = stream.started;
    stream.moved = stream.started;
    return stream;
}

void Progress::start(std::string_view name, std::optional<std::uint64_t> records_expected) {
    const std::scoped_lock lock(mutex_);
    Stream& stream = find(name);
    stream.records_expected = records_expected;
    show_event("stream_started", stream);
}

void Progress::begin(std::string_view name) {
    const std::scoped_lock lock(mutex_);
    Stream& stream = find(name);
    if (!std::exchange(stream.has_begun, true)) {
        stream.started = clock_.monotonic();
        stream.moved = stream.started;
    }
}

void Progress::add(std::string_view name, const ProgressAmount& amount) {
    const std::scoped_lock lock(mutex_);
    Stream& stream = find(name);
    stream.moved = clock_.monotonic();
    stream.amount.records += amount.records;
    stream.amount.pages += amount.pages;
    stream.amount.bytes += amount.bytes;
    stream.waiting.clear();
    show_event("stream_progress", stream);
}

void Progress::wait(std::string_view name, std::string_view why, std::chrono::nanoseconds how_long) {
    const std::scoped_lock lock(mutex_);
    Stream& stream = find(name);
    stream.waiting = why;
    stream.waiting_until = clock_.monotonic() + how_long;
    show_event("stream_waiting", stream);
}

void Progress::end(std::string_view name, StreamOutcome outcome, std::string_view message) {
    const std::scoped_lock lock(mutex_);
    Stream& stream = find(name);
    stream.outcome = outcome;
    stream.message = message;
    stream.waiting.clear();
    show_event("stream_ended", stream);
}

void Progress::tick() {
    const std::scoped_lock lock(mutex_);
    if (options_.mode == ProgressMode::bars && clock_.monotonic() - drawn_ >= options_.redraw_every) {
        redraw();
    }
}

void Progress::note(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    std::string out;
    if (options_.mode == ProgressMode::json) {
        out = Json::object({{"time", format_utc(clock_.now(), 3)}, {"event", "note"}, {"message", text}}).dump() + "\n";
    } else if (options_.mode != ProgressMode::silent) {
        erase_bars(out);
        out += plain(text) + "\n";
    }
    if (!out.empty()) {
        write_(out);
    }
    if (options_.mode == ProgressMode::bars && !is_finished_) {
        redraw();
    }
}

void Progress::finish() {
    const std::scoped_lock lock(mutex_);
    if (options_.mode == ProgressMode::bars && !is_finished_) {
        redraw();
    }
    is_finished_ = true;
    drawn_lines_ = 0;
}

ProgressAmount Progress::total() const {
    const std::scoped_lock lock(mutex_);
    ProgressAmount total;
    for (const Stream& stream : streams_) {
        total.records += stream.amount.records;
        total.pages += stream.amount.pages;
        total.bytes += stream.amount.bytes;
    }
    return total;
}

ProgressAmount Progress::amount_of(std::string_view name) const {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(streams_, name, &Stream::name);
    return found == streams_.end() ? ProgressAmount{} : found->amount;
}

void Progress::show_event(std::string_view event, const Stream& stream) {
    if (is_finished_ || options_.mode == ProgressMode::silent) {
        return;
    }
    const Monotonic now = clock_.monotonic();
    if (options_.mode == ProgressMode::bars) {
        const bool is_end = event == "stream_ended";
        if (is_end || drawn_lines_ == 0 || now - drawn_ >= options_.redraw_every) {
            redraw();
        }
        return;
    }
    const bool is_due = now - stream.shown >= options_.line_every;
    const bool is_rare = event == "stream_started" || event == "stream_ended";
    if (!is_rare && !is_due) {
        return;
    }
    find(stream.name).shown = now;
    if (options_.mode == ProgressMode::json) {
        show_json(event, stream);
    } else {
        show_line(event, stream);
    }
}

void Progress::show_json(std::string_view event, const Stream& stream) {
    Json line = Json::object({{"time", format_utc(clock_.now(), 3)},
                              {"event", event},
                              {"stream", stream.name},
                              {"records", static_cast<std::int64_t>(stream.amount.records)},
                              {"pages", static_cast<std::int64_t>(stream.amount.pages)},
                              {"bytes", static_cast<std::int64_t>(stream.amount.bytes)},
                              {"seconds", std::round(seconds_of(stream) * 1000) / 1000}});
    if (!stream.waiting.empty()) {
        line.set("waiting", stream.waiting);
    }
    if (stream.outcome) {
        line.set("outcome", show(*stream.outcome));
    }
    if (!stream.message.empty()) {
        line.set("message", stream.message);
    }
    write_(line.dump() + "\n");
}

void Progress::show_line(std::string_view event, const Stream& stream) {
    std::string line = plain(stream.name) + ": ";
    if (event == "stream_started") {
        line += "started";
    } else {
        line += stream.outcome ? std::string(show(*stream.outcome)) + ", " : std::string();
        line += amounts(stream) + waiting_of(stream);
    }
    line += stream.message.empty() ? "" : "; " + plain(stream.message);
    write_(line + "\n");
}

double Progress::seconds_of(const Stream& stream) const {
    const Monotonic until = stream.outcome ? stream.moved : clock_.monotonic();
    return std::chrono::duration<double>(until - stream.started).count();
}

std::string Progress::amounts(const Stream& stream) const {
    const double seconds = seconds_of(stream);
    const double rate = seconds > 0 ? static_cast<double>(stream.amount.records) / seconds : 0;
    return format_counted(stream.amount.records, "record") + ", " + format_counted(stream.amount.pages, "page") + ", " +
           format_bytes(stream.amount.bytes) + ", " + format_count(static_cast<std::uint64_t>(rate)) + "/s";
}

std::string Progress::waiting_of(const Stream& stream) const {
    if (stream.waiting.empty()) {
        return "";
    }
    const auto left = std::max(stream.waiting_until - clock_.monotonic(), std::chrono::nanoseconds(0));
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    return ", waits " + std::to_string(seconds) + " s: " + plain(stream.waiting);
}

std::string Progress::bar_line(const Stream& stream) const {
    std::size_t from = 0;
    std::size_t filled = kBarWidth;
    if (!stream.outcome && stream.records_expected && *stream.records_expected > 0) {
        const double share = static_cast<double>(stream.amount.records) / static_cast<double>(*stream.records_expected);
        filled = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(kBarWidth));
    } else if (!stream.outcome) {
        from = static_cast<std::size_t>(frame_ % kBarWidth);
        filled = kBarWidth / 4;
    }
    std::string line = fixed_name(plain(stream.name)) + " " +
                       draw_bar(from, filled, colour_of(stream.outcome), options_.colour) + " " + amounts(stream) +
                       waiting_of(stream);
    if (stream.outcome && *stream.outcome != StreamOutcome::succeeded) {
        line += " " + paint(show(*stream.outcome), colour_of(stream.outcome), options_.colour);
    }
    line += stream.message.empty() ? "" : ": " + plain(stream.message);
    return line;
}

void Progress::erase_bars(std::string& out) {
    if (drawn_lines_ > 0) {
        out += "\x1b[" + std::to_string(drawn_lines_) + "A\r\x1b[J";
        drawn_lines_ = 0;
    }
}

void Progress::redraw() {
    std::string out;
    erase_bars(out);
    // A stream that ended is drawn once more and then left above, so that only running ones need room.
    for (Stream& stream : streams_) {
        if (stream.outcome && !stream.is_settled) {
            stream.is_settled = true;
            out += cut(bar_line(stream), options_.columns - 1) + "\n";
        }
    }
    const std::size_t room = options_.rows > 2 ? options_.rows - 2 : 1;
    std::size_t hidden = 0;
    for (const Stream& stream : streams_) {
        if (stream.is_settled) {
            continue;
        }
        if (drawn_lines_ < room) {
            out += cut(bar_line(stream), options_.columns - 1) + "\n";
            ++drawn_lines_;
        } else {
            ++hidden;
        }
    }
    if (hidden > 0) {
        out += "and " + std::to_string(hidden) + " more\n";
        ++drawn_lines_;
    }
    ++frame_;
    drawn_ = clock_.monotonic();
    write_(out);
}

}  // namespace levada::observe
