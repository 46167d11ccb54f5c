#pragma once

#include "project/project.h"
#include "run/services.h"
#include "shop_project.h"

#include "levada/observe/progress.h"

namespace levada::app {

/// For tests that look at nothing a user would see.
inline observe::ProgressOptions silent_progress() {
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::silent;
    return options;
}

/// The shop's project, loaded, with its services opened: for tests of what is below the commands.
class ShopServices {
public:
    ShopServices() {
        auto loaded = load_project(shop.path(), {});
        LEVADA_ASSERT(loaded.has_value());
        project = std::move(*loaded);
        Arguments arguments;
        arguments.set("log-level", "error");
        auto opened = Services::open(project, process.process, arguments);
        LEVADA_ASSERT(opened.has_value());
        services = std::move(*opened);
    }

    const Pipeline& pipeline() const { return project.pipelines.front(); }

    ShopProject shop;
    RecordedProcess process;
    Project project;
    std::unique_ptr<Services> services;
};

}  // namespace levada::app
