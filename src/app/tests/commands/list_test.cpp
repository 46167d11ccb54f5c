#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ListCommand, NamesComponentsWithTheirFamilies) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"list", "components"}));
    for (const char* type : {"DatetimeBasedCursor\t", "PageIncrement\t", "OAuthAuthenticator\t", "RecordSelector\t"}) {
        EXPECT_NE(process.out().find(type), std::string::npos) << type;
    }
    EXPECT_EQ(process.run({"list", "pipelines"}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
