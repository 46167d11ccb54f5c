#include "levada/load/loader.h"

#include "load_position.h"
#include "stream_table.h"
#include "topic_scan.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "levada/base/retry_policy.h"
#include "levada/delivery/messages.h"
#include "levada/load/agreement.h"

namespace levada {
namespace {

constexpr RetryPolicy kConflictPolicy = {.attempts_max = 5,
                                         .wait_first = std::chrono::milliseconds(50),
                                         .wait_max = std::chrono::milliseconds(2'000),
                                         .is_conflict_passing = true};
/// Under this name the queue knows the end of the newest version that was refused.
const std::string kRefusedConsumer = "loader-refused";

}  // namespace

/// What a loader keeps between drains.
class Loader::Session {
public:
    Session(Queue& queue, SqlEngine& engine, const Clock& clock, LoadTarget target, LoadOptions options)
        : queue_(queue),
          clock_(clock),
          target_(std::move(target)),
          options_(std::move(options)),
          topic_(topic_of(target_.pipeline, target_.stream)),
          table_(queue, engine, clock, target_, options_) {}

    Result<LoadReport> drain(DrainMode mode) {
        LoadReport report;
        LEVADA_TRY(const bool has_topic, open());
        if (!has_topic) {
            return report;
        }
        const Status done = follow(mode, report);
        table_.note_drain(report);
        if (!done.has_value()) {
            // What was read and not committed is read again from the newest commit.
            is_open_ = false;
            return done.error().with("stream", target_.stream);
        }
        return report;
    }

private:
    /// Finds the place to go on from; false when the topic is not there yet.
    Result<bool> open() {
        if (is_open_) {
            return true;
        }
        const auto bounds = queue_.bounds(topic_);
        if (!bounds.has_value()) {
            return bounds.error().code() == ErrorCode::not_found ? Result<bool>(false) : bounds.error();
        }
        LEVADA_TRY(position_, table_.open());
        LEVADA_CHECK(agree(bounds->second));
        LEVADA_CHECK(pass_over_refused());
        group_.clear();
        group_size_bytes_ = 0;
        scan_ = std::make_unique<load::TopicScan>(queue_, topic_, std::max(position_.next_offset, bounds->first));
        if (!position_.last_batch.run.empty()) {
            scan_->remember(position_.last_batch);
        }
        is_open_ = true;
        return true;
    }

    /// Makes sure that the table has what was loaded into it, and takes the place that both agree on.
    Status agree(std::int64_t end) {
        const TableStanding shown{table_.shown_offset(), position_.generation_id};
        const Result<std::int64_t> agreed = agreed_offset(queue_, target_, shown);
        const std::optional<std::int64_t>& made_anew_from = options_.made_anew_from;
        if (!agreed.has_value() && !made_anew_from.has_value()) {
            return agreed.error();
        }
        if (position_.next_offset > end) {
            // The messages of an unfinished version are gone, and it will never be whole.
            LEVADA_CHECK(table_.abandon_version());
        }
        if (!table_.has_version()) {
            position_.next_offset = agreed.has_value() ? *agreed : made_anew_from.value_or(0);
        }
        noted_offset_ = 0;
        foreign_offset_ = agreed.has_value() && *agreed == shown.next_offset ? -1 : shown.next_offset;
        return note_table();  // A crash may have come between a commit and its note.
    }

    /// Tells the queue how far the table reaches, so that its loss is noticed.
    Status note_table() {
        const std::int64_t shown = table_.shown_offset();
        if (shown <= noted_offset_ || shown == foreign_offset_) {
            return ok();
        }
        LEVADA_TRY(const std::optional<std::int64_t> noted, queue_.committed_offset(topic_, kTableConsumer));
        if (noted.value_or(0) < shown) {
            LEVADA_CHECK(queue_.commit_offset(topic_, kTableConsumer, shown));
        }
        noted_offset_ = shown;
        return ok();
    }

    Status pass_over_refused() {
        if (!table_.has_commits()) {
            return ok();
        }
        LEVADA_TRY(const std::optional<std::int64_t> refused, queue_.committed_offset(topic_, kRefusedConsumer));
        position_.next_offset = std::max(position_.next_offset, refused.value_or(0));
        return ok();
    }

    Status follow(DrainMode mode, LoadReport& report) {
        while (true) {
            if (options_.is_stopping && options_.is_stopping()) {
                is_open_ = false;  // What was read and not committed is read again.
                return ok();
            }
            const std::uint64_t waiting_max =
                table_.may_load_early() ? options_.group_size_bytes_max : std::numeric_limits<std::uint64_t>::max();
            LEVADA_TRY(std::optional<load::TopicEvent> event, scan_->next(waiting_max));
            if (!event.has_value()) {
                return mode == DrainMode::everything ? flush(report) : ok();
            }
            report.has_ended = false;
            if (const auto* begun = std::get_if<load::RunBegun>(&*event)) {
                LEVADA_CHECK(flush(report));
                LEVADA_CHECK(table_.begin_run(begun->begin, position_));
                continue;
            }
            LEVADA_CHECK(take(std::get<load::BatchesReady>(std::move(*event)), report));
        }
    }

