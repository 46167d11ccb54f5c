#include "global_progress.h"

#include <utility>

namespace levada::airbyte {

namespace {

/// True for formats that print big-endian fields of fixed width, so that texts of one offset sort like times.
bool prints_in_order(std::string_view format) {
    constexpr std::string_view kOrder = "YmdHMSf";
    std::size_t expected = 0;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            continue;
        }
        ++i;
        if (i < format.size() && format[i] == 'z') {
            continue;
        }
        if (i >= format.size() || expected >= kOrder.size() || format[i] != kOrder[expected]) {
            return false;
        }
        ++expected;
    }
    return expected > 0;
}

constexpr std::int64_t kYear1000Us = -30'610'224'000 * kMicrosPerSecond;  // Before it %Y has fewer than four digits.

}  // namespace

GlobalProgress::GlobalProgress(std::shared_ptr<const CursorField> field)
    : field_(std::move(field)), orders_as_text_(prints_in_order(field_->format.output().text())) {}

void GlobalProgress::reset(const Moment& time) {
    newest_ = time;
    text_ = field_->format.print(time);
}

void GlobalProgress::observe(const Moment& time) {
    const bool is_comparable = orders_as_text_ && newest_ && newest_->offset_us == time.offset_us &&
                               time.utc_us > kYear1000Us && newest_->utc_us > kYear1000Us;
    if (is_comparable && !(*newest_ < time)) {
        return;
    }
    if (is_comparable || !newest_) {
        newest_ = time;
        text_.clear();
        return;
    }
    if (text_.empty()) {
        text_ = field_->format.print(*newest_);
    }
    std::string text = field_->format.print(time);
    if (text_ < text) {
        newest_ = time;
        text_ = std::move(text);
    }
}

Json GlobalProgress::state() const {
    LEVADA_ASSERT(newest_.has_value());
    return Json::object({{field_->name, field_->format.print(*newest_)}});
}

}  // namespace levada::airbyte
