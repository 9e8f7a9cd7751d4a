# The flags that every target of ours is built with, and one function per kind of target.

option(AGENTMONITOR_WARNINGS_FATAL "Treat warnings as errors" OFF)
set(AGENTMONITOR_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")

add_library(agentmonitor-flags INTERFACE)
target_compile_features(agentmonitor-flags INTERFACE cxx_std_20)
target_include_directories(agentmonitor-flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(agentmonitor-flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${AGENTMONITOR_WARNINGS_FATAL}>:-Werror>)
target_compile_definitions(agentmonitor-flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH
    QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    AGENTMONITOR_VERSION="${PROJECT_VERSION}")
if(AGENTMONITOR_SANITIZE)
    target_compile_options(agentmonitor-flags INTERFACE
        -fsanitize=${AGENTMONITOR_SANITIZE} -fno-omit-frame-pointer -g)
    target_link_options(agentmonitor-flags INTERFACE -fsanitize=${AGENTMONITOR_SANITIZE})
endif()

find_program(AGENTMONITOR_MOLD mold)
if(AGENTMONITOR_MOLD)
    target_link_options(agentmonitor-flags INTERFACE -fuse-ld=mold)
endif()

# agentmonitor_library(NAME SOURCES s... LIBS l...): a static library, one per folder: core/journal is core-journal.
function(agentmonitor_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PUBLIC agentmonitor-flags ${arg_LIBS})
endfunction()

# agentmonitor_program(NAME SOURCES s... LIBS l...)
function(agentmonitor_program name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE agentmonitor-flags ${arg_LIBS})
endfunction()

# Qt's definitions for QFINDTESTDATA hold the folders of this checkout, so that no other one could use what the compiler's cache has.
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)

# agentmonitor_test(NAME LIBS l... [SOURCES s...] [LABELS l...]): NAME.cpp is a Qt Test program and one CTest test.
function(agentmonitor_test name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBS;LABELS" ${ARGN})
    agentmonitor_program(${name} SOURCES ${name}.cpp ${arg_SOURCES} LIBS Qt6::Test tests-paths ${arg_LIBS})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS "${arg_LABELS}")
endfunction()
