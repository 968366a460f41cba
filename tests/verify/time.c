/* Times checks through libcountersign, and other programs as whole processes. The fastest check takes less than 10 ms, or this fails.
 *
 *     ./time PROFILE MACHINE STATE [PROGRAM ARGUMENT... [-- PROGRAM ARGUMENT...]]
 */
#define _POSIX_C_SOURCE 200809L
#include <countersign.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { CHECKS = 500, STARTS = 50 };

extern char **environ;

static double now_ms(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static int by_size(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double report(const char *what, double *times, int count) {
    qsort(times, count, sizeof *times, by_size);
    printf("%s, %d times: least %.3f ms, median %.3f ms, most %.3f ms\n", what, count, times[0], times[count / 2], times[count - 1]);
    return times[0];
}

static double check(char **paths) {
    double before = now_ms();
    countersign_free(countersign_check(COUNTERSIGN_INTERFACE, paths[0], paths[1], paths[2]));
    return now_ms() - before;
}

static double start(char **command) {
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int status;
    double before = now_ms();
    if (posix_spawnp(&child, command[0], &quiet, NULL, command, environ) != 0 || waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "%s failed\n", command[0]);
        exit(1);
    }
    double took = now_ms() - before;
    posix_spawn_file_actions_destroy(&quiet);
    return took;
}

int main(int argc, char **argv) {
    static double times[CHECKS];
    char *this_computer[] = {argv[1], NULL, NULL};
    if (argc < 4) return 2;
    for (int i = 0; i < CHECKS; i++) times[i] = check(argv + 1);
    int fast = report("check of a recorded machine", times, CHECKS) < 10;
    for (int i = 0; i < CHECKS; i++) times[i] = check(this_computer);
    fast &= report("check of this computer", times, CHECKS) < 10;
    for (char **command = argv + 4; command < argv + argc;) {
        char **end = command;
        while (*end && strcmp(*end, "--") != 0) end++;
        *end = NULL;
        for (int i = 0; i < STARTS; i++) times[i] = start(command);
        report(command[0], times, STARTS);
        command = end + 1;
    }
    if (!fast) fprintf(stderr, "a check takes 10 ms or more\n");
    return !fast;
}
