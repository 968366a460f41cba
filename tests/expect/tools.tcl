# What both scripts use: waits for texts, ends of programs, answers of the desk.

set timeout 30
# Large enough for a QR in number signs.
set stty_init "rows 60 columns 110"
log_user 1

proc fail {why} {
    puts stderr "\n$why"
    exit 1
}

# Waits for a text.
proc want {text} {
    expect {
        -ex $text {}
        timeout { fail "no \"$text\" in time" }
        eof { fail "the program ended before \"$text\"" }
    }
}

# Waits for the question of a step, and answers it.
proc answer {question text} {
    want $question
    want ": "
    send -- "$text\r"
}

# Waits for the end of the program, and checks its exit code.
proc ends {code} {
    expect {
        eof {}
        timeout { fail "the program doesn't end" }
    }
    set status [lindex [wait] 3]
    if {$status != $code} { fail "exit $status instead of $code" }
}

# Starts the device program.
proc device {args} {
    global env spawn_id
    eval spawn -noecho $env(DEVICE) $args
}

# The seven lines of the desk's answer to a request.
proc desk_answers {request} {
    global env
    set said [eval exec $env(DESK) answer $request]
    set lines [regexp -all -inline {[0-9A-Z]{5}(?: [0-9A-Z]{5}){3}} $said]
    if {[llength $lines] != 7} { fail "no code: $said" }
    return $lines
}

# A line with another character at that place.
proc slip {line place} {
    set other [expr {[string index $line $place] eq "7" ? "K" : "7"}]
    return [string replace $line $place $place $other]
}
