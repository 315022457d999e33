/* Loads a library and calls its function "run". */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    void *library = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
    int (*run)(void);

    if (!library) {
        fprintf(stderr, "%s\n", argc == 2 ? dlerror() : "one argument is wanted: the library");
        return 1;
    }
    *(void **)&run = dlsym(library, "run");
    if (!run) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    return run();
}
