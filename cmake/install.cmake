# SPDX-License-Identifier: Apache-2.0
#
# cmake --install: the library with its headers, the bridge's object, the command with the interposer, and what finds them again
# (find_package(snarl), pkg-config). Abseil is inside the library, hidden; the installed interface does not know it.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS snarl_snarl EXPORT snarl FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS snarl_tsan EXPORT snarl OBJECTS DESTINATION "${CMAKE_INSTALL_LIBDIR}/snarl")
if(TARGET snarl_cli)
  install(TARGETS snarl_cli)
endif()
# What the shells look for by the command's name. Made by the command, so it must run here.
if(TARGET snarl_cli AND NOT SNARL_SANITIZE AND NOT CMAKE_CROSSCOMPILING)
  set(snarl_completions "${PROJECT_BINARY_DIR}/completions")
  file(MAKE_DIRECTORY "${snarl_completions}")
  foreach(row "bash snarl bash-completion/completions" "zsh _snarl zsh/site-functions" "fish snarl.fish fish/vendor_completions.d")
    string(REPLACE " " ";" row "${row}")
    list(GET row 0 shell)
    list(GET row 1 name)
    list(GET row 2 folder)
    add_custom_command(
      OUTPUT "${snarl_completions}/${name}"
      COMMAND snarl_cli completion ${shell} > "${snarl_completions}/${name}"
      DEPENDS snarl_cli
      VERBATIM)
    list(APPEND snarl_completion_files "${snarl_completions}/${name}")
    install(FILES "${snarl_completions}/${name}" DESTINATION "${CMAKE_INSTALL_DATADIR}/${folder}")
  endforeach()
  add_custom_target(snarl_completions ALL DEPENDS ${snarl_completion_files})
endif()
if(TARGET snarl_preload)
  install(TARGETS snarl_preload DESTINATION "${CMAKE_INSTALL_LIBDIR}/snarl") # where snarl run looks
endif()

set(snarl_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/snarl")
install(EXPORT snarl NAMESPACE snarl:: FILE snarl-targets.cmake DESTINATION "${snarl_package_folder}")
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/snarl-config.cmake.in" "${PROJECT_BINARY_DIR}/snarl-config.cmake"
  INSTALL_DESTINATION "${snarl_package_folder}"
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/snarl-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/snarl-config.cmake" "${PROJECT_BINARY_DIR}/snarl-config-version.cmake"
        DESTINATION "${snarl_package_folder}")

# The prefix relative to the .pc file, so that an installed tree may be moved.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  message(FATAL_ERROR "CMAKE_INSTALL_LIBDIR and CMAKE_INSTALL_INCLUDEDIR must be relative to the prefix.")
endif()
file(RELATIVE_PATH snarl_prefix_from_pc "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" snarl_prefix_from_pc "${snarl_prefix_from_pc}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/snarl.pc.in" "${PROJECT_BINARY_DIR}/snarl.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/snarl.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
