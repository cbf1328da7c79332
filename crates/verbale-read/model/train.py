"""Trains the block model: which runs of a page are the article's text.

    train.py SCORER FOLDER OUT [--check]

SCORER is the folder of the article benchmark (score.py and its *.jsonl.gz); FOLDER holds NAME.rows for its three
development files, as printed by the example `run_features`. OUT is written: two forests, one tree a line, as
`src/html/forest.rs` reads them. --check prints scores on pages whose site no tree has seen. Needs lightgbm and numpy.
"""
import collections
import hashlib
import json
import re
import sys
from urllib.parse import urlparse

import lightgbm as lgb
import numpy as np

sys.path.insert(0, sys.argv[1])
import score as scorer  # noqa: E402

WORD = re.compile(r"\w+")
FOLDS = 5
ROUNDS = 110
# The second forest is the mean of this many, grown from different seeds: steadier on sites not seen. It is asked only
# near the text, so its size costs little.
SECOND = 4
# One thread: waiting threads cost more than they give on a shared machine, and the result is the same everywhere.
SETTINGS = dict(objective="binary", learning_rate=0.1, num_leaves=12, min_data_in_leaf=25, feature_fraction=0.35,
                bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, verbose=-1, num_threads=1, max_bin=63,
                deterministic=True, force_row_wise=True)
# The column that says that a run stands among readers' comments; such a run is never text.
COMMENT = 18


class Page:
    def __init__(self, gold, runs):
        self.gold = gold
        self.texts = [run[0] for run in runs]
        self.keys = [run[2] for run in runs]
        self.n_words = np.array([run[3] for run in runs], dtype=float)
        self.columns = np.array([run[4] for run in runs], dtype=np.float32)
        host = urlparse(gold["url"]).netloc.split(".")
        self.site = ".".join(host[-2:])
        known = self.known_labels()
        self.is_known = known >= 0
        self.labels = np.maximum(known, 0)
        roots = np.sqrt(self.n_words)
        if "gold_text" in gold:
            self.weights = roots / max(roots.sum(), 1) * 100
        else:
            roots = roots * self.is_known
            self.weights = roots / max(roots.sum(), 1) * min(self.is_known.sum(), 8) * 3

    def known_labels(self):
        """1 text, 0 not, -1 not known."""
        if "gold_text" in self.gold:
            return align(self.texts, WORD.findall(self.gold["gold_text"]))
        labels = np.full(len(self.texts), -1.0)
        inside = [scorer.flat(part) for part in self.gold.get("gold_with") or []]
        outside = (self.gold.get("gold_without") or []) + (self.gold.get("gold_comments") or [])
        outside = [scorer.flat(part) for part in outside]
        for i, text in enumerate(map(scorer.flat, self.texts)):
            if any(part in text for part in inside):
                labels[i] = 1
            elif any(part in text or (len(text) > 15 and text in part) for part in outside):
                labels[i] = 0
        return labels


