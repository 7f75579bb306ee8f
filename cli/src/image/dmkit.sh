#!/bin/sh
# Starts dmkit from the run-time image that this file lies in. Plain sh: an initramfs has no more.
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
cache=$image/lib/dmkit.aot
if [ -r "$cache" ]; then
    set -- -XX:AOTCache="$cache" -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching \
        -m org.dmkit.cli/org.dmkit.cli.Main "$@"
else
    set -- -m org.dmkit.cli/org.dmkit.cli.Main "$@"
fi
exec "$image/bin/java" "$@"
