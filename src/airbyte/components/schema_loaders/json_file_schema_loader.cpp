#include "schema_file.h"

#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

/// A schema in a file of its own.
class JsonFileSchemaLoader final : public SchemaLoader {
public:
    JsonFileSchemaLoader(InterpolatedString path, const BuildContext& context)
        : path_(std::move(path)), context_(context) {}

    Result<Json> schema() override {
        LEVADA_TRY(const std::string path, path_.text(Scope()));
        return read_schema_file(path, context_);
    }

private:
    InterpolatedString path_;
    BuildContext context_;
};

}  // namespace

ComponentSpec<SchemaLoader> spec_json_file_schema_loader() {
    return {
        .type = "JsonFileSchemaLoader",
        .summary = "A schema in a file beside the manifest.",
        .fields =
            {text_field("file_path").doc("Template of the path; `./{{ parameters['name'] }}.json` unless given.")},
        .example = "type: JsonFileSchemaLoader\nfile_path: ./schemas/items.json\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<SchemaLoader>> {
            const std::string path = fields.text("file_path");
            LEVADA_TRY(
                InterpolatedString text,
                InterpolatedString::make(
                    path.empty() ? "./{{parameters['name']}}.json" : path, fields.parameters(), fields.context()));
            return std::make_shared<JsonFileSchemaLoader>(std::move(text), fields.context());
        },
    };
}

}  // namespace levada::airbyte
