#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "levada/adapters/curl_http.h"

namespace levada {

/// One libcurl handle with its open connections. Used by one thread at a time.
class CurlExchange {
public:
    CurlExchange();

    /// Sends one request without following redirects; `buffer` is memory to reuse for the body.
    /// Errors: those of Http::send(), without content decoding.
    Result<HttpResponse> run(const HttpRequest& request,
                             const CurlHttpOptions& options,
                             std::chrono::nanoseconds time_max,
                             std::string buffer);
    /// scheme://host:port of the last request, by which a handle with an open connection is found again.
    const std::string& authority() const { return authority_; }
    void set_authority(std::string authority) { authority_ = std::move(authority); }

private:
    struct FreeHandle {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    struct FreeList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    using List = std::unique_ptr<curl_slist, FreeList>;

    static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
    static int ask_aborted(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

    Status set_up(const HttpRequest& request, const CurlHttpOptions& options, std::chrono::nanoseconds time_max);
    Status set_headers(const HttpRequest& request, const CurlHttpOptions& options);
    void set_method(const HttpRequest& request);
    void set_patience(const HttpPatience& patience, const CurlHttpOptions& options);
    bool append_body(std::string_view bytes);
    void append_header(std::string_view line);
    Error failure(CURLcode code, const std::string& host) const;
    template <typename Value>
    void set(CURLoption option, Value value);

    std::unique_ptr<CURL, FreeHandle> handle_;
    List headers_;
    std::string authority_;
    // Of the exchange that is under way.
    std::function<bool()> is_aborted_;
    HttpResponse response_;
    std::string body_;
    std::size_t body_used_ = 0;
    std::size_t body_size_bytes_max_ = 0;
    bool is_too_large_ = false;
    bool is_head_ = false;
    bool is_header_whole_ = false;
    bool is_sent_ = false;
    char error_text_[CURL_ERROR_SIZE] = {};
};

}  // namespace levada
