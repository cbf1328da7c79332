//! What the block model is told of each run: its words, where it stands, and what stands around it.

use std::collections::HashMap;

use super::dom::{Dom, NodeId};
use super::groups::{CLASS_GROUPS, Groups, PHRASE_GROUPS, phrase_groups};
use super::runs::{Run, Runs};
use super::tag::Tag;
use crate::metadata::title::folded;

/// Levels of ancestors looked at.
const MAX_LEVELS: usize = 24;
/// A distance that stands for "nowhere".
const FAR: f32 = 30.0;
/// Bytes of a run that are searched for phrases, at its start and at its end.
const PHRASE_BYTES: usize = 240;

/// What the head of the page says, as far as the model uses it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    /// The article's text by the page's structured data.
    pub(crate) body: Option<String>,
}

/// The features of all runs of a page, row by row.
#[derive(Debug, Default)]
pub(crate) struct Features {
    pub(crate) n_columns: usize,
    /// What tells the runs of one place in the page's template, by run.
    pub(crate) path_keys: Vec<u64>,
    pub(crate) values: Vec<f32>,
    /// The run that shows the headline.
    pub(crate) title_at: Option<usize>,
}

impl Features {
    pub(crate) fn row(&self, run_idx: usize) -> &[f32] {
        &self.values[run_idx * self.n_columns..(run_idx + 1) * self.n_columns]
    }
}

/// Words of the text below an element, by kind.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_field_names, reason = "counts are named so everywhere")]
struct Tally {
    n_words: u32,
    n_link_words: u32,
    n_prose_words: u32,
    n_runs: u32,
    n_prose_runs: u32,
}

impl Tally {
    fn link_share(self) -> f32 {
        share(self.n_link_words, self.n_words)
    }
}

/// A run's own look, computed once.
#[expect(clippy::struct_excessive_bools, reason = "they become columns")]
struct Look {
    n_chars: u32,
    n_commas: u32,
    n_stops: u32,
    ends_in_stop: bool,
    ends_in_colon: bool,
    starts_lower: bool,
    is_prose: bool,
    capital_share: f32,
    upper_share: f32,
    digit_share: f32,
    phrases: Groups,
    path_key: u64,
    text_key: u64,
}

/// What is known of a page as a whole.
struct Page<'a> {
    dom: &'a Dom,
    runs: &'a Runs,
    looks: Vec<Look>,
    tallies: Vec<Tally>,
    total: Tally,
    /// Steps up from the element that holds most of the page's prose; `u8::MAX` elsewhere.
    to_main: Vec<u8>,
    /// The same from the element whose own children hold most prose.
    to_best: Vec<u8>,
    paths: HashMap<u64, Tally>,
    texts: HashMap<u64, u32>,
    title_at: Option<usize>,
}

/// Computes the features of all runs.
pub(crate) fn features(dom: &Dom, runs: &Runs, hints: &Hints) -> Features {
    let page = Page::new(dom, runs, hints);
    let mut features = Features {
        path_keys: page.looks.iter().map(|look| look.path_key).collect(),
        title_at: page.title_at,
        ..Features::default()
    };
    let title: Vec<String> = words(hints.title.as_deref());
    let description: Vec<String> = words(hints.description.as_deref());
    let body =
        hints.body.as_deref().filter(|body| body.len() > 300).map(|body| format!(" {} ", folded(body)));
    let mut n_words_before = 0;
    let mut n_prose_before = 0;
    for (i, run) in runs.runs.iter().enumerate() {
        let start = features.values.len();
        let row = &mut features.values;
        page.own(i, row);
        page.place(i, n_words_before, n_prose_before, row);
        page.around(i, row);
        page.above(i, row);
        let text = folded(runs.text_of(run));
        let run_words: Vec<&str> = text.split(' ').take(60).collect();
        row.push(overlap(&run_words, &title));
        row.push(overlap(&run_words, &description));
        row.push(body.as_ref().map_or(-1.0, |body| share_in(&run_words, body)));
        n_words_before += run.n_words;
        n_prose_before += if page.looks[i].is_prose { run.n_words } else { 0 };
        if i == 0 {
            features.n_columns = features.values.len() - start;
            features.values.reserve_exact(features.n_columns * (runs.runs.len() - 1));
        }
    }
    features
}

