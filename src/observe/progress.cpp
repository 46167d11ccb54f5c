#include "levada/observe/progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "levada/base/json.h"
#include "levada/base/time.h"

namespace levada::observe {

namespace {

/// How a bar's line is laid out. Names are as wide as the longest, at most `name_columns_max`.
struct Layout {
    std::size_t name_columns_max;
    std::size_t bar_columns;
    ShownAmounts amounts;
};
/// The widest first: the first that fits the terminal is taken, so what is told last goes first.
constexpr Layout kLayouts[] = {
    {24, 20, ShownAmounts::all},
    {24, 10, ShownAmounts::all},
    {24, 10, ShownAmounts::pages},
    {24, 10, ShownAmounts::rate},
    {24, 0, ShownAmounts::rate},
    {12, 0, ShownAmounts::rate},
    {12, 0, ShownAmounts::records},
    {12, 0, ShownAmounts::none},
};
/// The last layout of a stream that ended: its line stays, so its name is whole and its cause is cut.
constexpr std::size_t kLayoutOfEnded = 4;
/// The first layout whose wait may be cut, and how much of it has to be left.
constexpr std::size_t kLayoutOfCutWait = 5;
constexpr std::size_t kWaitColumnsMin = 36;

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

/// Tells which bytes of a line take a column. Escape sequences have no width; names and numbers here are one column a
/// character.
class ColumnCount {
public:
    bool is_column(char c) {
        const bool is_in_escape = is_escape_ || c == '\x1b';
        is_escape_ = is_in_escape && c != 'm';
        return !is_in_escape && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }

private:
    bool is_escape_ = false;
};

std::size_t columns_of(std::string_view line) {
    ColumnCount count;
    return static_cast<std::size_t>(std::ranges::count_if(line, [&](char c) { return count.is_column(c); }));
}

/// Cuts after `columns` characters.
std::string cut(const std::string& line, std::size_t columns) {
    std::string out;
    std::size_t width = 0;
    ColumnCount count;
    for (const char c : line) {
        const bool is_column = count.is_column(c);
        if (is_column && width == columns) {
            return out + (line.find('\x1b') == std::string::npos ? "" : "\x1b[0m");
        }
        out += c;
        width += is_column ? 1U : 0U;
    }
    return out;
}

/// A name of a fixed width; longer ones lose their middle, whose end tells streams apart.
std::string fixed_name(const std::string& name, std::size_t columns) {
    if (name.size() <= columns) {
        return name + std::string(columns - name.size(), ' ');
    }
    return name.substr(0, columns / 2 - 1) + ".." + name.substr(name.size() - (columns / 2 - 1));
}

/// `bar.filled` of `bar.columns` cells, beginning at `bar.from`, wrapping around; nothing without columns.
struct Bar {
    std::size_t columns;
    std::size_t from;
    std::size_t filled;
};
std::string draw_bar(const Bar& bar, std::string_view code, Colour colour) {
    std::string out;
    for (std::size_t i = 0; i < bar.columns; ++i) {
        const bool is_full = (i + bar.columns - bar.from % bar.columns) % bar.columns < bar.filled;
        out += is_full ? "━" : (colour == Colour::none ? "-" : "─");
    }
    return out.empty() ? out : paint(out, code, colour) + " ";
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
        line += amounts(stream, ShownAmounts::all) + waiting_of(stream);
    }
    line += stream.message.empty() ? "" : "; " + plain(stream.message);
    write_(line + "\n");
}

double Progress::seconds_of(const Stream& stream) const {
    const Monotonic until = stream.outcome ? stream.moved : clock_.monotonic();
    return std::chrono::duration<double>(until - stream.started).count();
}

std::string Progress::amounts(const Stream& stream, ShownAmounts shown) const {
    const double seconds = seconds_of(stream);
    const double rate = seconds > 0 ? static_cast<double>(stream.amount.records) / seconds : 0;
    std::string text = shown >= ShownAmounts::records ? format_counted(stream.amount.records, "record") : "";
    text += shown >= ShownAmounts::pages ? ", " + format_counted(stream.amount.pages, "page") : "";
    text += shown >= ShownAmounts::all ? ", " + format_bytes(stream.amount.bytes) : "";
    text += shown >= ShownAmounts::rate ? ", " + format_count(static_cast<std::uint64_t>(rate)) + "/s" : "";
    return text;
}

std::string Progress::waiting_of(const Stream& stream) const {
    if (stream.waiting.empty()) {
        return "";
    }
    const auto left = std::max(stream.waiting_until - clock_.monotonic(), std::chrono::nanoseconds(0));
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    return ", waits " + std::to_string(seconds) + " s: " + plain(stream.waiting);
}

std::string Progress::bar_of(const Stream& stream, std::size_t columns) const {
    Bar bar{.columns = columns, .from = 0, .filled = columns};
    if (!stream.outcome && stream.records_expected && *stream.records_expected > 0) {
        const double share = static_cast<double>(stream.amount.records) / static_cast<double>(*stream.records_expected);
        bar.filled = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(columns));
    } else if (!stream.outcome) {
        bar.from = static_cast<std::size_t>(frame_);
        bar.filled = columns / 4;
    }
    return draw_bar(bar, colour_of(stream.outcome), options_.colour);
}

