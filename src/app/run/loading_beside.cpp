#include "run/loading_beside.h"

#include <algorithm>
#include <set>
#include <utility>

#include "levada/airbyte/messages.h"
#include "levada/base/retry_policy.h"
#include "levada/delivery/messages.h"

namespace levada::app {

namespace {

using schedule::RunEventKind;

/// How often who waits looks whether the run shall end.
constexpr std::chrono::milliseconds kLook{100};
/// Waits from here on are told, and shown again and again.
constexpr std::chrono::seconds kToldFrom{1};
constexpr std::chrono::seconds kToldEvery{30};
/// Nothing is read any more: what is left waits in the queue just as well as here.
constexpr std::chrono::minutes kRestWaitMax{1};
/// No jitter: there is one loader of a table, and nobody it could meet.
constexpr RetryPolicy kRetryPolicy = {.wait_first = std::chrono::milliseconds(500),
                                      .wait_max = std::chrono::milliseconds(30'000)};

/// Whether the tables may take later what they do not take now.
bool may_take_later(const Error& error) {
    switch (error.code()) {
        case ErrorCode::unavailable:
        case ErrorCode::deadline_exceeded:
        case ErrorCode::conflict:
        case ErrorCode::not_found:
        case ErrorCode::permission_denied:
        case ErrorCode::rate_limited:
        case ErrorCode::unauthenticated:
            return true;
        default:
            return false;
    }
}

/// Whether the rest of a stream is tried again: not when that needs a person, or was tried again already.
bool is_worth_another_try(const Error& error) {
    return is_passing(error) || error.code() == ErrorCode::not_found;
}

std::string seconds_text(std::chrono::nanoseconds time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

/// One wait of who reads a stream, and what is told of it.
class LoadingBeside::Wait {
public:
    Wait(LoadingBeside& owner, const std::string& stream)
        : owner_(owner), stream_(stream), begun_at_(now()), looked_at_(begun_at_), tell_at_(begun_at_ + kToldFrom) {}
    ~Wait() { step(false); }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

    /// It goes on, for this reason.
    void show(const std::string& cause) {
        step(true);
        owner_.parts_.progress.tick();
        if (now() < tell_at_) {
            return;
        }
        tell_at_ = now() + kToldEvery;
        owner_.parts_.progress.wait(stream_, cause, kToldEvery);
        if (!std::exchange(is_told_, true)) {
            note("reading waits: " + cause);
        }
    }
    /// It is over, and reading goes on.
    void end() {
        if (is_told_) {
            note("reading goes on after a wait of " + seconds_text(now() - begun_at_) + " for the table");
        }
    }

private:
    Monotonic now() const { return owner_.parts_.loading.services.clock->monotonic(); }
    void step(bool is_waiting) {
        const Monotonic looked_at = std::exchange(looked_at_, now());
        owner_.parts_.loading.services.loads.wait(owner_.pipeline_, stream_, is_waiting, looked_at_ - looked_at);
    }
    void note(const std::string& text) {
        owner_.parts_.notes.add({.kind = RunEventKind::wait, .stream = stream_, .text = text});
        owner_.parts_.notes.log().write(LogLevel::warning, text, {{"levada.stream", stream_}});
    }

    LoadingBeside& owner_;
    const std::string& stream_;
    Monotonic begun_at_;
    Monotonic looked_at_;
    Monotonic tell_at_;
    bool is_told_ = false;
};

LoadingBeside::LoadingBeside(const Surroundings& surroundings, const std::vector<PlannedStream>& plan)
    : parts_(surroundings),
      pipeline_(surroundings.loading.pipeline.name),
      backlog_(surroundings.loading.project.settings.backlog),
      queue_(*surroundings.loading.services.run_queue, backlog_) {
    streams_.reserve(plan.size());  // They stay where they are.
    for (const PlannedStream& planned : plan) {
        streams_.push_back({&planned, topic_of(pipeline_, planned.name), nullptr});
    }
}

LoadingBeside::~LoadingBeside() {
    finish();
}

Status LoadingBeside::take_up_rest() {
    for (const Stream& stream : streams_) {
        LEVADA_CHECK(
            backlog_.take_up(*parts_.loading.services.queue, stream.topic).with("stream", stream.planned->name));
    }
    return ok();
}

StreamLoading& LoadingBeside::loading_of(Stream& stream) {
    if (stream.loading == nullptr) {
        stream.loading =
            std::make_unique<StreamLoading>(parts_.loading, *stream.planned, [this, &stream](std::int64_t next_offset) {
                backlog_.loaded(stream.topic, next_offset);
                const std::scoped_lock lock(mutex_);
                failures_.erase(stream.topic);
                changed_.notify_all();
            });
    }
    return *stream.loading;
}

LoadingBeside::Stream& LoadingBeside::stream_of(const std::string& topic) {
    const auto found =
        std::find_if(streams_.begin(), streams_.end(), [&](const Stream& one) { return one.topic == topic; });
    LEVADA_ASSERT(found != streams_.end());
    return *found;
}

/// Under mutex_, as what it reads.
Monotonic LoadingBeside::now() const {
    return parts_.loading.services.clock->monotonic() + std::chrono::duration_cast<Monotonic::duration>(skew_);
}

Monotonic LoadingBeside::now_locked() const {
    const std::scoped_lock lock(mutex_);
    return now();
}

/// The topics that are not tried now, after a failure. Under mutex_, as what it reads.
std::set<std::string> LoadingBeside::pausing() const {
    std::set<std::string> topics;
    for (const auto& [topic, failure] : failures_) {
        if (!may_take_later(failure.error) || now() < failure.retry_at) {
            topics.insert(topic);
        }
    }
    return topics;
}

/// The rest of a stream that has ended. Under mutex_, as what it reads.
std::optional<Backlog::Turn> LoadingBeside::next_ended(const std::set<std::string>& without) const {
    const auto found =
        std::find_if(ended_.begin(), ended_.end(), [&](const std::string& topic) { return !without.contains(topic); });
    return found == ended_.end() ? std::nullopt : std::optional(backlog_.rest_of(*found));
}

void LoadingBeside::stream_ended(const std::string& stream) {
    const std::string topic = topic_of(pipeline_, stream);
    const bool is_planned =
        std::any_of(streams_.begin(), streams_.end(), [&](const Stream& one) { return one.topic == topic; });
    if (is_planned) {
        const std::scoped_lock lock(mutex_);
        ended_.insert(topic);
    }
    begin_turn();
}

std::uint64_t LoadingBeside::waiting_size_bytes(const std::string& stream) const {
    return backlog_.size_bytes(topic_of(pipeline_, stream));
}

/// Begins the most urgent turn, unless one is under way; there is none where every stream that has one pauses after a
/// failure.
LoadingBeside::Turns LoadingBeside::begin_turn() {
    std::optional<Backlog::Turn> turn;
    {
        const std::scoped_lock lock(mutex_);
        if (is_working_ || is_finished_) {
            return is_working_ ? Turns::going_on : Turns::none;
        }
        const std::set<std::string> without = pausing();
        turn = next_ended(without);
        turn = turn ? turn : backlog_.next_turn(without);
        if (!turn) {
            return Turns::none;
        }
        is_working_ = true;
    }
    return submit(*turn);
}

/// With is_working_ set, which makes finish() wait.
LoadingBeside::Turns LoadingBeside::submit(const Backlog::Turn& turn) {
    if (parts_.executor.submit([this, turn] { work(turn); })) {
        return Turns::going_on;
    }
    const std::scoped_lock lock(mutex_);
    is_working_ = false;
    changed_.notify_all();
    return Turns::none;
}

void LoadingBeside::work(const Backlog::Turn& turn) {
    load(turn);
    if (const std::optional<Backlog::Turn> next = end_turn()) {
        submit(*next);
    }
    // Nothing of this object from here on: it may be gone.
}

void LoadingBeside::load(const Backlog::Turn& turn) {
    Stream& stream = stream_of(turn.topic);
    {
        const std::scoped_lock lock(mutex_);
        ended_.erase(turn.topic);  // Where it fails now, load_rest() tries it again.
    }
    const Result<LoadedStream> done = loading_of(stream).drain(turn.mode);
    if (done) {
        backlog_.done(turn);
    }
    parts_.loading.services.loads.set_backlog(pipeline_, stream.planned->name, backlog_.size_bytes(turn.topic));
    if (note_end(turn.topic, done)) {
        parts_.notes.log().write(LogLevel::warning,
                                 "records cannot be loaded now and wait in the queue: " + done.error().to_string(),
                                 {{"levada.stream", stream.planned->name}});
    }
}

/// The next turn, of a stream that has ended meanwhile. Where there is none, nobody waits for this one any more.
std::optional<Backlog::Turn> LoadingBeside::end_turn() {
    const std::scoped_lock lock(mutex_);
    const std::optional<Backlog::Turn> next = is_finished_ ? std::nullopt : next_ended(pausing());
    is_working_ = next.has_value();
    changed_.notify_all();
    return next;
}

/// True for the first failure of a row.
bool LoadingBeside::note_end(const std::string& topic, const Result<LoadedStream>& done) {
    const std::scoped_lock lock(mutex_);
    if (done) {
        failures_.erase(topic);
        return false;
    }
    const auto found = failures_.find(topic);
    Failure failure = found == failures_.end() ? Failure{done.error(), now(), now(), 0} : found->second;
    failure.error = done.error();
    failure.count += 1;
    failure.retry_at =
        now() + std::chrono::duration_cast<Monotonic::duration>(kRetryPolicy.longest_wait(failure.count));
    const bool is_first = failure.count == 1;
    failures_.insert_or_assign(topic, std::move(failure));
    return is_first;
}

/// The stream's own failure, or else one of those that keep all waiting.
std::optional<std::pair<std::string, LoadingBeside::Failure>> LoadingBeside::failure_for(
    const std::string& topic) const {
    const auto own = failures_.find(topic);
    const auto any = own == failures_.end() ? failures_.begin() : own;
    return any == failures_.end() ? std::nullopt : std::optional<std::pair<std::string, Failure>>(*any);
}

std::string LoadingBeside::why_over(const std::string& topic,
                                    const Failure& failure,
                                    const std::string& how_long) const {
    const auto found =
        std::find_if(streams_.begin(), streams_.end(), [&](const Stream& one) { return one.topic == topic; });
    LEVADA_ASSERT(found != streams_.end());
    return "the table of " + found->planned->name + " took nothing" + how_long +
           "; what was read waits in the queue for the next run: " + failure.error.to_string();
}

std::string LoadingBeside::given_up(const std::string& stream) const {
    const std::string topic = topic_of(pipeline_, stream);
    const std::scoped_lock lock(mutex_);
    const auto own = failures_.find(topic);
    const bool is_own = own != failures_.end() && !may_take_later(own->second.error);
    return given_up_.empty() && is_own ? why_over(topic, own->second, "") : given_up_;
}

/// Errors: cancelled, with kStreamOverFact, where the table of the stream takes nothing and no waiting helps.
Status LoadingBeside::refuse_for_good(const std::string& stream, const std::string& topic) const {
    const std::scoped_lock lock(mutex_);
    const auto own = failures_.find(topic);
    if (own == failures_.end() || may_take_later(own->second.error)) {
        return ok();
    }
    return Error(ErrorCode::cancelled, why_over(topic, own->second, "")).with(airbyte::kStreamOverFact, stream);
}

/// One step of a wait. Errors: as make_room().
Status LoadingBeside::go_on(Wait& wait, const std::string& topic, Turns turns) {
    std::optional<std::pair<std::string, Failure>> failure;
    bool is_working = false;
    {
        const std::scoped_lock lock(mutex_);
        failure = failure_for(topic);
        is_working = is_working_;
    }
    wait.show(failure ? "the table takes nothing: " + failure->second.error.to_string()
                      : "the table is slower than the API");
    if (parts_.is_stopping) {
        return Error(ErrorCode::cancelled, "the run was told to stop");
    }
    if (is_working) {
        // Real time: what is being loaded takes as long as it takes, whatever the clock says.
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kLook, [this] { return !is_working_; });
        return ok();
    }
    return failure && turns == Turns::none ? pause(failure->first, failure->second) : ok();
}

/// A step of the pause after a failure.
Status LoadingBeside::pause(const std::string& topic, const Failure& failure) {
    Clock& clock = *parts_.loading.services.clock;
    {
        const std::scoped_lock lock(mutex_);
        const std::chrono::nanoseconds refused_for = now() - failure.since;
        const bool is_for_good = !may_take_later(failure.error);
        if (is_for_good || refused_for >= parts_.loading.project.settings.refused_for_max) {
            given_up_ = why_over(topic, failure, is_for_good ? "" : " for " + seconds_text(refused_for));
            return Error(ErrorCode::cancelled, given_up_);
        }
    }
    const Monotonic before = clock.monotonic();
    clock.sleep_for(kLook);
    const std::chrono::nanoseconds slept = clock.monotonic() - before;
    const std::scoped_lock lock(mutex_);
    skew_ += std::max(std::chrono::nanoseconds(0), kLook - slept);
    return ok();
}

/// Waits until a stream's rest may be tried again; false when it is not to be.
bool LoadingBeside::wait_for_rest(const Stream& stream, Wait& wait, const Error& error, Monotonic until) {
    note_end(stream.topic, error);
    while (!parts_.is_stopping) {
        const auto failure = [&] {
            const std::scoped_lock lock(mutex_);
            return failures_.at(stream.topic);
        }();
        if (now_locked() >= until) {
            return false;
        }
        if (now_locked() >= failure.retry_at) {
            return true;
        }
        wait.show("the table takes nothing: " + failure.error.to_string());
        if (!pause(stream.topic, failure)) {
            return false;
        }
    }
    return false;
}

Status LoadingBeside::make_room(const std::string& stream) {
    const std::string topic = topic_of(pipeline_, stream);
    Turns turns = begin_turn();
    LEVADA_CHECK(refuse_for_good(stream, topic));
    {
        const std::scoped_lock lock(mutex_);
        if (!given_up_.empty()) {
            return Error(ErrorCode::cancelled, given_up_);
        }
    }
    if (!backlog_.is_over(topic)) {
        return ok();
    }
    Wait wait(*this, stream);
    while (!backlog_.has_room(topic)) {
        LEVADA_CHECK(go_on(wait, topic, turns));
        turns = begin_turn();
        LEVADA_CHECK(refuse_for_good(stream, topic));
    }
    wait.end();
    return ok();
}

void LoadingBeside::finish() {
    std::unique_lock lock(mutex_);
    is_finished_ = true;
    changed_.wait(lock, [this] { return !is_working_; });
}

Result<LoadedStream> LoadingBeside::load_rest(const PlannedStream& stream) {
    Stream& found = stream_of(topic_of(pipeline_, stream.name));
    Result<LoadedStream> done = loading_of(found).drain(DrainMode::everything);
    if (!done && is_worth_another_try(done.error())) {
        Wait wait(*this, stream.name);
        const Monotonic until = now_locked() + kRestWaitMax;
        while (!done && is_worth_another_try(done.error()) && wait_for_rest(found, wait, done.error(), until)) {
            done = loading_of(found).drain(DrainMode::everything);
        }
        wait.end();
    }
    if (done) {
        const std::scoped_lock lock(mutex_);
        failures_.erase(found.topic);
    }
    parts_.loading.services.loads.set_backlog(pipeline_, stream.name, done ? 0 : backlog_.size_bytes(found.topic));
    return done;
}

}  // namespace levada::app
