#include "negotiation.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "levada/base/ascii.h"
#include "levada/base/text.h"
#include "levada/query/request_error.h"

namespace levada::query {

namespace {

constexpr std::pair<std::string_view, Media::Kind> kMedia[] = {
    {"application/json", Media::Kind::json},
    {"application/*", Media::Kind::json},
    {"*/*", Media::Kind::json},
    {"application/vnd.pgrst.array+json", Media::Kind::json},
    {"application/vnd.pgrst.array", Media::Kind::json},
    {"application/vnd.pgrst.object+json", Media::Kind::object},
    {"application/vnd.pgrst.object", Media::Kind::object},
    {"text/csv", Media::Kind::csv},
    {"text/*", Media::Kind::csv},
};

struct Offer {
    Media media;
    double quality = 1;
};

/// One item of Accept; nullopt when it is not there.
std::optional<Offer> parse_offer(std::string_view item) {
    const std::vector<std::string_view> parts = split(item, ';');
    const std::string_view name = trim(parts.front());
    const auto* found =
        std::ranges::find_if(kMedia, [&](const auto& media) { return equals_ignoring_case(media.first, name); });
    if (found == std::end(kMedia)) {
        return std::nullopt;
    }
    Offer offer;
    offer.media.kind = found->second;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::string_view part = trim(parts[i]);
        if (part.starts_with("q=") || part.starts_with("Q=")) {
            offer.quality = parse_double(part.substr(2)).value_or(1);
        }
        offer.media.is_stripping_nulls = offer.media.is_stripping_nulls || part == "nulls=stripped";
    }
    return offer;
}

std::optional<std::uint64_t> parse_place(std::string_view text) {
    const bool is_digits = !text.empty() && std::ranges::all_of(text, is_ascii_digit);
    const std::optional<std::int64_t> number = is_digits ? parse_int64(text) : std::nullopt;
    return number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

}  // namespace

std::string_view Media::content_type() const {
    switch (kind) {
        case Kind::csv:
            return "text/csv; charset=utf-8";
        case Kind::object:
            return is_stripping_nulls ? "application/vnd.pgrst.object+json; nulls=stripped; charset=utf-8"
                                      : "application/vnd.pgrst.object+json; charset=utf-8";
        default:
            return is_stripping_nulls ? "application/vnd.pgrst.array+json; nulls=stripped; charset=utf-8"
                                      : "application/json; charset=utf-8";
    }
}

Result<Media> parse_accept(std::string_view accept) {
    if (trim(accept).empty()) {
        return Media();
    }
    std::optional<Offer> best;
    for (const std::string_view item : split(accept, ',')) {
        const std::optional<Offer> offer = parse_offer(trim(item));
        if (offer && offer->quality > 0 && (!best || offer->quality > best->quality)) {
            best = offer;
        }
    }
    if (!best) {
        return request_error("PGRST107", "None of these media types are available: " + std::string(accept))
            .hint("application/json, text/csv or application/vnd.pgrst.object+json");
    }
    return best->media;
}

Result<std::optional<RowRange>> parse_range(std::string_view range) {
    // Source: PostgREST: the header is `Range: 0-9` with `Range-Unit: items`; `items=0-9` is accepted as well.
    std::string_view text = trim(range);
    if (text.starts_with("items=")) {
        text.remove_prefix(6);
    }
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return std::optional<RowRange>();
    }
    const std::optional<std::uint64_t> first = parse_place(text.substr(0, dash));
    const std::optional<std::uint64_t> last = parse_place(text.substr(dash + 1));
    if (!first || (!last && dash + 1 != text.size())) {
        return std::optional<RowRange>();
    }
    if (last && *last < *first) {
        return request_error(
            "PGRST103",
            "Requested range not satisfiable",
            "The lower boundary must be lower than or equal to the upper boundary in the Range header.");
    }
    return std::optional(RowRange{*first, last});
}

bool wants_count(std::string_view prefer) {
    for (const std::string_view item : split(prefer, ',')) {
        const std::string_view text = trim(item);
        if (text == "count=exact" || text == "count=planned" || text == "count=estimated") {
            return true;
        }
    }
    return false;
}

}  // namespace levada::query
