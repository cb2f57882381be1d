#!/usr/bin/env python3
"""Agreement figures of scikit-learn and `krippendorff` on generated cases.

    check_agreement.py --write tests/data/agreement.json   the cases with the figures, for `cargo test --test agreement`
    check_agreement.py --check FIGURES                     compares figures of ours (JSON) with those of the packages

FIGURES is what `ZHUPI_AGREEMENT=FILE cargo test --test agreement` writes. Needs numpy, scikit-learn, krippendorff.
"""

import argparse
import json
import random
import warnings

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

warnings.filterwarnings("ignore")
BOUND = 1e-9


def kappa(a, b, labels):
    if a == b:
        return 1.0
    return float(cohen_kappa_score(a, b, labels=labels))


def case(rng, raters, categories, units, missing, noise):
    """Ratings of one case: a list a rater, None where one gave none."""
    truth = [rng.randrange(categories) for _ in range(units)]
    rows = []
    for _ in range(raters):
        row = []
        for value in truth:
            if rng.random() < missing:
                row.append(None)
            else:
                row.append(rng.randrange(categories) if rng.random() < noise else value)
        rows.append(row)
    return {"size": categories, "ratings": rows}


def figures(one):
    rows, size = one["ratings"], one["size"]
    labels = list(range(size))
    found = {"alpha": None, "pairs": []}
    data = np.array([[np.nan if v is None else float(v) for v in row] for row in rows])
    paired = (~np.isnan(data)).sum(axis=0) >= 2
    values = data[:, paired]
    given = values[~np.isnan(values)]
    if given.size:
        found["alpha"] = (
            1.0
            if len(set(given)) == 1
            else float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal", value_domain=labels))
        )
    for n in range(len(rows)):
        for m in range(n + 1, len(rows)):
            both = [(a, b) for a, b in zip(rows[n], rows[m]) if a is not None and b is not None]
            pair = {"who": [n, m], "kappa": None, "by_category": [], "table": None, "f1": []}
            if both:
                a, b = [x for x, _ in both], [y for _, y in both]
                pair["kappa"] = kappa(a, b, labels)
                pair["table"] = confusion_matrix(a, b, labels=labels).tolist()
                for k in labels:
                    ours, theirs = [int(x == k) for x in a], [int(y == k) for y in b]
                    pair["by_category"].append(kappa(ours, theirs, [0, 1]))
                    pair["f1"].append(float(f1_score(ours, theirs, zero_division=0.0)))
            found["pairs"].append(pair)
    return found


def generate():
    rng = random.Random(20261129)
    cases = []
    for n in range(120):
        raters = 2 if n % 2 else rng.randrange(2, 6)
        one = case(
            rng,
            raters,
            rng.randrange(2, 10),
            rng.choice([1, 2, 5, 20, 60]),
            rng.choice([0.0, 0.0, 0.2, 0.6]),
            rng.choice([0.0, 0.1, 0.5, 1.0]),
        )
        one["figures"] = figures(one)
        cases.append(one)
    return cases


def near(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= BOUND


def check(path):
    worst, wrong, count = 0.0, 0, 0
    for one, ours in zip(generate(), json.load(open(path, encoding="utf-8")), strict=True):
        theirs = one["figures"]
        rows = [(ours["alpha"], theirs["alpha"])]
        for mine, other in zip(ours["pairs"], theirs["pairs"], strict=True):
            rows.append((mine["kappa"], other["kappa"]))
            rows += zip(mine["by_category"], other["by_category"], strict=True)
            rows += zip(mine["f1"], other["f1"], strict=True)
            wrong += mine["table"] != other["table"]
        for a, b in rows:
            count += 1
            wrong += not near(a, b)
            if a is not None and b is not None:
                worst = max(worst, abs(a - b))
    print(f"{count} figures, the furthest off by {worst:.3g}, {wrong} wrong (bound {BOUND:g})")
    raise SystemExit(wrong > 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--check", metavar="FIGURES")
    args = parser.parse_args()
    if args.write:
        with open(args.write, "w", encoding="utf-8") as out:
            out.write("[\n" + ",\n".join(json.dumps(one) for one in generate()) + "\n]\n")
    if args.check:
        check(args.check)


if __name__ == "__main__":
    main()
