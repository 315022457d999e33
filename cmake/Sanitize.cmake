# QTBT_SANITIZE: builds the shim and its tests with GCC's or Clang's sanitizers.
set(QTBT_SANITIZE "" CACHE STRING
    "Sanitizers to build with: address, undefined, both with a comma between, or thread")
set_property(CACHE QTBT_SANITIZE PROPERTY STRINGS "" address undefined "address,undefined" thread)

string(REPLACE "," ";" QTBT_SANITIZE "${QTBT_SANITIZE}")
foreach(sanitizer IN LISTS QTBT_SANITIZE)
    if(NOT sanitizer MATCHES "^(address|undefined|thread)$")
        message(FATAL_ERROR "QTBT_SANITIZE: unknown sanitizer \"${sanitizer}\"")
    endif()
endforeach()
if("thread" IN_LIST QTBT_SANITIZE AND "address" IN_LIST QTBT_SANITIZE)
    message(FATAL_ERROR "QTBT_SANITIZE: thread and address exclude each other")
endif()

function(qtbt_sanitize target)
    if(NOT QTBT_SANITIZE)
        return()
    endif()
    list(JOIN QTBT_SANITIZE "," sanitizers)
    # -O1 and line numbers only for every build type, because instrumented code is slow to optimize.
    target_compile_options(${target} PRIVATE
        -O1 -g1 -fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${sanitizers})
endfunction()
