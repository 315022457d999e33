# Runs a command in a root tree, in a mount namespace of its own. The command sees the tree under a layer that is thrown
# away, and folders of the machine at their own paths.
# usage: sh -c "$THIS" enter TREE FOLDER [ro|rw PATH]... -- [NAME=VALUE]... COMMAND [ARGUMENT]...
# shellcheck shell=sh
set -eu

tree=$1 folder=$2
shift 2

# The layer hides nothing of the tree: overlay looks through what is mounted on it.
mount -t tmpfs -o mode=755 layer "$tree/mnt"
cd "$tree/mnt"
mkdir upper work root
mount -t overlay -o lowerdir=..,upperdir=upper,workdir=work tree root
cd root

mount -t proc proc proc
mount --rbind /dev dev
while [ "$1" != -- ]; do
    mkdir -p ".$2"
    mount --bind "$2" ".$2"
    [ "$1" = rw ] || mount -o remount,bind,ro ".$2"
    shift 2
done
shift
exec chroot . env -i -C "$folder" "$@"
