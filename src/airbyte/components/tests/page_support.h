#pragma once

#include "component_fixture.h"

#include <string>

#include "levada/airbyte/components/paginator.h"

namespace levada::airbyte::testing {

/// A page that was read; what a test does not name is empty.
struct Page {
    std::string body = "{}";
    std::int64_t received = -1;
    std::int64_t records = 0;
    std::optional<std::string_view> last_record{};
    std::optional<Json> token{};
    std::optional<std::int64_t> size_override{};
};

/// The token after `page` as JSON text; "end" when there is none, "error" when the strategy fails.
template <class Strategy>
std::string token_after(const Strategy& strategy, const Page& page) {
    HttpResponse http;
    http.status = 200;
    http.body = page.body;
    http.headers.add("X-Next", "h2");
    http.headers.add("Link", "<https://a.test/p2>; rel=\"next\"");
    Response response(std::move(http));
    response.extracted_count = page.received;
    const Result<std::optional<Json>> next = strategy.next_token({.response = response,
                                                                  .record_count = page.records,
                                                                  .last_record = page.last_record,
                                                                  .token = page.token ? &*page.token : nullptr,
                                                                  .page_size_override = page.size_override});
    if (!next) {
        return "error";
    }
    return *next ? (*next)->dump() : "end";
}

}  // namespace levada::airbyte::testing
