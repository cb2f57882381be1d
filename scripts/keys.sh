#!/usr/bin/env bash
# Corrects a page from its proposals to its gold with keys only and counts them:
#   bash scripts/keys.sh [PAGE GOLD.jsonl]     # default: dev1 of tests/data/eval
# ZHUPI_KEYS=1 prints every key that was pressed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec cargo run --release --quiet --example corrected -- "$@"
