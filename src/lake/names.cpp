#include "names.h"

#include <set>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::lake {
namespace {

bool is_letter(char c) {
    return is_ascii_letter(c) || c == '_' || (static_cast<unsigned char>(c) >= 0x80);
}

std::string quoted_by(char quote, std::string_view text) {
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote) {
            out.push_back(quote);
        }
        out.push_back(c);
    }
    out.push_back(quote);
    return out;
}

}  // namespace

std::string sql_name(std::string_view name) {
    return quoted_by('"', name);
}
std::string sql_text(std::string_view text) {
    return quoted_by('\'', text);
}

std::string sql_list(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts) {
        out += (out.size() == 1 ? "" : ", ") + sql_text(text);
    }
    return out + "]";
}

Status check_column_name(std::string_view name) {
    bool is_good = !name.empty() && is_letter(name.front());
    for (const char c : name) {
        is_good = is_good && (is_letter(c) || is_ascii_digit(c));
    }
    if (!is_good) {
        return Error(ErrorCode::unsupported, "a Hudi column needs a name of letters, digits and _")
            .with("column", std::string(name));
    }
    return ok();
}

Status check_columns(const std::vector<Column>& columns) {
    std::set<std::string> seen;
    for (const Column& column : columns) {
        LEVADA_CHECK(check_column_name(column.name));
        if (!seen.insert(to_lower(column.name)).second) {
            return Error(ErrorCode::conflict, "two columns differ only by the case of their letters")
                .with("column", column.name);
        }
    }
    return ok();
}

}  // namespace levada::lake
