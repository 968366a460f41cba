/* A disk whose flushes take longer: each fsync and fdatasync waits COUNTERSIGN_FLUSH_MICROSECONDS before the real one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static struct timespec delay;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void start(void) {
    const char *text = getenv("COUNTERSIGN_FLUSH_MICROSECONDS");
    long microseconds = text ? atol(text) : 0;
    delay.tv_sec = microseconds / 1000000;
    delay.tv_nsec = microseconds % 1000000 * 1000;
    real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
}

static void wait(void) {
    struct timespec left = delay;
    while (nanosleep(&left, &left) == -1 && errno == EINTR) {
    }
}

int fsync(int fd) {
    wait();
    return real_fsync(fd);
}

int fdatasync(int fd) {
    wait();
    return real_fdatasync(fd);
}
