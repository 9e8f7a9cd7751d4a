#pragma once

#include <span>
#include <string_view>

namespace dashboard {

//! One file of the dashboard inside the program, whole and as it is sent to those who take gzip or brotli.
struct EmbeddedFile
{
    std::string_view path; //!< "/assets/index-Cx1.js"
    std::string_view hash; //!< of the contents
    std::string_view plain;
    std::string_view gzip; //!< empty if it would not be much smaller
    std::string_view brotli;
};

//! What agentmonitor_embed_dashboard() put into this program; nothing if the dashboard was not built.
std::span<const EmbeddedFile> embeddedFiles();

} // namespace dashboard
