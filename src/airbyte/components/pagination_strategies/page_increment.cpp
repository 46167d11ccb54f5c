#include "page_size_field.h"

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/paginator.h"

namespace levada::airbyte {
namespace {

/// Asks for page N + 1 until a page comes back short. Source: strategies/page_increment.py.
class PageIncrement final : public PaginationStrategy {
public:
    PageIncrement(std::optional<std::int64_t> page_size, std::int64_t first_page, bool is_injected_first)
        : page_size_(page_size), first_page_(first_page), is_injected_first_(is_injected_first) {}

    Result<std::optional<Json>> initial_token() const override {
        return is_injected_first_ ? std::optional(Json(first_page_)) : std::nullopt;
    }

    Result<std::optional<Json>> next_token(const PageView& page) const override {
        if (page.page_size_override) {
            return traced_error(FailureType::config_error,
                                "PageIncrement does not support reducing the page size while paginating. Use "
                                "OffsetIncrement or CursorPagination instead.");
        }
        // Counts what the server sent, before record filters: a full page whose rows were all filtered is not the end.
        const std::int64_t count =
            page.response.extracted_count >= 0 ? page.response.extracted_count : page.record_count;
        if (count == 0 || (page_size_.value_or(0) != 0 && count < *page_size_)) {
            return std::optional<Json>();
        }
        if (page.token == nullptr || page.token->is_null()) {
            return std::optional(Json(first_page_ + 1));
        }
        if (!page.token->is_integer()) {
            return Error(ErrorCode::invalid_data, "page token " + python_str(*page.token) + " is no integer");
        }
        return std::optional(Json(page.token->as_integer() + 1));
    }

    Result<std::optional<std::int64_t>> page_size() const override { return page_size_; }

private:
    std::optional<std::int64_t> page_size_;
    std::int64_t first_page_;
    bool is_injected_first_;
};

}  // namespace

ComponentSpec<PaginationStrategy> spec_page_increment() {
    return {
        .type = "PageIncrement",
        .summary = "Asks for page N + 1 until a page comes back short.",
        .fields = {Field("page_size", JsonTypes::integer | JsonTypes::text).unit("records").doc("Asked for per page."),
                   integer_field("start_from_page").doc("Number of the first page."),
                   boolean_field("inject_on_first_request").doc("Whether the first request names its page.")},
        .example = "type: PageIncrement\npage_size: 100\nstart_from_page: 1\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<PaginationStrategy>> {
            LEVADA_TRY(const PageSizeField field, PageSizeField::make(fields));
            LEVADA_TRY(const std::optional<std::int64_t> page_size, field.value());
            return std::make_shared<PageIncrement>(
                page_size, fields.integer("start_from_page"), fields.boolean("inject_on_first_request"));
        },
    };
}

}  // namespace levada::airbyte
