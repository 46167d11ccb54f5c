#include "run/airbyte_verb.h"

namespace levada::app {

CommandSpec command_airbyte_check() {
    return airbyte_command("check", "Try a connector's configuration.");
}

}  // namespace levada::app
