# A disk stops taking writes before a change. dmkit sees the disks through flakey devices, which do the failing.
# Argument: the disk that fails (sda: the member that stays; sdc: the new disk).
. /functions.sh
bad=$1
create_set 1 sda sdb
disks=
for disk in sda sdb sdc; do
  echo "0 $(cat /sys/block/$disk/size) flakey /dev/$disk 0 3600 0" | dmsetup create "f_$disk"
  disks="$disks --disks /dev/mapper/f_$disk"
done
must dmkit $disks activate --all
set=$(dmsetup ls | sed -n 's/^\(isw_[a-j]*_Vol0\)[[:space:]].*/\1/p')
table=$(dmsetup table "$set")
before=$(metadata_of_all sda sdb sdc)
echo "0 $(cat /sys/block/$bad/size) flakey /dev/$bad 0 0 3600 1 error_writes" | dmsetup load "f_$bad"
must dmsetup suspend --noflush "f_$bad"
must dmsetup resume "f_$bad"
dmkit $disks replace "$set" /dev/mapper/f_sdb /dev/mapper/f_sdc --wait
result exit "$?"
[ "$(dmsetup table "$set")" = "$table" ] && result table same
[ "$(metadata_of_all sda sdb sdc)" = "$before" ] && result metadata same
result finished yes
