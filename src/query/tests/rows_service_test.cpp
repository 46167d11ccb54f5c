#include "levada/query/rows_service.h"

#include "fake_engine.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::query {
namespace {

using testing::FakeEngine;

class FixedCatalog final : public TableCatalog {
public:
    Result<std::shared_ptr<const std::vector<Table>>> tables(Deadline) override { return tables_; }

private:
    std::shared_ptr<const std::vector<Table>> tables_ = std::make_shared<const std::vector<Table>>(
        std::vector<Table>{{"shop", "people", {{"id", "BIGINT"}, {"name", "VARCHAR"}}}});
};

struct Asked {
    const char* query = "";
    std::vector<HeaderView> headers = {};
    const char* table = "shop.people";
};

/// A service over three people; count gives 3.
class RowsServiceTest : public ::testing::Test {
protected:
    RowsServiceTest() {
        engine_.answer("SELECT *",
                       {{{"id", "BIGINT"}, {"name", "VARCHAR"}}, {{"1", "Ana"}, {"2", "Bo"}, {"3", std::nullopt}}});
        engine_.answer("SELECT count(*)", {{{"n", "BIGINT"}}, {{"3"}}});
    }

    Response ask(const Asked& asked, RowLimits limits = {}) {
        const RowsService service(engine_, catalog_, limits);
        Request request;
        request.method = "GET";
        request.query = asked.query;
        request.headers = asked.headers;
        request.path_parameters = {{"table", asked.table}};
        return service.rows(request);
    }

