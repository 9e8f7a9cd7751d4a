# What `cmake --install` puts in place: the programs that were built, each of which finds the others beside it, and the desktop's files.

include(GNUInstallDirs)
install(TARGETS agentmonitor-server agentmonitor-holder agentmonitor-tray agentmonitor-relay OPTIONAL)

set(desktop "${CMAKE_SOURCE_DIR}/packaging/desktop")
install(FILES "${desktop}/agentmonitor-tray.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${desktop}/agentmonitor.svg" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
# An example: for all users it belongs into /etc/xdg/autostart, and each chooses it for himself in the tray.
install(FILES "${desktop}/agentmonitor-tray-autostart.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/agentmonitor")
