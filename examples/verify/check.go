// Is this machine activated? Exit code 0 if it is.
//
//	go build check.go
//	./check [PROFILE [MACHINE STATE]]
package main

// #cgo pkg-config: countersign
// #include <countersign.h>
import "C"

import (
	"fmt"
	"os"
)

func main() {
	profile, machine, folder := C.CString("/etc/countersign/profile.toml"), (*C.char)(nil), (*C.char)(nil)
	if len(os.Args) > 1 {
		profile = C.CString(os.Args[1])
	}
	if len(os.Args) > 3 {
		machine, folder = C.CString(os.Args[2]), C.CString(os.Args[3])
	}

	// The check.
	status := C.countersign_check(C.COUNTERSIGN_INTERFACE, profile, machine, folder)
	state, code, text := C.countersign_state(status), C.GoString(C.countersign_code(status)), C.GoString(C.countersign_text(status, nil))
	days, json := C.countersign_days_left(status), C.GoString(C.countersign_json(status))
	C.countersign_free(status)
	fmt.Println(state, code, days, json)

	if state != C.COUNTERSIGN_STATE_ACTIVATED {
		fmt.Fprintln(os.Stderr, text)
		os.Exit(1)
	}
}
