#include "token_provider.h"

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {
namespace {

/// Source: model_to_component_factory.py, create_api_key_authenticator.
Result<RequestOption> option_of(const FieldValues& fields) {
    const Json* inject_into = fields.json("inject_into");
    const Json* header = fields.json("header");
    if (inject_into == nullptr && header == nullptr) {
        return fields.error("inject_into", "Expected either inject_into or header to be set for ApiKeyAuthenticator");
    }
    if (inject_into != nullptr && header != nullptr) {
        return fields.error("header",
                            "inject_into and header cannot be set both for ApiKeyAuthenticator - remove the deprecated "
                            "header option");
    }
    if (inject_into != nullptr) {
        return RequestOption::make(*inject_into, fields.context(), &fields.parameters());
    }
    Json node = Json::object({{"type", Json("RequestOption")}, {"inject_into", Json("header")}});
    node.set("field_name", *header);
    return RequestOption::make(node, fields.context(), &fields.parameters());
}

}  // namespace

ComponentSpec<Authenticator> spec_api_key_authenticator() {
    return {
        .type = "ApiKeyAuthenticator",
        .summary = "Puts a key into a header, a parameter or the body.",
        .fields = {text_field("api_token").doc("The key."),
                   text_field("header").doc("Name of the header that takes it; older form of inject_into."),
                   component_field("inject_into").of({"RequestOption"}).doc("Where the key goes.")},
        .example =
            "type: ApiKeyAuthenticator\n"
            "api_token: \"{{ config['api_key'] }}\"\n"
            "inject_into:\n"
            "  type: RequestOption\n"
            "  inject_into: header\n"
            "  field_name: X-Api-Key\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Authenticator>> {
            LEVADA_TRY(RequestOption option, option_of(fields));
            LEVADA_TRY(InterpolatedString token, fields.interpolated("api_token"));
            return std::make_shared<TokenAuthenticator>(
                std::make_shared<TemplateTokenProvider>(std::move(token)), std::move(option), "");
        },
    };
}

}  // namespace levada::airbyte
