#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_jwt_headers() {
    return {
        .type = "JwtHeaders",
        .summary = "Headers of a JWT that have a name of their own.",
        .fields = {text_field("kid"), text_field("typ"), text_field("cty")},
        .example = "type: JwtHeaders\nkid: key-1\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
