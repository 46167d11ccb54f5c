#include "component_fixture.h"
#include "cursor_support.h"

#include <map>

#include <gtest/gtest.h>

#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {
namespace {

/// Answers each request with the body for its path; a body that is missing is a server error.
struct Parents {
    /// Answers `/parents` with `body`; with nothing when there is none.
    explicit Parents(const char* body) {
        if (body != nullptr) {
            bodies["/parents"] = body;
        }
    }

    std::map<std::string, std::string> bodies;
    std::vector<std::string> asked;
    testing::ComponentFixture fixture{[this](const HttpRequest& request) { return answer(request); }};

    Result<HttpResponse> answer(const HttpRequest& request) {
        const std::string path = request.url.substr(request.url.find("example.test") + 12);
        asked.push_back(path);
        HttpResponse response;
        const auto found = bodies.find(path);
        response.status = found == bodies.end() ? 404 : 200;
        response.body = found == bodies.end() ? "{}" : found->second;
        response.url = request.url;
        return response;
    }

    Result<std::shared_ptr<PartitionRouter>> router(const std::string& more) {
        return fixture.make<PartitionRouter>(
            "type: SubstreamPartitionRouter\nparent_stream_configs:\n"
            "  - type: ParentStreamConfig\n"
            "    partition_field: parent\n" +
            more + kStream);
    }

    static constexpr const char* kStream =
        "    stream:\n"
        "      type: DeclarativeStream\n"
        "      name: parents\n"
        "      retriever:\n"
        "        type: SimpleRetriever\n"
        "        requester: {type: HttpRequester, url_base: 'https://example.test', path: /parents}\n"
        "        record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [items]}}\n"
        "      schema_loader: {type: InlineSchemaLoader, schema: {}}\n";
};

constexpr const char* kItems =
    R"({"items": [{"id": 1, "a": {"b": "x"}, "l": ["p"], "kids": [{"k": 1}]}, {"id": null}, {"other": 1}, {"id": 2}]})";

TEST(SubstreamPartitionRouter, Slices) {
    struct Case {
        const char* name;
        const char* more;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"key; null and missing ones are skipped",
         "    parent_key: id\n",
         R"({"parent":1,"parent_slice":{}} {"parent":2,"parent_slice":{}})"},
        {"nested key", "    parent_key: a/b\n", R"({"parent":"x","parent_slice":{}})"},
        {"item of a list", "    parent_key: l/0\n", R"({"parent":"p","parent_slice":{}})"},
        {"template",
         "    parent_key: \"{{ 'id' }}\"\n",
         R"({"parent":1,"parent_slice":{}} {"parent":2,"parent_slice":{}})"},
    };
    for (const Case& c : kCases) {
        Parents parents(kItems);
        EXPECT_EQ(testing::texts_of(testing::drain(*parents.router(c.more).value())), c.want) << c.name;
    }
}

TEST(SubstreamPartitionRouter, ExtraFieldsAndChildren) {
    Parents parents(kItems);
    const auto router =
        parents.router("    parent_key: id\n    extra_fields: [[a, b], [l]]\n    lazy_read_pointer: [kids]\n").value();
    const std::vector<StreamSlice> slices = testing::drain(*router);
    ASSERT_EQ(slices.size(), 2U);
    EXPECT_EQ(slices[0].extra_fields().dump(), R"({"child_response":[{"k":1}],"a.b":"x","l":["p"]})");
    EXPECT_EQ(slices[1].extra_fields().dump(), R"({"child_response":[],"a.b":null,"l":null})");
}

TEST(SubstreamPartitionRouter, RequestOptionAndState) {
    Parents parents(kItems);
    const auto router = parents
                            .router(
                                "    parent_key: id\n    request_option: {type: RequestOption, inject_into: "
                                "request_parameter, field_name: p}\n")
                            .value();
    const std::vector<StreamSlice> slices = testing::drain(*router);
    EXPECT_EQ(router->request_parts({slices.data(), nullptr, std::nullopt}).value().params.dump(), R"({"p":1})");
    EXPECT_TRUE(router->has_request_options());
    EXPECT_FALSE(router->has_incremental_parent());
    EXPECT_EQ(router->parent_state().value().dump(), "{}");
    EXPECT_FALSE(router->is_single());
}

TEST(SubstreamPartitionRouter, FailingParent) {
    Parents parents(nullptr);
    const auto router = parents.router("    parent_key: id\n").value();
    EXPECT_FALSE(router->slices().value()->next().has_value());
}

TEST(SubstreamPartitionRouter, Refused) {
    Parents parents(nullptr);
    EXPECT_EQ(parents.fixture.make<PartitionRouter>("{type: SubstreamPartitionRouter, parent_stream_configs: []}")
                  .error()
                  .code(),
              ErrorCode::invalid_config);
    EXPECT_EQ(parents.router("    parent_key: id\n    lazy_read_pointer: ['*']\n").error().code(),
              ErrorCode::invalid_config);
}

TEST(SubstreamPartitionRouter, AnOldStateNeedsAParentWithACursor) {
    // Goal: {anything: value} is taken for the parent's cursor; a parent that has none is an error, as in the CDK.
    Parents parents(R"({"items": []})");
    parents.fixture.context.input_state = std::make_shared<const Json>(testing::json(R"({"at": "2024-01-15"})"));
    const auto router = parents.router("    parent_key: id\n    incremental_dependency: true\n");
    ASSERT_FALSE(router.has_value());
    EXPECT_EQ(router.error().code(), ErrorCode::invalid_config);
}

TEST(SubstreamPartitionRouter, ParentReadsFromItsOwnState) {
    Parents parents(R"({"items": [{"id": 1, "at": "2024-01-20"}]})");
    parents.fixture.context.input_state = std::make_shared<const Json>(
        testing::json(R"({"states": [], "parent_state": {"parents": {"at": "2024-01-15"}}})"));
    const std::string incremental =
        "      incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: '%Y-%m-%d', "
        "start_datetime: '2024-01-01', start_time_option: {type: RequestOption, inject_into: request_parameter, "
        "field_name: since}}\n";
    const auto router = parents.fixture
                            .make<PartitionRouter>(
                                "type: SubstreamPartitionRouter\nparent_stream_configs:\n"
                                "  - type: ParentStreamConfig\n    partition_field: parent\n"
                                "    parent_key: id\n    incremental_dependency: true\n" +
                                std::string(Parents::kStream) + incremental)
                            .value();
    EXPECT_TRUE(router->has_incremental_parent());
    EXPECT_EQ(router->parent_state().value().dump(), R"({"parents":{"at":"2024-01-15"}})");
    EXPECT_FALSE(router->slices().value()->next().has_value()) << "the answer is for another URL";
    ASSERT_FALSE(parents.asked.empty());
    EXPECT_EQ(parents.asked.front(), "/parents?since=2024-01-15");
    parents.bodies["/parents?since=2024-01-15"] = parents.bodies["/parents"];
    EXPECT_EQ(testing::drain(*router).size(), 1U);
    EXPECT_EQ(router->parent_state().value().dump(), R"({"parents":{"at":"2024-01-20"}})");
}

}  // namespace
}  // namespace levada::airbyte
