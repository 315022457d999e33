/* A C program that uses the installed library. */
#include <qtbt.h>

#include <stdio.h>

int main(void)
{
    printf("Qt %s\n", qtbt_qt_version());
    return qtbt_current_backend() == QTBT_BACKEND_BLUEZ ? 0 : 1;
}
