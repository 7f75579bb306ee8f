# The end of a shutdown: the set is in use, but only to be read.
. /functions.sh
dirty() { dmkit show "$set" --json | grep -o '"resync":"[a-z]*"' | head -1 | cut -d'"' -f4; }
create_set 5 sda sdb sdc
activate_set
must mount -t ext4 "$node" /mnt
start_writer
writes_go_on
stop_writer
result while_written "$(dmkit seal --all > /tmp/refused 2>&1; echo $?)"
must mount -o remount,ro /mnt
result before "$(dirty)"
must dmkit seal --all
result after "$(dirty)"
result read_only "$(cat /sys/block/"$(basename "$(readlink -f "$node")")"/ro)"
result acked "$(acked)"
tell_records
mount -o remount,rw /mnt 2> /tmp/remount && echo more >> /mnt/records && sync /mnt/records
result written_again "$(test -s /tmp/remount && echo no || echo yes)"
must umount /mnt
must e2fsck -fn "$node"
must dmkit deactivate "$set"
must mdadm --examine /dev/sda
result mdadm "$(mdadm --examine /dev/sda | sed -n 's/^ *Dirty State : //p')"
result finished yes
