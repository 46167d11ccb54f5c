#include "levada/query/sql_builder.h"

#include "scanner.h"
#include "sql_types.h"

#include <algorithm>
#include <utility>

#include "levada/base/assert.h"
#include "levada/base/text.h"
#include "levada/query/request_error.h"

namespace levada::query {

namespace {

/// A field as SQL, with the engine's type of its value.
struct Operand {
    std::string sql;
    std::string type;
};

/// Writes one statement; collects its parameters.
class Writer {
public:
    explicit Writer(const Table& table) : table_(table) {}

    Status select(const RowQuery& query);
    Status where(const Logic& filter);
    Status group(const RowQuery& query);
    Status order(const std::vector<OrderItem>& items);
    void append(std::string_view text) { statement_.text += text; }
    SqlStatement take() { return std::move(statement_); }

private:
    Result<Operand> operand(const FieldPath& field);
    Status item(const SelectItem& item);
    Status logic(const Logic& node);
    Status condition(const Condition& condition);
    Status compare(const Operand& left, Comparison comparison, const std::string& value);
    Status contains(const Operand& left, Comparison comparison, const std::string& value);
    Status in_list(const Operand& left, const std::vector<std::string>& values);
    void is(const Operand& left, std::string_view word);
    Status value(const Operand& like, const std::string& text);
    std::string bind(std::string text, std::string_view type = "VARCHAR");

