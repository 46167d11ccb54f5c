#include "levada/airbyte/components/paginator.h"

namespace levada::airbyte {
namespace {

/// One request per slice. Source: paginators/no_pagination.py.
class NoPagination final : public Paginator {
public:
    Result<RequestParts> request_parts(const RequestScope& /*scope*/) const override { return RequestParts(); }
    Result<std::optional<Json>> initial_token() const override { return std::optional<Json>(); }
    Result<std::optional<Json>> next_token(const PageView& /*page*/) const override { return std::optional<Json>(); }
    Result<std::optional<std::int64_t>> page_size() const override { return std::optional<std::int64_t>(); }
    Result<std::optional<std::string>> path(const RequestScope& /*scope*/) const override {
        return std::optional<std::string>();
    }
};

}  // namespace

ComponentSpec<Paginator> spec_no_pagination() {
    return {
        .type = "NoPagination",
        .summary = "Makes one request per slice.",
        .fields = {},
        .example = "type: NoPagination\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Paginator>> {
            return std::make_shared<NoPagination>();
        },
    };
}

}  // namespace levada::airbyte
