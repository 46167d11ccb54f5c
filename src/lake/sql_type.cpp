#include "sql_type.h"

#include <optional>
#include <utility>

#include "levada/base/text.h"

namespace levada::lake {
namespace {

using Kind = SqlType::Kind;

constexpr int kDecimalPrecisionStored = 38;

struct Spelling {
    std::string_view text;
    Kind kind;
};

// The first spelling of a kind is the one that is printed.
constexpr Spelling kScalars[] = {
    {"BOOLEAN", Kind::boolean},
    {"BOOL", Kind::boolean},
    {"INTEGER", Kind::integer},
    {"INT", Kind::integer},
    {"TINYINT", Kind::integer},
    {"SMALLINT", Kind::integer},
    {"BIGINT", Kind::bigint},
    {"LONG", Kind::bigint},
    {"FLOAT", Kind::real},
    {"REAL", Kind::real},
    {"DOUBLE", Kind::real64},
    {"VARCHAR", Kind::text},
    {"TEXT", Kind::text},
    {"STRING", Kind::text},
    {"JSON", Kind::text},
    {"BLOB", Kind::blob},
    {"BYTEA", Kind::blob},
    {"DATE", Kind::date},
    {"TIMESTAMP", Kind::timestamp},
    {"DATETIME", Kind::timestamp},
    {"TIMESTAMP WITH TIME ZONE", Kind::timestamp_tz},
    {"TIMESTAMPTZ", Kind::timestamp_tz},
};

Error refused(std::string_view text) {
    return Error(ErrorCode::unsupported, "a Hudi column cannot have the type \"" + std::string(text) + "\"")
        .hint("cast it to BIGINT, DOUBLE, DECIMAL, VARCHAR, DATE or TIMESTAMPTZ");
}

/// Splits at commas that stand outside all parentheses, brackets and quotes.
std::vector<std::string_view> split_arguments(std::string_view text) {
    std::vector<std::string_view> out;
    int depth = 0;
    bool is_quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        is_quoted = c == '"' ? !is_quoted : is_quoted;
        if (is_quoted) {
            continue;
        }
        depth += c == '(' || c == '[' ? 1 : 0;
        depth -= c == ')' || c == ']' ? 1 : 0;
        if (c == ',' && depth == 0) {
            out.push_back(trim(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    out.push_back(trim(text.substr(start)));
    return out;
}

/// `name(arguments)`: the arguments, or nothing.
std::optional<std::string_view> arguments_of(std::string_view text, std::string_view name) {
    if (text.size() < name.size() + 2 || !equals_ignoring_case(text.substr(0, name.size()), name)) {
        return std::nullopt;
    }
    const std::string_view rest = trim(text.substr(name.size()));
    if (rest.size() < 2 || rest.front() != '(' || rest.back() != ')') {
        return std::nullopt;
    }
    return rest.substr(1, rest.size() - 2);
}

/// A struct's field: its name, maybe quoted, and the text of its type.
Result<std::pair<std::string, std::string_view>> split_field(std::string_view text) {
    if (!text.empty() && text.front() == '"') {
        const std::size_t end = text.find('"', 1);
        if (end != std::string_view::npos) {
            return std::pair(std::string(text.substr(1, end - 1)), trim(text.substr(end + 1)));
        }
    }
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos) {
        return refused(text);
    }
    return std::pair(std::string(text.substr(0, blank)), trim(text.substr(blank + 1)));
}

Result<SqlType> parse_record(std::string_view arguments) {
    SqlType out;
    out.kind = Kind::record;
    for (const std::string_view argument : split_arguments(arguments)) {
        LEVADA_TRY(auto field, split_field(argument));
        LEVADA_TRY(SqlType type, parse_sql_type(field.second));
        out.children.push_back({std::move(field.first), std::move(type)});
    }
    return out;
}

Result<SqlType> parse_map(std::string_view text, std::string_view arguments) {
    const std::vector<std::string_view> parts = split_arguments(arguments);
    if (parts.size() != 2) {
        return refused(text);
    }
    SqlType out;
    out.kind = Kind::map;
    LEVADA_TRY(SqlType key, parse_sql_type(parts[0]));
    LEVADA_TRY(SqlType value, parse_sql_type(parts[1]));
    if (key.kind != Kind::text) {
        return refused(text);
    }
    out.children.push_back({"key", std::move(key)});
    out.children.push_back({"value", std::move(value)});
    return out;
}

Result<SqlType> parse_decimal(std::string_view text, std::string_view arguments) {
    const std::vector<std::string_view> parts = split_arguments(arguments);
    const std::optional<std::int64_t> precision = parse_int64(parts[0]);
    const std::optional<std::int64_t> scale = parts.size() == 2 ? parse_int64(parts[1]) : 0;
    if (!precision.has_value() || !scale.has_value() || *precision < 1 || *precision > kDecimalPrecisionStored ||
        *scale < 0 || *scale > *precision) {
        return refused(text);
    }
    SqlType out;
    out.kind = Kind::decimal;
    out.precision = static_cast<int>(*precision);
    out.scale = static_cast<int>(*scale);
    return out;
}

}  // namespace

Result<SqlType> parse_sql_type(std::string_view text) {
    text = trim(text);
    if (text.ends_with("[]")) {
        SqlType out;
        out.kind = Kind::list;
        LEVADA_TRY(SqlType element, parse_sql_type(text.substr(0, text.size() - 2)));
        out.children.push_back({"element", std::move(element)});
        return out;
    }
    if (const auto arguments = arguments_of(text, "STRUCT")) {
        return parse_record(*arguments);
    }
    if (const auto arguments = arguments_of(text, "MAP")) {
        return parse_map(text, *arguments);
    }
    for (const std::string_view name : {"DECIMAL", "NUMERIC"}) {
        if (const auto arguments = arguments_of(text, name)) {
            return parse_decimal(text, *arguments);
        }
    }
    for (const Spelling& scalar : kScalars) {
        if (equals_ignoring_case(scalar.text, text)) {
            SqlType out;
            out.kind = scalar.kind;
            return out;
        }
    }
    return refused(text);
}

SqlType stored_type(const SqlType& type) {
    SqlType out = type;
    if (out.kind == Kind::decimal) {
        out.precision = kDecimalPrecisionStored;
    }
    if (out.kind == Kind::timestamp) {
        out.kind = Kind::timestamp_tz;
    }
    for (SqlType::Field& child : out.children) {
        child.type = stored_type(child.type);
    }
    return out;
}

std::string print_sql_type(const SqlType& type) {
    switch (type.kind) {
        case Kind::decimal:
            return "DECIMAL(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
        case Kind::list:
            return print_sql_type(type.children[0].type) + "[]";
        case Kind::map:
            return "MAP(" + print_sql_type(type.children[0].type) + ", " + print_sql_type(type.children[1].type) + ")";
        case Kind::record: {
            std::string out;
            for (const SqlType::Field& field : type.children) {
                out += (out.empty() ? "STRUCT(\"" : ", \"") + field.name + "\" " + print_sql_type(field.type);
            }
            return out + ")";
        }
        default:
            break;
    }
    for (const Spelling& scalar : kScalars) {
        if (scalar.kind == type.kind) {
            return std::string(scalar.text);
        }
    }
    return "";
}

Result<std::string> stored_type_text(std::string_view text) {
    LEVADA_TRY(const SqlType type, parse_sql_type(text));
    return print_sql_type(stored_type(type));
}

}  // namespace levada::lake
