#include "levada/collect/raw_zone.h"

#include <gtest/gtest.h>

#include "levada/collect/warc_reader.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_object_store.h"

namespace levada {
namespace {

using testing::MemoryObjectStore;

class RawZoneTest : public ::testing::Test {
protected:
    WarcExchange exchange(std::string_view body) const {
        return {.when = clock_.now(),
                .method = "GET",
                .url = "http://a.example/",
                .request_headers = &headers_,
                .request_body = {},
                .status = 200,
                .response_headers = &headers_,
                .response_body = body,
                .error = {}};
    }
    std::vector<std::string> keys() {
        std::vector<std::string> found;
        const auto listed = store_.list("", Deadline::never());
        for (const ObjectInfo& object : *listed) {
            found.push_back(object.key);
        }
        return found;
    }

    testing::ManualClock clock_;
    MemoryObjectStore store_;
    HttpHeaders headers_;
};

TEST_F(RawZoneTest, NothingIsVisibleBeforeItIsPublished) {
    // Goal: publish() of one stream publishes it and the connector's, and no other; parts count up.
    RawZone zone(store_, clock_, {.pipeline = "p", .run = "r1"});
    ASSERT_TRUE(zone.append("posts", exchange("1")).has_value());
    ASSERT_TRUE(zone.append("users", exchange("2")).has_value());
    ASSERT_TRUE(zone.append("", exchange("3")).has_value());
    EXPECT_TRUE(keys().empty());
    ASSERT_TRUE(zone.publish("posts").has_value());
    EXPECT_EQ(keys(),
              (std::vector<std::string>{"raw/p/_connector/r1/000001.warc.gz", "raw/p/posts/r1/000001.warc.gz"}));
    ASSERT_TRUE(zone.publish("posts").has_value()) << "nothing new is no error";
    ASSERT_TRUE(zone.append("posts", exchange("4")).has_value());
    ASSERT_TRUE(zone.publish_all().has_value());
    EXPECT_EQ(keys().size(), 4U);
    EXPECT_EQ(keys()[2], "raw/p/posts/r1/000002.warc.gz");
    EXPECT_GT(zone.size_bytes(), 0U);
}

TEST_F(RawZoneTest, ThePlaceLeadsToTheExchange) {
    // Goal: key#offset is where a reader finds the request.
    RawZone zone(store_, clock_, {.pipeline = "p", .run = "r1"});
    ASSERT_TRUE(zone.append("s", exchange("first")).has_value());
    const std::string place = *zone.append("s", exchange("second"));
    EXPECT_EQ(zone.last_place("s"), place);
    EXPECT_EQ(zone.last_place("t"), "");
    ASSERT_TRUE(zone.publish_all().has_value());
    const std::size_t hash = place.find('#');
    const std::string file = *store_.get(place.substr(0, hash), Deadline::never());
    WarcReader reader(std::string_view(file).substr(std::stoul(place.substr(hash + 1))));
    EXPECT_EQ((*reader.next())->type(), "request");
    const auto response = *reader.next();
    EXPECT_TRUE(response->block.ends_with("second"));
}

TEST_F(RawZoneTest, LargePartsArePublishedAtOnce) {
    // Goal: an object does not grow past its limit by more than one exchange.
    RawZone zone(store_,
                 clock_,
                 {.pipeline = "p", .run = "r", .compression = RawCompression::none, .part_size_bytes_max = 1000});
    const std::string body(900, 'x');
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(zone.append("s", exchange(body)).has_value());
    }
    EXPECT_EQ(keys().size(), 3U);
}

TEST_F(RawZoneTest, AFullDiskLeavesNothingHalf) {
    // Goal: the error is unavailable, no object appears, and the zone goes on when there is room again.
    RawZone zone(store_, clock_, {.pipeline = "p", .run = "r"});
    ASSERT_TRUE(zone.append("s", exchange("1")).has_value());
    store_.set_disk(MemoryObjectStore::Disk::full);
    const auto failed = zone.append("s", exchange("2"));
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code(), ErrorCode::unavailable);
    ASSERT_TRUE(zone.append("t", exchange("3")).has_value() == false);
    EXPECT_TRUE(zone.publish_all().has_value());
    EXPECT_TRUE(keys().empty());
    store_.set_disk(MemoryObjectStore::Disk::space_left);
    ASSERT_TRUE(zone.append("s", exchange("4")).has_value());
    ASSERT_TRUE(zone.publish("s").has_value());
    EXPECT_EQ(keys(), std::vector<std::string>{"raw/p/s/r/000002.warc.gz"});
}

TEST_F(RawZoneTest, KeysHoldNoForeignBytes) {
    // Goal: a name cannot leave its folder.
    EXPECT_EQ(RawZone::key({"..", "a/b c", ".r"}, 7), "raw/%2E./a%2Fb%20c/%2Er/000007.warc.gz");
}

}  // namespace
}  // namespace levada
