# After a power cut in the middle of a change that puts the last disk in the place of sdb: recovered, it is one or the other, and others
# see that, too. Arguments: the format, who reads the data (judge).
. /functions.sh
format=$1
must dmkit -v recover
must dmkit activate --all
active_set "$format"
must until_true 240 all_in_sync
must dmkit monitor --once
result configuration "$([ "$(in_tables sdb)" != 0 ] && echo old)$([ "$(in_tables "$(last_disk)")" != 0 ] && echo new)"
data_of "$node"
must dmkit deactivate --all
judge "$format" "$2"
result finished yes
