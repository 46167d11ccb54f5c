#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "levada/base/json.h"

namespace levada::app {

/// Puts secrets into configuration: `${env:NAME}`, `${file:PATH}` and `${secret:NAME}` (from secrets.yaml) inside
/// texts.
class Secrets {
public:
    /// Reads `folder`/secrets.yaml where there is one. Errors: invalid_config.
    static Result<Secrets> open(const std::filesystem::path& folder,
                                const std::map<std::string, std::string>& environment);

    /// Replaces every reference in `value`, in depth. Errors: invalid_config with file:line and the name that is
    /// missing.
    Result<Json> resolve(const Json& value, std::string_view file);

    /// What was put in so far.
    const std::vector<std::string>& used() const { return used_; }

private:
    Result<std::string> resolve_text(const std::string& text, std::string_view file, std::int64_t line);
    Result<std::string> look_up(std::string_view kind, const std::string& name) const;

    std::filesystem::path folder_;
    const std::map<std::string, std::string>* environment_ = nullptr;
    Json values_ = Json::object();
    std::vector<std::string> used_;
};

}  // namespace levada::app
