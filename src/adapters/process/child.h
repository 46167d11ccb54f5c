#pragma once

#include <map>
#include <string>
#include <vector>

#include "levada/base/file.h"
#include "levada/base/result.h"
#include "levada/ports/python_runtime.h"

namespace levada {

/// How a child is started.
struct ChildStart {
    std::vector<std::string> command_line;  ///< the first is looked up in PATH
    std::map<std::string, std::string> environment;
    std::filesystem::path folder;
    std::uint64_t memory_bytes = 0;
};

/// A child process that leads its own process group. Its end is awaited before the object goes. Not thread-safe.
class Child {
public:
    /// Standard input is empty; standard output and error are pipes that do not block.
    /// Errors: not_found, permission_denied, unavailable.
    static Result<Child> start(const ChildStart& start);
    /// Ends it by SIGKILL if it was not reaped.
    ~Child();
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) = delete;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int out() const { return out_.get(); }
    int err() const { return err_.get(); }
    /// Becomes readable when the child has ended.
    int end() const { return end_.get(); }
    /// Sends a signal to the whole group.
    void signal(int number) const;
    /// Ends what is left of the group and gives how the child itself ended. Waits for the child.
    ProgramEnd reap();

private:
    Child() = default;

    int process_id_ = -1;
    FileDescriptor out_;
    FileDescriptor err_;
    FileDescriptor end_;
};

}  // namespace levada