impl<'a> Page<'a> {
    fn new(dom: &'a Dom, runs: &'a Runs, hints: &Hints) -> Self {
        let looks: Vec<Look> = runs.runs.iter().map(|run| Look::of(dom, runs, run)).collect();
        let mut tallies = vec![Tally::default(); dom.len()];
        let mut total = Tally::default();
        let mut paths: HashMap<u64, Tally> = HashMap::new();
        let mut texts: HashMap<u64, u32> = HashMap::new();
        // Words of prose in an element's own children and, by half, in theirs.
        let mut own_prose: HashMap<NodeId, u32> = HashMap::new();
        for (run, look) in runs.runs.iter().zip(&looks) {
            let one = Tally {
                n_words: run.n_words,
                n_link_words: run.n_link_words,
                n_prose_words: if look.is_prose { run.n_words } else { 0 },
                n_runs: 1,
                n_prose_runs: u32::from(look.is_prose),
            };
            for id in dom.upward(run.element) {
                add(&mut tallies[id.index()], one);
            }
            add(&mut total, one);
            add(paths.entry(look.path_key).or_default(), one);
            *texts.entry(look.text_key).or_default() += 1;
            if look.is_prose && !run.is_hidden {
                let mut up = dom.upward(run.container).skip_while(|&id| dom.tag(id) == Tag::P);
                if let Some(parent) = up.next() {
                    *own_prose.entry(parent).or_default() += run.n_words * 2;
                }
                if let Some(above) = up.next() {
                    *own_prose.entry(above).or_default() += run.n_words;
                }
            }
        }
        let best =
            own_prose.iter().map(|(&id, &score)| (score, std::cmp::Reverse(id))).max().map(|(_, id)| id.0);
        let mut main = NodeId::ROOT;
        // Down to the deepest element that still holds most of the prose.
        let mut at = dom.first_child(main);
        while let Some(id) = at {
            if tallies[id.index()].n_prose_words * 10 > total.n_prose_words * 6 {
                main = id;
                at = dom.first_child(id);
            } else {
                at = dom.next_sibling(id);
            }
        }
        let steps = |from: NodeId| {
            let mut steps = vec![u8::MAX; dom.len()];
            for (level, id) in dom.upward(from).enumerate() {
                steps[id.index()] = level.min(usize::from(u8::MAX - 1)) as u8;
            }
            steps
        };
        let title_at = title_place(runs, hints);
        Self {
            to_main: steps(main),
            to_best: steps(best.unwrap_or(NodeId::ROOT)),
            dom,
            runs,
            looks,
            tallies,
            total,
            paths,
            texts,
            title_at,
        }
    }

    fn run(&self, i: usize) -> &Run {
        &self.runs.runs[i]
    }

    /// The run's own words.
    fn own(&self, i: usize, row: &mut Vec<f32>) {
        let (run, look) = (self.run(i), &self.looks[i]);
        row.extend([
            log(run.n_words),
            log(look.n_chars),
            look.n_chars as f32 / run.n_words.max(1) as f32,
            share(run.n_link_words, run.n_words),
            run.n_links.min(20) as f32,
            share(run.n_bold_words, run.n_words),
            share(run.n_italic_words, run.n_words),
            share(look.n_commas, run.n_words),
            look.n_stops.min(20) as f32,
            flag(look.ends_in_stop),
            flag(look.ends_in_colon),
            flag(look.starts_lower),
            flag(look.is_prose),
            look.capital_share,
            look.upper_share,
            look.digit_share,
            run.n_images_before.min(5) as f32,
            flag(run.is_hidden),
            flag(run.is_comment),
            flag(run.ends_at_break),
            tag_rank(self.dom.tag(run.container)),
            tag_rank(self.dom.tag(run.element)),
        ]);
        row.extend((0..PHRASE_GROUPS.len()).map(|group| flag(look.phrases & 1 << group != 0)));
    }

