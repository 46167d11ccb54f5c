#pragma once

#include "project/project.h"
#include "run/catalog.h"
#include "run/loading.h"
#include "run/services.h"

#include <string>
#include <vector>

#include "levada/delivery/dead_letters.h"
#include "levada/schedule/run_store.h"

namespace levada::app {

/// What came of a replay.
struct LetterReplayReport {
    std::string run;
    std::int64_t replayed_count = 0;      ///< now in their tables
    std::int64_t failed_again_count = 0;  ///< open again
    std::int64_t page_count = 0;          ///< pages: a run reads them again, not a replay
    std::int64_t superseded_count = 0;    ///< of a version of an overwritten table that is gone

    Json to_json() const;
};

/// Brings the records of dead letters into their tables once more, as a run of its own: the records go through the
/// queue and the loader as all records do. Doing it twice, also after a crash at any point, brings each record once.
class LetterReplay {
public:
    /// Borrows all.
    LetterReplay(Services& services, const Project& project, DeadLetters& letters)
        : services_(services), project_(project), letters_(letters) {}

    /// Replays letters of one pipeline, but those that were replayed already; `by` and `why` stand in their marks.
    /// Errors: those of prepare(), Queue::append(), load::Loader; what was appended until then is loaded by the next
    /// one.
    Result<LetterReplayReport> run(const Pipeline& pipeline,
                                   const std::vector<KeptLetter>& letters,
                                   const std::string& by,
                                   const std::string& why);

private:
    Result<schedule::StreamReport> replay_stream(const Loading& loading,
                                                 const PlannedStream& stream,
                                                 const std::vector<KeptLetter>& letters,
                                                 const LetterMark& mark);
    Status append(const Loading& loading,
                  const PlannedStream& stream,
                  const std::vector<KeptLetter>& letters,
                  const LetterMark& mark);

    Services& services_;
    const Project& project_;
    DeadLetters& letters_;
};

}  // namespace levada::app
