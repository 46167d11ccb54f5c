#include "levada/gateway/access_policy.h"

#include <gtest/gtest.h>

namespace levada::gateway {
namespace {

constexpr const char* kKey = "0123456789abcdef0123";

int status_of(const AccessPolicy& policy, std::string_view path, std::vector<HeaderView> headers) {
    Request request;
    request.path = path;
    request.headers = std::move(headers);
    const std::optional<Response> refused = policy.refuse(request);
    return refused ? refused->status : 200;
}

TEST(AccessPolicy, WithKeys) {
    AccessOptions options;
    options.api_keys = {Secret("another-key-of-ours"), Secret(kKey)};
    const auto policy = AccessPolicy::make(options, AccessPolicy::Reach::network);
    ASSERT_TRUE(policy.has_value());
    struct Case {
        const char* name;
        const char* path;
        std::vector<HeaderView> headers;
        int want;
    };
    const Case cases[] = {
        {"no key", "/v1/runs", {}, 401},
        {"wrong key", "/v1/runs", {{"apikey", "0123456789abcdef0124"}}, 401},
        {"prefix of the key", "/v1/runs", {{"apikey", "0123456789abcdef"}}, 401},
        {"kong's header", "/v1/runs", {{"apikey", kKey}}, 200},
        {"other header", "/v1/runs", {{"x-api-key", kKey}}, 200},
        {"bearer", "/v1/runs", {{"Authorization", "bearer 0123456789abcdef0123"}}, 200},
        {"first of two keys", "/v1/runs", {{"apikey", "another-key-of-ours"}}, 200},
        {"basic is no bearer", "/v1/runs", {{"Authorization", "Basic 0123456789abcdef0123"}}, 401},
        {"probe", "/healthz", {}, 200},
        {"below a probe", "/healthz/x", {}, 401},
        {"any host with a key", "/v1/runs", {{"Host", "data.example"}, {"apikey", kKey}}, 200},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(status_of(*policy, c.path, c.headers), c.want) << "case: " << c.name;
    }
}

TEST(AccessPolicy, WithoutKeysChecksTheHost) {
    struct Case {
        const char* host;
        HostCheck check;
        int want;
    };
    const Case cases[] = {
        {"localhost", HostCheck::loopback_names, 200},
        {"LOCALHOST:8080", HostCheck::loopback_names, 200},
        {"127.0.0.1:1", HostCheck::loopback_names, 200},
        {"[::1]:1", HostCheck::loopback_names, 200},
        {"data.localhost:1", HostCheck::loopback_names, 200},
        {"localhost.evil.example", HostCheck::loopback_names, 421},
        {"evil.example", HostCheck::loopback_names, 421},
        {"evil.example", HostCheck::any, 200},
    };
    for (const Case& c : cases) {
        AccessOptions options;
        options.host_check = c.check;
        const auto policy = AccessPolicy::make(options, AccessPolicy::Reach::loopback);
        ASSERT_TRUE(policy.has_value());
        EXPECT_EQ(status_of(*policy, "/", {{"Host", c.host}}), c.want) << "host: " << c.host;
    }
}

TEST(AccessPolicy, MakeRefuses) {
    AccessOptions options;
    EXPECT_EQ(AccessPolicy::make(options, AccessPolicy::Reach::network).error().code(), ErrorCode::invalid_config);
    options.api_keys = {Secret("short")};
    const auto weak = AccessPolicy::make(options, AccessPolicy::Reach::loopback);
    ASSERT_FALSE(weak.has_value());
    EXPECT_EQ(weak.error().to_string().find("short"), std::string::npos) << "the key must not be shown";
}

}  // namespace
}  // namespace levada::gateway
