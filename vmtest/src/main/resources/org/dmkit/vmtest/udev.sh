# Nodes and links of a set, with Debian's udevd and its rules (brought along), then without.
. /functions.sh
unset DM_DISABLE_UDEV
semaphores() { sed 1d /proc/sysvipc/sem | wc -l; }
kind() {
  if [ -L "$1" ]; then echo link; elif [ -b "$1" ]; then echo node; else echo none; fi
}
create_set 1 sda sdb

say "with udev"
mkdir -p /lib/udev /etc/udev/rules.d /run/udev
ln -s /bring/udev/rules.d /lib/udev/rules.d
printf 'root:x:0:\ndisk:x:6:\n' > /etc/group
/bring/udev/systemd-udevd --daemon
must until_true 30 test -e /run/udev/control
must udevadm trigger --subsystem-match=block --action=add
must udevadm settle
activate_set
result udev_node "$(kind "$node")"
result udev_same "$([ "/dev/$(dmsetup info -c --noheadings -o blkdevname "$set")" = "$(readlink -f "$node")" ] && echo yes)"
result udev_by_name "$(kind "/dev/disk/by-id/dm-name-$set")"
result udev_by_uuid "$(kind "/dev/disk/by-id/dm-uuid-DMRAID-$set")"
result udev_file_system "$([ "$(readlink -f "/dev/disk/by-uuid/$(blkid -s UUID -o value "$node")")" = "$(readlink -f "$node")" ] && echo yes)"
result udev_helpers "$(ls /dev/disk/by-id | grep -c _rmeta_)"
result udev_semaphores "$(semaphores)"
ls -l /dev/mapper /dev/disk/by-id /dev/disk/by-uuid
must mount -t ext4 "$node" /mnt
must umount /mnt
must dmkit deactivate --all
must udevadm settle
result udev_left "$(ls /dev/mapper | grep -vc '^control$')"
result udev_by_name_left "$(kind "/dev/disk/by-id/dm-name-$set")"
result udev_semaphores_left "$(semaphores)"

say "without udev"
must udevadm control --exit
udev_ended() { ! pidof systemd-udevd > /dev/null; }
must until_true 30 udev_ended
# systemd keeps this socket for the daemon; here it outlives both
rm /run/udev/control
activate_set
result plain_node "$(kind "$node")"
must mount -t ext4 "$node" /mnt
must umount /mnt
must dmkit deactivate --all
result plain_left "$(ls /dev/mapper | grep -vc '^control$')"
result plain_semaphores_left "$(semaphores)"
result finished yes
