#include "levada/airbyte/components/verbs.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

class TextInMemory final : public TextSink {
public:
    Result<void> write(std::string_view text) override {
        written += text;
        return {};
    }
    std::string written;
};

struct Finished {
    int code = 0;
    std::string out;
};

Finished run(const std::string& verb,
             std::map<std::string, std::string> answers,
             std::optional<std::string> config,
             std::string manifest = testing::manifest_of()) {
    testing::SourceFixture f(std::move(answers));
    VerbOptions options;
    options.verb = verb;
    options.manifest_text = std::move(manifest);
    options.manifest_file = "m.yaml";
    options.config = std::move(config);
    options.catalog = R"({"streams":[{"stream":{"name":"items","json_schema":{}},"sync_mode":"full_refresh"}]})";
    TextInMemory out;
    const int code = run_verb(options, f.http, f.clock, out);
    return {code, out.written};
}

constexpr const char* kPythonClass =
    "version: 6.0.0\n"
    "check: {type: CheckStream, stream_names: [items]}\n"
    "streams:\n"
    "  - name: items\n"
    "    retriever:\n"
    "      requester: {url_base: https://api.example.test, path: /items}\n"
    "      record_selector: {extractor: {type: CustomRecordExtractor, class_name: components.Mine}}\n";

TEST(Verbs, Outcomes) {
    const std::map<std::string, std::string> good{{"/items", R"({"data":[{"id":1,"gone":null}]})"}};
    struct Case {
        const char* name;
        Finished result;
        int code;
        const char* text;
    };
    const Case cases[] = {
        {"spec", run("spec", {}, std::nullopt), 0, R"("type":"SPEC")"},
        {"check", run("check", good, "{}"), 0, R"("status":"SUCCEEDED")"},
        {"check of a bad configuration", run("check", good, R"({"key":1})"), 0, R"("status":"FAILED")"},
        {"discover", run("discover", {}, "{}"), 0, R"("type":"CATALOG")"},
        {"discover with a bad configuration",
         run("discover", {}, R"({"key":1})"),
         1,
         R"("failure_type":"config_error")"},
        {"read", run("read", good, "{}"), 0, R"("data":{"id":1},)"},
        {"read that fails", run("read", {}, "{}"), 1, R"("failure_type":"config_error")"},
        {"unknown verb", run("write", {}, "{}"), 1, R"("failure_type":"system_error")"},
        {"broken manifest", run("spec", {}, std::nullopt, "a: [1"), 1, R"("type":"ERROR")"},
        {"configuration that is no JSON", run("check", {}, "{"), 1, R"("type":"ERROR")"},
        {"check with a class that is not there", run("check", good, "{}", kPythonClass), 0, R"("status":"FAILED")"},
        {"read with a class that is not there", run("read", good, "{}", kPythonClass), 1, R"("type":"ERROR")"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(c.result.code, c.code) << "case: " << c.name << ": " << c.result.out;
        EXPECT_NE(c.result.out.find(c.text), std::string::npos) << "case: " << c.name << ": " << c.result.out;
    }
}

}  // namespace
}  // namespace levada::airbyte
