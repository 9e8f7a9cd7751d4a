# agentmonitor_embed_dashboard(TARGET DIST_DIR): puts the files of a built dashboard, each also compressed, into TARGET as
# read-only data and defines dashboard::embeddedFiles() over them. Files are packed when the build runs, since their names
# are only known then. Without a built dashboard there is nothing in the table, and StaticFiles says so to visitors.

set(AGENTMONITOR_PACK_DASHBOARD "${CMAKE_CURRENT_LIST_DIR}/PackDashboard.cmake")

function(agentmonitor_embed_dashboard target dist_dir)
    set(packed "${CMAKE_CURRENT_BINARY_DIR}/${target}-dashboard")
    set(source "${packed}/dashboardfiles.cpp")

    set(built_here "")
    if(TARGET webui)
        get_target_property(built_here webui AGENTMONITOR_DIST)
    endif()
    if(built_here AND built_here STREQUAL dist_dir)
        set(inputs webui "${dist_dir}/index.html")
    else()
        file(GLOB_RECURSE inputs CONFIGURE_DEPENDS "${dist_dir}/*")
    endif()

    find_program(AGENTMONITOR_GZIP gzip)
    find_program(AGENTMONITOR_BROTLI brotli)
    add_custom_command(
        OUTPUT "${source}"
        COMMAND "${CMAKE_COMMAND}" "-DDIST=${dist_dir}" "-DOUTPUT=${packed}"
            "-DGZIP=${AGENTMONITOR_GZIP}" "-DBROTLI=${AGENTMONITOR_BROTLI}" -P "${AGENTMONITOR_PACK_DASHBOARD}"
        DEPENDS ${inputs} "${AGENTMONITOR_PACK_DASHBOARD}"
        COMMENT "Packing the dashboard for ${target}"
        VERBATIM)
    target_sources(${target} PRIVATE "${source}")
    set_source_files_properties("${source}" PROPERTIES SKIP_AUTOMOC ON)
endfunction()
