# A set of any format loses its member sdb under a program that writes and syncs, and the last disk takes the place.
# Arguments: the format, the level, and who puts that in: replace (one command), fail (failed first, then replaced), monitor (a spare is
# there, and dmkit monitor runs).
. /functions.sh
format=$1
level=$2
how=$3
new=$(last_disk)

say "dmkit makes it, and a program writes"
start_vendor_set "$format" "$level"
watch_holds
start_writer
[ "$how" != monitor ] || {
  must dmkit spare "$set" "$new"
  dmkit -v monitor &
  monitor=$!
  sleep 5
}

say "the member sdb is lost"
lose_disk sdb
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
esac
writes_go_on
dmsetup table
dmsetup status
must all_in_sync
result held_ms "$(longest_hold)"

say "the program ends, everything is taken down"
end_and_take_down "$format"
result finished yes
