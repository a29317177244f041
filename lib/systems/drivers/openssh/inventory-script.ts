/**
 * What runs on each host: POSIX shell, read only. Every value leaves the host as hexadecimal, one record a line, fields split by tabs, so that no name or comment can
 * pass for another record. Of files that a key may stand in, only lines with the name of a key type leave it: a link to another file shows nothing of that file.
 * docs/guides/connect-openssh.md has the same text, to be installed where Tenure's account may run nothing else.
 */
export const INVENTORY_SCRIPT = String.raw`#!/bin/sh
# What Tenure reads on a host: accounts, authorized keys, user CAs, host keys. Changes nothing.
LC_ALL=C PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
CONFIG=${'$'}{CONFIG:-/etc/ssh/sshd_config}
KEYS='(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp[0-9]+|sk-(ssh-ed25519|ecdsa-sha2-nistp256))'
WORDS='(authorizedkeysfile|authorizedkeyscommand|trustedusercakeys|authorizedprincipalsfile|authorizedprincipalscommand|hostkey|hostcertificate|pubkeyauthentication|permitrootlogin|match|include)'
hex() { od -An -v -tx1 | tr -d ' \n'; }
say() { printf %s "$1"; shift; for f in "$@"; do printf '\t'; printf %s "$f" | hex; done; printf '\n'; }
# ok, denied, or missing
state() {
  if [ -f "$1" ] && [ -r "$1" ]; then echo ok; return; fi
  if [ -e "$1" ]; then echo denied; return; fi
  d=$1
  while [ -n "$d" ] && [ "$d" != / ]; do
    d=${'$'}{d%/*}
    if [ -d "${'$'}{d:-/}" ]; then [ -x "${'$'}{d:-/}" ] && echo missing || echo denied; return; fi
  done
  echo missing
}
# A tag, its owner, a path, its state, and the lines with keys in it
file() {
  s=$(state "$3")
  [ "$s" = missing ] && [ "$1" = keys ] && return
  [ "$1" = principals ] && [ -h "$3" ] && s=denied
  printf '%s\t%s\t%s\t%s\t' "$1" "$(printf %s "$2" | hex)" "$(printf %s "$3" | hex)" "$(printf %s "$s" | hex)"
  if [ "$s" = ok ]; then
    if [ "$1" = principals ]; then grep -a -v -E '^[[:space:]]*(#|$)' "$3" 2>/dev/null
    else grep -a -E "$KEYS" "$3" 2>/dev/null; fi | head -c 4194304 | hex
  fi
  printf '\n'
}
# A path of sshd's configuration for one account (sshd_config, TOKENS)
expand() {
  P=$1 U=$2 I=$3 H=$4 awk 'BEGIN { p = ENVIRON["P"]; o = ""
    for (i = 1; i <= length(p); i++) { c = substr(p, i, 1); if (c != "%") { o = o c; continue }
      i++; n = substr(p, i, 1); o = o (n == "u" ? ENVIRON["U"] : n == "h" ? ENVIRON["H"] : n == "U" ? ENVIRON["I"] : n == "%" ? "%" : "%" n) }
    if (substr(o, 1, 1) != "/") o = ENVIRON["H"] "/" o
    print o }' </dev/null
}
accounts() { { getent passwd || cat /etc/passwd; } 2>/dev/null </dev/null | cut -d: -f1,3-; }
# What sshd says, for one account where the configuration distinguishes them; else what its file says before the first Match
effective() {
  if [ -n "$1" ]; then sshd -T -f "$CONFIG" -C "user=$1,host=localhost,addr=127.0.0.1" 2>/dev/null </dev/null; else sshd -T -f "$CONFIG" 2>/dev/null </dev/null; fi | grep -i -E "^$WORDS "
}
written() { sed -e 's/#.*//' "$CONFIG" 2>/dev/null | awk 'tolower($1) == "match" { exit } NF > 1 { k = tolower($1); $1 = ""; sub(/^[ =]+/, ""); print k " " $0 }' | grep -E "^$WORDS "; }
setting() { printf '%s\n' "$CONF" | awk -v k="$1" '$1 == k { $1 = ""; sub(/^ /, ""); print; exit }'; }

say tenure-ssh-inventory 1
say host "$(uname -n)" "$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release 2>/dev/null | tr -d '"')" "$(id -un)" "$(id -u)" "$(date -u +%s)"
GLOBAL=$(effective '')
FROM=sshd
[ -n "$GLOBAL" ] || { GLOBAL=$(written); FROM=file; }
[ -n "$GLOBAL" ] || FROM=default
say config "$FROM" "$GLOBAL"
if [ "$ONLY" = check ]; then say end; exit 0; fi
say accounts "$(accounts)"
say groups "$({ getent group || cat /etc/group; } 2>/dev/null </dev/null | grep -E '^(sudo|wheel|admin):' | cut -d: -f1,3,4)"
CONF=$GLOBAL
for k in $(printf '%s\n' "$CONF" | awk '$1 == "hostkey" { print $2 }'); do file hostkey '' "$k.pub"; done
[ "$FROM" = sshd ] || for k in /etc/ssh/ssh_host_*_key.pub; do file hostkey '' "$k"; done
for k in $(printf '%s\n' "$CONF" | awk '$1 == "hostcertificate" { print $2 }'); do file hostcertificate '' "$k"; done
MATCH=
[ "$FROM" = sshd ] && grep -q -i -E '^[[:space:]]*match[[:space:]]' "$CONFIG" /etc/ssh/sshd_config.d/*.conf 2>/dev/null && MATCH=1
accounts | while IFS=: read -r u i g c h s; do
  if [ -n "$MATCH" ]; then CONF=$(effective "$u"); say account-config "$u" "$CONF"; fi
  A=$(setting authorizedkeysfile)
  for p in ${'$'}{A:-.ssh/authorized_keys .ssh/authorized_keys2}; do [ "$p" = none ] || file keys "$u" "$(expand "$p" "$u" "$i" "$h")"; done
  T=$(setting trustedusercakeys)
  P=$(setting authorizedprincipalsfile)
  [ -z "$T" ] || [ "$T" = none ] || [ -z "$P" ] || [ "$P" = none ] || file principals "$u" "$(expand "$P" "$u" "$i" "$h")"
done
for k in $(printf '%s\n' "$GLOBAL" | awk '$1 == "trustedusercakeys" && $2 != "none" { print $2 }'); do file userca '' "$k"; done
say end
`

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The script as it is sent to a shell: with sshd's configuration file, and, for a test of the connection, only as far as that needs. */
export function inventoryCommand(sshdConfig: string, only: 'check' | 'all'): string {
  return `CONFIG=${quoted(sshdConfig)}\nONLY=${only}\n${INVENTORY_SCRIPT}`
}
