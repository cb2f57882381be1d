#!/usr/bin/env bash
# Every quick check, in order of cost; stops at the first that fails. What takes longer: test-long.sh.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"
cd "$root"
setup test

# step TITLE COMMAND…: runs the command and prints the time it took.
step() {
    local start=$SECONDS title=$1
    shift
    printf '\n== %s: %s\n' "$title" "$*"
    "$@"
    printf '== 用时 %d 秒 (took %d s)\n' $((SECONDS - start)) $((SECONDS - start))
}

step "格式 (format)" cargo fmt --check
step "静态检查 (lints)" cargo clippy --locked --all-targets -- -D warnings
step "无界面的核心 (core without the window)" cargo clippy --locked --no-default-features -- -D warnings
step "测试 (tests)" cargo test --locked
step "外部程序 (programs of others)" bash scripts/test-peers.sh --short
if command -v cargo-deny >/dev/null; then
    step "依赖许可 (licences)" cargo deny --log-level error check licenses bans sources
else
    printf '\n%s\n' "没有 cargo-deny，依赖许可改在 scripts/test-long.sh 中检查 (no cargo-deny: licences are checked there)"
fi
printf '\n%s\n' "全部通过，共 $SECONDS 秒 (all passed in $SECONDS s)"
