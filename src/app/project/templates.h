#pragma once

#include <string>
#include <vector>

namespace levada::app {

/// One file of a project template: `<template>/<path>` and its text.
struct TemplateFile {
    std::string path;
    std::string text;
};

/// Every file of every template, sorted by path.
const std::vector<TemplateFile>& template_files();

/// The names of the templates.
std::vector<std::string> template_names();

}  // namespace levada::app
