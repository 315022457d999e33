/* A QCoreApplication for Go, and work on its thread. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

void owner_new(void);
int owner_exec(void);
void owner_delete(void);
bool owner_is_instance(void);

/* Any thread: ends owner_exec, or has ownerWork called inside it. */
void owner_exit(int code);
void owner_wake(void);

#ifdef __cplusplus
}
#endif
