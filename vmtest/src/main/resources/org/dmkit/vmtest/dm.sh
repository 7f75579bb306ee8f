# The verbs of "dmkit dm" on a real kernel, with dmsetup as the judge: what one makes the other sees.
. /functions.sh

# same KEY OURS THEIRS
same() {
  [ "$2" = "$3" ] || printf '## %s, dmkit:\n%s\n## %s, dmsetup:\n%s\n' "$1" "$2" "$1" "$3"
  result "$1" "$([ "$2" = "$3" ] && echo same || echo differs)"
}
# has KEY FILE TEXT
has() { grep -qF "$3" "$2" && result "$1" yes || { cat "$2"; result "$1" no; }; }
dm() { dmkit dm "$@"; }
theirs() { dmsetup info -c --noheadings --separator ' ' -o name,uuid,major,minor,open,segments,events "$1"; }
ours() {
  dm info "$1" | awk '{ value[$1] = $2 } END {
    split(value["number"], n, ":")
    print value["name"], value["uuid"], n[1], n[2], value["open"], value["targets"], value["event"] }'
}
all_the_same() {
  same "$1_table" "$(dm table | sort)" "$(dmsetup table | sed 's/ *$//' | sort)"
  same "$1_ls" "$(dm ls | sort)" "$(dmsetup ls | sed 's/[()]//g; s/, */:/' | sort)"
  same "$1_deps" "$(dm deps | sed 's/ *$//' | sort)" \
    "$(dmsetup deps | sed 's/: [0-9]* dependencies[[:space:]]*:/:/; s/(\([0-9]*\), \([0-9]*\))/\1:\2/g; s/ *$//' | sort)"
}

say "what dmkit makes"
must dmkit dm create low 'linear:/dev/sda+2048..end' --uuid U-LOW
must dmkit dm create stripe 'striped:64KiB:/dev/sdb,/dev/sdc' --readonly
must dmkit dm create top 'linear:low..100MiB; linear:/dev/sdb..1MiB'
result made "$(dmsetup table low) / $(dmsetup table stripe) / $(dmsetup table top | sed -n 2p)"
result node "$(test -b /dev/mapper/top && echo yes)"
result read_only "$(dmsetup info stripe | sed -n 's/^State: *//p')"
all_the_same made
same info "$(ours low)" "$(theirs low)"
same status "$(dm status | sort)" "$(dmsetup status | sed 's/ *$//' | sort)"
same targets "$(dm targets | sort)" "$(dmsetup targets | sort)"
same version "$(dm version)" "$(dmsetup version | sed -n 's/^Driver version: *//p')"
same concise "$(dm table --concise | tr ';' '\n' | sort)" "$(dmsetup table --concise | tr ';' '\n' | sed 's/ *$//' | sort)"
dm ls --tree

say "what dmsetup makes"
must dmsetup create theirs -u U-THEIRS --table '0 2048 mirror core 2 1024 nosync 2 /dev/sdb 0 /dev/sdc 0'
must dmsetup create 'a name' --notable
must dmsetup reload low --table '0 2048 zero'
all_the_same theirs
same inactive "$(dm table low --inactive)" "$(dmsetup table low --inactive | sed 's/ *$//')"
result health "$(dm status theirs --json | sed -n 's/.*"health" : "\(.*\)".*/\1/p')"
result by_uuid "$(dm table uuid:U-THEIRS | cut -d' ' -f3)"
must dmkit dm clear low
must dmkit dm remove 'a name'
must dmkit dm remove theirs

say "a device in use gets another table"
must mke2fs -q -t ext4 /dev/mapper/top
must mount /dev/mapper/top /mnt
start_writer
writes_go_on
must dmkit dm swap low 'linear:/dev/sda+2048..2MiB; linear:/dev/sda+2MiB..end'
writes_go_on
stop_writer
result acked "$(acked)"
tell_records
result swapped "$(dmsetup table low | tr '\n' '/')"

say "reasons"
dm remove low > /tmp/why 2>&1
result busy "$?"
has busy_holder /tmp/why 'held by top'
dm remove top > /tmp/why 2>&1
has busy_mount /tmp/why 'mounted at /mnt'
must mke2fs -q -t ext4 /dev/sdd
mkdir /mnt2
must mount /dev/sdd /mnt2
dm create taken linear:/dev/sdd > /tmp/why 2>&1
result taken "$?"
has taken_mount /tmp/why '8:48: mounted at /mnt2'
must umount /mnt2
dm create bad '0 2048 mirror core 2 3 nosync 2 /dev/sdb 0 /dev/sdc 0' > /tmp/why 2>&1
result bad "$?"
has bad_reason /tmp/why 'the kernel says: device-mapper: table:'
dm create none '0 8 nosuch' > /tmp/why 2>&1
has no_target /tmp/why 'line 1, word 3: the kernel has no target nosuch'
result left "$(dmsetup ls | grep -c 'taken\|bad\|none')"

say "all or nothing"
before=$(dmsetup table | sort)
cat > /tmp/batch <<BATCH
create new linear:/dev/sdd
swap low 'linear:/dev/sda+2048..end'
swap top '0 206848 mirror core 2 3 nosync 2 /dev/sdb 0 /dev/sdc 0'
BATCH
dm apply /tmp/batch > /tmp/why 2>&1
result batch_bad "$?"
has batch_reason /tmp/why 'the kernel says: device-mapper: table:'
same batch_back "$(dmsetup table | sort)" "$before"
result batch_suspended "$(dmsetup info -c --noheadings -o suspended | grep -c Suspended)"
cat > /tmp/batch <<BATCH
# low goes to another disk, and something new comes above it
create new linear:/dev/sdd..8MiB
swap low 'linear:/dev/sda+2048..end'
create above linear:low+8..1MiB
remove stripe
BATCH
must dmkit dm apply /tmp/batch
result batch "$(dmsetup ls | cut -f1 | sort | tr '\n' ' ')$(dmsetup table low | tr '\n' '/')"
all_the_same batch

say "the rest"
must umount /mnt
must e2fsck -fn /dev/mapper/top
must dmkit dm suspend top
result suspended "$(dmsetup info top | sed -n 's/^State: *//p')"
must dmkit dm resume top
must dmkit dm rename new old
must dmkit dm set-uuid old U-OLD
result renamed "$(dmsetup info -c --noheadings -o uuid old) $(ls /dev/mapper | grep -c '^new$')"
rm /dev/mapper/old
must dmkit dm mknodes
result mknodes "$(test -b /dev/mapper/old && echo yes)"
must dmkit dm wipe old
result wiped "$(dmsetup table old | sed 's/ *$//')"
must dmkit dm remove low --recursive
must dmkit dm remove old
result at_the_end "$(dmsetup ls)"
result finished yes
