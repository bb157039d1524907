# What guide-check and guide-boot share; they read this file, nobody runs it.

# release FOLDER GUIDE PROGRAM FILE…: what a newcomer has of us, a release and nothing else.
release() {
	mkdir -p "$1"
	cp "$3" "$1/relais-linux-$(dpkg --print-architecture)"
	cp "$2" "$1"
	folder=$1
	shift 3
	cp "$@" "$folder"
	(cd "$folder" && sha256sum -- * >"$folder.sums" && mv "$folder.sums" SHA256SUMS)
}

# commands GUIDE: all that it gives to be typed, in order.
commands() {
	awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$1"
}

# last_check SAID: the lines of the last relais check in what bash -x wrote.
last_check() {
	awk '/^\+ relais-admin check/ { text = "" } { text = text $0 "\n" } END { printf "%s", text }' "$1" |
		awk '/^[a-zéèA-Z][^+]*  (ok|attention|défaut|absent)  / { print } /^\+ / && NR > 1 { exit }'
}

# judge SAID EXCEPT: ends with the reason where the guide did not lead to a service that
# runs, all green but for the line EXCEPT, and to a backup put back.
judge() {
	last_check "$1" >"$1.last"
	[ "$(grep -c '  ok  ' "$1.last")" -ge 11 ] || fail "relais check is not green at the end"
	! grep -v "^$2  " "$1.last" | grep -q '  attention  \|  défaut  \|  absent  ' || fail "relais check is not green at the end"
	grep -q 'La sauvegarde est entière' "$1" || fail "no backup was read again"
	grep -q 'Base reconstituée' "$1" || fail "no backup was restored"
	grep -q 'account created: coordination' "$1" || fail "nobody can sign in"
}
