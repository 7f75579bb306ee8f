# A set whose metadata mdadm can't judge loses its member sdb under a program that writes and syncs, and the last disk takes the place.
# Arguments: the format, and who puts that in: replace, fail (failed first, then replaced), monitor (a spare is there), or cut: as
# replace, but the power fails before the NUMBER-th SYSCALL of the command.
. /functions.sh
format=$1
how=$2
new=$(last_disk)

say "dmkit activates it, and a program writes"
must dmkit activate --all
active_set "$format"
must mke2fs -q -t ext4 "$node"
must mount -t ext4 "$node" /mnt
loudly=
[ "$how" != cut ] || loudly=loudly
start_writer $loudly
[ "$how" != monitor ] || {
  must dmkit spare "$set" "$new"
  dmkit -v monitor &
  monitor=$!
  sleep 5
}

say "the member sdb is lost"
[ "$how" = cut ] || lose_disk sdb
writes_go_on
dmsetup status

say "$new takes its place ($how)"
case $how in
  fail)
    must dmkit fail "$set" missing
    must dmkit -v replace "$set" missing "$new" --wait
    ;;
  replace) must dmkit -v replace "$set" missing "$new" --wait ;;
  monitor)
    rebuilt() { all_in_sync && dmkit show "$set" | grep -q "$new.*in sync"; }
    until_true 240 rebuilt || {
      dmsetup status
      dmkit show "$set"
      dmkit -v monitor --once
      must false "not rebuilt"
    }
    ;;
  cut)
    strace -f -o /tmp/trace -e trace="$3" -e inject="$3:signal=KILL:when=$4" dmkit replace "$set" sdb "$new" --wait
    [ $? != 0 ] || result finished_before "$4"
    echo "@@KILL@@"
    sleep 600
    ;;
esac
writes_go_on
dmsetup status
must all_in_sync
must dmkit show "$set"

say "the program ends, everything is taken down"
end_and_take_down "$format"
result finished yes