def align(texts, gold):
    """Which runs make up the gold text: the chain of matches, in order on both sides, that covers most words."""
    places, stretches = collections.defaultdict(list), collections.defaultdict(list)
    for at, word in enumerate(gold):
        places[word].append(at)
    for at in range(len(gold) - 3):
        stretches[tuple(gold[at:at + 4])].append(at)
    matches = []  # (run, start, end, words matched)
    for i, text in enumerate(texts):
        words = WORD.findall(text)
        if len(words) >= 4:
            offsets = collections.Counter()
            for k in range(len(words) - 3):
                for at in stretches.get(tuple(words[k:k + 4]), ()):
                    offsets[at - k] += 1
            for offset, _ in offsets.most_common(4):
                n_hits = sum(n for other, n in offsets.items() if abs(other - offset) <= 6)
                if n_hits >= 0.5 * (len(words) - 3):
                    start = max(offset, 0)
                    matches.append((i, start, start + len(words), min(n_hits, len(words) - 3) + 3))
        elif words:
            for at in places.get(words[0], ()):
                if gold[at:at + len(words)] == words:
                    matches.append((i, at, at + len(words), len(words) - 0.5))
    # The heaviest chain, over a tree of prefix maxima.
    size = len(gold) + 2
    tree = [(0, -1)] * (size + 1)

    def best_before(at):
        best, at = (0, -1), at + 1
        while at > 0:
            best = max(best, tree[at], key=lambda pair: pair[0])
            at -= at & -at
        return best

    def update(at, value):
        at += 1
        while at <= size:
            if value[0] > tree[at][0]:
                tree[at] = value
            at += at & -at

    score, before = [0] * len(matches), [-1] * len(matches)
    by_run = collections.defaultdict(list)
    for k, match in enumerate(matches):
        by_run[match[0]].append(k)
    for i in sorted(by_run):
        for k in by_run[i]:
            _, start, _, n_words = matches[k]
            best, before[k] = best_before(min(start + 2, size - 2))
            score[k] = best + n_words
        for k in by_run[i]:
            update(min(matches[k][2], size - 2), (score[k], k))
    labels = np.zeros(len(texts))
    k = max(range(len(matches)), key=score.__getitem__) if matches else -1
    while k >= 0:
        labels[matches[k][0]] = 1
        k = before[k]
    return labels


def squash(scores):
    """From a sum of leaves to 0..1 by sums and products alone, as in forest.rs."""
    square = scores * scores
    half = square / (1 + square) / 2
    return np.where(scores > 0, 0.5 + half, 0.5 - half)


def context(page, scores):
    """The second forest's further columns, as in forest.rs."""
    n, words = len(scores), page.n_words
    columns = [scores]
    for offset in (-4, -3, -2, -1, 1, 2, 3, 4):
        column = np.full(n, -1.0)
        if offset < 0:
            column[-offset:] = scores[:offset][:max(n + offset, 0)]
        elif offset < n:
            column[:-offset] = scores[offset:]
        columns.append(column)
    body = np.concatenate([[0], np.cumsum(scores * words)])
    all_words = np.concatenate([[0], np.cumsum(words)])
    total = max(body[-1], 1e-9)
    columns += [body[:-1] / total, (total - body[1:]) / total, np.full(n, total)]
    kinds = collections.defaultdict(lambda: [0, 0])
    for key, in_body, count in zip(page.keys, scores * words, words):
        kinds[key][0] += in_body
        kinds[key][1] += count
    columns.append(np.array([kinds[key][0] / max(kinds[key][1], 1) for key in page.keys]))
    at = np.arange(n)
    for reach in (5, 12):
        start = np.maximum(at - reach, 0)
        columns.append((body[at] - body[start]) / np.maximum(all_words[at] - all_words[start], 1))
        end = np.maximum(np.minimum(at + 1 + reach, n), at + 1)
        columns.append((body[end] - body[at + 1]) / np.maximum(all_words[end] - all_words[at + 1], 1))
    for order in (range(n), range(n - 1, -1, -1)):
        column, last = np.full(n, 99.0), None
        for i in order:
            if last is not None:
                column[i] = min(abs(i - last), 99)
            if scores[i] > 0.5:
                last = i
        columns.append(column)
    return np.concatenate([page.columns, np.stack(columns, 1)], 1).astype(np.float32)


def fit(pages, columns, n_forests):
    rows = np.concatenate([columns[id(page)] for page in pages])
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    used = weights > 0
    data = lambda: lgb.Dataset(rows[used], labels[used], weight=weights[used])
    return [lgb.train(dict(SETTINGS, seed=seed), data(), ROUNDS) for seed in range(1, n_forests + 1)]


def unseen_scores(pages, columns, n_forests):
    """Scores of each page by a forest that saw no page of its site."""
    sites = sorted({page.site for page in pages}, key=lambda site: hashlib.md5(site.encode()).hexdigest())
    fold = {site: i % FOLDS for i, site in enumerate(sites)}
    scores = {}
    for number in range(FOLDS):
        models = fit([page for page in pages if fold[page.site] != number], columns, n_forests)
        for page in pages:
            if fold[page.site] == number:
                sums = [model.predict(columns[id(page)], raw_score=True) for model in models]
                scores[id(page)] = squash(np.mean(sums, 0))
    return scores


