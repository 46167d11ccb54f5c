#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/ports/handler.h"

namespace levada::query {

/// A column, or a place inside a JSON column: `data->a->>b`.
struct FieldPath {
    struct Step {
        std::string key;       ///< A name, or digits for a place in a list.
        bool is_text = false;  ///< `->>`: the value as text; `->`: as JSON.
    };
    std::string column;
    std::vector<Step> steps;
};

/// What is made of all values of a column in a group; none: nothing, the value itself.
enum class Aggregate : std::uint8_t { none, count, sum, avg, max, min };

/// One item of `select`: `alias:column->path.aggregate()::cast`, or `*`.
struct SelectItem {
    bool is_star = false;
    FieldPath field;  ///< Without column only for `count()`.
    std::string alias;
    std::string cast;  ///< As written, not yet looked up.
    Aggregate aggregate = Aggregate::none;
};

/// The operators of PostgREST that are there, as they are spelled in a query string.
enum class Comparison : std::uint8_t {
    eq,
    neq,
    gt,
    gte,
    lt,
    lte,
    like,
    ilike,
    match,
    imatch,
    in,
    is,
    isdistinct,
    cs,
    cd
};

/// Of several values, as in `like(any).{*a*,*b*}`.
enum class Quantifier : std::uint8_t { none, any, all };

/// `column=not.op.value`.
struct Condition {
    FieldPath field;
    Comparison comparison = Comparison::eq;
    Quantifier quantifier = Quantifier::none;
    std::vector<std::string> values;  ///< One, or those of a list.
};

/// A tree of conditions; a leaf has no children.
struct Logic {
    enum class Kind : std::uint8_t { leaf, all, any } kind = Kind::all;
    bool is_negated = false;
    Condition condition;
    std::vector<Logic> children;
};

/// Where nulls stand in an order.
enum class NullsOrder : std::uint8_t { standard, first, last };

/// One item of `order`: `field.desc.nullslast`.
struct OrderItem {
    FieldPath field;
    bool is_descending = false;
    NullsOrder nulls =
        NullsOrder::standard;  ///< Standard: last when ascending, first when descending, as in PostgreSQL.
};

/// What a client asks of one table.
struct RowQuery {
    std::vector<SelectItem> select;  ///< Never empty.
    Logic filter;                    ///< Kind `all`; no children: every row.
    std::vector<OrderItem> order;
    std::optional<std::uint64_t> limit;
    std::uint64_t offset = 0;
};

/// Deepest nesting of and/or, most conditions and most values of one request.
inline constexpr int kLogicDepthMax = 16;
inline constexpr std::size_t kConditionCountMax = 256;
inline constexpr std::size_t kValueCountMax = 10'000;
inline constexpr std::size_t kSelectCountMax = 1'000;

/// Reads the query string of a request for rows. Source: PostgREST documentation, "Tables and Views".
/// Errors (as request_error): PGRST100 (syntax, an operator that is not there), PGRST103 (limit or offset below zero),
/// PGRST108 and PGRST200 (embedding another table, which is not there), LVD413 (over a limit above).
Result<RowQuery> parse_row_query(std::span<const Parameter> parameters);

/// One part each, for the whole of `text`. Errors: as parse_row_query().
Result<std::vector<SelectItem>> parse_select(std::string_view text);
Result<std::vector<OrderItem>> parse_order(std::string_view text);
/// `key=text` where key is a field: "not.eq.5". A leaf, maybe negated.
Result<Logic> parse_filter(std::string_view field, std::string_view text);
/// The inside of `and=(…)`; `text` has the parentheses.
Result<Logic> parse_logic(Logic::Kind kind, std::string_view text);

}  // namespace levada::query
