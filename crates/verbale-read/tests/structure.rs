//! What the parts of invented news texts are taken for: one line a block, `Kind | text`.

use std::fmt::Write as _;

use proptest::prelude::*;
use verbale_doc::Article;
use verbale_read::{Documents, Options};

fn read(text: &str, fields: &str) -> Article {
    let text = serde_json::to_string(text).expect("strings are JSON");
    let line = format!("{{\"text\":{text}{fields}}}");
    let mut documents = Documents::from_reader("test.jsonl", std::io::Cursor::new(line), Options::default());
    documents.next().expect("one document").expect("that reads").article
}

fn shown(text: &str) -> String {
    lines(&read(text, ""))
}

fn lines(article: &Article) -> String {
    let mut shown = String::new();
    for block in &article.blocks {
        let words: Vec<&str> = article.text.slice(block.span).split_whitespace().collect();
        writeln!(shown, "{:?} | {}", block.kind, words.join(" ")).expect("strings take anything");
    }
    shown
}

#[test]
fn agency_report_with_crosshead_and_teaser() {
    let text = "\
Premier: We hope the envoy’s visit will calm the border

Vantora, SANA-Premier Ilka Moren on Tuesday received the envoy of the river states.

“The talks were open,” she said.

Moren, envoy agree to reopen the bridge

Earlier, the two sides said the bridge would reopen in May.


Check Also

Foreign minister urges calm on the lake

Oslo, SANA- The foreign minister urged both sides …";
    assert_eq!(
        shown(text),
        "\
Title | Premier: We hope the envoy’s visit will calm the border
Dateline | Vantora, SANA-
Paragraph | Premier Ilka Moren on Tuesday received the envoy of the river states.
Paragraph | “The talks were open,” she said.
Heading | Moren, envoy agree to reopen the bridge
Paragraph | Earlier, the two sides said the bridge would reopen in May.
Related | Check Also
Related | Foreign minister urges calm on the lake
Related | Oslo, SANA- The foreign minister urged both sides …
"
    );
}

#[test]
fn wire_report_hard_wrapped_with_credit() {
    let text = "\
GENEVA, March 3 (Reuters) - The envoys of the two river
states met in Geneva on Thursday for a third day of talks
about the dam, diplomats said.

\"We are not there yet,\" one of them said.
    (Reporting by Jane Doe; Editing by John Roe)
";
    let article = read(text, ",\"published\":\"2016-03-04T08:00:00Z\"");
    assert_eq!(
        lines(&article),
        "\
Dateline | GENEVA, March 3 (Reuters) -
Paragraph | The envoys of the two river states met in Geneva on Thursday for a third day of talks about the dam, \
         diplomats said.
Paragraph | \"We are not there yet,\" one of them said.
Byline | (Reporting by Jane Doe; Editing by John Roe)
"
    );
    let dateline = article.dateline.unwrap();
    assert_eq!(dateline.date, Some(jiff::civil::date(2016, 3, 3)));
    assert_eq!(article.text.slice(dateline.place.unwrap()), "GENEVA");
    assert_eq!(article.text.slice(dateline.agency.unwrap()), "Reuters");
}

#[test]
fn page_copied_with_its_furniture() {
    let text = "\
WORLD
Ministers sign treaty on the lake
By Jane Doe and John Roe
March 24, 2016
Share this:
Facebook Twitter WhatsApp

BERN — The ministers signed the treaty on Wednesday.
ADVERTISEMENT
Read more: What the treaty means for fishers
The treaty bans nets in the north of the lake.
Photo: The lake at dawn
What comes next?
The two parliaments vote in May.
Jane Doe contributed to this report.
Sign up for our morning newsletter
Related stories
Fishers protest at the lake
A short history of the lake
© 2016 Example Media. All rights reserved.";
    let article = read(text, "");
    assert_eq!(
        lines(&article),
        "\
Boilerplate | WORLD
Title | Ministers sign treaty on the lake
Byline | By Jane Doe and John Roe
Boilerplate | March 24, 2016
Boilerplate | Share this:
Boilerplate | Facebook Twitter WhatsApp
Dateline | BERN —
Paragraph | The ministers signed the treaty on Wednesday.
Boilerplate | ADVERTISEMENT
Related | Read more: What the treaty means for fishers
Paragraph | The treaty bans nets in the north of the lake.
Caption | Photo: The lake at dawn
Heading | What comes next?
Paragraph | The two parliaments vote in May.
Byline | Jane Doe contributed to this report.
Boilerplate | Sign up for our morning newsletter
Related | Related stories
Related | Fishers protest at the lake
Related | A short history of the lake
Boilerplate | © 2016 Example Media. All rights reserved.
"
    );
    assert_eq!(article.title.as_deref(), Some("Ministers sign treaty on the lake"));
    assert_eq!(article.byline.as_deref(), Some("Jane Doe, John Roe"));
    assert_eq!(article.published.unwrap().date, jiff::civil::date(2016, 3, 24));
}

