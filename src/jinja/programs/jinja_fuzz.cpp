// libFuzzer's entry: see script/fuzz. Any bytes are a template.
#include "fuzz_input.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const void* const bytes = data;
    levada::jinja::fuzz_one({static_cast<const char*>(bytes), size});
    return 0;
}
