"""95 % intervals of a statement scorer's figures, by resampling articles.

Usage: intervals.py SCORER GOLD RECORDS PATH...   prints one line per PATH: PATH, low, high, parted by tabs.
SCORER is the set's score.py; a PATH is a figure in its JSON report, such as speech/triple/f1.
"""
import importlib.util
import random
import sys

ROUNDS = 1000


def figure(report, path):
    for key in path:
        report = report.get(key) if isinstance(report, dict) else None
    return report


def main():
    scorer_path, gold_path, records_path, *paths = sys.argv[1:]
    spec = importlib.util.spec_from_file_location("score", scorer_path)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    records = {record["id"]: record for record in score.read_jsonl(records_path)}
    gold = score.read_jsonl(gold_path)
    views = {path.split("/")[0] for path in paths}
    counts = {view: [score.score_doc(doc, records.get(doc["id"]), view) for doc in gold] for view in views}
    found = {path: [] for path in paths}
    generator = random.Random(20161108)
    for _ in range(ROUNDS):
        drawn = [generator.randrange(len(gold)) for _ in gold]
        reports = {view: score.summary([counts[view][at] for at in drawn]) for view in views}
        for path in paths:
            view, *rest = path.split("/")
            value = figure(reports[view], rest)
            if value is not None:
                found[path].append(value)
    for path, values in found.items():
        if len(values) == ROUNDS:
            values.sort()
            print(path, values[int(0.025 * ROUNDS)], values[int(0.975 * ROUNDS) - 1], sep="\t")


main()
