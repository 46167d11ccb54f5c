#include "open_windows.h"

#include <utility>

namespace levada::airbyte {

std::size_t OpenWindows::find(const StreamSlice& slice) const {
    for (std::size_t i = entries_.size(); i > 0; --i) {
        if (entries_[i - 1].slice == slice.merged_text()) {
            return i - 1;
        }
    }
    return entries_.size();
}

void OpenWindows::observe(const StreamSlice& slice, const Moment& time) {
    const std::size_t at = find(slice);
    if (at == entries_.size()) {
        entries_.push_back({slice.merged_text(), time});
        return;
    }
    if (entries_[at].newest < time) {
        entries_[at].newest = time;
    }
    if (at + 1 != entries_.size()) {
        std::swap(entries_[at], entries_.back());
    }
}

std::optional<Moment> OpenWindows::newest(const StreamSlice& slice) const {
    const std::size_t at = find(slice);
    return at == entries_.size() ? std::nullopt : std::optional<Moment>(entries_[at].newest);
}

std::optional<Moment> OpenWindows::take(const StreamSlice& slice) {
    const std::size_t at = find(slice);
    if (at == entries_.size()) {
        return std::nullopt;
    }
    const Moment newest = entries_[at].newest;
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
    return newest;
}

StreamSlice rest_of(const DatetimeRule& rule, const StreamSlice& slice, const OpenWindows& open) {
    const std::optional<Moment> newest = open.newest(slice);
    if (!newest) {
        return slice;
    }
    Json window = slice.cursor_slice();
    window.set(rule.start_name, rule.field->format.print(*newest));
    return slice.with_cursor_slice(std::move(window));
}

}  // namespace levada::airbyte
