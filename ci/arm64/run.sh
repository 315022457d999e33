#!/bin/sh
# Runs a program for arm64 under QEMU, with arguments. The program's name for itself is a script
# that does the same, because the kernel cannot run the program when it starts itself again.
# usage: run PROGRAM [ARGUMENT]...
program=$1
shift
cat >"$program.qemu" <<END
#!/bin/sh
exec qemu-aarch64 -0 "\$0" '$program' "\$@"
END
chmod +x "$program.qemu"
exec "$program.qemu" "$@"
