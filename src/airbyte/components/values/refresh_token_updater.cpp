#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_refresh_token_updater() {
    return {
        .type = "RefreshTokenUpdater",
        .summary = "Where new refresh tokens are written in the configuration.",
        .fields = {text_field("refresh_token_name"),
                   list_field("access_token_config_path").items(JsonTypes::text),
                   list_field("refresh_token_config_path").items(JsonTypes::text),
                   list_field("token_expiry_date_config_path").items(JsonTypes::text),
                   list_field("refresh_token_error_status_codes").items(JsonTypes::integer),
                   text_field("refresh_token_error_key"),
                   list_field("refresh_token_error_values").items(JsonTypes::text)},
        .example = "type: RefreshTokenUpdater\nrefresh_token_config_path: [credentials, refresh_token]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
