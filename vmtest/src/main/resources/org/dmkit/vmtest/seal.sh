# The end of a shutdown: the set is in use, but only to be read.
. /functions.sh
dirty() { mdadm --examine /dev/sda | sed -n "s/^ *Dirty State : //p"; }
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
result state "$(dmsetup info "$set" | sed -n "s/^State: *//p")"
result acked "$(acked)"
tell_records
mount -o remount,rw /mnt 2> /tmp/remount && echo more >> /mnt/records && sync /mnt/records
result written_again "$(test -s /tmp/remount && echo no || echo yes)"
must umount /mnt
must e2fsck -fn "$node"
must dmkit deactivate "$set"
result stopped "$(dirty)"
result finished yes
