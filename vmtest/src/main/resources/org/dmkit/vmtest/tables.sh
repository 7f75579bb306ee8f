# dmraid maps what dmkit wrote as dmkit says it does. Argument: the RAID level.
. /functions.sh
new=$(last_disk)
create_set "$1" $(members_of_level "$1")
activate_set
must dmkit replace "$set" sdb "$new" --wait
must dmkit deactivate --all
lose_disk sdb

say "dmkit"
must dmkit table --profile classic > /out/dmkit.tables
cat /out/dmkit.tables
say "dmraid"
must dmraid -ay
dmsetup table > /out/dmraid.tables
cat /out/dmraid.tables
result finished yes
