#include "run/letter_replay.h"

#include "run/agreement.h"
#include "run/connector.h"
#include "run/preparation.h"
#include "run/run_notes.h"
#include "run/watched_programs.h"

#include <algorithm>
#include <map>
#include <set>

#include "levada/delivery/batch_writer.h"
#include "levada/delivery/messages.h"
#include "levada/delivery/stream_ends.h"

namespace levada::app {

namespace {

using schedule::RunEventKind;
using schedule::RunStatus;

/// The streams of these letters' records, each once.
std::vector<std::string> streams_of(const std::vector<KeptLetter>& letters) {
    std::set<std::string> streams;
    for (const KeptLetter& letter : letters) {
        if (!letter.is_page()) {
            streams.insert(letter.stream);
        }
    }
    return {streams.begin(), streams.end()};
}

/// A record of an overwritten table belongs to the version that its run wrote: another one may have come since.
bool is_superseded(const KeptLetter& letter, const PlannedStream& stream, const std::vector<schedule::Run>& runs) {
    return stream.destination_sync_mode == "overwrite" &&
           std::any_of(runs.begin(), runs.end(), [&](const schedule::Run& run) {
               const bool is_reading = run.trigger != schedule::RunTrigger::replay && run.id > letter.run;
               return is_reading && std::any_of(run.streams.begin(), run.streams.end(), [&](const auto& report) {
                          return report.name == stream.name && report.status == RunStatus::succeeded;
                      });
           });
}

RunStatus status_of(const LetterReplayReport& report) {
    if (report.failed_again_count == 0) {
        return RunStatus::succeeded;
    }
    return report.replayed_count == 0 ? RunStatus::failed : RunStatus::partial;
}

}  // namespace

Json LetterReplayReport::to_json() const {
    return Json::object({{"run", run},
                         {"replayed", replayed_count},
                         {"failed_again", failed_again_count},
                         {"pages", page_count},
                         {"superseded", superseded_count}});
}

Status LetterReplay::append(const Loading& loading,
                            const PlannedStream& stream,
                            const std::vector<KeptLetter>& letters,
                            const LetterMark& mark) {
    // Generation 0 begins no new version of the table: the records are added to what is there.
    BatchWriter writer(*services_.queue,
                       *services_.clock,
                       {.topic = topic_of(loading.pipeline.name, stream.name), .run = mark.run, .stream = stream.name});
    LEVADA_CHECK(writer.begin(stream.json_schema));
    for (const KeptLetter& letter : letters) {
        LEVADA_TRY(const std::string body, letters_.body(letter));
        const std::string_view record = body;
        LEVADA_CHECK(writer.add(std::span(&record, 1), letter.raw_object));
    }
    return writer.end(StreamOutcome::complete);
}

Result<schedule::StreamReport> LetterReplay::replay_stream(const Loading& loading,
                                                           const PlannedStream& stream,
                                                           const std::vector<KeptLetter>& letters,
                                                           const LetterMark& mark) {
    const std::string topic = topic_of(loading.pipeline.name, stream.name);
    // What an earlier replay appended before it was cut off is loaded, not appended again.
    LEVADA_TRY(const auto cut_off, letters_.cut_off_replays(loading.pipeline.name, stream.name));
    std::map<std::string, std::vector<KeptLetter>> to_mark;
    std::vector<KeptLetter>& fresh = to_mark[mark.run];
    for (const KeptLetter& letter : letters) {
        const auto before = cut_off.find(letter.replay_run);
        bool is_there = false;
        if (letter.status == LetterStatus::replaying && before != cut_off.end()) {
            LEVADA_TRY(const auto ends, stream_ends(*services_.queue, topic, before->second));
            is_there = ends.contains(before->first);
        }
        (is_there ? to_mark[letter.replay_run] : fresh).push_back(letter);
    }
    if (!fresh.empty()) {
        LetterMark begun = mark;
        begun.status = LetterStatus::replaying;
        const auto bounds = services_.queue->bounds(topic);
        begun.topic_end = bounds ? bounds->second : 0;
        LEVADA_CHECK(letters_.mark(fresh, begun));
        LEVADA_CHECK(append(loading, stream, fresh, mark));
    }
    LEVADA_TRY(const LoadedStream loaded, load_stream(loading, stream));
    for (const auto& [run, marked] : to_mark) {
        LetterMark done = mark;
        done.run = run;
        LEVADA_CHECK(letters_.mark(marked, done));
    }
    schedule::StreamReport report;
    report.name = stream.name;
    report.status = loaded.dead_letters == 0 ? RunStatus::succeeded : RunStatus::partial;
    report.records = letters.size();
    report.dead_letters = loaded.dead_letters;
    return report;
}

Result<LetterReplayReport> LetterReplay::run(const Pipeline& pipeline,
                                             const std::vector<KeptLetter>& letters,
                                             const std::string& by,
                                             const std::string& why) {
    LetterReplayReport report;
    report.page_count = std::count_if(letters.begin(), letters.end(), [](const auto& one) { return one.is_page(); });
    const std::vector<std::string> streams = streams_of(letters);
    if (streams.empty()) {
        return report;
    }
    CurlHttp http(http_options_of(pipeline), *services_.clock);
    WatchedPrograms programs(*services_.clock);
    LEVADA_TRY(const Preparation preparation, prepare(services_, pipeline, streams, http, programs));
    for (const PlannedStream& stream : preparation.plan) {
        LEVADA_CHECK(check_table(services_, project_, pipeline, stream.name));
    }
    schedule::RunStore store(*services_.metadata, *services_.clock);
    LEVADA_TRY(schedule::Run run, store.begin({.pipeline = pipeline.name, .trigger = schedule::RunTrigger::replay}));
    LEVADA_TRY(const auto runs, store.list({.pipeline = pipeline.name, .limit = schedule::RunStore::kRunsMax}));
    report.run = run.id;
    RunNotes notes(services_, pipeline.name, run.id);
    notes.add({.kind = RunEventKind::begun, .text = "replay of dead letters by " + by + ": " + why});
    const Loading loading{services_, project_, pipeline, notes.log()};
    const LetterMark mark{LetterStatus::replayed, by, why, run.id};
    for (const PlannedStream& stream : preparation.plan) {
        std::vector<KeptLetter> chosen;
        for (const KeptLetter& letter : letters) {
            if (letter.is_page() || letter.stream != stream.name || letter.status == LetterStatus::replayed) {
                continue;
            }
            const bool is_gone = is_superseded(letter, stream, runs);
            report.superseded_count += is_gone ? 1 : 0;
            if (!is_gone) {
                chosen.push_back(letter);
            }
        }
        LEVADA_TRY(schedule::StreamReport done, replay_stream(loading, stream, chosen, mark));
        report.failed_again_count += static_cast<std::int64_t>(done.dead_letters);
        report.replayed_count += static_cast<std::int64_t>(done.records - done.dead_letters);
        run.streams.push_back(std::move(done));
    }
    run.status = status_of(report);
    notes.add({.kind = RunEventKind::ended, .text = std::string(to_string(run.status))});
    LEVADA_CHECK(store.finish(run));
    return report;
}

}  // namespace levada::app
