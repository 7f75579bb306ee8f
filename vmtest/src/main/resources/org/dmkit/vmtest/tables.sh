# dmraid maps what dmkit wrote as dmkit says it does. Argument: the RAID level.
. /functions.sh
new=$(last_disk)
# numbers of devices in tables as paths
with_paths() {
  script=
  for device in /sys/block/sd*; do script="$script;s# $(cat "$device/dev") # /dev/${device##*/} #g"; done
  for device in /sys/block/dm-*; do script="$script;s# $(cat "$device/dev") # /dev/mapper/$(cat "$device/dm/name") #g"; done
  sed "${script#;}"
}
create_set "$1" $(members_of_level "$1")
activate_set
must dmkit replace "$set" sdb "$new" --wait
must dmkit deactivate --all
lose_disk sdb

say "dmkit"
must dmkit table --profile classic > /out/dmkit.tables
cat /out/dmkit.tables
say "dmraid"
must dmraid -ay
dmsetup table | with_paths > /out/dmraid.tables
cat /out/dmraid.tables
result finished yes
