# Fails with what to do, instead of with npm's words, if the packages are not installed.
if(NOT EXISTS "${NODE_MODULES}/vite/package.json")
    message(FATAL_ERROR "The packages of the dashboard are not installed: run `npm ci` in webui/ first")
endif()
