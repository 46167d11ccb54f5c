#include "scanner.h"

#include <algorithm>

#include "levada/base/ascii.h"
#include "levada/base/text.h"
#include "levada/query/request_error.h"

namespace levada::query {

namespace {

bool is_name_byte(char c) {
    const bool is_letter = is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
    return is_letter || is_ascii_digit(c) || c == '_' || c == ' ' || c == '$';
}

}  // namespace

bool Scanner::accept(std::string_view word) {
    if (!starts_with(word)) {
        return false;
    }
    at_ += word.size();
    return true;
}

Status Scanner::expect(std::string_view word) {
    if (!accept(word)) {
        return fail("\"" + std::string(word) + "\"");
    }
    return ok();
}

std::string_view Scanner::take_until(std::string_view stops) {
    const std::size_t end = std::min(text_.find_first_of(stops, at_), text_.size());
    const std::string_view taken = text_.substr(at_, end - at_);
    at_ = end;
    return taken;
}

Result<std::string> Scanner::take_name() {
    if (peek() == '"') {
        return take_quoted();
    }
    const std::size_t from = at_;
    while (!is_at_end() && (is_name_byte(peek()) || (peek() == '-' && !starts_with("->")))) {
        ++at_;
    }
    const std::string_view name = trim(text_.substr(from, at_ - from));
    if (name.empty()) {
        return fail("a column name (letters, digits, _, or \"quoted\")");
    }
    return std::string(name);
}

Result<FieldPath> Scanner::take_field() {
    FieldPath field;
    LEVADA_TRY(field.column, take_name());
    while (starts_with("->")) {
        FieldPath::Step step;
        step.is_text = accept("->>");
        if (!step.is_text) {
            LEVADA_CHECK(expect("->"));
        }
        LEVADA_TRY(step.key, take_name());
        field.steps.push_back(std::move(step));
    }
    return field;
}

Result<std::string> Scanner::take_quoted() {
    LEVADA_CHECK(expect("\""));
    std::string value;
    while (!is_at_end()) {
        const char c = text_[at_++];
        if (c == '"') {
            return value;
        }
        if (c == '\\' && is_at_end()) {
            break;
        }
        value.push_back(c == '\\' ? text_[at_++] : c);
    }
    return fail("the closing \"");
}

Result<std::vector<std::string>> Scanner::take_list(char open, char close) {
    LEVADA_CHECK(expect(std::string(1, open)));
    std::vector<std::string> values;
    if (accept(std::string(1, close))) {
        return values;
    }
    const std::string stops = {',', close};
    while (true) {
        if (peek() == '"') {
            LEVADA_TRY(values.emplace_back(), take_quoted());
        } else {
            values.emplace_back(take_until(stops));
        }
        if (values.size() > kValueCountMax) {
            return request_error("LVD413", "At most " + std::to_string(kValueCountMax) + " values are taken in a list");
        }
        if (accept(std::string(1, close))) {
            return values;
        }
        LEVADA_CHECK(expect(","));
    }
}

Error Scanner::fail(std::string_view expected) const {
    constexpr std::size_t kShownBytesMax = 200;
    const std::string found = is_at_end() ? "end of input" : "\"" + std::string(1, peek()) + "\"";
    return request_error("PGRST100",
                         "\"failed to parse " + std::string(subject_) + " (" +
                             std::string(text_.substr(0, kShownBytesMax)) + ")\" (line 1, column " +
                             std::to_string(at_ + 1) + ")",
                         "unexpected " + found + " expecting " + std::string(expected));
}

}  // namespace levada::query
