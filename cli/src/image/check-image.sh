#!/bin/sh
# Does the image start as scripts and an initramfs will start it? check-image.sh IMAGE
set -eu
image=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "image: $1" >&2
    exit 1
}

# One line on standard output, nothing on standard error.
starts() {
    name=$1
    shift
    "$@" >"$work/out" 2>"$work/err" || fail "$name: status $?: $(cat "$work/err")"
    [ "$(wc -l <"$work/out")" -eq 1 ] || fail "$name prints: $(cat "$work/out")"
    [ "${quiet-yes}" = no ] || [ ! -s "$work/err" ] || fail "$name complains: $(cat "$work/err")"
}

cp -r "$image" "$work/moved"
moved=$work/moved/bin/dmkit
ln -s moved/bin/dmkit "$work/relative"
ln -s "$work/relative" "$work/absolute"

starts 'in place' "$image/bin/dmkit" --version
starts 'moved' "$moved" --version
starts 'through links' "$work/absolute" --version
starts 'with options for another JVM' env JAVA_TOOL_OPTIONS=-Xmx1g JDK_JAVA_OPTIONS=-Xmx1g "$moved" --version
ln -s moved/bin/dmraid "$work/dmraid"
starts 'as dmraid' sh -c '"$1" -l | grep "^isw "' sh "$image/bin/dmraid"
starts 'as dmraid through links' sh -c '"$1" -l | grep "^isw "' sh "$work/dmraid"
ln -s moved/bin/dmsetup "$work/dmsetup"
starts 'as dmsetup' "$image/bin/dmsetup" splitname vg-lv --noheadings
starts 'as dmsetup through links' "$work/dmsetup" splitname vg-lv --noheadings
if command -v busybox >/dev/null; then
    starts 'with the shell of an initramfs' busybox sh "$moved" --version
fi
# Only a cache that fits loads Main from its archive.
"$image/bin/java" -XX:AOTCache="$image/lib/dmkit.aot" -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching \
    -Xlog:class+load:stdout -m org.dmkit.cli/org.dmkit.cli.Main --version |
    grep 'org.dmkit.cli.Main ' | grep -q 'shared objects file' || fail 'the AOT cache is not used'

# No distribution may ship it without these.
for notice in java.base/LICENSE dmkit/LICENSE picocli/LICENSE jackson-core/LICENSE jackson-core/NOTICE; do
    [ -s "$image/legal/$notice" ] || fail "no legal/$notice"
done

# A page that leaves something out would be worse than none.
documented() {
    page=$image/share/man/man8/$1
    shift
    "$@" --help | sed -n '/^Commands:$\|^Verbs:$/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' >"$work/words"
    [ "$(wc -l <"$work/words")" -gt 20 ] || fail "$page: nothing to look for"
    while read -r word; do
        grep -q "^\.Ss dmkit.* $word\$" "$page" || fail "$page leaves out $word"
    done <"$work/words"
    if command -v mandoc >/dev/null; then
        mandoc -T lint -W warning "$page" >"$work/lint" || fail "$(cat "$work/lint")"
    fi
}
documented dmkit.8 "$image/bin/dmkit"
documented dmkit-dm.8 "$image/bin/dmkit" dm

# An answer that did not arrive is no success.
for arguments in 'formats' 'formats --json' '--version' 'dmraid -l'; do
    # shellcheck disable=SC2086 # words
    if "$image/bin/dmkit" $arguments >/dev/full 2>"$work/err"; then
        fail "$arguments into a full disk: status 0"
    fi
    grep -q 'standard output' "$work/err" || fail "$arguments into a full disk: $(cat "$work/err")"
done

quiet=no
echo garbage >"$work/moved/lib/dmkit.aot"
starts 'with a bad cache' "$moved" --version
rm "$work/moved/lib/dmkit.aot"
starts 'without a cache' "$moved" --version
