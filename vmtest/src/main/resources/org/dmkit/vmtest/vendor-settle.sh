# After a power cut in the middle of a change that puts the last disk in the place of sdb: recovered, it is one or the other. Argument: the format.
. /functions.sh
format=$1
must dmkit -v recover
must dmkit activate --all
active_set "$format"
must until_true 240 all_in_sync
dmkit show "$set"
uses() { dmsetup table | grep -c " $(cat "/sys/block/$1/dev") "; }
result configuration "$([ "$(uses sdb)" != 0 ] && echo old)$([ "$(uses "$(last_disk)")" != 0 ] && echo new)"
must mount -t ext4 "$node" /mnt
result records "$(last_record /mnt/records)"
must umount /mnt
must e2fsck -fn "$node"
must dmkit deactivate --all
result finished yes
