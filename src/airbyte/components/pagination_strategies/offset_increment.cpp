#include "page_body.h"
#include "page_size_field.h"

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/paginator.h"

namespace levada::airbyte {
namespace {

/// Asks for the records after those received so far, until a page comes back short. Source: offset_increment.py.
class OffsetIncrement final : public PaginationStrategy {
public:
    OffsetIncrement(PageSizeField page_size, std::shared_ptr<Decoder> decoder, bool is_injected_first)
        : page_size_(std::move(page_size)), decoder_(std::move(decoder)), is_injected_first_(is_injected_first) {}

    Result<std::optional<Json>> initial_token() const override {
        return is_injected_first_ ? std::optional(Json(0)) : std::nullopt;
    }

    Result<std::optional<Json>> next_token(const PageView& page) const override {
        const std::int64_t count =
            page.response.extracted_count >= 0 ? page.response.extracted_count : page.record_count;
        LEVADA_TRY(const std::optional<std::int64_t> asked, asked_size(page));
        if (count == 0 || (asked.value_or(0) != 0 && count < *asked)) {
            return std::optional<Json>();
        }
        if (page.token == nullptr || page.token->is_null()) {
            return std::optional(Json(count));
        }
        if (!page.token->is_integer()) {
            return Error(ErrorCode::invalid_data, "page token " + python_str(*page.token) + " is no integer");
        }
        return std::optional(Json(page.token->as_integer() + count));
    }

    Result<std::optional<std::int64_t>> page_size() const override { return page_size_.value(); }

private:
    /// The size that the page was asked with. A template sees the response here.
    Result<std::optional<std::int64_t>> asked_size(const PageView& page) const {
        if (page.page_size_override) {
            return page.page_size_override;
        }
        if (!page_size_.text) {
            return page_size_.constant;
        }
        LEVADA_TRY(const std::string_view body, page_body(page.response, *decoder_));
        Scope scope;
        scope.raw("response", body);
        LEVADA_TRY(const Json value, page_size_.text->eval(scope));
        if (!python_truth(value)) {
            return std::optional<std::int64_t>();
        }
        if (!value.is_integer()) {
            return Error(ErrorCode::invalid_data, "page_size: " + python_str(value) + " is no integer");
        }
        return std::optional(value.as_integer());
    }

    PageSizeField page_size_;
    std::shared_ptr<Decoder> decoder_;
    bool is_injected_first_;
};

}  // namespace

ComponentSpec<PaginationStrategy> spec_offset_increment() {
    return {
        .type = "OffsetIncrement",
        .summary = "Asks for the records after those received so far, until a page comes back short.",
        .fields = {Field("page_size", JsonTypes::integer | JsonTypes::text).unit("records").doc("Asked for per page."),
                   boolean_field("inject_on_first_request").doc("Whether the first request names offset 0.")},
        .example = "type: OffsetIncrement\npage_size: 100\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<PaginationStrategy>> {
            Result<PageSizeField> page_size = PageSizeField::make(fields);
            if (!page_size) {
                return page_size.error();
            }
            LEVADA_TRY(std::shared_ptr<Decoder> decoder, paging_decoder(fields));
            return std::make_shared<OffsetIncrement>(
                std::move(*page_size), std::move(decoder), fields.boolean("inject_on_first_request"));
        },
    };
}

}  // namespace levada::airbyte
