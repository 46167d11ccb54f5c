#include "manifest_check.h"

#include <gtest/gtest.h>

#include "levada/base/yaml.h"

namespace levada::airbyte {
namespace {

constexpr const char* kChecked =
    "version: 6.0.0\n"
    "check: {type: CheckStream, stream_names: [items]}\n"
    "streams:\n"
    "  - name: items\n"
    "    retriever:\n"
    "      requester: {url_base: https://api.example.test, path: /items}\n"
    "      record_selector: {extractor: {field_path: [data]}}\n";

std::optional<Error> error_of(const std::string& text) {
    const Result<Manifest> manifest = load_manifest(text, "m.yaml");
    EXPECT_TRUE(manifest.has_value());
    const Result<void> checked = check_manifest(*manifest);
    return checked.has_value() ? std::nullopt : std::optional<Error>(checked.error());
}

TEST(ManifestCheck, AcceptsWhatTheCdkAccepts) {
    EXPECT_FALSE(error_of(kChecked).has_value()) << error_of(kChecked)->to_string();
    const std::string with_unknown_key = std::string(kChecked) + "    some_key: 1\n";
    EXPECT_FALSE(error_of(with_unknown_key).has_value()) << "unknown keys inside components pass";
}

TEST(ManifestCheck, OfAMadeStreamTakesWhatPydanticTakes) {
    struct Case {
        const char* name;
        const char* field;
        bool is_good;
    };
    constexpr Case kCases[] = {
        {"a text from a number", "request_parameters: {q: 7}", true},
        {"a text from a boolean", "request_parameters: {q: true}", true},
        {"no text from null", "request_parameters: {q: null}", false},
        {"no text from a list", "request_parameters: {q: [1]}", false},
        {"null for what may be absent", "request_headers: null", true},
        {"a boolean from a word", "use_cache: 'yes'", true},
        {"no boolean from another word", "use_cache: maybe", false},
        {"a method that is none", "http_method: THROW", false},
    };
    for (const Case& c : kCases) {
        const std::string text = std::string(
                                     "{type: DeclarativeStream, name: made, retriever: {type: SimpleRetriever,"
                                     " requester: {type: HttpRequester, url_base: https://a.test, ") +
                                 c.field +
                                 "}, record_selector: {type: RecordSelector, extractor: {type: DpathExtractor,"
                                 " field_path: []}}}}";
        const Result<void> checked = check_made_component(parse_yaml(text, "m.yaml").value(), "m.yaml");
        EXPECT_EQ(checked.has_value(), c.is_good)
            << c.name << (checked.has_value() ? "" : ": " + checked.error().to_string());
    }
}

TEST(ManifestCheck, Refuses) {
    struct Case {
        const char* name;
        std::string from;
        std::string to;
        ErrorCode code;
        const char* message;
    };
    const Case cases[] = {
        {"missing field", "field_path: [data]", "x: 1", ErrorCode::invalid_config, "\"field_path\" is missing"},
        {"wrong type", "path: /items", "path: [1]", ErrorCode::invalid_config, "wanted text"},
        {"unknown component",
         "extractor: {",
         "extractor: {type: DpathExtrector, ",
         ErrorCode::invalid_config,
         "did you mean \"DpathExtractor\""},
        {"python component",
         "extractor: {",
         "extractor: {type: CustomRecordExtractor, class_name: a.B, ",
         ErrorCode::unsupported,
         "CustomRecordExtractor"},
        {"closed list",
         "path: /items",
         "path: /items, http_method: FETCH",
         ErrorCode::invalid_config,
         "\"FETCH\" is not possible"},
        {"too small a number",
         "path: /items",
         "path: /items, read_timeout_in_seconds: 0",
         ErrorCode::invalid_config,
         "wanted a number above 0"},
        {"too few items",
         "requester: {",
         "partition_router: {type: UnionPartitionRouter, partition_field: k, partition_routers: []}\n      requester: "
         "{",
         ErrorCode::invalid_config,
         "wanted at least 2 items, found 0"},
        {"key at the root",
         "version: 6.0.0",
         "version: 6.0.0\nstream: 1",
         ErrorCode::invalid_config,
         "did you mean \"streams\""},
        {"type of the root",
         "version: 6.0.0",
         "version: 6.0.0\ntype: Source",
         ErrorCode::invalid_config,
         "wanted \"DeclarativeSource\""},
        {"parameters",
         "requester: {",
         "requester: {$parameters: 5, ",
         ErrorCode::invalid_config,
         "\"$parameters\": wanted mapping"},
        {"component in a mapping",
         "path: /items",
         "path: /items, request_parameters: {fields: {type: QueryProperties}}",
         ErrorCode::invalid_config,
         "\"property_list\" is missing"},
        {"neither text nor component in a mapping",
         "path: /items",
         "path: /items, request_parameters: {limit: 5}",
         ErrorCode::invalid_config,
         "wanted components or texts, found 5"},
        {"group without an action",
         "version: 6.0.0",
         "version: 6.0.0\nstream_groups: {g: {streams: []}}",
         ErrorCode::invalid_config,
         "StreamGroup: \"action\" is missing"},
        {"rules of the configuration",
         "version: 6.0.0",
         "version: 6.0.0\nspec: {type: Spec, connection_specification: {}, config_normalization_rules: "
         "{type: ConfigNormalizationRules, validations: [{type: DpathValidator}]}}",
         ErrorCode::invalid_config,
         "DpathValidator: \"field_path\" is missing"},
        {"no streams", "streams:", "definitions:", ErrorCode::invalid_config, "\"streams\" or \"dynamic_streams\""},
    };
    for (const Case& c : cases) {
        std::string text = kChecked;
        const std::size_t at = text.find(c.from);
        ASSERT_NE(at, std::string::npos) << c.name;
        text.replace(at, c.from.size(), c.to);
        std::optional<Error> error;
        if (std::string_view(c.name) == "no streams") {
            text = "version: 6.0.0\ncheck: {type: CheckStream}\n";
        }
        error = error_of(text);
        ASSERT_TRUE(error.has_value()) << "case: " << c.name;
        EXPECT_EQ(error->code(), c.code) << "case: " << c.name;
        EXPECT_NE(error->message().find(c.message), std::string::npos)
            << "case: " << c.name << ": " << error->message();
        EXPECT_TRUE(std::string(error->place()).starts_with("m.yaml:")) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
