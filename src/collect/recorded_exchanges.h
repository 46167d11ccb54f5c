#pragma once

#include <cstdint>
#include <functional>

#include "levada/collect/replay_index.h"

namespace levada {

/// Where a recorded response is: the bytes to read, and which of the records in them it is.
struct ResponsePlace {
    std::uint64_t offset = 0;
    std::uint32_t size_bytes = 0;
    std::uint32_t index = 0;
};

/// A request of a recording, and where its response is.
struct RecordedExchange {
    ReplayIndex::Question question{};
    std::uint64_t request_offset = 0;
    std::uint32_t order = 0;   ///< the how manieth request of the recording
    ResponsePlace response{};  ///< or, of a failure, that of the record which says why
    bool is_failure = false;   ///< no whole response came
};

/// Reads a WARC file piece by piece and gives each request that has a response, or failed
/// before its run was cancelled: in their order, but those whose
/// response does not follow at once come last. Memory holds one piece and one record (kWarcRecordSizeBytesMax), and the
/// requests that have no response yet. Errors: those of `bytes` and of WarcReader::next(), with the offset;
/// invalid_data (a record that cannot be).
Status read_exchanges(const RecordingBytes& bytes, const std::function<void(RecordedExchange&&)>& give);

/// Reads one response again, or the failure in its place. Errors: those of `bytes`; corruption (something else is there
/// now).
Result<ReplayIndex::Answer> read_response(const RecordingBytes& bytes, const ResponsePlace& place);

}  // namespace levada