    /// Whether the next run reads these again and would double them.
    bool is_unsettled(const load::BatchesReady& ready) const {
        return target_.mode == LoadMode::append && target_.is_resumed && ready.end.has_value() &&
               ready.end->outcome == StreamOutcome::incomplete;
    }

    Status take(load::BatchesReady ready, LoadReport& report) {
        if (is_unsettled(ready)) {
            for (const load::BatchRef& batch : std::exchange(ready.batches, {})) {
                report.unsettled_count += batch.count;
            }
        }
        report.unsettled_count += ready.taken_back_count;
        for (load::BatchRef& batch : ready.batches) {
            group_size_bytes_ += batch.size_bytes;
            group_end_ = batch.offset + 1;
            group_.push_back(std::move(batch));
            if (group_size_bytes_ >= options_.group_size_bytes_max) {
                LEVADA_CHECK(flush(report));
            }
        }
        if (!ready.end.has_value()) {
            group_end_ = ready.next_offset;
            return ok();
        }
        // The end stays to be seen: a version whose last batches are in it is shown after a crash here, too.
        group_end_ = ready.next_offset - 1;
        LEVADA_CHECK(flush(report));
        position_.next_offset = ready.next_offset;
        report.refusal.clear();
        LEVADA_CHECK(table_.end_run(*ready.end, position_, report));
        if (!report.refusal.empty()) {
            // No commit says that these batches were seen: the next loader passes over them by this.
            LEVADA_CHECK(queue_.commit_offset(topic_, kRefusedConsumer, position_.next_offset));
        }
        LEVADA_CHECK(table_.clean(options_.retained_commit_count));
        report.has_ended = true;
        return note_commit();
    }

    /// The queue's own offset comes after the commit and only helps retention: the commit is what counts.
    Status note_commit() {
        LEVADA_CHECK(note_table());
        LEVADA_CHECK(queue_.commit_offset(topic_, kLoaderConsumer, position_.next_offset));
        if (options_.on_commit) {
            options_.on_commit(position_.next_offset);
        }
        return ok();
    }

    /// Commits the gathered batches.
    Status flush(LoadReport& report) {
        if (group_.empty()) {
            return ok();
        }
        const std::vector<load::BatchRef> batches = std::exchange(group_, {});
        group_size_bytes_ = 0;
        load::LoadPosition next = position_;
        next.next_offset = group_end_;
        LEVADA_CHECK(commit(batches, next, report));
        position_ = std::move(next);
        return note_commit();
    }

    /// A commit that another writer came before has written nothing, so it is tried again. After any other failure it
    /// may be there all the same: then the next drain looks first.
    Status commit(const std::vector<load::BatchRef>& batches, load::LoadPosition& next, LoadReport& report) {
        Backoff backoff(kConflictPolicy, random_, clock_.monotonic());
        while (true) {
            Status loaded = table_.load(batches, next, report);
            if (loaded.has_value() || loaded.error().code() != ErrorCode::conflict) {
                return loaded;
            }
            const auto wait = backoff.next_wait(loaded.error(), clock_.monotonic());
            if (!wait.has_value()) {
                return loaded;
            }
            if (options_.wait) {
                options_.wait(*wait);
            }
        }
    }

    Queue& queue_;
    const Clock& clock_;
    RandomFraction random_ = system_fractions();
    LoadTarget target_;
    LoadOptions options_;
    std::string topic_;
    load::StreamTable table_;
    load::LoadPosition position_;
    std::unique_ptr<load::TopicScan> scan_;
    std::vector<load::BatchRef> group_;
    std::uint64_t group_size_bytes_ = 0;
    std::int64_t group_end_ = 0;
    std::int64_t noted_offset_ = 0;     // up to where the queue knows the table
    std::int64_t foreign_offset_ = -1;  // what the table says counts in another queue
    bool is_open_ = false;
};

Loader::Loader(Queue& queue, SqlEngine& engine, const Clock& clock, LoadTarget target, LoadOptions options)
    : session_(std::make_unique<Session>(queue, engine, clock, std::move(target), std::move(options))) {}

Loader::~Loader() = default;

Result<LoadReport> Loader::drain(DrainMode mode) {
    return session_->drain(mode);
}

}  // namespace levada
