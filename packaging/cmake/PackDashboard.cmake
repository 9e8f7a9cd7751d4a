# cmake -DDIST=dir -DOUTPUT=dir [-DGZIP=program] [-DBROTLI=program] -P PackDashboard.cmake
# Writes OUTPUT/dashboardfiles.cpp, which takes every file below DIST into read-only data (by .incbin: the compiler never
# sees the bytes, and the kernel maps only the pages that are served), and beside it the compressed copies.

cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}")
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE "${DIST}" "${DIST}/*")
list(SORT files)

set(assembler "")
set(declarations "")
set(table "")

# Adds one form of a file; sets `form` to the C++ expression that stands for it.
function(take_form path symbol)
    file(SIZE "${path}" size)
    string(APPEND assembler "    \".globl ${symbol}\\n.hidden ${symbol}\\n${symbol}:\\n.incbin \\\"${path}\\\"\\n\"\n")
    string(APPEND declarations "extern const char ${symbol}[];\n")
    set(assembler "${assembler}" PARENT_SCOPE)
    set(declarations "${declarations}" PARENT_SCOPE)
    set(form "{${symbol}, ${size}}" PARENT_SCOPE)
endfunction()

# Compresses and takes the result if it is at least a tenth smaller; else `form` is "{}".
function(take_compressed path symbol output)
    set(form "{}" PARENT_SCOPE)
    execute_process(COMMAND ${ARGN} INPUT_FILE "${path}" OUTPUT_FILE "${output}" RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "Cannot compress ${path}: ${result}")
    endif()
    file(SIZE "${path}" plain_size)
    file(SIZE "${output}" packed_size)
    math(EXPR tenths "${packed_size} * 10")
    math(EXPR limit "${plain_size} * 9")
    if(tenths GREATER limit)
        file(REMOVE "${output}")
        return()
    endif()
    take_form("${output}" ${symbol})
    set(assembler "${assembler}" PARENT_SCOPE)
    set(declarations "${declarations}" PARENT_SCOPE)
    set(form "${form}" PARENT_SCOPE)
endfunction()

set(index 0)
foreach(file IN LISTS files)
    set(path "${DIST}/${file}")
    set(symbol "agentmonitor_dashboard_${index}")
    take_form("${path}" ${symbol}_plain)
    set(plain "${form}")
    set(gzip "{}")
    set(brotli "{}")
    if(GZIP)
        take_compressed("${path}" ${symbol}_gzip "${OUTPUT}/${index}.gz" "${GZIP}" -9 -n -c)
        set(gzip "${form}")
    endif()
    if(BROTLI)
        take_compressed("${path}" ${symbol}_brotli "${OUTPUT}/${index}.br" "${BROTLI}" -q 11 -c)
        set(brotli "${form}")
    endif()
    file(SHA256 "${path}" hash)
    string(SUBSTRING "${hash}" 0 32 hash)
    string(APPEND table "    {\"/${file}\", \"${hash}\", ${plain}, ${gzip}, ${brotli}},\n")
    math(EXPR index "${index} + 1")
endforeach()

set(source "// Made by packaging/cmake/PackDashboard.cmake.\n#include \"core/dashboard/embeddedfile.h\"\n\n")
if(index EQUAL 0)
    string(APPEND source "std::span<const dashboard::EmbeddedFile> dashboard::embeddedFiles()\n{\n    return {};\n}\n")
else()
    string(APPEND source
        "__asm__(\n    \".section .rodata\\n\"\n${assembler}    \".previous\\n\");\n\n"
        "extern \"C\" {\n${declarations}}\n\n"
        "namespace {\nconst dashboard::EmbeddedFile Files[] = {\n${table}};\n}\n\n"
        "std::span<const dashboard::EmbeddedFile> dashboard::embeddedFiles()\n{\n    return Files;\n}\n")
endif()
file(WRITE "${OUTPUT}/dashboardfiles.cpp" "${source}")
