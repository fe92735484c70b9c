# Runs a program as a container runtime would: on a root of its own that cannot be written, with nothing but what is mounted, as a user
# without any rights. Called in a mount namespace of its own:
#   sh container.sh ROOT USER WORKING_FOLDER [SOURCE:TARGET:ro|rw]... -- PROGRAM [ARGUMENT]...
set -eu
root=$1 user=$2 folder=$3
shift 3

mount -t tmpfs -o mode=755 container "$root"
cd "$root"
mkdir -p usr etc proc dev sys tmp var/run

# Of this machine, what the base image would have: its system libraries, and a few files that they read.
for name in bin sbin lib lib64; do
    if [ -L "/$name" ]; then
        cp -P "/$name" "$name"
    else
        mkdir -p "$name"
        mount --rbind "/$name" "$name"
    fi
done
mount --bind /usr usr
mount -o remount,bind,ro usr
for file in hosts resolv.conf nsswitch.conf ld.so.cache; do
    if [ -e "/etc/$file" ]; then cp "/etc/$file" etc/; fi
done
echo "app:x:$user:$user::/:/usr/sbin/nologin" > etc/passwd
mount --rbind /proc proc
mount --rbind /dev dev
mount --rbind /sys sys

while [ "$1" != -- ]; do
    mode=${1##*:}
    paths=${1%:*}
    mkdir -p ".${paths#*:}"
    mount --bind "${paths%%:*}" ".${paths#*:}"
    if [ "$mode" = ro ]; then mount -o remount,bind,ro ".${paths#*:}"; fi
    shift
done
shift
mount -o remount,ro "$root"

exec chroot . setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all env -C "$folder" "$@"