#[test]
fn teaser_amid_the_text_does_not_swallow_the_rest() {
    let text = "\
The ministers met on Monday in the old town hall.

Read more

Fishers protest at the lake

The talks went on until late at night.";
    assert_eq!(
        shown(text),
        "\
Paragraph | The ministers met on Monday in the old town hall.
Related | Read more
Related | Fishers protest at the lake
Paragraph | The talks went on until late at night.
"
    );
}

#[test]
fn closing_cue_amid_the_text_does_not_swallow_the_rest() {
    let paragraph =
        "The ministers met on Monday in the old town hall and talked until late at night about the lake.";
    let text = format!(
        "{paragraph}\n\nRelated stories\n\nFishers protest at the lake\n\n{paragraph}\n\n{paragraph}\n\n{paragraph}"
    );
    let kinds: Vec<String> = read(&text, "").blocks.iter().map(|block| format!("{:?}", block.kind)).collect();
    assert_eq!(kinds.join(" "), "Paragraph Related Related Paragraph Paragraph Paragraph");
}

#[test]
fn teaser_without_a_cue() {
    let text = "\
The ministers met on Monday in the old town hall.

Fishers protest at the lake

Bern, SANA- Fishers from both shores gathered on Sunday to …";
    assert_eq!(
        shown(text),
        "\
Paragraph | The ministers met on Monday in the old town hall.
Related | Fishers protest at the lake
Related | Bern, SANA- Fishers from both shores gathered on Sunday to …
"
    );
}

#[test]
fn lists_and_their_lead_in() {
    let text = "\
The ministers agreed on three points:

• A ban on nets
• A common fishing fleet
- More patrols

Neither side spoke of money.";
    assert_eq!(
        shown(text),
        "\
Paragraph | The ministers agreed on three points:
List | A ban on nets
List | A common fishing fleet
List | More patrols
Paragraph | Neither side spoke of money.
"
    );
}

#[test]
fn given_title_is_found_in_the_text_or_left_out_of_it() {
    let text = "Ministers sign treaty on the lake\n\nThe ministers signed it on Monday.";
    let title = read(text, ",\"title\":\"Ministers sign treaty on the lake | Example News\"");
    assert!(lines(&title).starts_with("Title | Ministers sign"));
    assert_eq!(title.title.as_deref(), Some("Ministers sign treaty on the lake | Example News"));
    let other = read(text, ",\"title\":\"Treaty\"");
    assert!(lines(&other).starts_with("Heading | Ministers sign"));
}

#[test]
fn one_sentence_is_a_paragraph() {
    assert_eq!(shown("The ministers met on Monday."), "Paragraph | The ministers met on Monday.\n");
    assert_eq!(shown("Ministers meet"), "Paragraph | Ministers meet\n");
}

#[test]
fn publication_day_comes_from_the_text_only_where_it_is_full() {
    let published = |text| read(text, "").published.map(|published| published.date.to_string());
    assert_eq!(published("BERN, March 3, 2016 (AP) — They met."), Some("2016-03-03".to_owned()));
    assert_eq!(published("BERN, March 3 (AP) — They met."), None);
    assert_eq!(published("They met on March 3, 2016 in Bern."), None);
}

proptest! {
    #[test]
    fn blocks_lie_in_order_within_the_text(
        text in "([\\PC\n]{0,60}(\n|\n\n|\r\n|\u{2029})|(Check Also|Read more: x|BERN, May 3 \\(AP\\) —|• |MOSCOW\\. /T/ |By Ab Cd|1\\. )\\PC{0,20}\n){0,8}"
    ) {
        prop_assume!(!text.trim().is_empty());
        let article = read(&text, "");
        let mut end = 0;
        for block in &article.blocks {
            let words = article.text.slice(block.span);
            prop_assert!(block.span.start() >= end && !words.is_empty(), "{:?} after {end}", block);
            prop_assert_eq!(words.trim(), words);
            end = block.span.end();
        }
        if let Some(dateline) = &article.dateline {
            prop_assert!(article.blocks.iter().any(|block| block.span == dateline.span));
            for part in [dateline.place, dateline.agency].into_iter().flatten() {
                prop_assert!(dateline.span.covers(part) && !article.text.slice(part).is_empty());
            }
        }
    }
}
