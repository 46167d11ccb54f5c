#include "project/templates.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "levada/base/yaml.h"

namespace levada::app {
namespace {

TEST(Templates, EachIsAWholeProject) {
    const std::vector<std::string> names = template_names();
    EXPECT_EQ(names, (std::vector<std::string>{"rest", "wordpress"}));
    for (const std::string& name : names) {
        for (const char* wanted : {"/levada.yaml", "/secrets.yaml", "/.gitignore"}) {
            const bool has_file = std::any_of(template_files().begin(), template_files().end(), [&](const auto& file) {
                return file.path == name + wanted;
            });
            EXPECT_TRUE(has_file) << name << wanted;
        }
    }
}

TEST(Templates, EveryYamlFileParses) {
    for (const TemplateFile& file : template_files()) {
        if (file.path.ends_with(".yaml")) {
            EXPECT_TRUE(parse_yaml(file.text, file.path)) << file.path;
        }
    }
}

}  // namespace
}  // namespace levada::app
