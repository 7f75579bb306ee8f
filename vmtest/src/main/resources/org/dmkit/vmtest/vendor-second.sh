# After a reboot, the disk sdb is still away: others look at what dmkit left. Then it is put back, and a second old member is lost under
# a program that writes and syncs. Arguments: the format, who reads the data (judge), the second member.
. /functions.sh
format=$1
second=$3
blank=$(last_disk)
number_of_second=$(ls /sys/block | grep '^sd' | grep -n "^$second$" | cut -d: -f1)
lose_disk sdb
until_true 30 test ! -e /dev/sdb

say "others look at it"
judge "$format" "$2"
result judged yes

# activate_with_old: every set that can start. A disk that was replaced in an lsi set is a set of the old name, which misses a member
# and is told so (status 1).
activate_with_old() {
  if [ "$format" = lsi ]; then
    dmkit activate --all
    must test $? -le 1
  else
    must dmkit activate --all
  fi
}

say "sdb is back, and stays outside"
put_back 1 sdb
activate_with_old
active_set "$format"
dmsetup table
result returned_in_tables "$(in_tables sdb)"
must e2fsck -fn "$node"
must mount -t ext4 "$node" /mnt
tell_records _returned
if [ "$format" = via ]; then
  # It has no generation: alone with one that was replaced, nobody tells which of them it is. Then dmkit says to take that out.
  lose_disk sdb
fi
watch_holds
start_writer

say "$second is lost, too: all is still there"
lose_disk "$second"
writes_go_on
dmsetup status
end_writer _degraded

say "$blank takes its place"
start_writer
must dmkit -v replace "$set" missing "$blank" --wait
writes_go_on
dmsetup table
dmsetup status
must all_in_sync
result held_ms "$(longest_hold)"
end_and_take_down "$format"

say "both are back, and stay outside"
put_back $((number_of_second - 1)) "$second"
[ "$format" != via ] || put_back 1 sdb
activate_with_old
active_set "$format"
dmsetup table
result both_in_tables "$(in_tables sdb "$second")"
data_of "$node" _both
result finished yes
