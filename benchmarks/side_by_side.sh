#!/bin/bash
# The same questions to Kennis, plain Xapian, SQLite's FTS5 and PostgreSQL, in turns, over the same generated worlds:
#
#   benchmarks/side_by_side.sh [--build FOLDER] [--keep FOLDER] [PERSONS…]      20000 200000 1000000 if nothing is said
#
# Worlds, indexes and databases are made in FOLDER, where the next run finds them, or in a temporary one (12 GB for a million). PostgreSQL gets a
# cluster of its own on a private socket; where it is not installed it is left out, and the output says so.
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/release
keep=
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=$2; shift 2 ;;
    --keep) keep=$2; shift 2 ;;
    -*) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || set -- 20000 200000 1000000
for program in kennis benchmarks/side_by_side_benchmark; do
  [ -x "$build/$program" ] || { echo "$build/$program is not built: cmake --workflow --preset release" >&2; exit 1; }
done

folder=${keep:-$(mktemp -d)}
mkdir -p "$folder"
folder=$(realpath "$folder")
export XAPIAN_FLUSH_THRESHOLD=100000  # its usual 10,000 makes a database of a million slowly
postgresql=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1) || true
as_owner() { "$@"; }
[ "$(id -u)" != 0 ] || as_owner() { (cd / && runuser -u postgres -- "$@"); }
cluster=
end_cluster() {
  [ -z "$cluster" ] || as_owner "$postgresql/pg_ctl" -D "$cluster/data" -m fast stop >/dev/null
  cluster=
}
end() {
  end_cluster
  [ -n "$keep" ] || rm -rf "$folder"
}
trap end EXIT

# Warm and large enough for all of it in memory; one worker a question, as for the others.
start_cluster() {
  [ -n "$postgresql" ] || { echo "PostgreSQL is left out: it is not installed (apt-get install postgresql)"; return; }
  cluster=$1
  if [ ! -d "$cluster/data" ]; then
    mkdir -p "$cluster"
    [ "$(id -u)" != 0 ] || { chmod a+x "$folder" "$(dirname "$cluster")"; chown postgres "$cluster"; }
    as_owner "$postgresql/initdb" -D "$cluster/data" -U postgres -E UTF8 --locale=C.UTF-8 -A trust >/dev/null
    as_owner tee -a "$cluster/data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$cluster'
unix_socket_permissions = 0777
fsync = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 20GB
shared_buffers = 3GB
maintenance_work_mem = 1GB
work_mem = 256MB
effective_cache_size = 12GB
random_page_cost = 1.1
max_parallel_workers_per_gather = 0
jit = off
SETTINGS
  fi
  as_owner "$postgresql/pg_ctl" -D "$cluster/data" -w -t 300 -l "$cluster/log" start >/dev/null
}

for persons in "$@"; do
  world=$folder/$persons
  if [ ! -e "$world/index/CURRENT" ]; then
    "$build/kennis" generate --people "$persons" --seed 1 --out "$world/input" >/dev/null
    "$build/kennis" index --input "$world/input" --index "$world/index" --memory 2G >/dev/null
  fi
  start_cluster "$world/postgresql"
  [ -z "$cluster" ] || export KENNIS_BENCHMARK_POSTGRESQL=$cluster
  KENNIS_BENCHMARK_INDEX=$world/index KENNIS_BENCHMARK_RIVALS=$world/rivals "$build/benchmarks/side_by_side_benchmark" \
    --benchmark_counters_tabular=true
  end_cluster
done
