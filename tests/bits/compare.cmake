# SPDX-License-Identifier: BSL-1.0
# Fails unless the PROGRAMS print the same.
foreach(program ${PROGRAMS})
  execute_process(COMMAND ${program} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  message(STATUS "${program}: ${output}")
  if(DEFINED first AND NOT output STREQUAL first)
    message(FATAL_ERROR "the bits differ")
  endif()
  set(first ${output})
endforeach()
