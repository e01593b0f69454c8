#!/bin/bash
# PostgreSQL with a GIN index over the same text as index_benchmark's, with the quickest settings that lose nothing but safety.
# It makes a cluster of its own in a temporary folder, on a private socket, and takes it away again.
#
#   benchmarks/postgresql_benchmark.sh PROFILES.ndjson [INDEX]
#
# With INDEX, an index that kennis made of the same profiles, the matches of some words are compared first.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
profiles=$(realpath "$1")
index=${2:-}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1) || true
if [ -z "$bin" ]; then
  echo "skipped: PostgreSQL is not installed (apt-get install postgresql)"
  exit 0
fi

folder=$(mktemp -d)
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_owner() { runuser -u postgres -- "$@"; }
fi
end() {
  [ -f "$folder/data/postmaster.pid" ] && as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$folder"
}
trap end EXIT
sql() { as_owner "$bin/psql" -h "$folder" -d postgres -qAt -v ON_ERROR_STOP=1 -c "$1"; }

# What index_benchmark's other ways index; making this file is not timed.
python3 - "$profiles" > "$folder/rows" <<'PYTHON'
import json, sys
def escaped(text):
    return text.replace("\\", "\\\\").replace("\t", " ").replace("\n", "\\n").replace("\r", " ")
for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    texts = []
    if record.get("contact_policy") != "do_not_contact":
        texts = [record.get("headline") or "", record.get("summary") or ""]
        for position in record.get("positions") or []:
            texts += [position.get("title") or "", position.get("description") or ""]
        texts += [skill if isinstance(skill, str) else skill.get("name", "") for skill in record.get("skills") or []]
    print(record["id"], escaped(line.rstrip("\n")), escaped(" . ".join(texts)), sep="\t")
PYTHON
chmod 644 "$folder/rows"

as_owner "$bin/initdb" -D "$folder/data" -E UTF8 --locale=C.UTF-8 -A trust >/dev/null
cat >> "$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 20GB
shared_buffers = 1GB
maintenance_work_mem = 1GB
autovacuum = off
SETTINGS
as_owner "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" start >/dev/null

began=$(date +%s.%N)
sql "CREATE UNLOGGED TABLE profiles (id text, record text, words tsvector);
     CREATE UNLOGGED TABLE rows (id text, record text, words text);
     COPY rows FROM '$folder/rows';
     INSERT INTO profiles SELECT id, record, to_tsvector('simple', words) FROM rows;
     CREATE INDEX ON profiles USING gin (words);"
ended=$(date +%s.%N)
sql "DROP TABLE rows"
rows=$(sql "SELECT count(*) FROM profiles")
if [ -n "$index" ]; then
  database=$index/generations/$(cat "$index/CURRENT")/profiles
  for word in python sql html css kotlin react; do
    wanted=$(xapian-delve -t "$word" "$database" | sed -n 's/.*termfreq \([0-9]*\),.*/\1/p')
    found=$(sql "SELECT count(*) FROM profiles WHERE words @@ to_tsquery('simple', '$word')")
    [ "${wanted:-0}" = "$found" ] || echo "$word: $found profiles in PostgreSQL, ${wanted:-0} in Kennis"
  done
fi
bytes=$(sql "SELECT pg_total_relation_size('profiles')")
awk -v rows="$rows" -v bytes="$bytes" -v input="$(stat -Lc %s "$profiles")" -v seconds="$(echo "$ended - $began" | bc)" \
  'BEGIN { printf "%d profiles in %.2f s: %.0f a second; %.2f times the input\n", rows, seconds, rows / seconds, bytes / input }'
