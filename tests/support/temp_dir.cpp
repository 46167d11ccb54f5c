#include "levada/testing/temp_dir.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include "levada/base/assert.h"

namespace levada::testing {

TempDir::TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "levada-test-XXXXXX").string();
    LEVADA_ASSERT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace levada::testing
