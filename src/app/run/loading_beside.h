#pragma once

#include "run/loading.h"
#include "run/run_notes.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "levada/base/executor.h"
#include "levada/load/backlog.h"
#include "levada/observe/progress.h"

namespace levada::app {

/// Loads a run's streams while they are still read, as soon as enough of one has gathered for a commit, and makes who
/// reads wait while too much has gathered: the tables are slow, or take nothing. Memory does not grow meanwhile. What
/// fails is tried again, with growing pauses, up to Settings::refused_for_max. Thread-safe.
class LoadingBeside {
public:
    /// What it works with. All is borrowed.
    struct Surroundings {
        const Loading& loading;
        observe::Progress& progress;
        RunNotes& notes;
        const std::atomic<bool>& is_stopping;
        Executor& executor;  ///< for one piece of work at a time
    };

    LoadingBeside(const Surroundings& surroundings, const std::vector<PlannedStream>& plan);
    /// Waits for what is being loaded.
    ~LoadingBeside();
    LoadingBeside(const LoadingBeside&) = delete;
    LoadingBeside& operator=(const LoadingBeside&) = delete;

    /// Takes in what earlier runs left in the queue. Errors: those of Queue.
    Status take_up_rest();
    /// Where collectors append to: counts what they do.
    Queue& queue() { return queue_; }
    /// To be called by who reads `stream` after each page: begins to load when there is enough, and returns when the
    /// next page may come. Errors: cancelled (the run shall end, or the tables took nothing for too long: given_up());
    /// with the fact airbyte::kStreamOverFact where that is so of this stream's table alone, and no waiting helps.
    Status make_room(const std::string& stream);
    /// `stream` has ended, and its end is in the queue: all of it is loaded as soon as nothing else is.
    void stream_ended(const std::string& stream);
    /// Bytes of a stream that are in the queue and in no table.
    std::uint64_t waiting_size_bytes(const std::string& stream) const;
    /// Waits for what is being loaded; after that nothing is begun any more.
    void finish();
    /// Loads all that is left of a stream, after finish(). What fails for a passing reason is tried again for a minute.
    /// Errors: those of load::Loader.
    Result<LoadedStream> load_rest(const PlannedStream& stream);
    /// Why reading was ended before its time, of all streams or of this one; empty when it was not.
    std::string given_up(const std::string& stream) const;

private:
    /// Whether anything is, or was just being loaded.
    enum class Turns : std::uint8_t { none, going_on };
    class Wait;
    struct Stream {
        const PlannedStream* planned = nullptr;
        std::string topic;
        std::unique_ptr<StreamLoading> loading;
    };
    /// How a stream's newest turn ended, while that was badly.
    struct Failure {
        Error error;
        Monotonic since{};  ///< of the first of an unbroken row of them
        Monotonic retry_at{};
        int count = 0;
    };

    StreamLoading& loading_of(Stream& stream);
    Stream& stream_of(const std::string& topic);
    std::set<std::string> pausing() const;
    std::optional<Backlog::Turn> next_ended(const std::set<std::string>& without) const;
    Turns begin_turn();
    Turns submit(const Backlog::Turn& turn);
    void work(const Backlog::Turn& turn);
    void load(const Backlog::Turn& turn);
    std::optional<Backlog::Turn> end_turn();
    bool note_end(const std::string& topic, const Result<LoadedStream>& done);
    Status go_on(Wait& wait, const std::string& topic, Turns turns);
    Status refuse_for_good(const std::string& stream, const std::string& topic) const;
    std::string why_over(const std::string& topic, const Failure& failure, const std::string& how_long) const;
    Status pause(const std::string& topic, const Failure& failure);
    std::optional<std::pair<std::string, Failure>> failure_for(const std::string& topic) const;
    bool wait_for_rest(const Stream& stream, Wait& wait, const Error& error, Monotonic until);
    Monotonic now() const;
    Monotonic now_locked() const;

    Surroundings parts_;
    std::string pipeline_;
    std::vector<Stream> streams_;
    Backlog backlog_;
    CountedQueue queue_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool is_working_ = false;  // these under mutex_
    bool is_finished_ = false;
    std::map<std::string, Failure> failures_;  // by topic
    std::set<std::string> ended_;              // topics whose stream has ended and that no turn has looked at since
    std::chrono::nanoseconds skew_{0};         // waited on a clock whose waits take no time
    std::string given_up_;
};

}  // namespace levada::app
