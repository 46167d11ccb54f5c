#include "shop_letters.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DlqExportCommand, PrintsLettersWithTheirTexts) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})", "no json"});
    RecordedProcess all;
    ASSERT_TRUE(shop.run(all, {"dlq", "export", "--stream", "items"}));
    EXPECT_NE(all.out().find(R"("body":"{\"id\":9}")"), std::string::npos) << all.out();
    EXPECT_NE(all.out().find(R"("body":"no json")"), std::string::npos) << all.out();
}

}  // namespace
}  // namespace levada::app
