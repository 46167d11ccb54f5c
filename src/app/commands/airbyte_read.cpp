#include "run/airbyte_verb.h"

namespace levada::app {

CommandSpec command_airbyte_read() {
    return airbyte_command("read", "Read streams of a connector as protocol messages.");
}

}  // namespace levada::app