    /// Where on the page it stands.
    fn place(&self, i: usize, n_words_before: u32, n_prose_before: u32, row: &mut Vec<f32>) {
        let from_title = self.title_at.map_or(-50.0, |title| (i as f32 - title as f32).clamp(-30.0, 100.0));
        row.extend([
            i as f32 / self.runs.runs.len() as f32,
            share(n_words_before, self.total.n_words),
            share(n_prose_before, self.total.n_prose_words),
            from_title,
            log(self.total.n_prose_words),
            self.total.link_share(),
        ]);
    }

    /// What stands before and after it.
    fn around(&self, i: usize, row: &mut Vec<f32>) {
        let n_runs = self.runs.runs.len();
        for offset in [-3isize, -2, -1, 1, 2, 3] {
            let Some(at) = i.checked_add_signed(offset).filter(|at| *at < n_runs) else {
                row.extend([-1.0; 7]);
                continue;
            };
            let (run, look) = (self.run(at), &self.looks[at]);
            row.extend([
                log(run.n_words),
                share(run.n_link_words, run.n_words),
                flag(look.is_prose),
                flag(look.path_key == self.looks[i].path_key),
                tag_rank(self.dom.tag(run.container)),
                flag(self.dom.parent(run.container) == self.dom.parent(self.run(i).container)),
                (look.phrases & 0b1111).count_ones() as f32,
            ]);
        }
        // Prose in the next and last ten runs.
        let n_prose = |range: std::ops::Range<usize>| {
            let prose = range.filter(|&at| self.looks[at].is_prose).map(|at| self.run(at).n_words);
            log(prose.sum())
        };
        row.push(n_prose(i.saturating_sub(10)..i));
        row.push(n_prose((i + 1).min(n_runs)..(i + 11).min(n_runs)));
    }

    /// What it stands in.
    fn above(&self, i: usize, row: &mut Vec<f32>) {
        let run = self.run(i);
        let mut group_level = [FAR; CLASS_GROUPS.len()];
        let mut tag_level = [FAR; ABOVE.len()];
        let (mut main_steps, mut best_steps, mut depth) = (FAR, FAR, 0);
        let mut tallies = [Tally::default(); 4];
        let mut n_tallies = 0;
        let mut last = None;
        for (level, id) in self.dom.upward(run.element).enumerate() {
            depth += 1;
            let steps = |steps: u8| if steps == u8::MAX { None } else { Some(f32::from(steps)) };
            if let (FAR, Some(n_steps)) = (main_steps, steps(self.to_main[id.index()])) {
                main_steps = n_steps;
            }
            if let (FAR, Some(n_steps)) = (best_steps, steps(self.to_best[id.index()])) {
                best_steps = n_steps;
            }
            if level >= MAX_LEVELS {
                continue;
            }
            let mut groups = self.runs.groups[id.index()];
            while groups != 0 {
                let group = groups.trailing_zeros() as usize;
                group_level[group] = group_level[group].min(level as f32);
                groups &= groups - 1;
            }
            let tag = self.dom.tag(id);
            if let Some(at) =
                ABOVE.iter().position(|above| *above == tag || (tag.is_heading() && *above == Tag::H1))
            {
                tag_level[at] = tag_level[at].min(level as f32);
            }
            // The first few elements that hold more than the one below them.
            let tally = self.tallies[id.index()];
            if n_tallies < tallies.len() && last.is_none_or(|n_runs| tally.n_runs > n_runs) {
                tallies[n_tallies] = tally;
                n_tallies += 1;
                last = Some(tally.n_runs);
            }
        }
        row.extend(group_level);
        row.extend(tag_level);
        row.extend([main_steps, best_steps, depth as f32]);
        for tally in tallies {
            row.extend([
                log(tally.n_words),
                tally.link_share(),
                share(tally.n_prose_words, tally.n_words),
                share(tally.n_prose_words, self.total.n_prose_words),
                log(tally.n_runs),
            ]);
        }
        let path = self.paths[&self.looks[i].path_key];
        row.extend([
            log(path.n_runs),
            share(path.n_words, path.n_runs) / 50.0,
            path.link_share(),
            share(path.n_prose_words, self.total.n_prose_words),
            share(path.n_prose_runs, path.n_runs),
            self.texts[&self.looks[i].text_key].min(5) as f32,
        ]);
    }
}

