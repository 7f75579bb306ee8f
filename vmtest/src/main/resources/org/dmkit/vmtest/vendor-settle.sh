# After a power cut in the middle of a change that puts the last disk in the place of sdb: recovered, it is one or the other, and others
# see that, too. Arguments: the format, who reads the data (judge).
. /functions.sh
format=$1
must dmkit -v recover
must dmkit activate --all
active_set "$format"
must until_true 240 all_in_sync
must dmkit monitor --once
dmsetup table
configuration=$([ "$(in_tables sdb)" != 0 ] && echo old)$([ "$(in_tables "$(last_disk)")" != 0 ] && echo new)
result configuration "$configuration"
# the journal is replayed
must mount -t ext4 "$node" /mnt
must umount /mnt
data_of "$node"
must dmkit deactivate --all
# others may know no better than to start what a disk that was replaced says of itself
[ "$configuration" = old ] || lose_disk sdb
judge "$format" "$2"
result finished yes
