# dmkit makes a set on blank disks, all but the last one, and it is synchronised. Arguments: the format, and the level.
. /functions.sh
format=$1
level=$2
disks=
for disk in /sys/block/sd*; do
  [ "${disk##*/}" = "$(last_disk)" ] || disks="$disks --disk ${disk##*/}"
done
# shellcheck disable=SC2086 # a list
must dmkit create "$format" vm --level "$level" $disks
active_set "$format"
must until_true 240 all_in_sync
must dmkit monitor --once
must dmkit show "$set"
must dmkit deactivate --all
result finished yes
