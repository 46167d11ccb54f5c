#include "child.h"

#include <array>
#include <csignal>

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

namespace levada {
namespace {

/// What the child writes until it ends.
std::string heard(const Child& child) {
    std::string text;
    std::array<char, 4096> buffer{};
    pollfd wait{.fd = child.out(), .events = POLLIN, .revents = 0};
    while (::poll(&wait, 1, 30'000) == 1) {
        const ssize_t count = ::read(child.out(), buffer.data(), buffer.size());
        if (count <= 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
}

ChildStart start_of(const std::string& script) {
    return {.command_line = {"sh", "-c", script},
            .environment = {{"PATH", "/usr/bin:/bin"}},
            .folder = {},
            .memory_bytes = 0};
}

TEST(Child, LeadsAGroupAndInheritsNothing) {
    // Goal: its own group, no blocked signals, three open files, though we block and hold some.
    sigset_t blocked{};
    sigset_t before{};
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    std::array<int, 2> held{};
    ASSERT_EQ(::pipe(held.data()), 0);
    auto child = Child::start(
        start_of("awk '{print $5 == $1}' /proc/$$/stat; awk '/SigBlk/ {print $2}' /proc/self/status; ls /proc/$$/fd"));
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ASSERT_TRUE(child.has_value()) << child.error().to_string();
    EXPECT_EQ(heard(*child), "1\n0000000000000000\n0\n1\n2\n");
    EXPECT_TRUE(child->reap().has_succeeded());
    ::close(held[0]);
    ::close(held[1]);
}

TEST(Child, WhatCannotRunIsTold) {
    // Goal: the errno of the failed exec, not an exit code.
    ChildStart start = start_of("");
    start.command_line = {"/etc/passwd"};
    const auto child = Child::start(start);
    ASSERT_FALSE(child.has_value());
    EXPECT_EQ(child.error().code(), ErrorCode::permission_denied) << child.error().to_string();
    start = start_of("true");
    start.folder = "/no/such/folder";
    EXPECT_EQ(Child::start(start).error().code(), ErrorCode::not_found);
}

TEST(Child, EndsWithItsObject) {
    // Goal: a child that is forgotten does not stay. Method: its end is seen by a file it would outlive.
    int end = -1;
    {
        auto child = Child::start(start_of("exec sleep 600"));
        ASSERT_TRUE(child.has_value());
        end = ::dup(child->end());
    }
    pollfd wait{.fd = end, .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&wait, 1, 30'000), 1);
    ::close(end);
}

}  // namespace
}  // namespace levada
