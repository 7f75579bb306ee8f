# mdadm looks at what dmkit left: every disk's metadata, the assembled volume, the data. All disks belong to the set.
. /functions.sh
paths=
count=0
for disk in /sys/block/sd*; do
  paths="$paths /dev/${disk##*/}"
  count=$((count + 1))
done

say "mdadm --examine"
must mdadm --examine $paths > /tmp/examined
grep -E '^/dev|Serial|State|Slots|Checksum|Generation|Family' /tmp/examined
result disks "$count"
result checksums_correct "$(grep -c 'Checksum : .* correct' /tmp/examined)"
result generations "$(grep 'Generation' /tmp/examined | sort -u | wc -l)"
result slots "$(sed -n 's/ *Slots : //p' /tmp/examined | sort -u)"
result failed "$(grep -c 'State : .*failed' /tmp/examined)"
result map_state "$(sed -n 's/ *Map State : //p' /tmp/examined | sort -u)"
result migrate_state "$(sed -n 's/ *Migrate State : //p' /tmp/examined | sort -u)"

say "mdadm --assemble, read-only"
echo 1 > /sys/module/md_mod/parameters/start_ro
must mdadm --assemble /dev/md/imsm0 --metadata=imsm --run $paths
must mdadm --incremental --run /dev/md/imsm0
cat /proc/mdstat
result members "$(sed -n 's/.*\(\[U*_*U*\]\)$/\1/p' /proc/mdstat)"
volume=/dev/$(sed -n 's/^\(md[0-9]*\) : active.*/\1/p' /proc/mdstat | head -1)
must e2fsck -fn "$volume"
must mount -t ext4 -o ro "$volume" /mnt
tell_records
must umount /mnt
result finished yes
