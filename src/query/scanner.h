#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/query/row_query.h"

namespace levada::query {

/// Reads the small language of query strings from left to right. Borrows the text.
class Scanner {
public:
    /// `subject` names the text in errors: "select parameter", "filter".
    Scanner(std::string_view subject, std::string_view text) : subject_(subject), text_(text) {}

    bool is_at_end() const { return at_ == text_.size(); }
    char peek() const { return is_at_end() ? '\0' : text_[at_]; }
    bool starts_with(std::string_view word) const { return text_.substr(at_).starts_with(word); }
    /// Moves over `word` if it is next.
    bool accept(std::string_view word);
    /// Errors: PGRST100 when `word` is not next.
    Status expect(std::string_view word);
    /// Everything up to, not including, the first of `stops` or the end.
    std::string_view take_until(std::string_view stops);
    std::string_view rest() const { return text_.substr(at_); }

    /// A name: quoted, or letters, digits, `_`, `-` (not followed by `>`), `$`, blanks and any byte above ASCII.
    Result<std::string> take_name();
    /// A name with its JSON steps.
    Result<FieldPath> take_field();
    /// `"…"` with backslash escapes; the quote is next.
    Result<std::string> take_quoted();
    /// `(a,"b,c",d)` or `{a,b}`, by its two marks.
    Result<std::vector<std::string>> take_list(char open, char close);

    /// PGRST100: `"failed to parse <subject> (<text>)" (line 1, column N)`, with what was expected as its details.
    Error fail(std::string_view expected) const;

private:
    std::string_view subject_;
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace levada::query
