/* A PKCS#11 module that hands every call on to SoftHSM, and plays what a real token does: it is pulled out, also in the middle of a
 * signature, it hangs, it signs wrongly. A file says which, in one word:
 *
 *     in          the token is there
 *     out         it is pulled out: no slot has a token, and every session of before is gone for good
 *     mid-sign    it is pulled out in the middle of the next signature
 *     hang        calls that sign wait until the word changes
 *     wrong       signatures have a wrong bit
 *     no-eddsa    the token knows no mechanism
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
enum { OK = 0, GENERAL_ERROR = 5, DEVICE_REMOVED = 0x32 };

/* The functions in the order of the standard (PKCS#11 2.40, CK_FUNCTION_LIST). */
enum {
    F_GET_SLOT_LIST = 4, F_GET_MECHANISM_LIST = 7, F_OPEN_SESSION = 12, F_CLOSE_ALL_SESSIONS = 14,
    F_GET_SESSION_INFO = 15, F_FIND_OBJECTS_INIT = 26, F_SIGN_INIT = 42, F_SIGN = 43, FUNCTIONS = 68
};
struct function_list {
    unsigned char version[2];
    void *functions[FUNCTIONS];
};

static struct function_list *softhsm, ours;
static CK_ULONG slot_in_use;
static int pulled_out;

static const char *word(void) {
    static char text[32];
    memset(text, 0, sizeof text);
    FILE *file = fopen(getenv("COUNTERSIGN_TOKEN_STATE"), "r");
    if (file) {
        if (!fgets(text, sizeof text, file)) text[0] = 0;
        fclose(file);
    }
    text[strcspn(text, "\n")] = 0;
    return text;
}

static void pull_out(void) {
    const char *path = getenv("COUNTERSIGN_TOKEN_STATE");
    FILE *file = fopen(path, "w");
    if (file) {
        fputs("out\n", file);
        fclose(file);
    }
}

/* Whether the token is out. Its sessions go with it. */
static int is_out(void) {
    if (strcmp(word(), "out") != 0) return 0;
    if (!pulled_out && slot_in_use) ((CK_RV(*)(CK_ULONG))softhsm->functions[F_CLOSE_ALL_SESSIONS])(slot_in_use - 1);
    pulled_out = 1;
    return 1;
}

static CK_RV get_slot_list(unsigned char present, CK_ULONG *slots, CK_ULONG *count) {
    if (present && is_out()) {
        *count = 0;
        return OK;
    }
    return ((CK_RV(*)(unsigned char, CK_ULONG *, CK_ULONG *))softhsm->functions[F_GET_SLOT_LIST])(present, slots, count);
}

static CK_RV get_mechanism_list(CK_ULONG slot, CK_ULONG *mechanisms, CK_ULONG *count) {
    if (strcmp(word(), "no-eddsa") == 0) {
        *count = 0;
        return OK;
    }
    return ((CK_RV(*)(CK_ULONG, CK_ULONG *, CK_ULONG *))softhsm->functions[F_GET_MECHANISM_LIST])(slot, mechanisms, count);
}

static CK_RV open_session(CK_ULONG slot, CK_ULONG flags, void *application, void *notify, CK_ULONG *session) {
    if (is_out()) return DEVICE_REMOVED;
    pulled_out = 0;
    slot_in_use = slot + 1;
    return ((CK_RV(*)(CK_ULONG, CK_ULONG, void *, void *, CK_ULONG *))softhsm->functions[F_OPEN_SESSION])(
        slot, flags, application, notify, session);
}

static CK_RV get_session_info(CK_ULONG session, void *info) {
    if (is_out()) return DEVICE_REMOVED;
    return ((CK_RV(*)(CK_ULONG, void *))softhsm->functions[F_GET_SESSION_INFO])(session, info);
}

static CK_RV find_objects_init(CK_ULONG session, void *template, CK_ULONG count) {
    if (is_out()) return DEVICE_REMOVED;
    return ((CK_RV(*)(CK_ULONG, void *, CK_ULONG))softhsm->functions[F_FIND_OBJECTS_INIT])(session, template, count);
}

static CK_RV sign_init(CK_ULONG session, void *mechanism, CK_ULONG key) {
    while (strcmp(word(), "hang") == 0) usleep(10000);
    if (is_out()) return DEVICE_REMOVED;
    return ((CK_RV(*)(CK_ULONG, void *, CK_ULONG))softhsm->functions[F_SIGN_INIT])(session, mechanism, key);
}

static CK_RV sign(CK_ULONG session, unsigned char *data, CK_ULONG length, unsigned char *signature, CK_ULONG *size) {
    if (signature && strcmp(word(), "mid-sign") == 0) pull_out();
    if (is_out()) return DEVICE_REMOVED;
    CK_RV result = ((CK_RV(*)(CK_ULONG, unsigned char *, CK_ULONG, unsigned char *, CK_ULONG *))softhsm->functions[F_SIGN])(
        session, data, length, signature, size);
    if (result == OK && signature && strcmp(word(), "wrong") == 0) signature[7] ^= 1;
    return result;
}

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(struct function_list **list) {
    void *library = dlopen(getenv("COUNTERSIGN_SOFTHSM"), RTLD_NOW);
    if (!library) return GENERAL_ERROR;
    CK_RV (*get)(struct function_list **) = (CK_RV(*)(struct function_list **))dlsym(library, "C_GetFunctionList");
    if (!get || get(&softhsm) != OK) return GENERAL_ERROR;
    ours = *softhsm;
    ours.functions[F_GET_SLOT_LIST] = get_slot_list;
    ours.functions[F_GET_MECHANISM_LIST] = get_mechanism_list;
    ours.functions[F_OPEN_SESSION] = open_session;
    ours.functions[F_GET_SESSION_INFO] = get_session_info;
    ours.functions[F_FIND_OBJECTS_INIT] = find_objects_init;
    ours.functions[F_SIGN_INIT] = sign_init;
    ours.functions[F_SIGN] = sign;
    *list = &ours;
    return OK;
}
