#include "page_repeats.h"

#include <functional>
#include <utility>

namespace levada::airbyte {

namespace {

std::size_t hash_of(std::string_view text) {
    return std::hash<std::string_view>()(text);
}

}  // namespace

PageRepeats::Look PageRepeats::look_of(const Page& page) {
    constexpr std::size_t kEndSizeBytes = 256;
    constexpr std::size_t kFactor = 1'099'511'628'211U;
    const std::string_view begin = page.body.substr(0, kEndSizeBytes);
    const std::string_view end = page.body.substr(page.body.size() - begin.size());
    const std::size_t mixed = (hash_of(begin) * kFactor + hash_of(end)) * kFactor + page.body.size();
    return {.page = mixed, .token = hash_of(page.next_token)};
}

bool PageRepeats::is_same_page(const Look& look, std::string_view body) {
    if (!last_.has_value() || last_->page != look.page) {
        last_hash_.reset();
        return false;
    }
    const std::size_t hash = hash_of(body);
    const std::optional<std::size_t> before = std::exchange(last_hash_, hash);
    return !before.has_value() || *before == hash;
}

void PageRepeats::follow_circle(const Look& look) {
    ++since_mark_;
    circles_ += mark_ == look ? 1 : 0;
    if (since_mark_ < until_next_mark_) {
        return;
    }
    mark_ = look;
    circles_ = 0;
    since_mark_ = 0;
    until_next_mark_ *= 2;
}

std::optional<std::string> PageRepeats::note(const Page& page) {
    const Look look = look_of(page);
    const bool is_same_token = last_.has_value() && last_->token == look.token;
    same_tokens_ = is_same_token ? same_tokens_ + 1 : 0;
    const bool is_same = is_same_page(look, page.body);
    same_requests_ = is_same && is_same_token ? same_requests_ + 1 : 0;
    same_pages_ = is_same && page.record_count > 0 ? same_pages_ + 1 : 0;
    last_ = look;
    if (same_requests_ >= kSameRequestMax) {
        return "the same page came " + std::to_string(same_requests_) + " times in a row with the same next-page token";
    }
    follow_circle(look);
    if (circles_ >= kSameRequestMax) {
        return "the same pages came in a circle " + std::to_string(circles_) + " times, with the same next-page tokens";
    }
    if (same_pages_ >= kSamePageMax) {
        return "the same page came " + std::to_string(same_pages_) + " times in a row, whatever the next-page token";
    }
    if (same_tokens_ >= kSameTokenMax) {
        return "the same next-page token came " + std::to_string(same_tokens_) + " times in a row";
    }
    return std::nullopt;
}

}  // namespace levada::airbyte
