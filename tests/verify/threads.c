/* Calls every function of countersign.h with right and wrong arguments, from several threads at once; for valgrind.
 *
 *     ./threads PROFILE MACHINE STATE
 */
#include <countersign.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, CHECKS = 5 };

static char **paths;
static CountersignStatus *shared;

static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "does not hold: %s\n", what);
        exit(1);
    }
}

/* A status that is an error of that code says so in both languages. */
static void must_fail(CountersignStatus *status, const char *code) {
    must(countersign_state(status) == COUNTERSIGN_STATE_ERROR, code);
    must(strcmp(countersign_code(status), code) == 0, code);
    must(strstr(countersign_text(status, "en"), code) != NULL, code);
    must(strstr(countersign_text(status, "zh_CN.UTF-8"), code) != NULL, code);
    must(strcmp(countersign_text(status, "en"), countersign_text(status, "zh")) != 0, code);
    must(strstr(countersign_json(status), code) != NULL, code);
    must(countersign_days_left(status) == -1, code);
    countersign_free(status);
}

static void wrong_arguments(void) {
    char longest[5001];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, NULL, NULL, NULL), "ARGUMENT-NULL");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, "\xff", NULL, NULL), "ARGUMENT-NOT-UTF8");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, paths[1], "\xc3(", NULL), "ARGUMENT-NOT-UTF8");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, longest, NULL, NULL), "ARGUMENT-TOO-LONG");
    must_fail(countersign_check(0, paths[1], NULL, NULL), "ARGUMENT-INTERFACE");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE + 1, paths[1], NULL, NULL), "LIBRARY-OLDER");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, "/nowhere/profile.toml", NULL, NULL), "PROFILE-MISSING");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, "/dev/zero", NULL, NULL), "PROFILE-NOT-REGULAR");
    must_fail(countersign_check(COUNTERSIGN_INTERFACE, paths[1], "/nowhere", NULL), "HARDWARE-NOT-FOUND");
    must_fail(NULL, "ARGUMENT-NULL");
    must(countersign_interface() >= COUNTERSIGN_INTERFACE, "the library is not older than the header");
}

static void *run(void *unused) {
    (void)unused;
    for (int i = 0; i < CHECKS; i++) {
        CountersignStatus *status = countersign_check(COUNTERSIGN_INTERFACE, paths[1], paths[2], paths[3]);
        must(countersign_state(status) == COUNTERSIGN_STATE_ACTIVATED, countersign_text(status, NULL));
        must(strcmp(countersign_code(status), "") == 0, "an activated machine has no code");
        must(strcmp(countersign_json(status), countersign_json(shared)) == 0, "all threads see the same");
        must(strcmp(countersign_text(status, "zh"), countersign_text(shared, "zh")) == 0, "in the same words");
        countersign_free(status);
        wrong_arguments();
    }
    /* This computer itself. */
    countersign_free(countersign_check(COUNTERSIGN_INTERFACE, paths[1], NULL, NULL));
    return NULL;
}

int main(int argc, char **argv) {
    must(argc == 4, "threads PROFILE MACHINE STATE");
    paths = argv;
    shared = countersign_check(COUNTERSIGN_INTERFACE, paths[1], paths[2], paths[3]);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) must(pthread_create(&threads[i], NULL, run, NULL) == 0, "a thread starts");
    for (int i = 0; i < THREADS; i++) must(pthread_join(threads[i], NULL) == 0, "a thread ends");
    countersign_free(shared);
    puts("every call was answered");
    return 0;
}
