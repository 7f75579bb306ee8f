# The lost disk sdb is back beside the mirror that went on without it. Argument: the format.
. /functions.sh
format=$1
stale=$(cat /sys/block/sdb/dev)
dmkit scan
dmkit activate --all
result activated $?
set=$(dmsetup ls | sed -n "s/^\(${format}_[A-Za-z0-9]*\)[[:space:]].*/\1/p" | head -1)
[ -n "$set" ] || must false "no set ${format}_... is active"
dmsetup table
result stale_in_a_table "$(dmsetup table | grep -c " $stale ")"
must e2fsck -fn "/dev/mapper/$set"
must mount -t ext4 "/dev/mapper/$set" /mnt
result records "$(last_record /mnt/records)"
result md5 "$(md5sum < /mnt/records | cut -d' ' -f1)"
must umount /mnt
must dmkit deactivate --all
result finished yes
