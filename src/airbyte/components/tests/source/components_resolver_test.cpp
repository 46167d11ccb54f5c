#include "source/components_resolver.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::SourceFixture;

std::string manifest_with(const std::string& resolver) {
    return "version: 6.0.0\n"
           "check: {type: CheckDynamicStream, stream_count: 1}\n"
           "spec: {type: Spec, connection_specification: {type: object}}\n"
           "dynamic_streams:\n"
           "- type: DynamicDeclarativeStream\n"
           "  stream_template:\n"
           "    type: DeclarativeStream\n"
           "    name: x\n"
           "    retriever:\n"
           "      type: SimpleRetriever\n"
           "      requester: {type: HttpRequester, url_base: https://api.example.test, path: /x}\n"
           "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n"
           "  components_resolver:\n" +
           resolver +
           "    components_mapping:\n"
           "    - {type: ComponentMappingDefinition, field_path: [name], value: \"{{ components_values['name'] }}\"}\n"
           "    - {type: ComponentMappingDefinition, field_path: [retriever, requester, path], value: \"/{{ "
           "components_values['name'] }}\"}\n";
}

std::vector<std::string> names(SourceFixture& f, const std::string& manifest, Json config) {
    const auto source = f.open(manifest, std::move(config));
    EXPECT_TRUE(source.has_value()) << source.error().to_string();
    const auto found = (*source)->stream_names();
    EXPECT_TRUE(found.has_value()) << found.error().to_string();
    return found.has_value() ? *found : std::vector<std::string>();
}

TEST(ComponentsResolver, FromTheConfiguration) {
    SourceFixture f(testing::Answers{});
    const std::string manifest = manifest_with(
        "    type: ConfigComponentsResolver\n    stream_config: {type: StreamConfig, configs_pointer: [tables]}\n");
    const Json tables = parse_json(R"({"tables":[{"name":"a"},{"name":"b"}]})").value();
    EXPECT_EQ(names(f, manifest, tables), (std::vector<std::string>{"a", "b"}));
    const auto twice = f.open(manifest, parse_json(R"({"tables":[{"name":"a"},{"name":"a"}]})").value());
    EXPECT_FALSE((*twice)->discover().has_value()) << "a name twice";
}

TEST(ComponentsResolver, FromParameters) {
    SourceFixture f(testing::Answers{});
    EXPECT_EQ(names(f,
                    manifest_with("    type: ParametrizedComponentsResolver\n"
                                  "    stream_parameters: {type: StreamParametersDefinition,"
                                  " list_of_parameters_for_stream: [{name: p}, {name: q}]}\n"),
                    Json::object()),
              (std::vector<std::string>{"p", "q"}));
}

TEST(ComponentsResolver, FromAnEndpoint) {
    SourceFixture f(testing::Answers{{"/tables", R"([{"name":"t1"},{"name":"t2"}])"}, {"/t2", R"([{"id":5}])"}});
    const std::string manifest = manifest_with(
        "    type: HttpComponentsResolver\n"
        "    retriever:\n"
        "      type: SimpleRetriever\n"
        "      requester: {type: HttpRequester, url_base: https://api.example.test, path: /tables}\n"
        "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n");
    EXPECT_EQ(names(f, manifest, Json::object()), (std::vector<std::string>{"t1", "t2"}));
    const std::string out = f.read(manifest, {"t2"});
    EXPECT_NE(out.find("R t2 {\"id\":5}"), std::string::npos) << out;
}

TEST(ComponentsResolver, AStreamThatIsRefusedEndsTheRequests) {
    // Goal: streams are made one after the other; the second page is not asked for when the first has a bad name.
    SourceFixture f(testing::Answers{{"/tables", R"([{"name":1}])"}});
    const std::string manifest = manifest_with(
        "    type: HttpComponentsResolver\n"
        "    retriever:\n"
        "      type: SimpleRetriever\n"
        "      requester: {type: HttpRequester, url_base: https://api.example.test, path: /tables}\n"
        "      partition_router: {type: ListPartitionRouter, cursor_field: p, values: [a, b], request_option:"
        " {type: RequestOption, inject_into: header, field_name: P}}\n"
        "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n");
    const auto source = f.open(manifest, Json::object());
    ASSERT_TRUE(source.has_value());
    EXPECT_FALSE((*source)->stream_names().has_value());
    EXPECT_EQ(f.http.requests().size(), 1U);
}

}  // namespace
}  // namespace levada::airbyte
