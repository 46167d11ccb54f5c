#pragma once

#include "run/catalog.h"
#include "run/services.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace levada::app {

/// The numbers that go into the rows of a run. Source: Airbyte's raw tables (`_airbyte_generation_id`, sync_id).
struct RunNumbers {
    std::int64_t sync_id = 0;                           ///< grows with each run of the pipeline
    std::map<std::string, std::int64_t> generations{};  ///< by stream; grows with each overwrite
};

/// Takes the numbers of a run that begins and keeps them. Errors: unavailable.
Result<RunNumbers> take_numbers(Services& services, const Pipeline& pipeline, const std::vector<PlannedStream>& plan);

/// Notes the generation that a stream's table has now, when another than take_numbers() gave. Errors: unavailable.
Status keep_generation(Services& services,
                       const Pipeline& pipeline,
                       const std::string& stream,
                       std::int64_t generation);

}  // namespace levada::app
