# "dmkit dm" on stacks of devices, on a real kernel: killed while it holds devices, states, runs, what is watched.
. /functions.sh

# has KEY FILE TEXT
has() { grep -qF "$3" "$2" && result "$1" yes || { cat "$2"; result "$1" no; }; }
suspended() { dmsetup info -c --noheadings -o suspended | grep -c Suspended; }

must dmkit dm create low linear:/dev/sda
must dmkit dm create top 'linear:low..8MiB' --uuid U-TOP
cat > /tmp/forth <<BATCH
let NEW = /dev/sdb
swap low linear:\$NEW
swap top 'linear:low..4MiB'
BATCH
cat > /tmp/back <<BATCH
swap low linear:/dev/sda
swap top 'linear:low..8MiB'
BATCH

say "a traced batch shows which ioctls let the devices go"
must strace -f --seccomp-bpf -o /tmp/trace -e trace=ioctl dmkit dm apply /tmp/forth
for device in low top; do
  kill_at=$(resume_of "$device" /tmp/trace)
  must test -n "$kill_at"
  must dmkit dm apply /tmp/back
  say "killed before $device goes on"
  strace -f -o /tmp/trace.killed -e trace=ioctl -e inject=ioctl:signal=KILL:when="$kill_at" dmkit dm apply /tmp/forth
  result "exit_$device" "$?"
  result "held_$device" "$(suspended)"
  result "noted_$device" "$(ls /run/dmkit | wc -l)"
  dmkit dm version 2> /tmp/woken
  has "told_$device" /tmp/woken 'was left suspended by a dmkit that was killed, and goes on'
  result "woken_$device" "$(suspended) $(dmsetup table top | cut -d' ' -f1-3) $(dmsetup table --inactive | grep -c :)"
  result "left_$device" "$(ls -A /run/dmkit | wc -l) $(dmsetup ls | grep -c rehearsal)"
  must dmkit dm apply /tmp/forth
done
must dmkit dm apply /tmp/back

say "what was exported is there already"
dmkit dm export > /tmp/state
dmkit dm apply /tmp/state --json > /tmp/same
has unchanged /tmp/same '"changed" : false'
must dmkit dm remove low --recursive
must dmkit dm apply /tmp/state
dmkit dm export > /tmp/again
result restored "$(cmp /tmp/state /tmp/again && echo same)"

say "who holds it"
must mke2fs -q -t ext4 /dev/mapper/top
must mount /dev/mapper/top /mnt
sleep 1000 > /mnt/file &
sleeper=$!
dmkit dm why top > /tmp/why
has why_mount /tmp/why 'mounted at /mnt'
has why_process /tmp/why "a file on it is open in sleep (process $sleeper)"
dmkit dm remove top > /tmp/why 2>&1
has busy_process /tmp/why "open in sleep (process $sleeper)"
kill "$sleeper"
wait "$sleeper"
must umount /mnt

say "devices for a command"
echo 'create scratch linear:/dev/sdc' > /tmp/scratch
dmkit dm run /tmp/scratch -- sh -c 'test -b /dev/mapper/scratch && exit 5'
result run "$? $(dmsetup ls | grep -c scratch)"
dmkit dm run /tmp/scratch -- sleep 1000 &
runner=$!
until dmsetup ls | grep -q scratch; do sleep 0.2; done
kill -TERM "$runner"
wait "$runner"
result ended "$? $(dmsetup ls | grep -c scratch) $(ps | grep -c '[s]leep 1000')"

say "events"
dmkit dm events --follow > /tmp/events &
follower=$!
until grep -q present /tmp/events; do sleep 0.2; done
must dmkit dm create seen zero:8
until grep -q 'made.seen' /tmp/events; do sleep 0.2; done
must dmkit dm remove seen
until grep -q 'removed.seen' /tmp/events; do sleep 0.2; done
kill "$follower"
result events "$(cut -f1,2 /tmp/events | tr '\t\n' ': ')"
must dmkit dm create mirror '0 16384 mirror core 2 1024 sync 2 /dev/sdb 0 /dev/sdc 0'
dmkit dm wait mirror --until mirror.done=16 --timeout 5m
result waited "$?"
result finished yes
