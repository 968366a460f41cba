/* A disk whose flushes fail: each fsync and fdatasync fails with EIO while the first byte of the file COUNTERSIGN_FLUSH_FAULT_FILE
   is not 0, which may change at any time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const volatile char *failing;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("COUNTERSIGN_FLUSH_FAULT_FILE");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) {
        _exit(127);
    }
    failing = map;
    close(fd);
    real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
}

static int fail(void) {
    errno = EIO;
    return -1;
}

int fsync(int fd) {
    return *failing ? fail() : real_fsync(fd);
}

int fdatasync(int fd) {
    return *failing ? fail() : real_fdatasync(fd);
}
