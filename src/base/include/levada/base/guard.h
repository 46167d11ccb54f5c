#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "levada/base/result.h"

namespace levada {

template <typename Work>
auto guard(ErrorCode code, std::string_view describe, Work&& work) -> Result<std::invoke_result_t<Work>> {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            std::forward<Work>(work)();
            return Result<void>();
        } else {
            return std::forward<Work>(work)();
        }
    } catch (const std::exception& thrown) {
        return Error(code, std::string(describe) + ": " + thrown.what());
    }
}

}  // namespace levada
