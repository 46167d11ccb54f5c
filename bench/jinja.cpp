// What one evaluation of a typical manifest template costs: evaluations per CPU second, and allocations, counted.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <string_view>

#include "levada/jinja/cdk.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) {
        std::abort();
    }
    return memory;
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace {

using levada::jinja::Context;
using levada::jinja::Value;
using levada::jinja::cdk::InterpolatedBoolean;
using levada::jinja::cdk::Interpolation;

/// About 500 bytes, as the records of bench/mock.
constexpr std::string_view kRecord =
    R"({"id":4711,"name":"Customer 4711","email":"customer4711@example.org","is_active":true,"balance":1234.56,"orders":17,)"
    R"("country":"PT","city":"Funchal","created_at":"2024-01-02T03:04:05Z","updated_at":"2024-06-07T08:09:10Z","score":0.75,)"
    R"("plan":"free","tags":["a","b","c"],"address":{"street":"Rua da Levada 1","zip":"9000-001","geo":{"lat":32.65,"lon":-16.9}},)"
    R"("note":null,"description":"A text of some length, as records have it: irrigation channels carry water to the fields."})";

constexpr int kEvaluations = 300'000;

enum class Use : std::uint8_t { value, condition };

struct Case {
    const char* text;
    Use use = Use::value;
};

constexpr Case kCases[] = {
    {"{{ record['id'] }}"},
    {"{{ record.description }}"},
    {"{{ record['address']['geo']['lat'] }}"},
    {"{{ config['api_key'] }}"},
    {"{{ record['id'] > 0 }}", Use::condition},
    {"{{ record.is_active and record['orders'] >= config['orders_min'] }}", Use::condition},
    {"{{ record['country'] }}-{{ record['plan'] }}"},
    {"{{ record.get('zz') or record.name | upper }}"},
    {"{{ 'a' if config.flag else 'b' }}"},
    {"{% if record.plan == 'free' %}f{% else %}p{% endif %}"},
    {"{{ stream_interval['start_time'] }}"},
    {"/v1/items/{{ stream_partition.id }}/notes"},
    {"{{ format_datetime(config['start_date'], '%Y-%m-%d') }}"},
    {"{{ now_utc().strftime('%Y-%m-%dT%H:%M:%SZ') }}"},
    {"{{ (now_utc() - duration('P1D')).strftime('%Y-%m-%d') }}"},
    {"{{ record.tags | join(',') }}"},
    {"no template at all"},
};

/// The value as text: what becomes of it.
bool evaluate(const Interpolation& template_text, const Context& context, std::string& out) {
    const auto value = template_text.try_evaluate(context);
    out.clear();
    return value.has_value() && value->append_json(out).has_value();
}

int measure(const Case& c, const Context& base) {
    const auto value = Interpolation::compile(c.text);
    const auto condition = InterpolatedBoolean::compile(c.text);
    if (!value || !condition) {
        std::fprintf(stderr, "%s: does not compile\n", c.text);
        return 1;
    }
    std::string out;
    out.reserve(4096);
    const std::uint64_t allocations_before = allocations.load();
    const std::clock_t start = std::clock();
    for (int i = 0; i < kEvaluations; ++i) {
        Context context(&base);
        context.set("parameters", Value::none());
        context.set("record", Value::raw_json(kRecord));
        context.set("stream_slice",
                    Value::raw_json(R"({"start_time":"2024-01-01","end_time":"2024-01-31","id":"p1"})"));
        const bool is_done =
            c.use == Use::condition ? condition->try_evaluate(context).has_value() : evaluate(*value, context, out);
        if (!is_done) {
            std::fprintf(stderr, "%s: does not evaluate\n", c.text);
            return 1;
        }
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const double each = static_cast<double>(allocations.load() - allocations_before) / kEvaluations;
    std::printf("%11.0f %6.1f  %s\n", kEvaluations / seconds, each, c.text);
    return 0;
}

}  // namespace

int main() {
    const auto config = Value::parse_json(
        R"({"api_key":"secret-key","start_date":"2024-01-15T00:00:00Z","flag":true,"orders_min":5,"base_url":"https://x.org"})");
    Context base;
    base.set("config", *config);
    base.set_now(std::chrono::system_clock::time_point(std::chrono::seconds(1'717'761'600)));
    std::printf("%11s %6s  %s\n", "per CPU s", "alloc", "template");
    int status = 0;
    for (const Case& c : kCases) {
        status |= measure(c, base);
    }
    return status;
}
