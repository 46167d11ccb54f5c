#include "request_identity.h"

#include <gtest/gtest.h>

namespace levada::gateway {
namespace {

TEST(RequestIdentity, Assign) {
    struct Case {
        std::string sent;
        bool is_kept;
    };
    const Case cases[] = {
        {"abc-1_2.3", true},
        {std::string(64, 'a'), true},
        {std::string(65, 'a'), false},
        {"", false},
        {"with blank", false},
        {"line\nbreak", false},
    };
    RequestIdentity identity;
    std::string before;
    for (const Case& c : cases) {
        std::string id;
        identity.assign(c.sent, id);
        EXPECT_EQ(id == c.sent, c.is_kept) << "sent: " << c.sent;
        EXPECT_NE(id, before);
        before = id;
    }
}

}  // namespace
}  // namespace levada::gateway
