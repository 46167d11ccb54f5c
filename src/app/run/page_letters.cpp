#include "run/page_letters.h"

#include "run/run_windows.h"

#include <algorithm>

#include "levada/delivery/dead_letters.h"
#include "levada/delivery/messages.h"

namespace levada::app {

namespace {

/// Of StreamCollector: a page that could not be processed. Other letters without a place are of one record.
constexpr std::string_view kPageFailed = "page_failed";

/// Whether a reading of `read` has all of `lost`; a run without a window has what runs without one lost.
bool has_read(const airbyte::ReadWindow& read, const airbyte::ReadWindow& lost) {
    if (read.is_open() || lost.is_open()) {
        return read.is_open() && lost.is_open();
    }
    return read.from && lost.from && *read.from <= *lost.from && read.to && lost.to && *read.to >= *lost.to;
}

}  // namespace

Status settle_pages(Services& services,
                    const std::string& pipeline,
                    const std::string& run,
                    const airbyte::ReadWindow& window,
                    const std::vector<schedule::StreamReport>& streams) {
    LEVADA_TRY(const std::vector<std::string> topics, services.queue->topics());
    DeadLetters letters(*services.queue, *services.metadata, *services.clock);
    std::vector<KeptLetter> settled;
    for (const schedule::StreamReport& stream : streams) {
        const std::string topic = dead_letter_topic_of(pipeline, stream.name);
        if (stream.status != schedule::RunStatus::succeeded ||
            std::find(topics.begin(), topics.end(), topic) == topics.end()) {
            continue;
        }
        LetterFilter filter;
        filter.pipeline = pipeline;
        filter.stream = stream.name;
        filter.code = kPageFailed;
        filter.status = LetterStatus::open;
        LEVADA_TRY(const std::vector<KeptLetter> open, letters.list(filter));
        for (const KeptLetter& letter : open) {
            LEVADA_TRY(const airbyte::ReadWindow lost, run_window(services, letter.run));
            if (letter.is_page() && letter.run < run && has_read(window, lost)) {
                settled.push_back(letter);
            }
        }
    }
    return letters.mark(settled,
                        {.status = LetterStatus::replayed, .by = "levada", .why = "a run read it again", .run = run});
}

}  // namespace levada::app
