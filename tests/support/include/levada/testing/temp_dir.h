#pragma once

#include <filesystem>

namespace levada::testing {

/// A fresh folder under the system's temporary folder, removed with all it holds when the object ends.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace levada::testing
