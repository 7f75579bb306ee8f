# What the scenarios share. Reports are lines "RESULT key value"; the tests read them.

say() { echo "## $*"; }
result() { echo "RESULT $*"; }
