# The desktop's files; the autostart entry is an example only, since each user chooses it in the tray.
include(GNUInstallDirs)
set(desktop "${CMAKE_SOURCE_DIR}/packaging/desktop")
install(FILES "${desktop}/agentmonitor-tray.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${desktop}/agentmonitor.svg" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
install(FILES "${desktop}/agentmonitor-tray-autostart.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/agentmonitor")
