#include "levada/airbyte/components/dpath.h"

#include <gtest/gtest.h>

namespace levada::airbyte::dpath {
namespace {

Json json(std::string_view text) {
    return parse_json(text).value();
}

Glob glob(std::string_view elements) {
    const Json list = json(elements);
    return glob_of(std::vector<Json>(list.as_array().begin(), list.as_array().end()));
}

constexpr std::string_view kDocument = R"({"a":{"b":1,"c":[10,20,{"d":null}]},"x_1":2,"x_2":3})";

TEST(Dpath, Get) {
    struct Case {
        const char* name;
        const char* glob;
        const char* want;  // null pointer: nothing fits
    };
    constexpr Case kCases[] = {
        {"whole", "[]", R"({"a":{"b":1,"c":[10,20,{"d":null}]},"x_1":2,"x_2":3})"},
        {"member", R"(["a","b"])", "1"},
        {"list item by text", R"(["a","c","1"])", "20"},
        {"list item by number", R"(["a","c",0])", "10"},
        {"from the end", R"(["a","c","-1","d"])", "null"},
        {"a number is no key", R"([1])", nullptr},
        {"missing", R"(["a","z"])", nullptr},
        {"pattern that fits once", R"(["a","?"])", nullptr},
        {"pattern", R"(["*_2"])", "3"},
    };
    const Json document = json(kDocument);
    for (const Case& c : kCases) {
        const Result<const Json*> found = get(document, glob(c.glob));
        if (std::string_view(c.name) == "pattern that fits once") {
            EXPECT_FALSE(found.has_value()) << "two members fit \"?\"";
            continue;
        }
        ASSERT_TRUE(found.has_value()) << "case: " << c.name;
        EXPECT_EQ(*found == nullptr, c.want == nullptr) << "case: " << c.name;
        if (*found != nullptr && c.want != nullptr) {
            EXPECT_EQ((*found)->dump(), c.want) << "case: " << c.name;
        }
    }
}

TEST(Dpath, StepsOverEmptyKeys) {
    const Json document = json(R"({"":3,"a":1,"b":{"":2}})");
    EXPECT_EQ((*get(document, glob(R"(["a"])")))->dump(), "1");
    EXPECT_EQ((*get(document, glob(R"(["b","*"])")))->dump(), "2");
    EXPECT_EQ((*get(document, glob(R"(["b",""])")))->dump(), "2");
}

TEST(Dpath, RefusesTwoDeepStars) {
    EXPECT_FALSE(values(json(R"({"a":1})"), glob(R"(["**","**"])")).has_value());
}

TEST(Dpath, ValuesInOrder) {
    const Json document = json(R"({"a":[{"v":1},{"v":2}],"b":[{"v":3}]})");
    const auto found = values(document, glob(R"(["*","*","v"])"));
    ASSERT_TRUE(found.has_value());
    std::string all;
    for (const Json* value : *found) {
        all += value->dump() + " ";
    }
    EXPECT_EQ(all, "1 2 3 ");
}

TEST(Dpath, Remove) {
    struct Case {
        const char* name;
        const char* document;
        const char* glob;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"member", R"({"a":1,"b":2})", R"(["a"])", R"({"b":2})"},
        {"missing", R"({"a":1})", R"(["z"])", R"({"a":1})"},
        {"the last item goes", R"({"a":[1,2,3]})", R"(["a","2"])", R"({"a":[1,2]})"},
        {"other items become null", R"({"a":[1,2,3]})", R"(["a","0"])", R"({"a":[null,2,3]})"},
        {"deep star", R"({"a":{"k":1,"b":{"k":2}},"k":3})", R"(["**","k"])", R"({"a":{"b":{}}})"},
        {"everything", R"({"a":{"b":1},"c":2})", R"(["**"])", "{}"},
    };
    for (const Case& c : kCases) {
        Json document = json(c.document);
        ASSERT_TRUE(remove(document, glob(c.glob), nullptr).has_value()) << "case: " << c.name;
        EXPECT_EQ(document.dump(), c.want) << "case: " << c.name;
    }
}

TEST(Dpath, RemoveByFilterLooksAtAllLeaves) {
    Json document = json(R"({"a":1,"b":{"c":1,"d":2}})");
    const LeafFilter is_one = [](const Json& value) { return Result<bool>(value == Json(1)); };
    ASSERT_TRUE(remove(document, glob(R"(["a"])"), &is_one).has_value());
    EXPECT_EQ(document.dump(), R"({"b":{"d":2}})");
}

TEST(Dpath, SetOnlyWhatIsThere) {
    Json document = json(R"({"a":{"b":1},"c":{"b":2}})");
    const Result<std::size_t> count = set(document, glob(R"(["*","b"])"), Json("x"));
    ASSERT_TRUE(count.has_value());
    EXPECT_EQ(*count, 2U);
    EXPECT_EQ(document.dump(), R"({"a":{"b":"x"},"c":{"b":"x"}})");
    EXPECT_EQ(set(document, glob(R"(["z"])"), Json(1)).value(), 0U);
}

TEST(Dpath, Create) {
    struct Case {
        const char* name;
        const char* document;
        std::vector<std::string> path;
        const char* want;  // null pointer: an error
    };
    const Case cases[] = {
        {"new mappings", "{}", {"a", "b"}, R"({"a":{"b":9}})"},
        {"a number makes a list", "{}", {"a", "1"}, R"({"a":[null,9]})"},
        {"into a list", R"({"a":[1]})", {"a", "2"}, R"({"a":[1,null,9]})"},
        {"replaces", R"({"a":1,"b":2})", {"a"}, R"({"a":9,"b":2})"},
        {"not through a scalar", R"({"a":1})", {"a", "b"}, nullptr},
        {"no name in a list", R"({"a":[1]})", {"a", "b"}, nullptr},
    };
    for (const Case& c : cases) {
        Json document = json(c.document);
        const Result<void> made = create(document, c.path, Json(9));
        ASSERT_EQ(made.has_value(), c.want != nullptr) << "case: " << c.name;
        if (c.want != nullptr) {
            EXPECT_EQ(document.dump(), c.want) << "case: " << c.name;
        }
    }
}

}  // namespace
}  // namespace levada::airbyte::dpath
