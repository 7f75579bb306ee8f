# Makes an initramfs as Debian does, with dmkit in it. Runs on the host, as root, in a mount namespace of its own, as
#   mkinitramfs.sh initramfs-tools|dracut DIRECTORY IMAGE MODULES CONFIG
# all but the first absolute. Exit status 77: no layer can be put over this system. What it installs goes to a layer over this
# system that is thrown away: DIRECTORY, where initrd is put.
set -eu
maker=$1 directory=$2 image=$3 modules=$4 config=$5
version=${modules##*/}
root=$directory/root
rm -rf "$directory"
mkdir -p "$directory/upper" "$directory/work" "$root"
layer() {
    mount -t overlay overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" "$root" || return
    for kernels in proc sys dev; do mount --rbind "/$kernels" "$root/$kernels" || return; done
    mount -t tmpfs tmpfs "$root/tmp"
}
layer || exit 77

export DEBIAN_FRONTEND=noninteractive
install="apt-get -y -q --no-install-recommends install"
# With mdadm Intel sets are left to it.
chroot "$root" apt-get -y -q purge mdadm
chroot "$root" $install busybox kmod udev dmsetup dmraid
mkdir -p "$root/lib/modules" "$root/boot"
cp -a "$modules" "$root/lib/modules/"
cp "$config" "$root/boot/"

# as README says
cp -a "$image" "$root/usr/lib/dmkit"
chroot "$root" dpkg-divert --rename /sbin/dmraid
ln -s ../lib/dmkit/bin/dmkit ../lib/dmkit/bin/dmraid "$root/usr/sbin/"
case $maker in
    initramfs-tools)
        chroot "$root" $install initramfs-tools-core
        ln -s /usr/lib/dmkit/share/initramfs-tools/hooks/dmkit "$root/etc/initramfs-tools/hooks/"
        chroot "$root" mkinitramfs -o /initrd "$version"
        ;;
    dracut)
        chroot "$root" $install dracut-core kpartx
        ln -s /usr/lib/dmkit/share/dracut/modules.d/90dmkit "$root/usr/lib/dracut/modules.d/"
        chroot "$root" dracut --no-hostonly --add dmkit /initrd "$version"
        ;;
esac
mv "$root/initrd" "$directory/initrd"
