#include "run/airbyte_verb.h"

namespace levada::app {

CommandSpec command_airbyte_spec() {
    return airbyte_command("spec", "Print what a connector has to be configured with.");
}

}  // namespace levada::app
