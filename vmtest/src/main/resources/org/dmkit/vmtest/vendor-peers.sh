# dmraid and blkid look at what dmkit left: all disks belong to the set. Argument: the format.
. /functions.sh
format=$1
for disk in /sys/block/sd*; do
  result "blkid_${disk##*/}" "$(blkid -p -o value -s TYPE "/dev/${disk##*/}")"
done

say "dmraid"
must dmraid -s -c -c -c
result disks "$(dmraid -r -c | grep -c .)"
result status "$(dmraid -s -c -c | cut -d: -f5 | sort -u)"
must dmraid -ay
active_set "$format"
dmsetup table
result members "$(dmsetup table "$set" | sed 's/.* mirror core .*sync \([0-9]*\) .*/\1/')"
must e2fsck -fn "$node"
must mount -t ext4 -o ro "$node" /mnt
tell_records
must umount /mnt
must dmraid -an
result finished yes