def two_stages(pages):
    plain = {id(page): page.columns for page in pages}
    first = unseen_scores(pages, plain, 1)
    in_context = {id(page): context(page, first[id(page)]) for page in pages}
    return plain, in_context, unseen_scores(pages, in_context, SECOND)


def learn_from_itself(pages, scores):
    """Takes the surest judgements as labels where none are known: more sites, at little weight."""
    for page in pages:
        found = scores[id(page)]
        sure = ((found > 0.9) | (found < 0.06)) & ~page.is_known
        page.labels = np.where(sure, (found > 0.5) * 1.0, page.labels)
        roots = np.sqrt(page.n_words) * sure
        page.weights = page.weights + roots / max(roots.sum(), 1) * 25


def show(pages, scores):
    for threshold in (0.4, 0.5, 0.6):
        compared, hits, leaks, n_with = [], 0, 0, 0
        for page in pages:
            keep = (scores[id(page)] > threshold) & (page.columns[:, COMMENT] == 0)
            text = "\n".join(text for text, kept in zip(page.texts, keep) if kept)
            if "gold_text" in page.gold:
                compared.append(scorer.compare(page.gold["gold_text"], text))
            elif page.gold.get("gold_with"):
                flat = scorer.flat(text)
                n_with += len(page.gold["gold_with"])
                hits += sum(scorer.flat(part) in flat for part in page.gold["gold_with"])
                leaks += sum(scorer.flat(part) in flat for part in page.gold["gold_without"] or [])
        body = scorer.corpus(compared)
        print(f"{threshold}: body F1 {body['f1']:.3f} exact {body['accuracy']:.3f}, "
              f"segments F1 {2 * hits / (n_with + hits + leaks):.3f}")


def as_text(models):
    """One tree a line; leaves are shared out so that their sum is the mean of the forests."""
    lines = []
    for tree in (tree for model in models for tree in model.model_to_string().split("\nTree=")[1:]):
        fields = dict(line.split("=", 1) for line in tree.split("\n") if "=" in line)
        splits = []
        if int(fields["num_leaves"]) > 1:
            names = ("split_feature", "threshold", "left_child", "right_child")
            for feature, threshold, low, high in zip(*(fields[name].split() for name in names)):
                # The largest f32 that is not above the threshold parts f32 values alike.
                short = np.float32(float(threshold))
                if float(short) > float(threshold):
                    short = np.nextafter(short, np.float32(-np.inf))
                splits.append(f"{feature} {short!s} {low} {high}")
        leaves = " ".join(f"{float(leaf) / len(models):.5g}" for leaf in fields["leaf_value"].split())
        lines.append(" ".join(splits) + " | " + leaves)
    return "\n".join(lines)


def main():
    _, bench, folder, out, *options = sys.argv
    pages = []
    for name in ("dev", "pages-dev", "dates-dev"):
        with open(f"{folder}/{name}.rows", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        for gold, row in zip(scorer.read_jsonl(f"{bench}/{name}.jsonl.gz"), rows):
            assert gold["id"] == row["id"], (gold["id"], row["id"])
            if row["runs"]:
                pages.append(Page(gold, row["runs"]))
    plain, in_context, scores = two_stages(pages)
    learn_from_itself(pages, scores)
    plain, in_context, scores = two_stages(pages)
    if "--check" in options:
        show(pages, scores)
        with open(f"{folder}/unseen.jsonl", "w", encoding="utf-8") as lines:
            for page in pages:
                lines.write(json.dumps([page.gold["id"], [round(float(x), 5) for x in scores[id(page)]]]) + "\n")
    with open(out, "w", encoding="utf-8") as model:
        model.write(as_text(fit(pages, plain, 1)) + "\n\n" + as_text(fit(pages, in_context, SECOND)) + "\n")


if __name__ == "__main__":
    main()
