#pragma once

#include <filesystem>

namespace levada::testing {

/// The folder of the project's tree that the test was built from.
std::filesystem::path source_folder();

}  // namespace levada::testing