/// Elements whose distance above a run is told; `H1` stands for all headings.
const ABOVE: [Tag; 18] = [
    Tag::Article,
    Tag::Main,
    Tag::Aside,
    Tag::Footer,
    Tag::Header,
    Tag::Nav,
    Tag::Figure,
    Tag::Figcaption,
    Tag::Form,
    Tag::List,
    Tag::Li,
    Tag::Table,
    Tag::Blockquote,
    Tag::Section,
    Tag::A,
    Tag::P,
    Tag::H1,
    Tag::Button,
];

impl Look {
    fn of(dom: &Dom, runs: &Runs, run: &Run) -> Self {
        let text = runs.text_of(run);
        let (mut n_chars, mut n_commas, mut n_stops, mut n_upper, mut n_digits, mut n_letters) =
            (0u32, 0, 0, 0u32, 0u32, 0u32);
        let mut previous = ' ';
        for char in text.chars() {
            n_chars += 1;
            match char {
                ',' | '،' | '、' | '，' | ';' => n_commas += 1,
                ' ' if matches!(previous, '.' | '!' | '?') => n_stops += 1,
                '。' | '！' | '？' | '।' => n_stops += 1,
                _ => {}
            }
            n_upper += u32::from(char.is_uppercase());
            n_digits += u32::from(char.is_ascii_digit());
            n_letters += u32::from(char.is_alphabetic());
            previous = char;
        }
        let end = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ' ', '“']);
        let ends_in_stop = end.ends_with(['.', '!', '?', '…', '。', '؟', '।']);
        let n_capital = text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
        let few_links = run.n_link_words * 2 <= run.n_words;
        let is_long = run.n_words >= 10 || n_chars >= 80;
        let is_prose = !run.is_comment
            && is_long
            && few_links
            && (ends_in_stop || n_commas > 0 || n_stops > 0 || run.n_words >= 25);
        let head = &text[..text.floor_char_boundary(PHRASE_BYTES)];
        let mut phrases = phrase_groups(&head.to_lowercase());
        if text.len() > PHRASE_BYTES {
            let tail = &text[text.floor_char_boundary(text.len() - PHRASE_BYTES)..];
            phrases |= phrase_groups(&tail.to_lowercase());
        }
        let key = |id: NodeId| hash(dom.attr(id, "class").unwrap_or_default());
        let path = dom.upward(run.element).take(3);
        let path_key = path.fold(dom.tag(run.element) as u64, |keys, id| {
            keys.wrapping_mul(31).wrapping_add(key(id) ^ dom.tag(id) as u64)
        });
        Self {
            n_chars,
            n_commas,
            n_stops,
            ends_in_stop,
            ends_in_colon: end.ends_with(':'),
            starts_lower: text.starts_with(char::is_lowercase),
            is_prose,
            capital_share: share(n_capital as u32, run.n_words),
            upper_share: share(n_upper, n_letters),
            digit_share: share(n_digits, n_chars),
            phrases,
            path_key,
            text_key: hash(text),
        }
    }
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Where the headline is shown: the run most like it, the earliest of those in a heading.
fn title_place(runs: &Runs, hints: &Hints) -> Option<usize> {
    let title = words(hints.title.as_deref());
    if title.is_empty() {
        return None;
    }
    let n_title_bytes: usize = title.iter().map(|word| word.len() + 1).sum();
    let mut best: Option<(f32, usize)> = None;
    for (i, run) in runs.runs.iter().enumerate() {
        // By letters first: languages without blanks have few words.
        let n_bytes = run.span.len();
        if n_bytes > n_title_bytes * 3 || n_bytes * 3 < n_title_bytes {
            continue;
        }
        let text = folded(runs.text_of(run));
        let run_words: Vec<&str> = text.split(' ').collect();
        if run_words.len() > title.len() * 2 + 3 || run_words.len() * 2 < title.len() {
            continue;
        }
        let score = overlap(&run_words, &title);
        if score > 0.7 && best.is_none_or(|(most, _)| score > most + 0.05) {
            best = Some((score, i));
        }
    }
    best.map(|(_, i)| i)
}