std::string Progress::bar_line(const Stream& stream) const {
    std::string ending;
    if (stream.outcome && *stream.outcome != StreamOutcome::succeeded) {
        ending += " " + std::string(paint(show(*stream.outcome), colour_of(stream.outcome), options_.colour));
    }
    ending += stream.message.empty() ? "" : ": " + plain(stream.message);
    std::size_t longest_name = 0;
    for (const Stream& other : streams_) {
        longest_name = std::max(longest_name, other.name.size());
    }
    // The last column stays free: some terminals wrap a line that fills it.
    const std::size_t columns = options_.columns - 1;
    const std::size_t last = stream.outcome ? kLayoutOfEnded : std::size(kLayouts) - 1;
    for (std::size_t i = 0;; ++i) {
        const Layout& layout = kLayouts[i];
        const std::string told = amounts(stream, layout.amounts);
        const std::string wait = waiting_of(stream);
        std::string line = fixed_name(plain(stream.name), std::min(longest_name, layout.name_columns_max));
        if (stream.outcome && layout.bar_columns == 0) {
            line = paint(line, colour_of(stream.outcome), options_.colour);
        }
        line.append(" ").append(bar_of(stream, layout.bar_columns)).append(told);
        const bool may_cut = i >= kLayoutOfCutWait && columns_of(line) + kWaitColumnsMin <= columns;
        line.append(told.empty() && !wait.empty() ? wait.substr(2) : wait).append(ending);
        if (i == last || may_cut || columns_of(line) <= columns) {
            return cut(line, columns);
        }
    }
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
            out += bar_line(stream) + "\n";
        }
    }
    // Those that wait for their turn have nothing to tell yet: they come last.
    std::vector<const Stream*> running;
    for (const Stream& stream : streams_) {
        if (!stream.is_settled) {
            running.push_back(&stream);
        }
    }
    std::ranges::stable_partition(running, [](const Stream* stream) { return stream->is_under_way(); });
    const std::size_t room = std::min(options_.rows > 2 ? options_.rows - 2 : 1, running.size());
    for (std::size_t i = 0; i < room; ++i) {
        out += bar_line(*running[i]) + "\n";
    }
    drawn_lines_ = room;
    if (room < running.size()) {
        const auto waiting = std::ranges::count_if(running.begin() + static_cast<std::ptrdiff_t>(room),
                                                   running.end(),
                                                   [](const Stream* stream) { return !stream->waiting.empty(); });
        out += "and " + std::to_string(running.size() - room) + " more" +
               (waiting > 0 ? ", " + std::to_string(waiting) + " of them waiting" : "") + "\n";
        ++drawn_lines_;
    }
    ++frame_;
    drawn_ = clock_.monotonic();
    write_(out);
}

}  // namespace levada::observe
