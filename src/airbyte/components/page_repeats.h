#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace levada::airbyte {

/// Sees that a pagination has no end: it asks for, or gets, the same again and again. airbyte-cdk 7.39.1 has no such
/// limit (SimpleRetriever._read_pages), there such a stream runs for ever. The limits are far above what an API with
/// an end does. Reads little of each page: only one that looks like the page before is read whole.
class PageRepeats {
public:
    /// Pages in a row, or turns of a circle, for the same token with the same answer: nothing changes any more.
    static constexpr std::int64_t kSameRequestMax = 100;
    /// Pages in a row with the same bytes and records in them, though the token changes: the API does not look at it.
    static constexpr std::int64_t kSamePageMax = 1'000;
    /// Pages in a row for the same token with different answers. An API that keeps the place itself (a scroll) does so.
    static constexpr std::int64_t kSameTokenMax = 100'000;

    struct Page {
        std::string_view body;
        std::int64_t record_count = 0;
        std::string_view next_token;  ///< as JSON text
    };

    /// Takes a page and the token that follows from it; says why the pages have no end, once they have none.
    std::optional<std::string> note(const Page& page);

private:
    /// What a page looks like without reading all of it.
    struct Look {
        std::size_t page = 0;
        std::size_t token = 0;
        bool operator==(const Look&) const = default;
    };
    static Look look_of(const Page& page);
    bool is_same_page(const Look& look, std::string_view body);
    void follow_circle(const Look& look);

    std::optional<Look> last_;
    std::optional<std::size_t> last_hash_;  // Of the last page's bytes, where it was read whole.
    std::int64_t same_requests_ = 0;
    std::int64_t same_pages_ = 0;
    std::int64_t same_tokens_ = 0;
    // A circle of pages is found by comparing with one page that is put forward at each power of two.
    // Source: Brent, "An improved Monte Carlo factorization algorithm" (1980).
    std::optional<Look> mark_;
    std::int64_t since_mark_ = 0;
    std::int64_t until_next_mark_ = 1;
    std::int64_t circles_ = 0;  // Times that the mark came again.
};

}  // namespace levada::airbyte
