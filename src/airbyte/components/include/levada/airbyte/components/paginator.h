#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/request_parts.h"
#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// A page that was read to its end: all that the choice of the next token may depend on. Borrows.
struct PageView {
    Response& response;
    /// Records after filters and transformations.
    std::int64_t record_count = 0;
    /// The last of them as JSON text; nullopt on an empty page.
    std::optional<std::string_view> last_record;
    /// The token that this page was asked with; null on a first page without one.
    const Json* token = nullptr;
    std::optional<std::int64_t> page_size_override;
    const StreamSlice* slice = nullptr;
    /// Set for data feeds: true when the last record is already synced, which ends the pagination.
    bool is_stopped_by_cursor = false;
};

/// Computes page tokens. Stateless: one instance serves all slices. Source: paginators/strategies.
class PaginationStrategy {
public:
    virtual ~PaginationStrategy() = default;
    /// The token of the first request; nullopt for none.
    virtual Result<std::optional<Json>> initial_token() const = 0;  ///< nullopt: the first page has none
    /// The token of the page after `page`; nullopt ends. Errors: invalid_data from templates.
    virtual Result<std::optional<Json>> next_token(const PageView& page) const = 0;
    /// Records to ask for per page; nullopt when not configured. Errors: invalid_data (not an integer).
    virtual Result<std::optional<std::int64_t>> page_size() const = 0;  ///< in records
};

/// Chooses the next page and puts token and page size on requests. Source: requesters/paginators/paginator.py.
class Paginator : public RequestOptionsProvider {
public:
    virtual Result<std::optional<Json>> initial_token() const = 0;  ///< nullopt: the first page has none
    /// A falsy token (Python's rule) ends as well: implementations return nullopt for it.
    virtual Result<std::optional<Json>> next_token(const PageView& page) const = 0;
    virtual Result<std::optional<std::int64_t>> page_size() const = 0;  ///< in records
    /// The path or URL that the token stands for, when it is injected as a path; else nullopt.
    virtual Result<std::optional<std::string>> path(const RequestScope& scope) const = 0;
};

std::vector<ComponentSpec<Paginator>> specs_of_paginators();
template <>
struct FamilyOf<Paginator> {
    static constexpr std::string_view kName = "paginator";
    static std::vector<ComponentSpec<Paginator>> specs() { return specs_of_paginators(); }
};

std::vector<ComponentSpec<PaginationStrategy>> specs_of_pagination_strategies();
template <>
struct FamilyOf<PaginationStrategy> {
    static constexpr std::string_view kName = "pagination strategy";
    static std::vector<ComponentSpec<PaginationStrategy>> specs() { return specs_of_pagination_strategies(); }
};

}  // namespace levada::airbyte
