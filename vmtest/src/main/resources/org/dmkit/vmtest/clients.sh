# Programs that call dmraid, as Debian ships them, with Debian's dmraid and with dmkit under its name. /out/WHO/WHAT is what they
# printed, or the devices that were there after them.
. /functions.sh
cp -a /bring/clients/sbin/. /usr/sbin/
cp -a /bring/clients/lib/. /lib/
cp -a /bring/clients/usr/. /usr/
mkdir -p /scripts /lib/dracut /etc/cmdline.d /var/lib /tmp/os
ln -s /usr/share/initramfs-tools/scripts/functions /scripts/functions
for library in /usr/lib/dracut/modules.d/99base/dracut*-lib.sh; do ln -s "$library" /lib/; done
for word in getarg getargs; do ln -s /usr/lib/dracut/dracut-util /usr/sbin/dracut-$word; done
echo "rd.auto=1" > /etc/cmdline.d/auto.conf
# Debian's script leaves isw and ddf1 alone where mdmon could serve them
rm -f /usr/sbin/mdmon
ours=/bring/dmkit/bin/dmraid

devices() { dmsetup ls | sed 's/[[:space:]].*//' | sort; }
stop_all() {
  dmsetup ls | sed 's/[[:space:]].*//' | while read -r name; do dmsetup remove --retry "$name" 2> /dev/null; done
  dmsetup remove_all
}
tell() { "$@" > /dev/null 2>&1; echo "$*: exit $?"; }

callers() {
  out=/out/$1
  mkdir -p "$out"
  say "$1: sets"
  dmraid -s -c | sort > "$out/sets"
  {
    tell dmraid -s -c
    tell dmraid -r -c
    tell dmraid -r -c /dev/ram0
    tell dmraid -s -c nosuchset
    tell dmraid -ay nosuchset
  } > "$out/status"

  say "$1: installer"
  {
    for dev in $(dmraid -r -c); do echo "$dev"; done | sort
    for set in $(dmraid -s -c | sort); do dmraid -s -c -c "$set" | cut -d: -f4; done
  } > "$out/installer"

  say "$1: dracut"
  rm -f /tmp/dmraid.*
  sh /usr/lib/dracut/modules.d/90dmraid/dmraid.sh /dev/sda > "$out/dracut.log" 2>&1
  devices > "$out/dracut-devices"

  say "$1: os-prober"
  # its partitions(), on sets that run
  dmraid -r -c | sort > "$out/os-prober-map"
  if dmraid -s -c > /dev/null 2>&1; then
    for raidset in $(dmraid -sa -c | sort); do
      for part in /dev/mapper/"$raidset"*[0-9]; do echo "$part"; done
    done
  fi > "$out/os-prober"
  sh /usr/bin/os-prober > "$out/os-prober.log" 2>&1
  stop_all

  say "$1: dmraid-activate"
  for disk in /sys/block/sd*; do sh /sbin/dmraid-activate "${disk##*/}"; done > "$out/activate.log" 2>&1
  devices > "$out/activate-devices"
  stop_all

  say "$1: local-top"
  sh /usr/share/initramfs-tools/scripts/local-top/dmraid > "$out/local-top.log" 2>&1
  devices > "$out/local-top-devices"
  stop_all
  devices > "$out/left"
}

must test "$(command -v dmraid)" = /usr/sbin/dmraid
callers dmraid
mkdir -p /ours
ln -s "$ours" /ours/dmraid
PATH=/ours:$PATH
must test "$(command -v dmraid)" = /ours/dmraid
callers dmkit
for log in /out/*/*; do say "$log"; cat "$log"; done
result finished yes
