// How many records the embedded queue takes in a second, each a message of 500 bytes, durable when append() returns.
// levada_bench_queue FOLDER RECORDS RECORDS_PER_APPEND WRITERS; prints the wall seconds of the appends.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <string>
#include <vector>

#include "levada/adapters/local_queue.h"
#include "levada/adapters/system_clock.h"
#include "levada/base/executor.h"

namespace {

constexpr std::size_t kRecordSizeBytes = 500;

class NoLog final : public levada::LogSink {
public:
    void write_entry(levada::LogLevel /*level*/,
                     std::string_view /*message*/,
                     std::span<const levada::LogField> /*fields*/) override {}
};

/// Texts that differ, so that nothing on the way can make less of them.
std::vector<std::string> records_of(std::size_t count) {
    std::vector<std::string> records(count);
    std::uint32_t state = 1;
    for (std::string& record : records) {
        while (record.size() < kRecordSizeBytes) {
            state = state * 1664525 + 1013904223;
            record.push_back(static_cast<char>('a' + (state >> 24U) % 26));
        }
    }
    return records;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int kArgumentCount = 5;
    LEVADA_ASSERT(argc == kArgumentCount);
    const std::size_t record_count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t append_count = std::strtoull(argv[3], nullptr, 10);
    const std::size_t writer_count = std::strtoull(argv[4], nullptr, 10);
    levada::SystemClock clock;
    NoLog log;
    const auto queue = levada::LocalQueue::open(argv[1], {}, clock, log);
    LEVADA_ASSERT(queue.has_value());
    const std::vector<std::string> records = records_of(append_count);
    const std::vector<std::string_view> payloads(records.begin(), records.end());
    const auto started = std::chrono::steady_clock::now();
    levada::ThreadExecutor writers(writer_count, writer_count);
    std::latch left(static_cast<std::ptrdiff_t>(writer_count));
    for (std::size_t writer = 0; writer < writer_count; ++writer) {
        const bool is_taken = writers.submit([&] {
            for (std::size_t done = 0; done < record_count / writer_count; done += append_count) {
                LEVADA_ASSERT((*queue)->append("bench", payloads).has_value());
            }
            left.count_down();
        });
        LEVADA_ASSERT(is_taken);
    }
    left.wait();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
    std::printf("%.6f\n", elapsed.count());
    return 0;
}