    const Table& table_;
    SqlStatement statement_;
};

std::string_view sql_of(Aggregate aggregate) {
    constexpr std::string_view kNames[] = {"", "count", "sum", "avg", "max", "min"};
    return kNames[static_cast<std::size_t>(aggregate)];
}

std::string_view sql_of(Comparison comparison) {
    switch (comparison) {
        case Comparison::eq:
            return " = ";
        case Comparison::neq:
            return " <> ";
        case Comparison::gt:
            return " > ";
        case Comparison::gte:
            return " >= ";
        case Comparison::lt:
            return " < ";
        case Comparison::lte:
            return " <= ";
        case Comparison::like:
            return " LIKE ";
        case Comparison::ilike:
            return " ILIKE ";
        default:
            LEVADA_ASSERT(comparison == Comparison::isdistinct);
            return " IS DISTINCT FROM ";
    }
}

/// The name of a select item in the result when it has no alias.
std::string output_name(const SelectItem& item) {
    if (!item.alias.empty()) {
        return item.alias;
    }
    if (item.aggregate != Aggregate::none) {
        return std::string(sql_of(item.aggregate));
    }
    // Source: PostgREST documentation, "JSON Columns": the last key names the column.
    return item.field.steps.empty() ? item.field.column : item.field.steps.back().key;
}

/// Whether `text` can be a value of that type at all; the engine converts, but its refusal names no column.
bool is_plausible(std::string_view type, std::string_view text) {
    switch (family_of(type)) {
        case TypeFamily::integer:
            return parse_int64(text).has_value() || (text.size() > 18 && parse_double(text).has_value());
        case TypeFamily::decimal:
        case TypeFamily::floating:
            return parse_double(text).has_value();
        case TypeFamily::boolean: {
            constexpr std::string_view kWords[] = {"true", "false", "t", "f", "1", "0", "yes", "no", "on", "off"};
            return std::ranges::any_of(kWords, [&](std::string_view word) { return equals_ignoring_case(word, text); });
        }
        default:
            return true;
    }
}

std::string Writer::bind(std::string text, std::string_view type) {
    statement_.parameters.emplace_back(std::move(text));
    // The cast gives the parameter its type when the statement is prepared, so that all columns are known then.
    return "CAST($" + std::to_string(statement_.parameters.size()) + " AS " + std::string(type) + ")";
}

Result<Operand> Writer::operand(const FieldPath& field) {
    const SqlColumn* column = table_.find(field.column);
    if (column == nullptr) {
        std::vector<std::string> names;
        names.reserve(table_.columns.size());
        for (const SqlColumn& known : table_.columns) {
            names.push_back(known.name);
        }
        Error error = request_error("42703", "column " + table_.name + "." + field.column + " does not exist");
        const std::optional<std::string> near = nearest(field.column, names);
        return near ? error.hint("Perhaps you meant to reference the column \"" + table_.name + "." + *near + "\".")
                    : error;
    }
    Operand operand{quote_identifier(column->name), column->type};
    if (!field.steps.empty() && family_of(column->type) != TypeFamily::json) {
        // A text that is no JSON has nothing inside: null, not an error of the whole request.
        operand.sql = "TRY_CAST(" + operand.sql + " AS JSON)";
    }
    for (const FieldPath::Step& step : field.steps) {
        // A path as a parameter: `$."a b"` for a name, `$[3]` for a place in a list.
        const bool is_place = parse_int64(step.key).has_value();
        const std::string path = is_place ? "$[" + step.key + "]" : "$.\"" + replace_all(step.key, "\"", "\\\"") + "\"";
        operand.sql = std::string(step.is_text ? "json_extract_string(" : "json_extract(") + operand.sql + ", " +
                      bind(path) + ")";
        operand.type = step.is_text ? "VARCHAR" : "JSON";
    }
    return operand;
}

Status Writer::item(const SelectItem& item) {
    if (item.is_star) {
        append("*");
        return ok();
    }
    std::string sql;
    if (!item.field.column.empty()) {
        LEVADA_TRY(Operand left, operand(item.field));
        sql = std::move(left.sql);
    }
    if (item.aggregate != Aggregate::none) {
        sql = std::string(sql_of(item.aggregate)) + "(" + (sql.empty() ? "*" : sql) + ")";
    }
    if (!item.cast.empty()) {
        const std::optional<std::string_view> type = engine_type_of(item.cast);
        if (!type) {
            return request_error("42704", "type \"" + item.cast + "\" does not exist");
        }
        sql = "CAST(" + sql + " AS " + std::string(*type) + ")";
    }
    append(sql + " AS " + quote_identifier(output_name(item)));
    return ok();
}

Status Writer::select(const RowQuery& query) {
    std::string_view separator = "SELECT ";
    for (const SelectItem& one : query.select) {
        append(separator);
        LEVADA_CHECK(item(one));
        separator = ", ";
    }
    append(" FROM " + quote_identifier(table_.schema) + "." + quote_identifier(table_.name));
    return ok();
}

Status Writer::group(const RowQuery& query) {
    const auto is_aggregate = [](const SelectItem& one) { return one.aggregate != Aggregate::none; };
    if (std::ranges::none_of(query.select, is_aggregate)) {
        return ok();
    }
    std::string_view separator = " GROUP BY ";
    for (std::size_t i = 0; i < query.select.size(); ++i) {
        if (query.select[i].is_star) {
            return request_error("PGRST100", "* cannot stand beside an aggregate in select");
        }
        if (!is_aggregate(query.select[i])) {
            append(separator);
            append(std::to_string(i + 1));
            separator = ", ";
        }
    }
    return ok();
}

Status Writer::where(const Logic& filter) {
    if (filter.children.empty()) {
        return ok();
    }
    append(" WHERE ");
    return logic(filter);
}

Status Writer::logic(const Logic& node) {
    append(node.is_negated ? "NOT (" : "(");
    if (node.kind == Logic::Kind::leaf) {
        LEVADA_CHECK(condition(node.condition));
    }
    std::string_view separator;
    for (const Logic& child : node.children) {
        append(separator);
        LEVADA_CHECK(logic(child));
        separator = node.kind == Logic::Kind::any ? " OR " : " AND ";
    }
    append(")");
    return ok();
}

Status Writer::condition(const Condition& condition) {
    LEVADA_TRY(const Operand left, operand(condition.field));
    switch (condition.comparison) {
        case Comparison::in:
            return in_list(left, condition.values);
        case Comparison::is:
            is(left, condition.values.front());
            return ok();
        case Comparison::cs:
        case Comparison::cd:
            return contains(left, condition.comparison, condition.values.front());
        default:
            break;
    }
    if (condition.values.empty()) {
        append(condition.quantifier == Quantifier::all ? "TRUE" : "FALSE");
        return ok();
    }
    std::string_view separator;
    for (const std::string& text : condition.values) {
        append(separator);
        LEVADA_CHECK(compare(left, condition.comparison, text));
        separator = condition.quantifier == Quantifier::any ? " OR " : " AND ";
    }
    return ok();
}

Status Writer::value(const Operand& like, const std::string& text) {
    if (!is_plausible(like.type, text)) {
        return request_error("22P02", "invalid input syntax for type " + to_lower(like.type) + ": \"" + text + "\"");
    }
    append(bind(text, like.type));
    return ok();
}

Status Writer::compare(const Operand& left, Comparison comparison, const std::string& text) {
    const bool is_pattern = comparison == Comparison::like || comparison == Comparison::ilike;
    const bool is_regex = comparison == Comparison::match || comparison == Comparison::imatch;
    if (!is_pattern && !is_regex) {
        append(left.sql);
        append(sql_of(comparison));
        return value(left, text);
    }
    const std::string subject = left.type == "VARCHAR" ? left.sql : "CAST(" + left.sql + " AS VARCHAR)";
    if (is_regex) {
        append("regexp_matches(" + subject + ", " + bind(text) + (comparison == Comparison::imatch ? ", 'i')" : ")"));
        return ok();
    }
    // Source: PostgREST documentation: `*` may stand for `%`, which would need escaping in a URL.
    append(subject);
    append(sql_of(comparison));
    append(bind(replace_all(text, "*", "%")) + " ESCAPE '\\'");
    return ok();
}

Status Writer::in_list(const Operand& left, const std::vector<std::string>& values) {
    if (values.empty()) {
        append("FALSE");
        return ok();
    }
    append(left.sql);
    std::string_view separator = " IN (";
    for (const std::string& text : values) {
        append(separator);
        LEVADA_CHECK(value(left, text));
        separator = ", ";
    }
    append(")");
    return ok();
}

void Writer::is(const Operand& left, std::string_view word) {
    const std::string lower = to_lower(word);
    if (lower == "null" || lower == "unknown") {
        append(left.sql + " IS NULL");
    } else if (lower == "not_null") {
        append(left.sql + " IS NOT NULL");
    } else {
        // A cast that cannot be is neither true nor false.
        append("coalesce(TRY_CAST(" + left.sql + " AS BOOLEAN) = " + lower + ", FALSE)");
    }
}

Status Writer::contains(const Operand& left, Comparison comparison, const std::string& text) {
    const TypeFamily family = family_of(left.type);
    const bool is_subset = comparison == Comparison::cd;
    if (family == TypeFamily::list) {
        Scanner scanner("array", text);
        LEVADA_TRY(const std::vector<std::string> values, scanner.take_list('{', '}'));
        std::string list;
        for (const std::string& one : values) {
            list += (list.empty() ? "" : ", ") + bind(one);
        }
        const std::string array = "CAST([" + list + "] AS " + left.type + ")";
        append(is_subset ? "list_has_all(" + array + ", " + left.sql + ")"
                         : "list_has_all(" + left.sql + ", " + array + ")");
        return ok();
    }
    if (family != TypeFamily::json && family != TypeFamily::text) {
        return request_error(
                   "42883",
                   "operator does not exist: " + to_lower(left.type) + (is_subset ? " <@" : " @>") + " unknown")
            .hint("cs and cd are for JSON and list columns");
    }
    const Result<Json> parsed = parse_json(text);
    if (!parsed) {
        return request_error("22P02", "invalid input syntax for type json: \"" + text + "\"");
    }
    const std::string subject = family == TypeFamily::json ? left.sql : "TRY_CAST(" + left.sql + " AS JSON)";
    const std::string given = bind(text, "JSON");
    append("json_contains(" + (is_subset ? given + ", " + subject : subject + ", " + given) + ")");
    return ok();
}

Status Writer::order(const std::vector<OrderItem>& items) {
    std::string_view separator = " ORDER BY ";
    for (const OrderItem& one : items) {
        append(separator);
        LEVADA_TRY(const Operand field, operand(one.field));
        const bool is_first =
            one.nulls == NullsOrder::first || (one.nulls == NullsOrder::standard && one.is_descending);
        append(field.sql);
        append(one.is_descending ? " DESC" : " ASC");
        append(is_first ? " NULLS FIRST" : " NULLS LAST");
        separator = ", ";
    }
    return ok();
}

}  // namespace

std::string quote_identifier(std::string_view name) {
    return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

Result<SqlStatement> build_select(const Table& table, const RowQuery& query, std::optional<std::uint64_t> limit) {
    Writer writer(table);
    LEVADA_CHECK(writer.select(query));
    LEVADA_CHECK(writer.where(query.filter));
    LEVADA_CHECK(writer.group(query));
    LEVADA_CHECK(writer.order(query.order));
    if (limit) {
        writer.append(" LIMIT " + std::to_string(*limit));
    }
    if (query.offset > 0) {
        writer.append(" OFFSET " + std::to_string(query.offset));
    }
    return writer.take();
}

Result<SqlStatement> build_count(const Table& table, const RowQuery& query) {
    Writer writer(table);
    const auto is_aggregate = [](const SelectItem& one) { return one.aggregate != Aggregate::none; };
    const bool is_grouped = std::ranges::any_of(query.select, is_aggregate);
    if (is_grouped) {
        writer.append("SELECT count(*) FROM (");
        LEVADA_CHECK(writer.select(query));
    } else {
        writer.append("SELECT count(*) FROM " + quote_identifier(table.schema) + "." + quote_identifier(table.name));
    }
    LEVADA_CHECK(writer.where(query.filter));
    if (is_grouped) {
        LEVADA_CHECK(writer.group(query));
        writer.append(")");
    }
    return writer.take();
}

}  // namespace levada::query
