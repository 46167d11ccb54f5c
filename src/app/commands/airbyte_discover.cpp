#include "run/airbyte_verb.h"

namespace levada::app {

CommandSpec command_airbyte_discover() {
    return airbyte_command("discover", "Print the streams of a connector.");
}

}  // namespace levada::app
