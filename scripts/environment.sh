# Makes .venv beside the project and installs it with the extras given: `. scripts/environment.sh [EXTRA...]`.
# Nothing but Python 3.11 or newer (with venv) is needed; what is missing is named in one line.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

python=""
for candidate in python3.13 python3.12 python3.11 python3 python; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "claimgraph needs Python 3.11 or newer on the path" >&2; exit 2; }
if [ ! -x .venv/bin/python ]; then
  "$python" -m venv .venv || { echo "this Python cannot make an environment: install its venv module (Debian: python3-venv)" >&2; exit 2; }
fi
extras=$(IFS=,; echo "$*")
wanted=".${extras:+[$extras]}"
stamp=.venv/.claimgraph-installed
if [ ! -f "$stamp" ] || [ pyproject.toml -nt "$stamp" ] || ! grep -qxF "$wanted" "$stamp"; then
  echo "installing claimgraph${extras:+ with $extras} into .venv ..." >&2
  .venv/bin/python -m pip install -qq --disable-pip-version-check -e "$wanted" || { echo "the packages could not be installed: is a package index reachable?" >&2; exit 2; }
  [ "$stamp" -nt pyproject.toml ] || : >"$stamp"
  echo "$wanted" >>"$stamp"
fi
