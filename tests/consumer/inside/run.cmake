# SPDX-License-Identifier: BSL-1.0
# Configures, builds and runs a project that has tenon as a folder, and installs it: nothing may arrive.
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${FOLDER})
run(${CMAKE_COMMAND} -G Ninja -S ${SOURCE} -B ${FOLDER}/build -DTENON=${TENON}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${FOLDER}/build)
run(${FOLDER}/build/checks)
run(${FOLDER}/build/trains)
run(${CMAKE_COMMAND} --install ${FOLDER}/build --prefix ${FOLDER}/installed)
file(GLOB_RECURSE installed ${FOLDER}/installed/*)
if(installed)
  message(FATAL_ERROR "tenon installs in the project around it: ${installed}")
endif()
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${FOLDER}/build -N OUTPUT_VARIABLE tests)
if(NOT tests MATCHES "Total Tests: 0")
  message(FATAL_ERROR "tenon has tests in the project around it: ${tests}")
endif()

# A project that wants it installed along says so.
run(${CMAKE_COMMAND} ${FOLDER}/build -DTENON_INSTALL=ON)
run(${CMAKE_COMMAND} --install ${FOLDER}/build --prefix ${FOLDER}/installed)
if(NOT EXISTS ${FOLDER}/installed/include/tenon/tenon.hpp)
  message(FATAL_ERROR "TENON_INSTALL installs nothing")
endif()
