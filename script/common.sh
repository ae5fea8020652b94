# Shared by the commands of this folder; sourced, never run.
# The language of the messages is French, because they are read by the people who try the product.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
VENV=.venv
VAR=${DLA_VAR:-var}
export PYTHONUNBUFFERED=1
# How the tests are shared out: one worker more than processors, since a test often waits for a browser or a server
SHARED_OUT=(--numprocesses $(($(nproc) + 1)) --dist loadfile --no-loadscope-reorder)

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
  warn "$*"
  exit 1
}

# Print the SHA-256 of the given files and words: what a stamp file remembers.
fingerprint() { (for item in "$@"; do if [ -f "$item" ]; then cat "$item"; else printf '%s\n' "$item"; fi; done) | sha256sum | cut -d' ' -f1; }

is_stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# Say whether something listens on this local port.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Say whether packages can be installed without asking anybody anything.
may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

apt_is_fresh=
install_packages() {
  local run=(env DEBIAN_FRONTEND=noninteractive)
  [ "$(id -u)" = 0 ] || run=(sudo -n "${run[@]}")
  say "Installation de : $*"
  if [ -z "$apt_is_fresh" ]; then
    "${run[@]}" apt-get update -qq </dev/null >/dev/null || warn "La liste des paquets n’a pas pu être rafraîchie ; on continue avec celle de la machine."
    apt_is_fresh=1
  fi
  "${run[@]}" apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

# Print those of the given Debian packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
  done
}
