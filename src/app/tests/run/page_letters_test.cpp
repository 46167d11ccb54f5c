#include "run/page_letters.h"

#include "run/run_windows.h"
#include "run/time_span.h"
#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/delivery/dead_letters.h"
#include "levada/delivery/messages.h"

namespace levada::app {
namespace {

airbyte::ReadWindow days(const std::string& from, const std::string& to) {
    return {parse_time(from).value(), parse_time(to).value()};
}

/// The causes of the letters that are open.
std::string open_letters(Services& services) {
    DeadLetters letters(*services.queue, *services.metadata, *services.clock);
    std::string text;
    LetterFilter filter;
    filter.status = LetterStatus::open;
    const auto found = letters.list(filter);
    for (const KeptLetter& letter : found.value()) {
        text += letter.stream + " " + letter.error + "; ";
    }
    return text;
}

TEST(PageLetters, AreClosedByARunThatReadTheirStreamToItsEnd) {
    const ShopServices shop;
    const auto lose = [&shop](const char* run, const char* stream, const char* code, const char* error) {
        const std::string message = encode(DeadLetter{.run = run, .stream = stream, .code = code, .error = error});
        const std::string_view payload = message;
        ASSERT_TRUE(shop.services->queue->append(dead_letter_topic_of("shop", stream), {&payload, 1}));
    };
    lose("r1", "items", "page_failed", "a page");
    lose("r1", "items", "record_too_large", "a record");
    lose("r1", "shops", "page_failed", "another stream's");
    lose("r2", "items", "page_failed", "of a backfill");
    lose("r4", "items", "page_failed", "of this run or a later one");
    ASSERT_TRUE(keep_run_window(*shop.services, "r2", days("2026-01-02", "2026-01-03"), {"items"}));
    std::vector<schedule::StreamReport> streams(2);
    streams[0].name = "items";
    streams[0].status = schedule::RunStatus::succeeded;
    streams[1].name = "shops";
    streams[1].status = schedule::RunStatus::partial;
    ASSERT_TRUE(settle_pages(*shop.services, "shop", "r4", {}, streams));
    const std::string open = open_letters(*shop.services);
    EXPECT_EQ(open.find("items a page"), std::string::npos) << open;
    for (const char* kept : {"a record", "another stream's", "of a backfill", "of this run"}) {
        EXPECT_NE(open.find(kept), std::string::npos) << kept << ": " << open;
    }
    ASSERT_TRUE(settle_pages(*shop.services, "shop", "r4", days("2026-01-02", "2026-01-02"), streams));
    EXPECT_NE(open_letters(*shop.services).find("of a backfill"), std::string::npos) << "another window";
    ASSERT_TRUE(settle_pages(*shop.services, "shop", "r4", days("2026-01-01", "2026-01-03"), streams));
    EXPECT_EQ(open_letters(*shop.services).find("of a backfill"), std::string::npos);
}

}  // namespace
}  // namespace levada::app
