# "dmkit dm inject" on a real kernel, and what else of "dmkit dm" only a kernel can tell.
. /functions.sh

# reads KEY SECTOR: the status of a read of one sector of x
reads() {
  dd if=/dev/mapper/x of=/dev/null bs=512 skip="$2" count=1 iflag=direct 2> /dev/null
  result "$1" "$?"
}
table() { dmsetup table x | sed 's/ *$//' | tr '\n' '/'; }

must dmkit dm create x 'linear:/dev/sda+2048..64MiB'
before=$(table)

say "a range fails"
must dmkit dm inject x --error 8..16
hidden=$(dmsetup info -c --noheadings --separator : -o major,minor dmkit-inject-253-0)
result error_table "$(table | sed "s/$hidden/HIDDEN/g")"
reads error_before 7
reads error_within 8
reads error_behind 16
result error_listed "$(dmkit dm ls | grep -c '^x.*injected error$')"
result hidden_table "$(dmsetup table dmkit-inject-253-0)"
must dmkit dm inject x --clear
reads error_cleared 8
result error_back "$([ "$(table)" = "$before" ] && dmsetup ls | cut -f1)"

say "all fails"
must dmkit dm inject x --flakey 0/1
reads flakey_down 8
result flakey_info "$(dmkit dm info x | sed -n 's/^injected *//p')"
must dmkit dm inject x --clear
reads flakey_cleared 8

say "all is late, under a file system"
must mke2fs -q -t ext4 /dev/mapper/x
must mount /dev/mapper/x /mnt
start_writer
writes_go_on
must dmkit dm inject x --delay 5ms
writes_go_on
result delay_table "$(table | sed 's/ [0-9]*:[0-9]* / HIDDEN /')"
must dmkit dm inject x --clear
writes_go_on
stop_writer
result acked "$(acked)"
tell_records
must umount /mnt
must e2fsck -fn /dev/mapper/x
result delay_back "$([ "$(table)" = "$before" ] && dmsetup ls | cut -f1)"

say "the rest"
dmkit dm info x --trace > /dev/null 2> /tmp/trace
result traced "$(grep -c '^DM_DEV_STATUS x: [0-9]* us$' /tmp/trace)"
dmkit dm table nobody --trace > /dev/null 2> /tmp/trace
result traced_errno "$(grep -c '^DM_TABLE_STATUS nobody DM_STATUS_TABLE_FLAG|DM_NOFLUSH_FLAG: ENXIO, [0-9]* us$' /tmp/trace)"
must dmkit dm geometry x 4 16 63 0
must dmkit dm create numbered zero:8 --minor 77 --no-udev
result numbered "$(dmsetup info -c --noheadings -o minor numbered) $(test -b /dev/mapper/numbered && echo node)"
must dmkit dm remove numbered --no-udev
result removed "$(test -e /dev/mapper/numbered || echo gone)"
must dmkit dm remove x
result finished yes
