#!/bin/bash
# Puts dmkit with its runtime image into an initramfs. dracut's own module for dmraid stays as it is: it installs the command
# alone, which is no more than a launcher if it is dmkit's.

check() {
    require_binaries dmkit || return 1
    # only if asked for
    return 255
}

depends() {
    echo dmraid
}

installkernel() {
    instmods dm-mod dm-mirror dm-raid loop
}

install() {
    local image files libraries
    image=$(readlink -f "$(command -v dmkit)")
    image=${image%/bin/dmkit}
    files=$(find "$image/bin" "$image/conf" "$image/lib" "$image/release" -type f)
    # dracut itself looks no further than what the program itself names
    libraries=$(ldd $files 2> /dev/null | sed -n 's/.*[[:blank:]]\(\/[^[:blank:]]*\) (0x.*/\1/p' | sort -u)
    inst_multiple dmkit dmraid $files $libraries
}