fn words(text: Option<&str>) -> Vec<String> {
    let text = text.map(folded).unwrap_or_default();
    text.split(' ').filter(|word| !word.is_empty()).take(80).map(str::to_owned).collect()
}

/// Twice the common words over all words.
fn overlap(one: &[&str], other: &[String]) -> f32 {
    if other.is_empty() {
        return -1.0;
    }
    let n_common = one.iter().filter(|word| other.iter().any(|other| other == *word)).count();
    2.0 * n_common as f32 / (one.len() + other.len()) as f32
}

/// The share of a run's four-word stretches that a text, folded and padded with blanks, has.
fn share_in(run: &[&str], text: &str) -> f32 {
    if run.len() < 4 {
        return flag(text.contains(&format!(" {} ", run.join(" "))));
    }
    // A few stretches tell enough.
    let step = (run.len() / 8).max(1);
    let stretches = run.windows(4).step_by(step);
    let n_stretches = stretches.len();
    let n_found = stretches.filter(|words| text.contains(&words.join(" "))).count();
    n_found as f32 / n_stretches as f32
}

fn add(tally: &mut Tally, one: Tally) {
    tally.n_words += one.n_words;
    tally.n_link_words += one.n_link_words;
    tally.n_prose_words += one.n_prose_words;
    tally.n_runs += one.n_runs;
    tally.n_prose_runs += one.n_prose_runs;
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Counts on a scale where doubling is a step, in whole numbers of quarter steps so that every machine agrees.
fn log(count: u32) -> f32 {
    let bits = 32 - count.leading_zeros();
    if bits <= 3 {
        return count as f32;
    }
    let quarter = (count >> (bits - 3)) & 3;
    bits as f32 + quarter as f32 / 4.0
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Elements by how much their text is worth, so that one threshold parts them.
fn tag_rank(tag: Tag) -> f32 {
    let rank = match tag {
        Tag::P => 20,
        Tag::Blockquote => 18,
        Tag::Pre => 17,
        Tag::Section | Tag::Article => 16,
        Tag::Td => 14,
        Tag::Li => 13,
        Tag::Dd | Tag::Dt | Tag::Dl => 12,
        Tag::H2 => 11,
        Tag::H3 => 10,
        Tag::H4 | Tag::H5 | Tag::H6 => 9,
        Tag::H1 => 8,
        Tag::Bold => 7,
        Tag::Italic => 6,
        Tag::Span => 5,
        Tag::Figcaption | Tag::Caption | Tag::Figure => 4,
        Tag::Time => 3,
        Tag::Address | Tag::Header | Tag::Footer | Tag::Aside | Tag::Nav => 2,
        Tag::A => 1,
        Tag::Button | Tag::Label | Tag::Form => 0,
        _ => 15,
    };
    rank as f32
}
