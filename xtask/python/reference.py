"""Runs the reference library over texts: its analysis, its time and its memory.

    python reference.py MODEL TEXTS [--out FILE] [--passes N]

MODEL is a pipeline's directory, TEXTS a file with one JSON string a line. With `--out`, one JSON object a text is
written, columns of equal length with one entry a token; offsets are bytes of the UTF-8 text. What was measured is
printed as one JSON object: seconds to load, seconds of the fastest of N passes over all texts (`nlp.pipe`, one
process) by the clock and of the processor, tokens, peak memory in megabytes, versions.
"""

import argparse
import json
import platform
import resource
import time

PARSER = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
PARSER.add_argument("model")
PARSER.add_argument("texts")
PARSER.add_argument("--out")
PARSER.add_argument("--passes", type=int, default=1)


def main():
    args = PARSER.parse_args()
    start = time.perf_counter()
    import spacy

    imported = time.perf_counter()
    nlp = spacy.load(args.model)
    loaded = time.perf_counter()
    with open(args.texts, encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    n_tokens = 0
    seconds, cpu_seconds = [], []
    for _ in range(args.passes):
        start_pass, start_cpu = time.perf_counter(), time.process_time()
        n_tokens = sum(len(doc) for doc in nlp.pipe(texts))
        seconds.append(time.perf_counter() - start_pass)
        cpu_seconds.append(time.process_time() - start_cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if args.out:
        with open(args.out, "w", encoding="utf-8") as out:
            for doc in nlp.pipe(texts):
                print(json.dumps(columns(doc), ensure_ascii=False, separators=(",", ":")), file=out)
    figures = {
        "spacy": spacy.__version__,
        "python": platform.python_version(),
        "model": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        "import_s": imported - start,
        "load_s": loaded - imported,
        "parse_s": min(seconds, default=0.0),
        "cpu_s": min(cpu_seconds, default=0.0),
        "tokens": n_tokens,
        "peak_mb": peak,
    }
    print(json.dumps(figures))


def columns(doc):
    """The analysis of a document, by column."""
    starts, ends, at, place = [], [], 0, 0
    for token in doc:
        at += len(doc.text[place : token.idx].encode())
        starts.append(at)
        at += len(token.text.encode())
        ends.append(at)
        place = token.idx + len(token.text)
    return {
        "start": starts,
        "end": ends,
        "tag": [token.tag_ for token in doc],
        "pos": [token.pos_ for token in doc],
        "morph": [str(token.morph) for token in doc],
        "lemma": [token.lemma_ for token in doc],
        "head": [token.head.i for token in doc],
        "dep": [token.dep_ for token in doc],
        "sent": [int(bool(token.is_sent_start)) for token in doc],
        "ent": ["" if token.ent_iob_ in ("O", "") else f"{token.ent_iob_}-{token.ent_type_}" for token in doc],
    }


if __name__ == "__main__":
    main()
