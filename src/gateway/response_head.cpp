#include "levada/gateway/response_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::gateway {

namespace {

constexpr std::pair<int, std::string_view> kPhrases[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

constexpr std::string_view kServersOwn[] = {
    "Date", "Content-Length", "Connection", "Transfer-Encoding", "X-Request-Id"};

bool is_token(std::string_view name) {
    // Source: RFC 9110 section 5.6.2, tchar.
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return is_ascii_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
    });
}

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    const std::size_t from = out.size();
    out += value;
    std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), is_control, ' ');
    out += "\r\n";
}

bool is_servers_own(std::string_view name) {
    return std::ranges::any_of(kServersOwn, [&](std::string_view own) { return equals_ignoring_case(own, name); });
}

}  // namespace

std::string_view reason_phrase(int status) {
    const auto* found = std::ranges::lower_bound(kPhrases, status, {}, &std::pair<int, std::string_view>::first);
    return found != std::end(kPhrases) && found->first == status ? found->second : "Unknown";
}

std::string format_http_date(Instant when) {
    constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view kMonths[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(when - day));
    std::array<char, 40> text{};
    const int size = std::snprintf(text.data(),
                                   text.size(),
                                   "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   kDays[std::chrono::weekday(day).c_encoding()].data(),
                                   static_cast<unsigned>(date.day()),
                                   kMonths[static_cast<unsigned>(date.month()) - 1].data(),
                                   static_cast<int>(date.year()),
                                   static_cast<int>(time.hours().count()),
                                   static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

bool is_bodiless(int status) {
    return (status >= 100 && status < 200) || status == 204 || status == 304;
}

void write_response_head(const Response& response, const HeadOptions& options, std::string& out) {
    out.clear();
    out += options.http_minor == 0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(std::clamp(response.status, 100, 999)));
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\nDate: ";
    out += options.date;
    out += "\r\n";
    if (!is_bodiless(response.status)) {
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
    }
    if (!options.is_keeping) {
        out += "Connection: close\r\n";
    } else if (options.http_minor == 0) {
        out += "Connection: keep-alive\r\n";
    }
    for (const HeaderField& field : response.headers) {
        if (is_token(field.name) && !is_servers_own(field.name)) {
            append_header(out, field.name, field.value);
        }
    }
    append_header(out, "X-Request-Id", options.request_id);
    out += "\r\n";
}

}  // namespace levada::gateway
