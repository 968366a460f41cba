#!/bin/sh
# Is this machine activated? Exit code 0 if it is.
#
#     ./check.sh [PROFILE [MACHINE STATE]]

set -- --profile "${1:-/etc/countersign/profile.toml}" ${2:+--hardware "$2"} ${3:+--state "$3"}

# The check.
json=$(countersign status --json --lang en "$@")
exit=$?
echo "$json"

exit $exit
