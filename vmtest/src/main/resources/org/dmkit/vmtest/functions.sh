# What the scenarios share. They report in lines "RESULT key value", which the tests read, and end at the first step that must
# not fail. Disks are sda, sdb, ... with the serials VMDISK0, VMDISK1, ...; a set takes the first ones and the last is the new one.

members_of_level() {
  case $1 in
    1) echo "sda sdb" ;;
    5) echo "sda sdb sdc" ;;
    10) echo "sda sdb sdc sdd" ;;
  esac
}
last_disk() { ls -d /sys/block/sd* | tail -1 | sed 's:.*/::'; }

say() { echo "## $*"; }
result() { echo "RESULT $*"; }
must() {
  echo "+ $*"
  "$@" && return
  echo "failed with exit status $?: $*"
  dmesg | tail -20
  exit 1
}

# until_true SECONDS COMMAND...: tries the command until it succeeds or time is over
until_true() {
  read -r now rest < /proc/uptime
  end=$((${now%.*} + $1))
  shift
  until "$@"; do
    read -r now rest < /proc/uptime
    [ "${now%.*}" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# stop_md: every array of md. mdadm dies of SIGPIPE midway where mdmon is gone before its last word to it; once more then.
stop_md() { must until_true 20 no_md_after_stop; }
no_md_after_stop() {
  mdadm --stop --scan
  ! grep -q '^md' /proc/mdstat
}

# create_set LEVEL DISK...: an Intel set with the volume Vol0 and a file system, made by mdadm on zeroed disks, and stopped
create_set() {
  level=$1
  shift
  count=$#
  paths=
  for disk in "$@"; do paths="$paths /dev/$disk"; done
  chunk=
  [ "$level" = 1 ] || chunk="-c 64"
  must mdadm --create /dev/md/imsm0 -e imsm -n "$count" --run --quiet $paths
  must mdadm --create /dev/md/Vol0 --run --quiet --assume-clean -l "$level" -n "$count" $chunk /dev/md/imsm0
  must mke2fs -q -t ext4 /dev/md/Vol0
  mdadm --wait /dev/md/Vol0
  stop_md
}

# activate_set: every set that dmkit finds; then $set is the name of the one with Vol0 and $node its device
activate_set() {
  must dmkit activate --all
  set=$(dmsetup ls | sed -n 's/^\(isw_[a-j]*_Vol0\)[[:space:]].*/\1/p')
  [ -n "$set" ] || must false "no set isw_..._Vol0 is active"
  node=/dev/mapper/$set
  must test -b "$node"
}

# active_set FORMAT: then $set is the name of the set of that format that is active, and $node the device for a file system: its, or
# that of the partition on it
active_set() {
  set=$(dmsetup ls | sed -n "s/^\($1_[A-Za-z0-9_]*\)[[:space:]].*/\1/p" | head -1)
  [ -n "$set" ] || must false "no set $1_... is active"
  node=$(ls -d "/dev/mapper/$set" "/dev/mapper/${set}1" "/dev/mapper/${set}p1" 2> /dev/null | tail -1)
}

# start_vendor_set FORMAT LEVEL: dmkit makes a set of all disks but the last, and starts it. If the level is "given" there is one already.
start_vendor_set() {
  if [ "$2" = given ]; then
    must dmkit activate --all
  else
    disks=
    for disk in /sys/block/sd*; do
      [ "${disk##*/}" = "$(last_disk)" ] || disks="$disks --disk ${disk##*/}"
    done
    # shellcheck disable=SC2086 # a list
    must dmkit create "$1" vm --level "$2" $disks
    must until_true 240 all_in_sync
    must dmkit monitor --once
  fi
  active_set "$1"
  # its metadata lie in sector 9 of the set
  [ "$1" != hpt37x ] || {
    partition "$node"
    must dmkit deactivate --all
    must dmkit activate --all
    active_set "$1"
  }
  must mke2fs -q -t ext4 "$node"
  must mount -t ext4 "$node" /mnt
}
# One partition, from 1 to 65 MiB.
partition() {
  printf '\0\0\0\0\203\0\0\0\0\010\0\0\0\0\002\0' | dd of="$1" bs=1 seek=446 conv=notrunc 2> /dev/null
  printf '\125\252' | dd of="$1" bs=1 seek=510 conv=notrunc 2> /dev/null
  sync "$1"
}

# data_of DEVICE [SUFFIX]: its file system is whole; then what it has is told
data_of() {
  must e2fsck -fn "$1"
  must mount -t ext4 -o ro "$1" /mnt
  tell_records "$2"
  must umount /mnt
}

lose_disk() {
  echo "+ $1 is pulled"
  echo 1 > "/sys/block/$1/device/delete"
}
# put_back TARGET DISK: the disk with that number is there again, under that name
put_back() {
  echo "+ $2 is put back"
  echo "0 $1 0" > "$(grep -li virtio /sys/class/scsi_host/host*/proc_name | sed 's:proc_name:scan:')"
  must until_true 30 test -b "/dev/$2"
}
# in_tables DISK...: how many of the tables that run name one of them
in_tables() {
  count=0
  for disk in "$@"; do
    count=$((count + $(dmsetup table | grep -cE " $(cat "/sys/block/$disk/dev")( |\$)")))
  done
  echo "$count"
}

# tell_records [SUFFIX]: what the mounted file system has, read anew; the names of the results may get a suffix
tell_records() {
  sync
  echo 3 > /proc/sys/vm/drop_caches
  result "records$1" "$(last_record /mnt/records)"
  result "md5$1" "$(md5sum < /mnt/records | cut -d' ' -f1)"
}

# end_writer [SUFFIX]: what it was told is safe, and what is there
end_writer() {
  stop_writer
  result "acked$1" "$(acked)"
  tell_records "$1"
}
# end_and_take_down FORMAT: the writer, the monitor if there is one, the file system and $set
end_and_take_down() {
  end_writer
  [ -z "$monitor" ] || kill "$monitor"
  must umount /mnt
  must e2fsck -fn "$node"
  must dmkit deactivate "$set"
  result left "$(dmsetup ls | grep -c "^$1_")"
}

# Every member of every raid target in sync, nothing going on.
all_in_sync() {
  dmsetup status --target raid | awk '
    { n++; split($8, ratio, "/"); if ($7 ~ /[^A]/ || ratio[1] != ratio[2] || $9 != "idle") bad = 1 }
    END { exit bad || !n }'
}

# block NUMBER: 4 KiB that all follow from the number: it, and a checksum of it till the end.
block() {
  sum=$(($1 * 2654435761 % 1000000007 + 1000000000))
  sum8=$sum$sum$sum$sum$sum$sum$sum$sum
  sum64=$sum8$sum8$sum8$sum8$sum8$sum8$sum8$sum8
  printf '%014d %s\n' "$1" "$sum64$sum64$sum64$sum64$sum64$sum64$sum8$sum8$sum8"
}
# The number of the last block in a file of blocks before the first that is missing or not right.
last_record() {
  awk '
    function times8(text) { return text text text text text text text text }
    function block(n,  sum, sum8, sum64) {
      sum = sprintf("%d", n * 2654435761 % 1000000007 + 1000000000)
      sum8 = times8(sum)
      sum64 = times8(sum8)
      return sprintf("%014d ", n) sum64 sum64 sum64 sum64 sum64 sum64 sum8 sum8 sum8
    }
    $0 != block(NR - 1) { exit }
    { right = NR }
    END { print right - 1 }' "$1"
}

# The writer appends numbered blocks and syncs each. /tmp/acked gets "NUMBER UPTIME" only after the sync has returned.
start_writer() {
  rm -f /tmp/stop /tmp/acked
  : > /tmp/acked
  : >> /mnt/records
  number=$(($(last_record /mnt/records) + 1))
  (
    while [ ! -e /tmp/stop ]; do
      block "$number" >> /mnt/records && sync /mnt/records || { echo "writer: error at $number"; break; }
      read -r now rest < /proc/uptime
      echo "$number $now" >> /tmp/acked
      [ -z "$1" ] || echo "ACK $number"
      number=$((number + 1))
      # an emulated processor would do nothing else
      usleep 50000
    done
  ) &
  writer=$!
  must until_true 30 test -s /tmp/acked
}
acked() { tail -1 /tmp/acked | cut -d' ' -f1; }
more_acked_than() { [ "$(acked)" -gt "$1" ]; }
# The writer still gets through to the disks.
writes_go_on() { must until_true 60 more_acked_than $(($(acked) + 2)); }
stop_writer() {
  touch /tmp/stop
  wait "$writer"
}
# The longest time between two acknowledged writes, in milliseconds.
longest_gap() { awk 'NR > 1 && $2 - last > gap { gap = $2 - last } { last = $2 } END { printf "%d\n", gap * 1000 }' /tmp/acked; }

# The kernel itself says when it holds a device's I/O up, and when it lets it go.
watch_holds() {
  mount -t tracefs tracefs /sys/kernel/tracing
  echo 'p:hold dm_suspend device=%di:x64' > /sys/kernel/tracing/kprobe_events
  echo 'p:release dm_resume device=%di:x64' >> /sys/kernel/tracing/kprobe_events
  echo 1 > /sys/kernel/tracing/events/kprobes/enable
}
# The longest time between suspend and resume of one device, in milliseconds.
longest_hold() {
  sed -n 's/.* \([0-9.]*\): \(hold\|release\): .*device=\(.*\)/\1 \2 \3/p' /sys/kernel/tracing/trace | awk '
    $2 == "hold" { since[$3] = $1 }
    $2 == "release" && $3 in since { if ($1 - since[$3] > hold) hold = $1 - since[$3]; delete since[$3] }
    END { printf "%.1f\n", hold * 1000 }'
}

# The Intel metadata of a disk: from its first extended sector to the anchor, the last sector but one.
metadata() {
  size=$(cat "/sys/block/$1/size")
  count=$(mdadm --examine "/dev/$1" 2> /dev/null | sed -n 's/ *MPB Sectors : //p')
  dd if="/dev/$1" bs=512 skip=$((size - 1 - ${count:-2})) count="${count:-2}" iflag=direct 2> /dev/null | md5sum | cut -d' ' -f1
}
metadata_of_all() { for disk in "$@"; do echo "$disk $(metadata "$disk")"; done; }

# resume_of SET TRACE: which of its thread's ioctls lets the set go after it was held up (dmkit rehearses on another device first)
resume_of() {
  awk -v name="name=\"$1\"" '
    / ioctl\(/ { n[$1]++ }
    / ioctl\(/ && /DM_DEV_SUSPEND/ && index($0, name) && /DM_SUSPEND_FLAG/ { held = 1; next }
    / ioctl\(/ && /DM_DEV_SUSPEND/ && index($0, name) && held { print n[$1]; exit }' "$2"
}

# The members that there are, by the signatures that blkid sees.
members() { for disk in /sys/block/sd*; do [ "$(blkid -p -o value -s USAGE "/dev/${disk##*/}")" != raid ] || echo "/dev/${disk##*/}"; done; }

# judge FORMAT BY: others look at what dmkit left on disks of which all belong to the set, or to none. Who reads the data is told by BY:
# dmraid, mdadm, legs (each member by itself, from 1 MiB on), nobody; where dmraid knows the kind of set it lists it, too: but not for
# mdadm and nobody, and for "list" it does that only.
judge() {
  count=0
  for disk in $(members); do
    count=$((count + 1))
    result "signature_$count" "$(blkid -p -o value -s TYPE "$disk")"
  done
  result signatures "$count"
  case $2 in
    dmraid | legs | list)
      must dmraid -s -c -c -c
      result listed "$(dmraid -r -c | grep -c .)"
      result status "$(dmraid -s -c -c | cut -d: -f5 | sort -u)"
      ;;
  esac
  case $2 in
    dmraid)
      must dmraid -ay
      active_set "$1"
      dmsetup table
      data_of "$node" _judged
      must dmraid -an
      ;;
    mdadm)
      # shellcheck disable=SC2046 # a list
      must mdadm --examine $(members) > /tmp/examined
      grep -E '^/dev|Serial|State|Slots|Checksum|state|status|Guid|Level' /tmp/examined
      echo 1 > /sys/module/md_mod/parameters/start_ro
      # shellcheck disable=SC2046 # a list
      must mdadm --assemble /dev/md/container --run $(members)
      must mdadm --incremental --run /dev/md/container
      cat /proc/mdstat
      result up "$(sed -n 's/.*\(\[U*_*U*\]\)$/\1/p' /proc/mdstat)"
      data_of "/dev/$(sed -n 's/^\(md[0-9]*\) : active.*/\1/p' /proc/mdstat | head -1)" _judged
      stop_md
      ;;
    legs)
      leg=first
      for disk in $(members); do
        loop=$(losetup --show -f -r -o 1048576 "$disk")
        data_of "$loop" "_judged_$leg"
        losetup -d "$loop"
        leg=second
      done
      ;;
  esac
}
