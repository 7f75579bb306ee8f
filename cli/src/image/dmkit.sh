#!/bin/sh
# Starts dmkit from the run-time image that this file lies in. Plain sh: an initramfs has no more. Called as dmraid or
# dmsetup, through a link, it does what these do.
case ${0##*/} in
    dmraid | dmsetup) set -- "${0##*/}" "$@" ;;
esac
case $0 in
    */*) self=$0 ;;
    *) self=./$0 ;;
esac
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=${self%/*}/$target ;;
    esac
done
image=${self%/*}/..
# These make any JVM print a line, or take options that were meant for another.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
set -- -m org.dmkit.cli/org.dmkit.cli.Main "$@"
if [ -n "${TMPDIR-}" ]; then
    set -- -Djava.io.tmpdir="$TMPDIR" "$@"
fi
if [ -t 1 ]; then
    set -- -Ddmkit.terminal=true "$@"
fi
if [ -r "$image/lib/dmkit.aot" ]; then
    # Relocated it would have to be read and written as a whole.
    set -- -XX:AOTCache="$image/lib/dmkit.aot" -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching \
        -XX:ArchiveRelocationMode=0 "$@"
fi
exec "$image/bin/java" "$@"
