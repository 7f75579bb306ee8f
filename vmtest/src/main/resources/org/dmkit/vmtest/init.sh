#!/usr/sbin/busybox sh
# The guest's first process: mounts, modules, disks in order, the script, its result, power off.
# the image has a dmraid, too: a peer's name means the peer
export PATH=/usr/sbin:/bin:/bring/dmkit/bin HOME=/ TERM=dumb LC_ALL=C
# mdadm: no Intel hardware here; dmsetup: no udev here
export IMSM_NO_PLATFORM=1 DM_DISABLE_UDEV=1
/usr/sbin/busybox --install -s /bin
# scripts run in dash: busybox's shell prefers its own mke2fs, losetup, ... whatever PATH says
ln -sf /usr/sbin/dash /bin/sh
ln -sf /bin/modprobe /usr/sbin/modprobe
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
mkdir -p /run/lock /dev/shm
mount -t tmpfs shm /dev/shm
ln -sf /proc/mounts /etc/mtab

for module in @MODULES@; do
  modprobe "$module" || echo "init: no module $module"
done

# One disk at a time: probing is asynchronous, and names are given in the order of arrival.
disks=$(sed -n 's/.*vm_disks=\([0-9]*\).*/\1/p' /proc/cmdline)
host=$(for h in /sys/class/scsi_host/host*; do grep -qi virtio "$h/proc_name" && echo "$h"; done | head -1)
disk=0
while [ "$disk" -lt "$disks" ]; do
  echo "0 $((disk % 250)) $((disk / 250))" > "$host/scan"
  disk=$((disk + 1))
  tries=0
  while [ "$tries" -lt 1000 ]; do
    set -- /sys/block/sd*
    [ -e "$1" ] && [ $# -ge "$disk" ] && break
    usleep 5000
    tries=$((tries + 1))
  done
done

stty -F /dev/ttyS0 -onlcr
echo "@@VM-BEGIN@@"
. /arguments
/bin/sh /script "$@" < /dev/null
status=$?
echo
(cd /out && tar cf /dev/vda .)
sync
echo "@@VM-END@@ $status"
poweroff -f