    FakeEngine engine_;
    FixedCatalog catalog_;
};

std::string header(const Response& response, std::string_view name) {
    for (const HeaderField& field : response.headers) {
        if (field.name == name) {
            return field.value;
        }
    }
    return "";
}

TEST_F(RowsServiceTest, Answers) {
    struct Case {
        const char* name;
        Asked asked;
        int status;
        const char* range;
        const char* body;
    };
    const Case cases[] = {
        {"json",
         {},
         200,
         "0-2/*",
         "[{\"id\":1,\"name\":\"Ana\"},\n{\"id\":2,\"name\":\"Bo\"},\n{\"id\":3,\"name\":null}]"},
        {"csv", {"", {{"Accept", "text/csv"}}}, 200, "0-2/*", "id,name\n1,Ana\n2,Bo\n3,\n"},
        {"limit", {"limit=2"}, 200, "0-1/*", "[{\"id\":1,\"name\":\"Ana\"},\n{\"id\":2,\"name\":\"Bo\"}]"},
        {"limit and count", {"limit=2", {{"Prefer", "count=exact"}}}, 206, "0-1/3", nullptr},
        {"all and count", {"", {{"Prefer", "count=exact"}}}, 200, "0-2/3", nullptr},
        {"limit 0 and count", {"limit=0", {{"Prefer", "count=exact"}}}, 206, "*/3", "[]"},
        {"range header", {"", {{"Range", "1-2"}}}, 200, "1-2/*", nullptr},
        {"offset over the end", {"offset=3", {{"Prefer", "count=exact"}}}, 416, "", nullptr},
        {"one object of many", {"", {{"Accept", "application/vnd.pgrst.object+json"}}}, 406, "", nullptr},
        {"media not there", {"", {{"Accept", "image/png"}}}, 406, "", nullptr},
        {"unknown table", {"", {}, "shop.peple"}, 404, "", nullptr},
        {"unknown column", {"nope=eq.1"}, 400, "", nullptr},
        {"wrong escape", {"id=eq.%zz"}, 400, "", nullptr},
    };
    for (const Case& c : cases) {
        const Response response = ask(c.asked);
        EXPECT_EQ(response.status, c.status) << "case: " << c.name << ": " << response.body;
        EXPECT_EQ(header(response, "Content-Range"), c.range) << "case: " << c.name;
        if (c.body != nullptr) {
            EXPECT_EQ(response.body, c.body) << "case: " << c.name;
        }
    }
}

TEST_F(RowsServiceTest, OneObject) {
    engine_.answer("SELECT *", {{{"id", "BIGINT"}}, {{"1"}}});
    const Asked asked{"", {{"Accept", "application/vnd.pgrst.object+json"}}};
    EXPECT_EQ(ask(asked).body, "{\"id\":1}");
    engine_.answer("SELECT *", {{{"id", "BIGINT"}}, {}});
    const Response none = ask(asked);
    EXPECT_EQ(none.status, 406);
    EXPECT_NE(none.body.find("The result contains 0 rows"), std::string::npos);
}

TEST_F(RowsServiceTest, RangeBecomesLimitAndOffset) {
    ask({"limit=10&offset=1", {{"Range", "2-4"}}});
    EXPECT_EQ(engine_.asked().back(), "SELECT * FROM \"shop\".\"people\" LIMIT 3 OFFSET 2");
}

TEST_F(RowsServiceTest, OurLimitShows) {
    const Response cut = ask({}, {.rows_max = 2});
    EXPECT_EQ(cut.status, 206);
    EXPECT_EQ(header(cut, "Content-Range"), "0-1/*");
    EXPECT_EQ(engine_.asked().back(), "SELECT * FROM \"shop\".\"people\" LIMIT 3");
    EXPECT_EQ(ask({}, {.rows_max = 3}).status, 200);
    EXPECT_EQ(ask({"limit=5"}, {.rows_max = 2}).status, 206);
    EXPECT_EQ(ask({}, {.body_bytes_max = 10}).status, 413);
    EXPECT_EQ(ask({"id=eq.1"}, {.query_bytes_max = 3}).status, 414);
}

TEST_F(RowsServiceTest, EngineErrors) {
    struct Case {
        ErrorCode code;
        int status;
        const char* api_code;
        bool is_told;
    };
    const Case cases[] = {
        {ErrorCode::invalid_data, 400, "22P02", true},
        {ErrorCode::not_found, 404, "42P01", true},
        {ErrorCode::deadline_exceeded, 504, "57014", true},
        {ErrorCode::unavailable, 503, "53000", true},
        {ErrorCode::unsupported, 400, "0A000", true},
        {ErrorCode::corruption, 500, "XX000", false},
    };
    for (const Case& c : cases) {
        engine_.answer("SELECT *", {{}, {}, Error(c.code, "inner message")});
        const Response response = ask({});
        const auto body = parse_json(response.body);
        ASSERT_TRUE(body.has_value());
        EXPECT_EQ(response.status, c.status);
        EXPECT_EQ(body->string_or("code", ""), c.api_code);
        EXPECT_EQ(body->string_or("message", "") == "inner message", c.is_told) << to_string(c.code);
    }
}

TEST_F(RowsServiceTest, VersionsGiveTagsAndAnswersFromMemory) {
    std::string version = "v1";
    RowsService service(engine_, catalog_, {});
    service.use_versions([&](const Table& table) { return table.name == "people" ? version : std::string(); });
    const auto ask_with = [&](std::string_view query, std::vector<HeaderView> headers) {
        Request request;
        request.method = "GET";
        request.query = query;
        request.headers = std::move(headers);
        request.path_parameters = {{"table", "shop.people"}};
        return service.rows(request);
    };
    const Response first = ask_with("limit=2", {});
    const std::string tag = header(first, "ETag");
    EXPECT_EQ(tag.size(), 34U);
    EXPECT_EQ(ask_with("limit=2", {}).body, first.body);
    EXPECT_EQ(header(ask_with("limit=2", {}), "ETag"), tag);
    EXPECT_EQ(engine_.asked().size(), 1U) << "the second and third come from memory";
    const std::string tags = "\"x\", W/" + tag;
    const Response unchanged = ask_with("limit=2", {{"If-None-Match", tags}});
    EXPECT_EQ(unchanged.status, 304);
    EXPECT_EQ(unchanged.body, "");
    EXPECT_NE(header(ask_with("limit=3", {}), "ETag"), tag);
    EXPECT_NE(header(ask_with("limit=2", {{"Accept", "text/csv"}}), "ETag"), tag);
    EXPECT_EQ(engine_.asked().size(), 3U);
    version = "v2";
    EXPECT_EQ(ask_with("limit=2", {{"If-None-Match", tag}}).status, 200);
    EXPECT_EQ(engine_.asked().size(), 4U);
    version.clear();
    EXPECT_EQ(header(ask_with("limit=2", {}), "ETag"), "");
    EXPECT_EQ(ask_with("nope=eq.1", {}).status, 400);
}

TEST_F(RowsServiceTest, TablesAndOpenApi) {
    const RowsService service(engine_, catalog_, {});
    EXPECT_EQ(service.tables(Request()).body,
              R"([{"schema":"shop","name":"people","path":"/v1/tables/shop.people",)"
              R"("columns":[{"name":"id","type":"BIGINT"},{"name":"name","type":"VARCHAR"}]}])");
    const auto document = parse_json(service.openapi(Request(), "http://localhost:1", "1.2.3").body);
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->string_or("openapi", ""), "3.0.3");
}

}  // namespace
}  // namespace levada::query
