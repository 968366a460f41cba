/* Countersign: is this machine activated? Link with libcountersign: pkg-config --cflags --libs countersign
 *
 *     CountersignStatus *status = countersign_check(COUNTERSIGN_INTERFACE, "/etc/countersign/profile.toml", NULL, NULL);
 *     if (countersign_state(status) != COUNTERSIGN_STATE_ACTIVATED)
 *         fprintf(stderr, "%s\n", countersign_text(status, "en"));
 *     countersign_free(status);
 *
 * Any number of threads may check at once, and read one status at once. Nothing is written, and nothing asks the network.
 */

#ifndef COUNTERSIGN_H
#define COUNTERSIGN_H

/* Made from crates/verify-c/src/c_interface.rs; don't edit. */

#include <stdint.h>

/*
 The version of this interface. A library knows its own version and every lower one.
 */
#define COUNTERSIGN_INTERFACE 1

/*
 Whether this machine is activated.
 */
typedef enum {
  /*
   There is no status: an argument is wrong, or the profile can't be used. The code says why.
   */
  COUNTERSIGN_STATE_ERROR = 0,
  /*
   A license for this machine is kept, and it is valid today.
   */
  COUNTERSIGN_STATE_ACTIVATED = 1,
  /*
   No license is kept.
   */
  COUNTERSIGN_STATE_NOT_ACTIVATED = 2,
  /*
   The license's last day is past.
   */
  COUNTERSIGN_STATE_EXPIRED = 3,
  /*
   The license is for this machine as it was before, or for another one.
   */
  COUNTERSIGN_STATE_CHANGED = 4,
  /*
   No key of the profile signed what is kept.
   */
  COUNTERSIGN_STATE_INVALID = 5,
  /*
   Unknown: a record, or a field that decides, can't be read.
   */
  COUNTERSIGN_STATE_UNVERIFIED = 6,
} CountersignState;

/*
 The answer to one question: a status, or why there is none. It never changes. countersign_check makes it, and countersign_free takes it back.
 */
typedef struct CountersignStatus CountersignStatus;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 The version of the interface that the installed library has.

 Where it is lower than COUNTERSIGN_INTERFACE, the library is older than the program, and countersign_check answers LIBRARY-OLDER.
 */
uint32_t countersign_interface(void);

/*
 Is this machine activated? Reads the profile, the machine and what is kept, offline, and writes nothing.

 interface: COUNTERSIGN_INTERFACE.
 profile: the path of the product's profile, such as "/etc/countersign/profile.toml".
 machine: the path of a recorded machine, for tests; NULL for this computer.
 state: the folder with what is kept; NULL for "/var/lib/countersign".

 Never returns NULL: an error is a status with COUNTERSIGN_STATE_ERROR, a code and a text. Give it back by countersign_free.

 # Safety
 Each path is null, or ends in a zero byte.
 */
CountersignStatus *countersign_check(uint32_t interface,
                                     const char *profile,
                                     const char *machine,
                                     const char *state);

/*
 The state; COUNTERSIGN_STATE_ERROR for NULL.

 # Safety
 `status` is null, or countersign_check gave it and it wasn't given back.
 */
CountersignState countersign_state(const CountersignStatus *status);

/*
 The stable code, such as "MACHINE-CHANGED" or "PROFILE-MISSING"; "" if the machine is activated. It lives as long as the status.

 # Safety
 `status` is null, or countersign_check gave it and it wasn't given back.
 */
const char *countersign_code(const CountersignStatus *status);

/*
 The words for a person, as "countersign status" prints them: lines in UTF-8. First comes what it is, then what to do now. They hold the license
 number, so they are for the machine's owner. They live as long as the status.

 language: "zh" or a locale such as "zh_CN.UTF-8" for Chinese; English for any other and for NULL.

 # Safety
 `status` is null, or countersign_check gave it and it wasn't given back. `language` is null, or ends in a zero byte.
 */
const char *countersign_text(const CountersignStatus *status,
                             const char *language);

/*
 How many days the license is valid after today; -1 if it is not valid today, or never expires.

 # Safety
 `status` is null, or countersign_check gave it and it wasn't given back.
 */
int32_t countersign_days_left(const CountersignStatus *status);

/*
 All of the status as one JSON object, as "countersign status --json" prints it: notes, bound fields, dates. It holds the license number and
 the machine's serial, so it is for the machine's owner. It lives as long as the status.

 # Safety
 `status` is null, or countersign_check gave it and it wasn't given back.
 */
const char *countersign_json(const CountersignStatus *status);

/*
 Gives a status back. NULL is taken and does nothing.

 # Safety
 `status` is null, or countersign_check gave it and it wasn't given back.
 */
void countersign_free(CountersignStatus *status);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* COUNTERSIGN_H */
