#include "page_body.h"

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/paginator.h"
#include "levada/airbyte/components/request_option.h"

namespace levada::airbyte {
namespace {

/// The token in the mapping that requests carry, or null.
const Json* token_of(const RequestScope& scope) {
    if (scope.next_page_token == nullptr) {
        return nullptr;
    }
    const Json* token = scope.next_page_token->find("next_page_token");
    return token == nullptr || token->is_null() ? nullptr : token;
}

/// Puts the strategy's token and page size on requests. Source: paginators/default_paginator.py.
class DefaultPaginator final : public Paginator {
public:
    DefaultPaginator(std::shared_ptr<PaginationStrategy> strategy,
                     std::optional<RequestOption> token_option,
                     std::optional<RequestOption> size_option)
        : strategy_(std::move(strategy)),
          token_option_(std::move(token_option)),
          size_option_(std::move(size_option)) {}

    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        RequestParts parts;
        if (const Json* token = token_of(scope); token != nullptr && token_option_) {
            LEVADA_CHECK(token_option_->inject(parts, *token));
        }
        if (!size_option_) {
            return parts;
        }
        std::optional<std::int64_t> size = scope.page_size_override;
        if (!size) {
            LEVADA_TRY(size, strategy_->page_size());
        }
        if (size.value_or(0) != 0) {
            LEVADA_CHECK(size_option_->inject(parts, Json(*size)));
        }
        return parts;
    }

    Result<std::optional<Json>> initial_token() const override { return strategy_->initial_token(); }

    Result<std::optional<Json>> next_token(const PageView& page) const override {
        if (page.last_record && page.is_stopped_by_cursor) {
            return std::optional<Json>();
        }
        LEVADA_TRY(std::optional<Json> token, strategy_->next_token(page));
        if (token && !python_truth(*token)) {
            token.reset();
        }
        return token;
    }

    Result<std::optional<std::int64_t>> page_size() const override { return strategy_->page_size(); }

    Result<std::optional<std::string>> path(const RequestScope& scope) const override {
        const Json* token = token_of(scope);
        if (token == nullptr || !python_truth(*token) || !token_option_ ||
            token_option_->inject_into() != InjectInto::path) {
            return std::optional<std::string>();
        }
        return std::optional(python_str(*token));
    }

private:
    std::shared_ptr<PaginationStrategy> strategy_;
    std::optional<RequestOption> token_option_;
    std::optional<RequestOption> size_option_;
};

Result<std::optional<RequestOption>> option_of(const FieldValues& fields, std::string_view name) {
    if (!fields.has(name)) {
        return std::optional<RequestOption>();
    }
    LEVADA_TRY(RequestOption option, RequestOption::make(*fields.json(name), fields.context()));
    return std::optional(std::move(option));
}

/// Token and size must not go to the same place. Source: mapping_helpers._validate_component_request_option_paths.
Result<void> check_places(const std::optional<RequestOption>& token, const std::optional<RequestOption>& size) {
    if (!token || !size || token->inject_into() == InjectInto::path) {
        return ok();
    }
    RequestParts parts[2];
    LEVADA_CHECK(size->inject(parts[0], Json("dummy_value_0")));
    LEVADA_CHECK(token->inject(parts[1], Json("dummy_value_1")));
    LEVADA_CHECK(combine(parts));
    return ok();
}

Result<std::shared_ptr<Paginator>> make_default_paginator(const FieldValues& fields) {
    LEVADA_CHECK(paging_decoder(fields));  // Whatever the strategy, also one that looks at no response.
    LEVADA_TRY(std::optional<RequestOption> size, option_of(fields, "page_size_option"));
    LEVADA_TRY(std::optional<RequestOption> token, option_of(fields, "page_token_option"));
    LEVADA_TRY(std::shared_ptr<PaginationStrategy> strategy,
               fields.component<PaginationStrategy>("pagination_strategy"));
    if (size) {
        LEVADA_TRY(const std::optional<std::int64_t> page_size, strategy->page_size());
        if (page_size.value_or(0) == 0) {
            return fields.error("page_size_option",
                                "page_size_option cannot be set if the pagination strategy does not have a page_size");
        }
    }
    LEVADA_CHECK(check_places(token, size));
    return std::make_shared<DefaultPaginator>(std::move(strategy), std::move(token), std::move(size));
}

}  // namespace

ComponentSpec<Paginator> spec_default_paginator() {
    return {
        .type = "DefaultPaginator",
        .summary = "Asks for page after page, with the token and the page size that its strategy gives.",
        .fields =
            {component_field("pagination_strategy")
                 .required()
                 .of({"PageIncrement", "OffsetIncrement", "CursorPagination", "CustomPaginationStrategy"})
                 .doc("Chooses the token of the next page."),
             component_field("page_size_option").of({"RequestOption"}).doc("Where the page size goes."),
             component_field("page_token_option").of({"RequestOption", "RequestPath"}).doc("Where the token goes.")},
        .example =
            "type: DefaultPaginator\n"
            "page_token_option:\n"
            "  type: RequestOption\n"
            "  inject_into: request_parameter\n"
            "  field_name: page\n"
            "pagination_strategy:\n"
            "  type: PageIncrement\n"
            "  page_size: 100\n",
        .make = make_default_paginator,
    };
}

}  // namespace levada::airbyte
