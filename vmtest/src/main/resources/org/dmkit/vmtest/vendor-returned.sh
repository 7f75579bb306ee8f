# The lost disk sdb is back beside the mirror that went on without it. Argument: the format.
. /functions.sh
format=$1
stale=$(cat /sys/block/sdb/dev)
dmkit scan
dmkit activate --all
result activated $?
active_set "$format"
dmsetup table
result stale_in_a_table "$(dmsetup table | grep -c " $stale ")"
must e2fsck -fn "$node"
must mount -t ext4 "$node" /mnt
tell_records
must umount /mnt
must dmkit deactivate --all
result finished yes
