#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/base/text.h"

namespace levada::app {
namespace {

TEST(ValidateCommand, AcceptsAGoodProjectWithoutARequest) {
    ShopProject shop;
    RecordedProcess process;
    const auto done = shop.run(process, {"validate"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(process.out(), "pipeline shop: valid\n");
    EXPECT_EQ(shop.request_count(), 0U);
}

TEST(ValidateCommand, NamesThePlaceOfWhatIsWrong) {
    ShopProject shop;
    shop.write("shop.yaml", replace_all(kShopManifest, "type: SimpleRetriever", "type: TeleportRetriever"));
    RecordedProcess process;
    const auto refused = shop.run(process, {"validate"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().to_string().find("TeleportRetriever"), std::string::npos) << refused.error().to_string();
    EXPECT_NE(refused.error().place().find("shop.yaml:"), std::string::npos) << refused.error().to_string();
}

TEST(ValidateCommand, RefusesASchedule) {
    ShopProject shop;
    shop.write("levada.yaml",
               "pipelines:\n  shop:\n    connector: shop.yaml\n    schedule: '61 * * * *'\n"
               "    config: {base_url: 'http://127.0.0.1:1', api_key: x}\n");
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"validate"}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
