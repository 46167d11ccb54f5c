#include "wrap.h"

#include "unicode.h"

#include <algorithm>
#include <vector>

namespace levada::jinja {

namespace {

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// [^\d\W], so also an underscore. Source: CPython 3.11, textwrap.TextWrapper.
bool is_letter_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) {
        return false;
    }
    const char32_t code = decode_utf8(text, at);
    return is_word(code) && !has_property(code, UnicodeProperty::decimal);
}

bool is_word_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_word(decode_utf8(text, at));
}

/// Wraps one line.
class LineWrapper {
public:
    LineWrapper(std::string_view text, const WrapOptions& options)
        : options_(options), width_(static_cast<std::size_t>(options.width)) {
        split(text);
        std::reverse(chunks_.begin(), chunks_.end());
    }

    std::vector<std::string> run() {
        std::vector<std::string> lines;
        while (!chunks_.empty()) {
            if (is_all_blank(chunks_.back()) && !lines.empty()) {
                chunks_.pop_back();
            }
            std::vector<std::string_view> line = take_line();
            if (!line.empty() && is_all_blank(line.back())) {
                line.pop_back();
            }
            if (!line.empty()) {
                std::string joined;
                for (const std::string_view chunk : line) {
                    joined += chunk;
                }
                lines.push_back(std::move(joined));
            }
        }
        return lines;
    }

private:
    static bool is_all_blank(std::string_view chunk) { return std::all_of(chunk.begin(), chunk.end(), is_blank); }

    std::vector<std::string_view> take_line() {
        std::vector<std::string_view> line;
        std::size_t length = 0;
        while (!chunks_.empty() && length + count_code_points(chunks_.back()) <= width_) {
            length += count_code_points(chunks_.back());
            line.push_back(chunks_.back());
            chunks_.pop_back();
        }
        if (!chunks_.empty() && count_code_points(chunks_.back()) > width_) {
            take_part_of_long_word(line, length);
        }
        return line;
    }

    void take_part_of_long_word(std::vector<std::string_view>& line, std::size_t length) {
        if (options_.breaks_long_words) {
            const std::size_t space = width_ > length ? width_ - length : 0;
            std::string_view& chunk = chunks_.back();
            std::size_t end = offset_of(chunk, width_ < 1 ? 1 : space);
            if (options_.breaks_on_hyphens) {
                const std::size_t hyphen = chunk.substr(0, end).rfind('-');
                const bool has_other = hyphen != std::string_view::npos && hyphen > 0 &&
                                       chunk.substr(0, hyphen).find_first_not_of('-') != std::string_view::npos;
                end = has_other && count_code_points(chunk) > space ? hyphen + 1 : end;
            }
            line.push_back(chunk.substr(0, end));
            chunk.remove_prefix(end);
        } else if (line.empty()) {
            line.push_back(chunks_.back());
            chunks_.pop_back();
        }
    }

    /// Cuts a text into words and runs of blanks; words end behind a hyphen between letters when that is wanted.
    void split(std::string_view text) {
        std::size_t start = 0;
        while (start < text.size()) {
            std::size_t end = start;
            const bool is_blank_run = is_blank(text[start]);
            while (end < text.size() && is_blank(text[end]) == is_blank_run) {
                ++end;
            }
            if (is_blank_run || !options_.breaks_on_hyphens) {
                chunks_.push_back(text.substr(start, end - start));
            } else {
                split_word(text.substr(start, end - start));
            }
            start = end;
        }
    }

    void split_word(std::string_view word) {
        std::size_t start = 0;
        for (std::size_t at = 0; at < word.size(); ++at) {
            if (word[at] != '-') {
                continue;
            }
            std::size_t run_end = at;
            while (run_end < word.size() && word[run_end] == '-') {
                ++run_end;
            }
            const bool has_word_before = at > start && is_word_at(word, previous_offset(word, at));
            if (run_end - at >= 2 && has_word_before && is_word_at(word, run_end)) {
                // A dash of several hyphens between words is a chunk of its own.
                chunks_.push_back(word.substr(start, at - start));
                chunks_.push_back(word.substr(at, run_end - at));
                start = run_end;
            } else if (run_end - at == 1 && breaks_behind(word, start, at)) {
                chunks_.push_back(word.substr(start, at + 1 - start));
                start = at + 1;
            }
            at = run_end - 1;
        }
        if (start < word.size()) {
            chunks_.push_back(word.substr(start));
        }
    }

    /// A hyphen breaks a word when two letters (or a letter and a hyphen) are on both sides.
    static bool breaks_behind(std::string_view word, std::size_t start, std::size_t hyphen) {
        if (hyphen <= start) {
            return false;
        }
        const std::size_t last = previous_offset(word, hyphen);
        if (last <= start || !is_letter_at(word, last)) {
            return false;
        }
        std::size_t next = hyphen + 1;
        if (!is_letter_at(word, previous_offset(word, last)) || !is_letter_at(word, next)) {
            return false;
        }
        decode_utf8(word, next);
        return is_letter_at(word, next) || (next < word.size() && word[next] == '-');
    }

    const WrapOptions& options_;
    std::size_t width_;
    std::vector<std::string_view> chunks_;
};

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n' && text[at] != '\r' && text[at] != '\v' && text[at] != '\f') {
            continue;
        }
        lines.push_back(text.substr(start, at - start));
        at += text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 1U : 0U;
        start = at + 1;
    }
    if (start < text.size()) {
        lines.push_back(text.substr(start));
    }
    return lines;
}

}  // namespace

Outcome<std::string> wrapped(std::string_view text, const WrapOptions& options, std::string_view separator) {
    std::string out;
    bool is_first_line = true;
    for (const std::string_view line : split_lines(text)) {
        if (options.width <= 0 && !line.empty()) {
            return fail(FaultKind::value_error, "invalid width " + std::to_string(options.width) + " (must be > 0)");
        }
        out += is_first_line ? std::string_view() : separator;
        is_first_line = false;
        bool is_first = true;
        for (const std::string& part : LineWrapper(line, options).run()) {
            out += is_first ? std::string_view() : separator;
            is_first = false;
            out += part;
        }
    }
    return out;
}

}  // namespace levada::jinja
