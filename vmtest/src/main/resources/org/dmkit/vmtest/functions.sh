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
  must mdadm --stop /dev/md/Vol0
  must mdadm --stop /dev/md/imsm0
}

# activate_set: every set that dmkit finds; then $set is the name of the one with Vol0 and $node its device
activate_set() {
  must dmkit activate --all
  set=$(dmsetup ls | sed -n 's/^\(isw_[a-j]*_Vol0\)[[:space:]].*/\1/p')
  [ -n "$set" ] || must false "no set isw_..._Vol0 is active"
  node=/dev/mapper/$set
  must test -b "$node"
}

# active_set FORMAT: then $set is the name of the set of that format that is active, and $node its device
active_set() {
  set=$(dmsetup ls | sed -n "s/^\($1_[A-Za-z0-9]*\)[[:space:]].*/\1/p" | head -1)
  [ -n "$set" ] || must false "no set $1_... is active"
  node=/dev/mapper/$set
}

lose_disk() {
  echo "+ $1 is pulled"
  echo 1 > "/sys/block/$1/device/delete"
}

# What the mounted file system has.
tell_records() {
  result records "$(last_record /mnt/records)"
  result md5 "$(md5sum < /mnt/records | cut -d' ' -f1)"
}

# end_and_take_down FORMAT: the writer, the monitor if there is one, the file system and $set
end_and_take_down() {
  stop_writer
  result acked "$(acked)"
  tell_records
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

# The writer appends numbered records and syncs each. /tmp/acked gets "NUMBER UPTIME" only after the sync has returned.
start_writer() {
  rm -f /tmp/stop /tmp/acked
  : > /tmp/acked
  (
    number=0
    while [ ! -e /tmp/stop ]; do
      echo "$number" >> /mnt/records && sync /mnt/records || { echo "writer: error at $number"; break; }
      read -r now rest < /proc/uptime
      echo "$number $now" >> /tmp/acked
      [ -z "$1" ] || echo "ACK $number"
      number=$((number + 1))
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
# The number of the last record in a file of records that misses none before it; "broken" otherwise. A last line without its end counts not.
last_record() { awk '$1 != NR - 1 { broken = 1 } END { print broken ? "broken" : NR - 1 }' "$1"; }

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
