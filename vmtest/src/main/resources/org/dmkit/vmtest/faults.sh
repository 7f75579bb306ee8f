# A system call fails in the middle of a change: in its first run the K-th, in the next the K+stride-th, until one is beyond the
# end. What dmkit could not finish must have left no trace. Arguments: system call, error, first K, stride.
. /functions.sh
call=$1
error=$2
k=$3
stride=$4
old=sdb
new=sdc
create_set 1 sda sdb
activate_set
must mount -t ext4 "$node" /mnt
start_writer
runs=0
backed_out=0
bad=0
while true; do
  table=$(dmsetup table "$set")
  before=$(metadata_of_all sda sdb sdc)
  strace -f --seccomp-bpf -o /tmp/trace -e trace="$call" -e inject="$call:error=$error:when=$k" \
    dmkit replace "$set" "$old" "$new" --wait
  status=$?
  grep -q INJECTED /tmp/trace || break
  runs=$((runs + 1))
  outcome=right
  case $status in
    0 | 4) # done, perhaps but for the end, which the next command brings: then the next change goes the other way
      [ "$status" = 0 ] || must dmkit recover
      dmkit rebuild "$set" --wait
      other=$old old=$new new=$other
      [ "$(metadata sda)" = "$(metadata "$old")" ] || outcome="done, but the members disagree"
      ;;
    1 | 3)
      backed_out=$((backed_out + 1))
      [ "$(dmsetup table "$set")" = "$table" ] || outcome="another table runs"
      [ "$(metadata_of_all sda sdb sdc)" = "$before" ] || outcome="other metadata on the disks"
      # a device without one is listed with nothing behind the colon
      dmsetup table --inactive | grep -q ': .' && outcome="an inactive table is left"
      ;;
    *) outcome="exit status $status" ;;
  esac
  [ -z "$(dmsetup info -c --noheadings -o suspended | grep Suspended)" ] || outcome="a device is suspended"
  echo "$call $k: exit $status, $outcome"
  [ "$outcome" = right ] || {
    bad=$((bad + 1))
    grep INJECTED /tmp/trace
  }
  writes_go_on
  k=$((k + stride))
done
stop_writer
result runs "$runs"
result backed_out "$backed_out"
result wrong "$bad"
result lost "$(($(acked) > $(last_record /mnt/records)))"
must umount /mnt
must e2fsck -fn "$node"
result finished yes
