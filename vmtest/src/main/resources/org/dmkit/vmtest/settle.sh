# After a power cut in the middle of a change of a two-disk mirror from sda+sdb to sda+sdc: recovered, it is one or the other.
. /functions.sh
must dmkit -v recover
if [ "$(metadata sda)" = "$(metadata sdb)" ]; then
  result configuration old
elif [ "$(metadata sda)" = "$(metadata sdc)" ]; then
  result configuration new
else
  result configuration neither
  mdadm --examine /dev/sda /dev/sdb /dev/sdc
fi
activate_set
must until_true 240 all_in_sync
must mount -t ext4 "$node" /mnt
result records "$(last_record /mnt/records)"
must umount /mnt
must e2fsck -fn "$node"
must dmkit deactivate "$set"
result finished yes
