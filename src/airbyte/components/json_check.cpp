#include "json_check.h"

#include "json_scan.h"
#include "json_tokens.h"
#include "python_text.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include <simdjson.h>

namespace levada::airbyte {
namespace {

/// Above this size the checker without an index is used, so that memory stays bounded.
constexpr std::size_t kIndexedTextBytesMax = std::size_t{64} << 20U;
constexpr std::size_t kCapacityMin = std::size_t{64} << 10U;

/// Whether the scalar in [begin, after) may be a number that the CDK changes (json_numbers.h); `after` may be null.
bool is_odd(const char* begin, const char* after) {
    constexpr std::ptrdiff_t kExponentDigitsMin = 3;
    if (after == nullptr || after - begin >= kOddNumberBytesMin) {
        return after != nullptr;
    }
    for (const char* at = begin + 1; after - at > kExponentDigitsMin; ++at) {
        if (*at == 'e' || *at == 'E') {
            const char* digits = at[1] == '+' ? at + 2 : at + 1;
            return *digits != '-' && after - digits >= kExponentDigitsMin;
        }
    }
    return false;
}

/// The slow way: one pass over the text, no memory but one bit per level. Needs no UTF-8 check of its own.
class PlainChecker {
public:
    explicit PlainChecker(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    bool run() {
        do {
            if (!value()) {
                return false;
            }
        } while (!after_value());
        return !is_broken_ && at_ == end_;
    }
    bool has_odd_number() const { return has_odd_number_; }

private:
    char peek() const { return at_ < end_ ? *at_ : '\0'; }

    bool take(char c) {
        if (peek() != c) {
            return false;
        }
        ++at_;
        return true;
    }

    void blanks() {
        while (at_ < end_ && scan::is_blank(*at_)) {
            ++at_;
        }
    }

    bool move_to(const char* after) {
        at_ = after == nullptr ? at_ : after;
        return after != nullptr;
    }

    bool key() {
        blanks();
        if (!move_to(tokens::after_string(at_, end_))) {
            return false;
        }
        blanks();
        return take(':');
    }

    bool open(bool is_object) {
        if (levels_.size() >= static_cast<std::size_t>(kJsonCheckDepthMax)) {
            return false;
        }
        ++at_;
        levels_.push_back(is_object);
        return true;
    }

    /// Reads one scalar, or goes into the first item of nested containers until a scalar or an empty container.
    bool value() {
        for (;;) {
            blanks();
            const char c = peek();
            if (c == '"') {
                return move_to(tokens::after_string(at_, end_));
            }
            if (c != '{' && c != '[') {
                const char* after = tokens::after_scalar(at_, end_);
                has_odd_number_ = has_odd_number_ || is_odd(at_, after);
                return move_to(after);
            }
            if (!open(c == '{')) {
                return false;
            }
            blanks();
            if (peek() == (levels_.back() ? '}' : ']')) {
                return true;
            }
            if (levels_.back() && !key()) {
                return false;
            }
        }
    }

    /// Closes what ends here. False when another value follows, true at the end of the document or when it is broken.
    bool after_value() {
        for (;;) {
            blanks();
            if (levels_.empty()) {
                return true;
            }
            if (take(levels_.back() ? '}' : ']')) {
                levels_.pop_back();
                continue;
            }
            is_broken_ = !take(',') || (levels_.back() && !key());
            return is_broken_;
        }
    }

    const char* at_;
    const char* end_;
    std::vector<bool> levels_;
    bool has_odd_number_ = false;
    bool is_broken_ = false;
};

/// The same from token to token of simdjson's index: where strings, scalars and punctuation start. simdjson has found
/// the text to be UTF-8, its strings closed and without control characters.
class IndexedChecker {
public:
    IndexedChecker(std::string_view text, const std::uint32_t* places, std::size_t count)
        : text_(text),
          places_(places),
          count_(count),
          has_escapes_(std::memchr(text.data(), '\\', text.size()) != nullptr) {}

    bool run() {
        do {
            if (!value()) {
                return false;
            }
        } while (!after_value());
        return !is_broken_ && at_ == count_;
    }
    bool has_odd_number() const { return has_odd_number_; }

private:
    char peek() const { return at_ < count_ ? text_[places_[at_]] : '\0'; }

