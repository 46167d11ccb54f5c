#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_config_migration() {
    return {
        .type = "ConfigMigration",
        .summary = "Changes that bring an older configuration up to date; the result is stored.",
        .fields =
            {text_field("description"),
             components_field("transformations")
                 .required()
                 .of({"ConfigRemapField", "ConfigAddFields", "ConfigRemoveFields", "CustomConfigTransformation"})},
        .example = "type: ConfigMigration\ntransformations: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
