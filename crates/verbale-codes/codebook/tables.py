"""Writes the code tables of this crate from the codebook as data.

Usage: python3 tables.py PLOVER.json   (see SOURCE.md for what that file holds)
Writes codebook/cameo.tsv and src/plover_table.rs beside it; run `cargo fmt` after it.
"""
import json
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
book = json.loads(pathlib.Path(sys.argv[1]).read_text())


def variant(code):
    return "".join(part.capitalize() for part in code.replace("_", "-").split("-"))


def enum(name, doc, codes, docs):
    lines = [f"/// {doc}", "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]", f"pub enum {name} {{"]
    for code in codes:
        lines += [f"    /// `{code}`: {docs[code]}.", f"    {variant(code)},"]
    lines += ["}", f"impl {name} {{", "    /// Every one, in the codebook's order.",
              f"    pub const ALL: [Self; {len(codes)}] = [" + ", ".join(f"Self::{variant(c)}" for c in codes) + "];",
              "    /// The codebook's name.", "    pub const fn code(self) -> &'static str {", "        match self {"]
    lines += [f'            Self::{variant(code)} => "{code}",' for code in codes]
    lines += ["        }", "    }", "}"]
    return "\n".join(lines)


types, contexts = book["types"], book["contexts"]
modes, mode_docs = [], {}
for kind, entry in types.items():
    for mode, info in entry["modes"].items():
        if mode not in mode_docs:
            modes.append(mode)
        known = mode_docs.get(mode)
        said = f"{info['definition']} ({kind})"
        mode_docs[mode] = f"{known}; {said}" if known else said
rows = []
for kind, entry in types.items():
    listed = []
    for mode, info in entry["modes"].items():
        score = "None" if info["score"] is None else f"Some({float(info['score'])})"
        definition = json.dumps(info["definition"])
        listed.append(f"ModeInfo {{ mode: Mode::{variant(mode)}, definition: {definition}, score: {score} }}")
    quad = variant(entry["quad"].replace(" ", "-"))
    rows.append(
        f"TypeInfo {{ definition: {json.dumps(entry['definition'])}, quad: Quad::{quad}, score: {float(entry['score'])}, "
        f"recipient_required: {str(entry['recipient_required']).lower()}, modes: &[{', '.join(listed)}] }}")
(here.parent / "src" / "plover_table.rs").write_text("\n\n".join([
    "// Written by codebook/tables.py; change that, not this.",
    "use crate::plover::{ModeInfo, Quad, TypeInfo};",
    enum("EventType", "What an event is: the sixteen types of PLOVER 2.0.", list(types),
         {k: v["definition"].rstrip(".") for k, v in types.items()}),
    enum("Mode", "How an event was carried out. A mode belongs to certain types only: see [`EventType::modes`].", modes, mode_docs),
    enum("Context", "The field of politics an event belongs to: the thirty-seven contexts of PLOVER 2.0.", list(contexts), contexts),
    f"/// The table behind [`EventType`], in its order.\npub(crate) const TYPES: [TypeInfo; {len(rows)}] = [\n" + ",\n".join(rows) + "];",
]) + "\n")

lines = ["code\tlabel\tgoldstein\ttype\tmode\tcontexts"]
for code, entry in sorted(book["cameo"]["codes"].items()):
    lines.append("\t".join([code, entry["label"], str(entry["goldstein"]), entry["type"] or "", entry["mode"] or "",
                            ",".join(entry["contexts"])]))
(here / "cameo.tsv").write_text("\n".join(lines) + "\n")
lines = ["type\tmode\tcode"]
for name, code in book["cameo"]["from_plover"].items():
    kind, _, mode = name.partition(" ")
    lines.append(f"{kind}\t{mode}\t{code}")
(here / "from_plover.tsv").write_text("\n".join(lines) + "\n")
