# A system on an Intel mirror: as much of one as it takes to say that it runs.
. /functions.sh
create_set 1 sda sdb
activate_set
must mount -t ext4 "$node" /mnt
mkdir -p /mnt/bin /mnt/sbin /mnt/dev /mnt/proc /mnt/sys /mnt/run /mnt/etc
# without it systemd does not believe that there is a system
echo "NAME=test" > /mnt/etc/os-release
cp /usr/sbin/busybox /mnt/bin/
cat > /mnt/sbin/init << 'END'
#!/bin/busybox sh
exec < /dev/null > /dev/console 2>&1
busybox stty -F /dev/console -onlcr
device=$(busybox readlink -f "$(busybox sed -n 's/^\([^ ]*\) \/ ext4 .*/\1/p' /proc/mounts)")
device=/sys/block/${device##*/}
echo "@@VM-BEGIN@@"
echo "RESULT name $(busybox cat "$device/dm/name")"
echo "RESULT members $(busybox ls "$device/slaves" | busybox wc -l)"
busybox mount -o remount,rw / && echo here > /written && busybox sync && echo "RESULT written yes"
echo "RESULT finished yes"
echo "@@VM-END@@ 0"
busybox mount -o remount,ro /
busybox poweroff -f
END
chmod +x /mnt/sbin/init
must umount /mnt
must dmkit deactivate --all
result set "$set"
result finished yes
