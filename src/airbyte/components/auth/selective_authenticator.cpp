#include <map>

#include "levada/airbyte/components/authenticator.h"
#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte {
namespace {

/// The text at the path in the config. Source: auth/selective_authenticator.py.
Result<std::string> selected_key(const FieldValues& fields) {
    std::vector<std::string> path;
    for (const Json* step : items_of(*fields.json("authenticator_selection_path"))) {
        path.push_back(python_str(*step));
    }
    const Result<const Json*> found = dpath::get(fields.context().config(), dpath::glob_of_texts(path));
    if (!found || *found == nullptr) {
        return fields.error("authenticator_selection_path",
                            "The path from `authenticator_selection_path` is not found in the config.");
    }
    return python_str(**found);
}

Result<std::shared_ptr<Authenticator>> make_selective(const FieldValues& fields) {
    std::map<std::string, std::shared_ptr<Authenticator>> made;
    const Json* listed = fields.json("authenticators");
    for (const Json::Member& member : listed->as_object()) {
        LEVADA_TRY(made[member.key], build<Authenticator>(member.value, fields.context()));
    }
    LEVADA_TRY(const std::string key, selected_key(fields));
    const auto found = made.find(key);
    if (found == made.end()) {
        return fields.error("authenticators", "The authenticator `" + key + "` is not found.");
    }
    return found->second;
}

}  // namespace

ComponentSpec<Authenticator> spec_selective_authenticator() {
    return {
        .type = "SelectiveAuthenticator",
        .summary = "Chooses one of several authenticators by a value of the config.",
        .fields = {list_field("authenticator_selection_path")
                       .required()
                       .items(JsonTypes::text)
                       .doc("Path of the value in the config."),
                   mapping_field("authenticators").required().doc("The authenticators by that value.")},
        .example =
            "type: SelectiveAuthenticator\n"
            "authenticator_selection_path: [auth_type]\n"
            "authenticators:\n"
            "  token:\n"
            "    type: BearerAuthenticator\n"
            "    api_token: \"{{ config['token'] }}\"\n",
        .make = make_selective,
    };
}

}  // namespace levada::airbyte
