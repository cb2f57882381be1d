#!/usr/bin/env bash
# What takes longer than test.sh: licences of all dependencies, the release build, and the tests marked `ignored`
# (durability: the program is killed 500 times while it writes; the layout on pages torn 200 times), and
# a page corrected with keys only, counted. The output is kept in docs/test-long.txt.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"
cd "$root"
setup test

long_tests() {
    printf '%s, %s, %s, %s cores\n' "$(date -u +%F)" "$(rustc --version)" "$(uname -sm)" "$(nproc)"
    if ! command -v cargo-deny >/dev/null; then
        printf '%s\n' "没有 cargo-deny，现在安装 (installing cargo-deny)"
        cargo install --locked --quiet cargo-deny
    fi
    printf '\n== %s\n' "依赖许可 (licences)"
    cargo deny --log-level error check licenses bans sources
    printf '\n== %s\n' "发布版 (release build)"
    cargo build --release --locked
    printf '\n== %s\n' "持久性等长测试 (durability and other long tests)"
    cargo test --release --locked --test kill --test layout_robust -- --ignored
    # Tiny windows, without the checks that egui makes in builds for testing.
    cargo test --release --locked --test desk in_a_tiny_window
    printf '\n== %s\n' "外部程序 (programs of others)"
    bash scripts/test-peers.sh
    printf '\n== %s\n' "一致性指标与 scikit-learn、krippendorff 对照 (agreement figures)"
    local figures
    figures=$(mktemp -d)
    python3 -m venv "$figures/venv"
    "$figures/venv/bin/pip" install --quiet scikit-learn krippendorff
    ZHUPI_AGREEMENT="$figures/ours.json" cargo test --release --locked --test agreement
    "$figures/venv/bin/python" scripts/check_agreement.py --check "$figures/ours.json"
    rm -r "$figures"
    printf '\n== %s\n' "改完一版的按键数 (key presses for a page)"
    bash scripts/keys.sh
    printf '\n%s\n' "全部通过，共 $SECONDS 秒 (all passed in $SECONDS s)"
}

mkdir -p docs
# The place of the checkout is nobody's business.
long_tests 2>&1 | sed -u "s|$root|.|g" | tee docs/test-long.txt
