#include "project/secrets.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(Secrets, PutsInEveryKindOfReference) {
    const testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "secrets.yaml", "key: s3cret\nnumber: 7\n"));
    ASSERT_TRUE(write_file_atomically(folder.path() / "token.txt", " t0ken \n"));
    const std::map<std::string, std::string> environment = {{"USER_NAME", "ann"}};
    Secrets secrets = Secrets::open(folder.path(), environment).value();
    const Json value = Json::object({{"a", "Bearer ${secret:key}"},
                                     {"b", Json::array({"${env:USER_NAME}:${file:token.txt}", 3})},
                                     {"c", "$ {not} ${broken"},
                                     {"d", "${secret:number}"}});
    const auto resolved = secrets.resolve(value, "levada.yaml");
    ASSERT_TRUE(resolved) << resolved.error().to_string();
    EXPECT_EQ(resolved->dump(), R"({"a":"Bearer s3cret","b":["ann:t0ken",3],"c":"$ {not} ${broken","d":"7"})");
    EXPECT_EQ(secrets.used(), (std::vector<std::string>{"s3cret", "ann", "t0ken", "7"}));
}

TEST(Secrets, MissingOnesAreNamedWithTheNextStep) {
    const testing::TempDir folder;
    const std::map<std::string, std::string> environment;
    Secrets secrets = Secrets::open(folder.path(), environment).value();
    for (const char* text : {"${env:NOPE}", "${secret:nope}", "${file:nope.txt}", "${vault:nope}"}) {
        const auto resolved = secrets.resolve(Json(text), "levada.yaml");
        ASSERT_FALSE(resolved) << text;
        EXPECT_NE(resolved.error().message().find(text[2] == 'v'   ? "vault"
                                                  : text[2] == 'e' ? "NOPE"
                                                                   : "s"),
                  std::string::npos)
            << resolved.error().message();
        EXPECT_EQ(resolved.error().place(), "levada.yaml");
    }
}

TEST(Secrets, TheFileMustBeAMap) {
    const testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "secrets.yaml", "- a\n"));
    EXPECT_EQ(Secrets::open(folder.path(), {}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
