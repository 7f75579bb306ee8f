# A member is lost under a program that writes and syncs, and another disk takes its place.
# Arguments: the RAID level, and who puts the new disk in: replace (one command), fail (failed first, then replaced),
# live (the old member still works), monitor (a spare is there, and dmkit monitor runs).
. /functions.sh
level=$1
how=$2
new=$(last_disk)

say "mdadm makes an Intel RAID $level with a file system"
create_set "$level" $(members_of_level "$level")
for disk in $(members_of_level "$level"); do mdadm --examine "/dev/$disk"; done | grep -E 'Serial|State|Slots|^/dev'

say "dmkit activates it, and a program writes"
activate_set
must mount -t ext4 "$node" /mnt
watch_holds
start_writer
[ "$how" != monitor ] || {
  must dmkit spare "$set" "$new"
  dmkit -v monitor &
  monitor=$!
  sleep 5
}

say "the member sdb is lost"
[ "$how" = live ] || lose_disk sdb
writes_go_on
dmsetup status

say "the new disk $new takes its place ($how)"
old=VMDISK1
[ "$how" != fail ] || must dmkit fail "$set" "$old"
if [ "$how" = monitor ]; then
  rebuilt() { all_in_sync && mdadm --examine "/dev/$new" 2> /dev/null | grep -q 'Map State : normal'; }
  must until_true 240 rebuilt
else
  must dmkit -v replace "$set" "$old" "$new" --wait
fi
writes_go_on
dmsetup status
must all_in_sync
result longest_gap_ms "$(longest_gap)"
result held_ms "$(longest_hold)"

say "the program ends, everything is taken down"
end_and_take_down isw
result finished yes
