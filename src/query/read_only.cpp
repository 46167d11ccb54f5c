#include "levada/query/read_only.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::query {

namespace {

/// Longest statement; it also bounds how deep the check goes.
constexpr std::size_t kSqlBytesMax = 128 * std::size_t{1024};

constexpr std::string_view kReading[] = {
    "select", "from", "values", "table", "describe", "desc", "show", "summarize", "pivot", "unpivot"};

/// Splits SQL into words and marks; strings, quoted names and comments become one token or none.
class Tokens {
public:
    static Result<std::vector<std::string>> of(std::string_view sql) {
        Tokens tokens(sql);
        while (tokens.at_ < sql.size()) {
            LEVADA_CHECK(tokens.take());
        }
        return std::move(tokens.found_);
    }

private:
    explicit Tokens(std::string_view sql) : sql_(sql) {}

    Status take() {
        const char c = sql_[at_];
        if (is_blank(c)) {
            ++at_;
            return ok();
        }
        if (sql_.substr(at_).starts_with("--")) {
            at_ = std::min(sql_.find('\n', at_), sql_.size());
            return ok();
        }
        if (sql_.substr(at_).starts_with("/*")) {
            return skip_comment();
        }
        if (c == '\'' || c == '"') {
            return skip_quoted(c);
        }
        if (c == '$') {
            return take_dollar();
        }
        if (is_word(c)) {
            take_word();
            return ok();
        }
        found_.emplace_back(1, c);
        ++at_;
        return ok();
    }

    static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
    static bool is_word(char c) {
        const bool is_letter = is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
        return is_letter || is_ascii_digit(c) || c == '_';
    }

    void take_word() {
        const std::size_t from = at_;
        while (at_ < sql_.size() && (is_word(sql_[at_]) || sql_[at_] == '$')) {
            ++at_;
        }
        found_.push_back(to_lower(sql_.substr(from, at_ - from)));
    }

    Status skip_quoted(char quote) {
        // A prefix e makes backslashes escapes: e'it\'s'.
        const bool is_escaping = quote == '\'' && at_ > 0 && (sql_[at_ - 1] == 'e' || sql_[at_ - 1] == 'E') &&
                                 !found_.empty() && found_.back() == "e";
        for (++at_; at_ < sql_.size(); ++at_) {
            if (is_escaping && sql_[at_] == '\\') {
                ++at_;
            } else if (sql_[at_] == quote) {
                ++at_;
                found_.emplace_back(1, quote);
                return ok();
            }
        }
        return Error(ErrorCode::invalid_data, "SQL ends within quotes");
    }

    /// Comments nest in PostgreSQL but not in DuckDB; refusing a nested one leaves no room for two readings.
    Status skip_comment() {
        const std::size_t end = sql_.find("*/", at_ + 2);
        const std::size_t inner = sql_.find("/*", at_ + 2);
        if (end == std::string_view::npos || inner < end) {
            return Error(ErrorCode::invalid_data, "SQL has an open or nested comment");
        }
        at_ = end + 2;
        return ok();
    }

    /// `$1`, `$name`, or a text between `$tag$` and `$tag$`.
    Status take_dollar() {
        std::size_t end = at_ + 1;
        while (end < sql_.size() && is_word(sql_[end])) {
            ++end;
        }
        if (end == sql_.size() || sql_[end] != '$') {
            at_ = end;
            return ok();
        }
        const std::string_view tag = sql_.substr(at_, end + 1 - at_);
        const std::size_t close = sql_.find(tag, end + 1);
        if (close == std::string_view::npos) {
            return Error(ErrorCode::invalid_data, "SQL ends within quotes");
        }
        at_ = close + tag.size();
        found_.emplace_back("'");
        return ok();
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::vector<std::string> found_;
};

/// Moves over a parenthesised group that starts at `at`.
std::size_t skip_group(const std::vector<std::string>& tokens, std::size_t at) {
    std::size_t depth = 0;
    for (; at < tokens.size(); ++at) {
        if (tokens[at] == "(") {
            ++depth;
        } else if (tokens[at] == ")" && --depth == 0) {
            return at + 1;
        }
    }
    return at;
}

/// Each common table expression may be a statement of its own: `WITH x AS (DELETE …)`.
Status check_statement(const std::vector<std::string>& tokens, std::size_t at);

Status check_with(const std::vector<std::string>& tokens, std::size_t at) {
    while (at < tokens.size()) {
        // The name, its columns, AS, [NOT] MATERIALIZED: up to the group that follows `as`.
        while (at < tokens.size() && tokens[at] != "as") {
            at = tokens[at] == "(" ? skip_group(tokens, at) : at + 1;
        }
        while (at < tokens.size() && tokens[at] != "(") {
            ++at;
        }
        if (at < tokens.size()) {
            LEVADA_CHECK(check_statement(tokens, at + 1));
        }
        at = skip_group(tokens, at);
        if (at >= tokens.size() || tokens[at] != ",") {
            break;
        }
        ++at;
    }
    return check_statement(tokens, at);
}

Status check_explain(const std::vector<std::string>& tokens, std::size_t at) {
    if (at < tokens.size() && tokens[at] == "analyze") {
        ++at;
    }
    if (at < tokens.size() && tokens[at] == "(") {
        at = skip_group(tokens, at);
    }
    return check_statement(tokens, at);
}

Status check_statement(const std::vector<std::string>& tokens, std::size_t at) {
    while (at < tokens.size() && tokens[at] == "(") {
        ++at;
    }
    const std::string verb = at < tokens.size() ? tokens[at] : std::string();
    if (verb == "with") {
        return check_with(tokens, at + 1);
    }
    if (verb == "explain") {
        return check_explain(tokens, at + 1);
    }
    if (std::ranges::find(kReading, verb) != std::end(kReading)) {
        return ok();
    }
    return Error(ErrorCode::permission_denied, "only statements that read are allowed, found \"" + verb + "\"")
        .hint("use SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN");
}

}  // namespace

Status require_read_only(std::string_view sql) {
    if (sql.size() > kSqlBytesMax) {
        return Error(ErrorCode::invalid_data,
                     "an SQL statement has at most " + std::to_string(kSqlBytesMax) + " bytes");
    }
    LEVADA_TRY(std::vector<std::string> tokens, Tokens::of(sql));
    while (!tokens.empty() && tokens.back() == ";") {
        tokens.pop_back();
    }
    if (tokens.empty()) {
        return Error(ErrorCode::invalid_data, "there is no SQL statement");
    }
    if (std::ranges::find(tokens, ";") != tokens.end()) {
        return Error(ErrorCode::invalid_data, "one SQL statement at a time");
    }
    return check_statement(tokens, 0);
}

}  // namespace levada::query
