/* Is this machine activated? Exit code 0 if it is.
 *
 *     cc check.c $(pkg-config --cflags --libs countersign) -o check
 *     ./check [PROFILE [MACHINE STATE]]
 */
#include <countersign.h>
#include <stdio.h>

int main(int argc, char **argv) {
    const char *profile = argc > 1 ? argv[1] : "/etc/countersign/profile.toml";
    const char *machine = argc > 3 ? argv[2] : NULL; /* a recording, for tests; NULL: this computer */
    const char *folder = argc > 3 ? argv[3] : NULL;

    /* The check. */
    CountersignStatus *status = countersign_check(COUNTERSIGN_INTERFACE, profile, machine, folder);
    CountersignState state = countersign_state(status);
    if (state != COUNTERSIGN_STATE_ACTIVATED) fprintf(stderr, "%s\n", countersign_text(status, "en"));
    printf("%d %s %d %s\n", state, countersign_code(status), countersign_days_left(status), countersign_json(status));
    countersign_free(status);

    return state == COUNTERSIGN_STATE_ACTIVATED ? 0 : 1;
}
