#!/bin/bash
# Installs the packages on a machine on which nothing was installed, uses and removes them. It runs
# in the module's folder, in a root tree.
# usage: check.sh FOLDER-FOR-DOWNLOADED-PACKAGES
set -euo pipefail

downloads=$1
packages=$PWD/build/packages
testdata=$PWD/ci/packages/testdata
tools=$(grep -v '^#' ci/packages/debian/tools | awk '{print $2}')

step() { printf '\n--- %s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

install() {
    apt-get install -y -q --no-install-recommends -o Dir::Cache::Archives="$downloads" \
        -o APT::Keep-Downloaded-Packages=true -o APT::Sandbox::User=root "$@"
}

# expect PATTERN COMMAND…: runs a command, and fails if no line of its output matches.
expect() {
    local pattern=$1 output
    shift
    output=$("$@" 2>&1) || die "$* failed: $output"
    grep -Eq -- "$pattern" <<<"$output" || die "$*: no line matches '$pattern': $output"
}

apt-get update -q

step 'The tools run with what they depend on'
install "$packages"/libqtbt0_*.deb "$packages"/qtbt-tools_*.deb
version=$(dpkg-query -W -f '${Version}' qtbt-tools)
for tool in $tools; do
    expect "^$tool \(qtbt\) ${version%-*}\$" "$tool" --version
    expect "^Usage: $tool " "$tool" --help
done
output=$(btdoctor) && die "btdoctor found a Bluetooth adapter: $output"
grep -q 'system bus' <<<"$output" || die "btdoctor: $output"
output=$(btscan --for 1s 2>&1) && die 'btscan found a Bluetooth adapter'
grep -q '^btscan: ' <<<"$output" || die "btscan: $output"

step 'Manual pages'
install man-db mandoc
for tool in $tools btsend-send btsend-receive btspp-connect btspp-listen; do
    page=$(man --where "$tool")
    output=$(man --warnings -l "$page" 2>&1 >/dev/null)
    [ -z "$output" ] || die "$output"
    mandoc -T lint -W warning "$page"
    expect "^ +$tool - [a-z]" man "$tool"
done
expect '^btscan \(1\) +- list the Bluetooth devices' whatis btscan

step 'Completions'
install bash-completion fish zsh
for tool in $tools; do
    expect "^complete .*-C '?$tool'? $tool\$" \
        bash -c ". /usr/share/bash-completion/bash_completion; _completion_loader $tool; complete -p $tool"
    expect '^--version' fish -c "complete -C '$tool --vers'"
    expect "^_$tool\$" zsh -f -c "autoload -Uz compinit && compinit -u && echo \$_comps[$tool]"
done
expect '^receive$' fish -c "complete -C 'btsend re'"
expect '^check.sh$' fish -c "cd '$testdata' && complete -C 'btsend send 00:11:22:33:44:55 ch'"
timeout 60 zsh -f "$testdata/complete.zsh" 'btsend rec' 'btsend receive '
timeout 60 zsh -f "$testdata/complete.zsh" "btsend send 00:11:22:33:44:55 $testdata/che" \
    "btsend send 00:11:22:33:44:55 $testdata/check.sh "

step 'A C program with the library'
install gcc libc6-dev pkg-config "$packages"/libqtbt-dev_*.deb
# shellcheck disable=SC2046 # several words
gcc -std=c99 -Wall -Wextra -Werror -o /tmp/use "$testdata/use.c" $(pkg-config --cflags --libs qtbt)
/tmp/use

step 'A Go program with the library'
go build -tags qtbt_system -o /tmp/qtversion ci/rootfs/testdata/qtversion.go
expect '^6\.' /tmp/qtversion
expect 'libqtbt.so.0 => /lib/|libqtbt.so.0 => /usr/lib/' ldd /tmp/qtversion

step 'Nothing is left after removal'
dpkg -L libqtbt0 libqtbt-dev qtbt-tools | grep -v "^/\.$" | sort -u >/tmp/files
apt-get purge -y -q libqtbt0 libqtbt-dev qtbt-tools
while read -r path; do
    [ ! -e "$path" ] || dpkg -S "$path" >/dev/null 2>&1 || echo "$path"
done </tmp/files >/tmp/left
find /etc /usr /var -xdev -name '*qtbt*' >>/tmp/left
[ ! -s /tmp/left ] || die "left: $(cat /tmp/left)"
