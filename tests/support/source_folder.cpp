#include "levada/testing/source_folder.h"

namespace levada::testing {

std::filesystem::path source_folder() {
    return LEVADA_SOURCE_DIR;
}

}  // namespace levada::testing
