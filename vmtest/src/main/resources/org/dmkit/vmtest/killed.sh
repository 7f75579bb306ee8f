# dmkit runs from the file system on the set that it changes, and is killed while the set's I/O is held up; the next dmkit,
# from the initramfs, lets it go.
. /functions.sh
create_set 1 sda sdb
activate_set
must mount -t ext4 "$node" /mnt
must cp -a /bring/dmkit /mnt/dmkit
sync
echo 3 > /proc/sys/vm/drop_caches

say "dmkit changes the set it runs from"
start_writer
must /mnt/dmkit/bin/dmkit replace "$set" sdb sdc --wait
writes_go_on
result from_the_set yes

say "a traced change shows which ioctl lets the set go"
must strace -f --seccomp-bpf -o /tmp/trace -e trace=ioctl dmkit replace "$set" sdc sdb --wait
kill_at=$(resume_of "$set" /tmp/trace)
must test -n "$kill_at"
result kill_at "$kill_at"

say "dmkit is killed before that ioctl"
# (strace can't inject signals together with --seccomp-bpf)
strace -f -o /tmp/trace -e trace=ioctl -e inject=ioctl:signal=KILL:when="$kill_at" \
  /mnt/dmkit/bin/dmkit replace "$set" sdb sdc --wait
result exit "$?"
dmsetup info -c -o name,suspended
result suspended "$(dmsetup info -c --noheadings -o suspended "$set" | grep -c Suspended)"

say "the next dmkit, not from the set, recovers"
must dmkit -v recover
result still_suspended "$(dmsetup info -c --noheadings -o suspended | grep -c Suspended)"
writes_go_on
stop_writer
result acked "$(acked)"
result records "$(last_record /mnt/records)"
must umount /mnt
must e2fsck -fn "$node"
result finished yes
