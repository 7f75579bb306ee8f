# Command lines given to dmsetup and to dmkit's link of that name on a real kernel: the same answers, and the same devices afterwards.
. /functions.sh

ours=/bring/dmkit/bin/dmsetup
theirs=$(command -v dmsetup)

devices() {
  dmsetup remove_all --force
  # What the program before has left.
  find /dev/mapper -mindepth 1 ! -name control -delete
  must dmsetup create low --uuid U-LOW --table '0 20480 linear /dev/sda 2048'
  must dmsetup create stripe --readonly --table '0 20480 striped 2 128 /dev/sdb 0 /dev/sdc 0'
  must dmsetup create top --table '0 2048 linear /dev/mapper/low 8'
  must dmsetup create mirror -u 'M; 1' --table '0 2048 mirror core 2 1024 nosync 2 /dev/sdb 40960 /dev/sdc 40960'
  must dmsetup create 'a name' --notable
  must dmsetup suspend stripe
}
# answer PROGRAM WORDS...: what it prints, and what is there then
answer() {
  program=$1
  shift
  printf '%s' "$input" | "$program" "$@" > /tmp/out 2> /tmp/err
  echo "status $?"
  sed 's/^/out /' /tmp/out
  # A device without a table has no read_ahead_kb, and dmsetup opens its node, which is missing: see doc/dmsetup-deviations.md.
  sed -e '/^\/dev\/mapper\/a name: open failed: No such file or directory$/d' -e 's/^/err /' /tmp/err
  # The mirror's first event comes when its thread gets to run: before or after this.
  dmsetup info -c -o name,uuid,major,minor,attr,open,segments,events --noheadings | sed '/^mirror:/s/:[01]$/:-/'
  dmsetup table
  dmsetup table --inactive
  stat -c '%a %u %g %t:%T %n' /dev/mapper/* | sed -e "$apart"
}
# Nodes that doc/dmsetup-deviations.md tells of.
apart=
count=0
differ=0
# same WORDS...
same() {
  devices
  answer "$theirs" "$@" > /tmp/theirs
  devices
  answer "$ours" "$@" > /tmp/ours
  count=$((count + 1))
  cmp -s /tmp/theirs /tmp/ours && return
  differ=$((differ + 1))
  echo "## dmsetup $*"
  diff -u /tmp/theirs /tmp/ours
}

say "what is there"
input=
same ls
same ls --tree
same ls --tree -o inverted,blkdevname,uuid,active,open,rw
same ls --target linear
same ls --target mirror --exec echo
same info
same info top
same info -v 'a name'
same info nosuch
same info -c
same info -c -o name,blkdevname,devnos_used,blkdevs_used,names_using_dev,device_ref_count,subsystem,read_ahead
same info -c -O -minor -S 'open>0'
same info -c --nameprefixes --noheadings --rows -o name,uuid,suspended -u U-LOW
same table
same table --concise
same table --inactive
same table -v top
same table --target linear -S name=top
same status
same status --noflush mirror
same status -v
same deps
same deps -o devname
same deps -o blkdevname top
same targets
same target-version linear
same target-version nosuch
same version
same mangle
same udevcreatecookie

say "what changes"
same create new --table '0 8 zero'
same create new -u U-LOW --table '0 8 zero'
same create new -u U-NEW --readonly -v --table '0 8 zero'
same create new --notable --addnodeoncreate
same create new -j 253 -m 77 --table '0 8 zero'
same create new -U 0 -G 0 -M 0600 --table '0 8 zero'
same create new --readahead 1024 -v --table '0 8 zero'
same create new --table '0 8 nosuch'
same create new --table '0 8 linear /dev/nosuch 0'
same create new --table '0 99999999999 linear /dev/sda 0'
same create --concise 'one,,,,0 8 zero;two,U-2,88,ro,0 8 zero,8 8 error'
input='0 8 zero
8 8 error'
same create new
same load top
same load -u U-LOW -r
input=
same reload top --table '0 4096 linear /dev/mapper/low 8'
same reload nosuch --table '0 8 zero'
same suspend top
same suspend --noflush --nolockfs top low
same resume stripe
same resume top --noflush
same clear top
same remove top
same remove top low mirror
same remove low
same remove --retry low
apart='/\/low$/d'
same remove --deferred low
apart=
same remove --force low
same remove -S 'name=~^m'
same remove_all
same remove_all --force
same wipe_table top
same wipe_table -f low
same rename top other
same rename top low
apart='/\/b.*name$/d'
same rename 'a name' 'b name'
apart=
same rename --setuuid top U-TOP
same rename --setuuid low U-TOP
same message mirror 0 nonsense
same message low 0
same setgeometry low 10 16 63 0
same setgeometry low x 16 63 0
apart='/\/a.*name$/d'
same mknodes
apart=
same mknodes top

dmsetup remove_all --force
result compared "$count"
result differ "$differ"
result finished yes
