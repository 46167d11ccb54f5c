#include "levada/query/row_query.h"

#include "scanner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "levada/base/text.h"
#include "levada/query/request_error.h"

namespace levada::query {

namespace {

struct OperatorName {
    std::string_view text;
    Comparison comparison;
    bool may_be_quantified;
};

constexpr OperatorName kOperators[] = {
    {"eq", Comparison::eq, true},
    {"neq", Comparison::neq, false},
    {"gt", Comparison::gt, true},
    {"gte", Comparison::gte, true},
    {"lt", Comparison::lt, true},
    {"lte", Comparison::lte, true},
    {"like", Comparison::like, true},
    {"ilike", Comparison::ilike, true},
    {"match", Comparison::match, true},
    {"imatch", Comparison::imatch, true},
    {"in", Comparison::in, false},
    {"is", Comparison::is, false},
    {"isdistinct", Comparison::isdistinct, false},
    {"cs", Comparison::cs, false},
    {"cd", Comparison::cd, false},
};

// Operators of PostgREST that need what only PostgreSQL has.
constexpr std::string_view kAbsent[] = {"fts", "plfts", "phfts", "wfts", "ov", "sl", "sr", "nxr", "nxl", "adj"};
constexpr std::string_view kExpected =
    "\"not\" or operator (eq, neq, gt, gte, lt, lte, like, ilike, match, imatch, in, is, isdistinct, cs, cd)";

constexpr std::pair<std::string_view, Aggregate> kAggregates[] = {
    {"count", Aggregate::count},
    {"sum", Aggregate::sum},
    {"avg", Aggregate::avg},
    {"max", Aggregate::max},
    {"min", Aggregate::min},
};

Error no_embedding(std::string_view name) {
    return request_error("PGRST200",
                         "Could not find a relationship to '" + std::string(name) + "'",
                         "Embedding other tables is not supported")
        .hint("ask for each table by itself, or join them with SQL: levada query");
}

/// `name()` after a column or at the start of an item; none when the text is something else.
Aggregate take_aggregate(Scanner& scanner, std::string_view lead) {
    for (const auto& [name, aggregate] : kAggregates) {
        if (scanner.accept(std::string(lead) + std::string(name) + "()")) {
            return aggregate;
        }
    }
    return Aggregate::none;
}

Result<SelectItem> take_select_item(Scanner& scanner) {
    SelectItem item;
    if (scanner.starts_with("...")) {
        return no_embedding(scanner.take_until("("));
    }
    if (scanner.accept("*")) {
        item.is_star = true;
        return item;
    }
    item.aggregate = take_aggregate(scanner, "");
    if (item.aggregate == Aggregate::none) {
        LEVADA_TRY(item.field, scanner.take_field());
        if (scanner.peek() == ':' && !scanner.starts_with("::")) {
            LEVADA_CHECK(scanner.expect(":"));
            item.alias = std::move(item.field.column);
            item.aggregate = take_aggregate(scanner, "");
            item.field = FieldPath();
            if (item.aggregate == Aggregate::none) {
                LEVADA_TRY(item.field, scanner.take_field());
            }
        }
    }
    if (item.aggregate == Aggregate::none) {
        item.aggregate = take_aggregate(scanner, ".");
    }
    const bool is_embedding = scanner.peek() == '(' || scanner.peek() == '!';
    if (is_embedding) {
        return no_embedding(item.field.column);
    }
    if (item.aggregate != Aggregate::none && item.aggregate != Aggregate::count && item.field.column.empty()) {
        return scanner.fail("a column before the aggregate, as in amount.sum()");
    }
    if (scanner.accept("::")) {
        LEVADA_TRY(item.cast, scanner.take_name());
    }
    return item;
}

const OperatorName* find_operator(std::string_view text) {
    const auto* found = std::ranges::find(kOperators, text, &OperatorName::text);
    return found == std::end(kOperators) ? nullptr : found;
}

/// `eq`, `like(any)` with the dot after it.
Status take_operator(Scanner& scanner, Condition& condition) {
    const Scanner before = scanner;
    const std::string_view name = scanner.take_until(".(),");
    if (std::ranges::find(kAbsent, name) != std::end(kAbsent)) {
        return request_error("PGRST100", "The operator \"" + std::string(name) + "\" is not supported")
            .hint("full-text search: ilike.*word* or imatch.word");
    }
    const OperatorName* found = find_operator(name);
    if (found == nullptr) {
        return before.fail(kExpected);
    }
    condition.comparison = found->comparison;
    if (found->may_be_quantified && scanner.accept("(any)")) {
        condition.quantifier = Quantifier::any;
    } else if (found->may_be_quantified && scanner.accept("(all)")) {
        condition.quantifier = Quantifier::all;
    }
    return scanner.expect(".");
}

enum class Place : std::uint8_t { alone, in_logic };

/// One value: alone, the rest of the text; within and/or, up to the next comma or parenthesis, or quoted, or `{…}`.
Result<std::string> take_value(Scanner& scanner, Place place) {
    if (place == Place::alone) {
        return std::string(scanner.take_until(""));
    }
    if (scanner.peek() == '"') {
        return scanner.take_quoted();
    }
    if (scanner.peek() == '{') {
        std::string value(scanner.take_until("}"));
        LEVADA_CHECK(scanner.expect("}"));
        return value + "}";
    }
    return std::string(scanner.take_until(",)"));
}

Status check_is_value(const Scanner& at, std::string_view value) {
    constexpr std::string_view kWords[] = {"null", "not_null", "true", "false", "unknown"};
    const bool is_known =
        std::ranges::any_of(kWords, [&](std::string_view word) { return equals_ignoring_case(word, value); });
    return is_known ? ok() : Status(at.fail("null, not_null, true, false or unknown"));
}

Result<Logic> take_condition(Scanner& scanner, FieldPath field, Place place) {
    Logic leaf;
    leaf.kind = Logic::Kind::leaf;
    leaf.is_negated = scanner.accept("not.");
    leaf.condition.field = std::move(field);
    Condition& condition = leaf.condition;
    LEVADA_CHECK(take_operator(scanner, condition));
    if (condition.comparison == Comparison::in) {
        LEVADA_TRY(condition.values, scanner.take_list('(', ')'));
        return leaf;
    }
    if (condition.quantifier != Quantifier::none) {
        LEVADA_TRY(condition.values, scanner.take_list('{', '}'));
        return leaf;
    }
    const Scanner before = scanner;
    LEVADA_TRY(std::string value, take_value(scanner, place));
    if (condition.comparison == Comparison::is) {
        LEVADA_CHECK(check_is_value(before, value));
    }
    condition.values.push_back(std::move(value));
    return leaf;
}

Result<Logic> take_group(Scanner& scanner, Logic::Kind kind, int depth);

Result<Logic> take_logic_item(Scanner& scanner, int depth) {
    const Scanner before = scanner;
    const bool is_negated = scanner.accept("not.");
    for (const auto& [word, kind] : {std::pair("and", Logic::Kind::all), std::pair("or", Logic::Kind::any)}) {
        if (scanner.starts_with(std::string(word) + "(")) {
            scanner.accept(word);
            LEVADA_TRY(Logic group, take_group(scanner, kind, depth + 1));
            group.is_negated = is_negated;
            return group;
        }
    }
    scanner = before;
    LEVADA_TRY(FieldPath field, scanner.take_field());
    LEVADA_CHECK(scanner.expect("."));
    return take_condition(scanner, std::move(field), Place::in_logic);
}

Result<Logic> take_group(Scanner& scanner, Logic::Kind kind, int depth) {
    if (depth > kLogicDepthMax) {
        return request_error("LVD413", "and/or may be nested at most " + std::to_string(kLogicDepthMax) + " deep");
    }
    Logic group;
    group.kind = kind;
    LEVADA_CHECK(scanner.expect("("));
    while (true) {
        LEVADA_TRY(group.children.emplace_back(), take_logic_item(scanner, depth));
        if (scanner.accept(")")) {
            return group;
        }
        LEVADA_CHECK(scanner.expect(","));
    }
}

Result<OrderItem> take_order_item(Scanner& scanner) {
    OrderItem item;
    LEVADA_TRY(item.field, scanner.take_field());
    if (scanner.accept(".desc")) {
        item.is_descending = true;
    } else {
        scanner.accept(".asc");
    }
    if (scanner.accept(".nullsfirst")) {
        item.nulls = NullsOrder::first;
    } else if (scanner.accept(".nullslast")) {
        item.nulls = NullsOrder::last;
    }
    return item;
}

template <typename Item>
Result<std::vector<Item>> take_items(Scanner& scanner, Result<Item> (*take)(Scanner&)) {
    std::vector<Item> items;
    while (true) {
        LEVADA_TRY(items.emplace_back(), take(scanner));
        if (items.size() > kSelectCountMax) {
            return request_error("LVD413", "At most " + std::to_string(kSelectCountMax) + " items are taken");
        }
        if (scanner.is_at_end()) {
            return items;
        }
        LEVADA_CHECK(scanner.expect(","));
    }
}

Result<std::uint64_t> parse_count(std::string_view name, std::string_view text) {
    const std::optional<std::int64_t> number = parse_int64(text);
    if (!number) {
        return request_error("PGRST100",
                             "\"failed to parse " + std::string(name) + " (" + std::string(text) + ")\"",
                             "expecting a whole number");
    }
    if (*number < 0) {
        return request_error("PGRST103",
                             "Requested range not satisfiable",
                             name == "limit" ? "Limit should be greater than or equal to zero."
                                             : "Offset should be greater than or equal to zero.");
    }
    return static_cast<std::uint64_t>(*number);
}

std::size_t count_conditions(const Logic& logic) {
    std::size_t count = logic.kind == Logic::Kind::leaf ? 1 : 0;
    for (const Logic& child : logic.children) {
        count += count_conditions(child);
    }
    return count;
}

/// and, or, not.and, not.or; nullopt for a column.
std::optional<std::pair<Logic::Kind, bool>> logic_key(std::string_view name) {
    const bool is_negated = name.starts_with("not.");
    const std::string_view word = is_negated ? name.substr(4) : name;
    if (word == "and") {
        return std::pair(Logic::Kind::all, is_negated);
    }
    return word == "or" ? std::optional(std::pair(Logic::Kind::any, is_negated)) : std::nullopt;
}

Status add_filter(const Parameter& parameter, Logic& filter) {
    if (const auto key = logic_key(parameter.name)) {
        LEVADA_TRY(Logic group, parse_logic(key->first, parameter.value));
        group.is_negated = key->second;
        filter.children.push_back(std::move(group));
    } else {
        LEVADA_TRY(Logic leaf, parse_filter(parameter.name, parameter.value));
        filter.children.push_back(std::move(leaf));
    }
    if (count_conditions(filter) > kConditionCountMax) {
        return request_error("LVD413", "At most " + std::to_string(kConditionCountMax) + " conditions are taken");
    }
    return ok();
}

}  // namespace

Result<std::vector<SelectItem>> parse_select(std::string_view text) {
    Scanner scanner("select parameter", text);
    return take_items<SelectItem>(scanner, take_select_item);
}

Result<std::vector<OrderItem>> parse_order(std::string_view text) {
    Scanner scanner("order", text);
    return take_items<OrderItem>(scanner, take_order_item);
}

Result<Logic> parse_filter(std::string_view field, std::string_view text) {
    Scanner name("filter field", field);
    LEVADA_TRY(FieldPath path, name.take_field());
    if (name.peek() == '.') {
        return request_error("PGRST108",
                             "'" + path.column + "' is not an embedded resource in this request",
                             "Filters on other tables are not supported")
            .hint("quote a column whose name has a dot: \"a.b\"=eq.1");
    }
    if (!name.is_at_end()) {
        return name.fail("the end of the column name");
    }
    Scanner scanner("filter", text);
    LEVADA_TRY(Logic leaf, take_condition(scanner, std::move(path), Place::alone));
    if (!scanner.is_at_end()) {
        return scanner.fail("end of input");
    }
    return leaf;
}

Result<Logic> parse_logic(Logic::Kind kind, std::string_view text) {
    Scanner scanner("logic tree", text);
    LEVADA_TRY(Logic group, take_group(scanner, kind, 1));
    if (!scanner.is_at_end()) {
        return scanner.fail("end of input");
    }
    return group;
}

Result<RowQuery> parse_row_query(std::span<const Parameter> parameters) {
    RowQuery query;
    for (const Parameter& parameter : parameters) {
        if (parameter.name == "select") {
            if (!parameter.value.empty()) {
                LEVADA_TRY(query.select, parse_select(parameter.value));
            }
        } else if (parameter.name == "order") {
            LEVADA_TRY(query.order, parse_order(parameter.value));
        } else if (parameter.name == "limit") {
            LEVADA_TRY(query.limit, parse_count(parameter.name, parameter.value));
        } else if (parameter.name == "offset") {
            LEVADA_TRY(query.offset, parse_count(parameter.name, parameter.value));
        } else if (parameter.name == "columns" || parameter.name == "on_conflict") {
            return request_error("PGRST100",
                                 "\"" + parameter.name + "\" belongs to writing; tables are read-only here");
        } else {
            LEVADA_CHECK(add_filter(parameter, query.filter));
        }
    }
    if (query.select.empty()) {
        query.select.push_back({.is_star = true, .field = {}, .alias = {}, .cast = {}});
    }
    return query;
}

}  // namespace levada::query
