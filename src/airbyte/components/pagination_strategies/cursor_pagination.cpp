#include "page_body.h"
#include "page_size_field.h"

#include <algorithm>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/paginator.h"
#include "levada/jinja/cdk.h"

namespace levada::airbyte {
namespace {

/// What the component was configured with.
struct CursorFields {
    InterpolatedString cursor_value;
    std::optional<InterpolatedBoolean> stop_condition;
    std::optional<std::int64_t> page_size;
    std::shared_ptr<Decoder> decoder;
};

/// Takes the next token from response, headers or last record. Source: strategies/cursor_pagination_strategy.py.
class CursorPagination final : public PaginationStrategy {
public:
    explicit CursorPagination(CursorFields fields) : fields_(std::move(fields)) {}

    Result<std::optional<Json>> initial_token() const override { return std::optional<Json>(); }

    Result<std::optional<Json>> next_token(const PageView& page) const override {
        LEVADA_TRY(const std::string_view body, page_body(page.response, *fields_.decoder));
        const Json headers = page.response.headers(Response::Links::parsed);
        const Scope scope = scope_of(page, body, headers);
        if (fields_.stop_condition) {
            LEVADA_TRY(const bool is_last, fields_.stop_condition->eval(scope));
            if (is_last) {
                return std::optional<Json>();
            }
        }
        LEVADA_TRY(Json token, fields_.cursor_value.eval(scope));
        if (!python_truth(token)) {
            return std::optional<Json>();
        }
        return std::optional(std::move(token));
    }

    Result<std::optional<std::int64_t>> page_size() const override { return fields_.page_size; }

private:
    Scope scope_of(const PageView& page, std::string_view body, const Json& headers) const {
        Scope scope;
        scope.raw("response", body).json("headers", headers).integer("last_page_size", page.record_count);
        if (page.last_record) {
            scope.raw("last_record", *page.last_record);
        } else {
            scope.null("last_record");
        }
        const std::optional<std::int64_t> asked = page.page_size_override ? page.page_size_override : fields_.page_size;
        if (asked) {
            scope.integer("page_size", *asked);
        } else {
            scope.null("page_size");
        }
        scope.slice(page.slice);
        return scope;
    }

    CursorFields fields_;
};

/// True when the template reads the variable `page_size`.
bool reads_page_size(const std::string& source) {
    const auto compiled = jinja::cdk::Interpolation::try_compile(source);
    if (!compiled) {
        return false;
    }
    const std::vector<std::string>& names = compiled->variables();
    return std::find(names.begin(), names.end(), "page_size") != names.end();
}

/// Without a page size of its own there is nothing to bind the variable to.
/// Source: CursorPaginationStrategy._reject_unbound_page_size_variable.
Result<void> check_page_size_variable(const FieldValues& fields) {
    for (const std::string_view name : {"stop_condition", "cursor_value"}) {
        if (reads_page_size(fields.text(name))) {
            return fields.error(
                name,
                "reads the variable `page_size`, but the strategy declares no page_size; declare it, or "
                "compare with a value of the config");
        }
    }
    return ok();
}

Result<std::shared_ptr<PaginationStrategy>> make_cursor_pagination(const FieldValues& fields) {
    LEVADA_TRY(std::shared_ptr<Decoder> decoder, paging_decoder(fields));
    LEVADA_TRY(InterpolatedString cursor_value, fields.interpolated("cursor_value"));
    LEVADA_TRY(const PageSizeField field, PageSizeField::make(fields));
    LEVADA_TRY(const std::optional<std::int64_t> page_size, field.value());
    if (!page_size) {
        LEVADA_CHECK(check_page_size_variable(fields));
    }
    CursorFields read{std::move(cursor_value), std::nullopt, page_size, std::move(decoder)};
    if (fields.has("stop_condition")) {
        LEVADA_TRY(read.stop_condition, fields.condition("stop_condition"));
    }
    return std::make_shared<CursorPagination>(std::move(read));
}

}  // namespace

ComponentSpec<PaginationStrategy> spec_cursor_pagination() {
    return {
        .type = "CursorPagination",
        .summary = "Takes the token of the next page from the response, its headers or the last record.",
        .fields = {text_field("cursor_value").required().doc("Expression for the token; an empty one ends."),
                   Field("page_size", JsonTypes::integer | JsonTypes::text).unit("records").doc("Asked for per page."),
                   text_field("stop_condition").doc("Ends the pages when true; looked at before cursor_value.")},
        .example = "type: CursorPagination\ncursor_value: \"{{ response.next }}\"\n",
        .make = make_cursor_pagination,
    };
}

}  // namespace levada::airbyte