    bool take(char c) {
        if (peek() != c) {
            return false;
        }
        ++at_;
        return true;
    }

    /// Where the token before the current one may reach to.
    const char* limit() const { return text_.data() + (at_ < count_ ? places_[at_] : text_.size()); }

    bool string() {
        const char* begin = text_.data() + places_[at_];
        ++at_;
        if (!has_escapes_ || std::memchr(begin, '\\', static_cast<std::size_t>(limit() - begin)) == nullptr) {
            return true;
        }
        return tokens::after_string(begin, limit()) != nullptr;
    }

    /// A scalar ends at a blank or at the next token; simdjson takes whatever sticks to it for a part of it.
    bool scalar() {
        if (at_ == count_) {
            return false;
        }
        const char* begin = text_.data() + places_[at_];
        ++at_;
        const char* after = tokens::after_scalar(begin, limit());
        has_odd_number_ = has_odd_number_ || is_odd(begin, after);
        return after != nullptr && (after == limit() || scan::is_blank(*after));
    }

    bool key() { return peek() == '"' && string() && take(':'); }

    bool value() {
        for (;;) {
            const char c = peek();
            if (c == '"') {
                return string();
            }
            if (c != '{' && c != '[') {
                return scalar();
            }
            if (depth_ == closers_.size()) {
                return false;
            }
            ++at_;
            closers_[depth_] = c == '{' ? '}' : ']';
            ++depth_;
            if (peek() == closers_[depth_ - 1]) {
                return true;
            }
            if (c == '{' && !key()) {
                return false;
            }
        }
    }

    bool after_value() {
        while (depth_ > 0) {
            const char closer = closers_[depth_ - 1];
            const char c = peek();
            if (c == ',') {
                ++at_;
                is_broken_ = closer == '}' && !key();
                return is_broken_;
            }
            if (c != closer) {
                is_broken_ = true;
                return true;
            }
            ++at_;
            --depth_;
        }
        return true;
    }

    std::string_view text_;
    const std::uint32_t* places_;
    std::size_t count_;
    std::size_t at_ = 0;
    bool has_escapes_;
    bool has_odd_number_ = false;
    bool is_broken_ = false;
    std::size_t depth_ = 0;
    std::array<char, kJsonCheckDepthMax> closers_;
};

using Indexer = simdjson::internal::dom_parser_implementation;

/// An indexer with room for `size` bytes; kept from text to text. Nothing when there is no memory for it.
Indexer* indexer_for(std::size_t size) {
    static thread_local std::unique_ptr<Indexer> indexer;
    if (indexer == nullptr || indexer->capacity() < size) {
        const std::size_t capacity = std::max(size + size / 2, kCapacityMin);
        indexer.reset();
        const simdjson::error_code code = simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, static_cast<std::size_t>(kJsonCheckDepthMax), indexer);
        if (code != simdjson::SUCCESS) {
            indexer.reset();
        }
    }
    return indexer.get();
}

JsonKind kind_of(bool has_odd_number) {
    return has_odd_number ? JsonKind::odd : JsonKind::plain;
}

/// None also for what only Python accepts where simdjson has no index for it.
JsonKind indexed_kind(std::string_view text) {
    Indexer* indexer = indexer_for(text.size());
    if (indexer == nullptr) {
        return JsonKind::none;
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (indexer->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) {
        return JsonKind::none;
    }
    IndexedChecker checker(text, indexer->structural_indexes.get(), indexer->n_structural_indexes);
    return checker.run() ? kind_of(checker.has_odd_number()) : JsonKind::none;
}

}  // namespace

JsonKind json_kind(std::string_view text) {
    if (!text.empty() && text.size() <= kIndexedTextBytesMax) {
        if (const JsonKind kind = indexed_kind(text); kind != JsonKind::none) {
            return kind;
        }
    }
    if (!is_utf8(text)) {
        return JsonKind::none;
    }
    PlainChecker checker(text);
    return checker.run() ? kind_of(checker.has_odd_number()) : JsonKind::none;
}

bool is_json(std::string_view text) {
    return json_kind(text) != JsonKind::none;
}

}  // namespace levada::airbyte
