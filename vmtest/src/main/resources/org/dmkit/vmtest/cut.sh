# The power fails in the middle of a change: before the K-th call of those that change something. Arguments: system call, K.
. /functions.sh
create_set 1 sda sdb
activate_set
must mount -t ext4 "$node" /mnt
start_writer loudly
# strace can't inject signals together with --seccomp-bpf
strace -f -o /tmp/trace -e trace="$1" -e inject="$1:signal=KILL:when=$2" dmkit replace "$set" sdb sdc --wait
status=$?
[ "$status" != 0 ] || {
  # there are fewer such calls: the change is done, and the power fails after it
  result finished_before "$2"
}
echo "@@KILL@@"
sleep 600
