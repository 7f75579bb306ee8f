# The power fails while the last disk is put in the place of sdb, under a program that writes and syncs: before the K-th call of those
# that change something. Arguments: the format, the level, system call, K.
. /functions.sh
start_vendor_set "$1" "$2"
start_writer loudly
# strace can't inject signals together with --seccomp-bpf
strace -f -o /tmp/trace -e trace="$3" -e inject="$3:signal=KILL:when=$4" dmkit replace "$set" sdb "$(last_disk)" --wait
status=$?
[ "$status" != 0 ] || {
  # there are fewer such calls: the change is done, and the power fails after it
  result finished_before "$4"
}
echo "@@KILL@@"
sleep 600
