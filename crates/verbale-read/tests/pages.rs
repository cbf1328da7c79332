//! Web pages, made up for the purpose.

use verbale_doc::{Article, BlockKind, PublishedBasis};
use verbale_read::{Documents, Kind, Options, Reading};

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Envoys agree on dam talks | The Weir</title>
<meta property="og:site_name" content="The Weir"><meta property="og:title" content="Envoys agree on dam talks">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Envoys agree on dam talks", "datePublished": "2021-03-04T23:30:00+02:00",
"author": [{"@type": "Person", "name": "Ada Moss"}, {"@type": "Person", "name": "Bo Finn"}]}</script></head>
<body><header class="site-header"><nav class="menu"><ul><li><a href="/w">World</a></li><li><a href="/b">Business</a></li>
<li><a href="/s">Sport</a></li></ul></nav></header>
<main><article class="article"><header><h1>Envoys agree on dam talks</h1>
<p class="byline">By <a rel="author" href="/ada">Ada Moss</a> and Bo Finn</p><time datetime="2021-03-04">4 March 2021</time></header>
<div class="article-body">
<figure><img src="dam.jpg"><figcaption>The upper dam in spring. Photograph: Weir Pictures</figcaption></figure>
<p>GENEVA (Reuters) - The envoys of the three river states agreed on Thursday to meet again in May, a spokeswoman said.</p>
<p>They had spoken for two days about the filling of the upper dam, which farmers downstream fear will leave them dry.</p>
<h2>A long dispute</h2>
<p>“We have come closer,” the spokeswoman, Irma Vale, told reporters in the evening, “but we are not there yet.”</p>
<p><strong>Read more:</strong> <a href="/old">Why the upper dam divides the valley</a></p>
<p>The states have argued over the water for eleven years, and two earlier rounds ended without a result.</p>
<p>A second reading of the treaty is planned for the summer, according to people who have seen the draft.</p>
</div>
<div class="share-bar"><a href="/f">Share on Facebook</a> <a href="/f">Tweet this</a></div></article>
<aside class="related-articles"><h3>Related articles</h3><ul><li><a href="/1">Farmers march on the capital</a></li>
<li><a href="/2">How much water is left?</a></li></ul></aside>
<section id="comments" class="comments"><h3>2 comments</h3><div class="comment-body"><p>I have lived by this river for
forty years, and I never saw it so low, whatever the envoys may say in Geneva.</p></div></section></main>
<footer class="site-footer"><p>© 2021 The Weir. All rights reserved. <a href="/terms">Terms</a></p></footer></body></html>"#;

fn read(name: &str, page: impl AsRef<[u8]>) -> Article {
    let bytes = page.as_ref().to_vec();
    let readings: Vec<Reading> =
        Documents::from_reader(name, std::io::Cursor::new(bytes), Options::default())
            .map(|reading| reading.expect("the page is read"))
            .collect();
    assert_eq!(readings.len(), 1);
    readings.into_iter().next().expect("one page").article
}

fn texts(article: &Article, kind: BlockKind) -> Vec<&str> {
    article
        .blocks
        .iter()
        .filter(|block| block.kind == kind)
        .map(|block| article.text.slice(block.span))
        .collect()
}

#[test]
fn an_article_among_its_page() {
    let article = read("page.html", PAGE);
    assert_eq!(article.title.as_deref(), Some("Envoys agree on dam talks"));
    assert_eq!(article.publisher.as_deref(), Some("The Weir"));
    assert_eq!(article.byline.as_deref(), Some("Ada Moss, Bo Finn"));
    assert_eq!(article.language.as_deref(), Some("en"));
    let published = article.published.expect("the page is dated");
    assert_eq!((published.date.to_string().as_str(), published.basis), ("2021-03-04", PublishedBasis::Meta));
    let dateline = article.dateline.as_ref().expect("the text has a dateline");
    assert_eq!(dateline.place.map(|span| article.text.slice(span)), Some("GENEVA"));
    assert_eq!(dateline.agency.map(|span| article.text.slice(span)), Some("Reuters"));
    assert_eq!(texts(&article, BlockKind::Title), ["Envoys agree on dam talks"]);
    assert_eq!(texts(&article, BlockKind::Heading), ["A long dispute"]);
    assert_eq!(texts(&article, BlockKind::Related), ["Read more: Why the upper dam divides the valley"]);
    let paragraphs = texts(&article, BlockKind::Paragraph);
    assert_eq!(paragraphs.len(), 5, "{paragraphs:?}");
    assert!(paragraphs[0].starts_with("The envoys of the three"));
    assert!(paragraphs[4].ends_with("seen the draft."));
    for foreign in ["Sport", "Share on", "Farmers march", "forty years", "All rights"] {
        assert!(!paragraphs.concat().contains(foreign), "{foreign}");
    }
}

/// The page with something put before a mark in it.
fn page_with(mark: &str, addition: &str) -> String {
    assert!(PAGE.contains(mark), "{mark}");
    PAGE.replacen(mark, &format!("{addition}{mark}"), 1)
}

#[test]
fn other_stories_over_the_headline_and_hidden_copies_are_no_text() {
    let teaser = "<ul class=breaking><li><p>Rain is expected in the northern hills from Sunday, the weather office said, \
                  and farmers have been told to bring their cattle down before the roads are closed.</p></ul>";
    let body = "<p>They had spoken for two days about the filling of the upper dam, which farmers downstream fear will \
                leave them dry.</p>";
    let copy = format!("<div style='display: none'>{body}<div>2021-03-04</div></div>");
    let plain = read("page.html", PAGE);
    for page in [page_with("<main>", teaser), page_with("<div class=\"share-bar\">", &copy)] {
        assert_eq!(
            texts(&read("page.html", page), BlockKind::Paragraph),
            texts(&plain, BlockKind::Paragraph)
        );
    }
}

#[test]
fn a_standfirst_is_kept_as_part_of_the_headline_or_of_the_text() {
    let summary = "A spokeswoman says that the river states will speak about the upper dam again.";
    let article =
        read("page.html", page_with("<p class=\"byline\">", &format!("<p class=standfirst>{summary}</p>")));
    let block = article.blocks.iter().find(|block| article.text.slice(block.span) == summary);
    let kind = block.expect("the standfirst is kept").kind;
    assert!(kind.is_coded(), "{kind:?}");
}

#[test]
fn links_side_by_side_are_words_apart() {
    let page = page_with(
        "<p>The states have argued",
        "<p>The envoys of <a href=/a>Arna</a><a href=/b>Besk</a> left the \
                         city by train on Friday, and nobody would say when they would come back to it.</p>",
    );
    let article = read("page.html", page);
    assert!(article.text.contains("Arna Besk left"), "{}", &*article.text);
}

#[test]
fn blocks_are_in_order_trimmed_and_apart() {
    let article = read("page.html", PAGE);
    for pair in article.blocks.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start(), "{pair:?}");
    }
    for block in &article.blocks {
        let text = article.text.slice(block.span);
        assert!(!text.is_empty() && text == text.trim(), "{text:?}");
    }
}

#[test]
fn pages_in_json_lines_and_what_is_given_with_them() {
    let html = serde_json::to_string(PAGE).expect("a string is JSON");
    let line =
        format!("{{\"id\": \"7\", \"html\": {html}, \"published\": \"2021-03-05\", \"publisher\": \"W\"}}");
    let given = read("x.jsonl", line);
    let page = read("page.html", PAGE);
    assert_eq!(given.text, page.text);
    assert_eq!(given.blocks, page.blocks);
    assert_eq!((given.id.as_str(), given.publisher.as_deref()), ("7", Some("W")));
    assert_eq!(given.published.map(|published| published.basis), Some(PublishedBasis::Given));
}

#[test]
fn a_page_without_a_text_is_its_headline_and_an_empty_one_an_error() {
    let article = read("video.html", "<title>Watch the dam</title><video src=x></video>");
    assert_eq!(&*article.text, "Watch the dam");
    assert_eq!(texts(&article, BlockKind::Title), ["Watch the dam"]);
    let nothing = Documents::from_reader("x.html", &b"<div></div>"[..], Options::default()).next();
    assert_eq!(nothing.map(|reading| reading.unwrap_err().to_string()), Some("x.html: is empty".to_owned()));
}

#[test]
fn hostile_pages_end_in_time() {
    let nested = |open: &str, close: &str| {
        format!("<title>T</title>{}x{}", open.repeat(100_000), close.repeat(100_000))
    };
    let many = |part: &str| format!("<title>T</title>{}", part.repeat(200_000));
    let pages = [
        nested("<div class='comment a'>", "</div>"),
        nested("<blockquote><p>x<ul><li>", ""),
        nested("<table><tr><td>", "</table>"),
        nested("<a href=x><b>", ""),
        nested("<script type='application/ld+json'>[", "</script>"),
        many("<p>x"),
        many("<h1>T</h1>"),
        many("<br>"),
        many("2020-01-01 "),
        many("T | "),
        many("&"),
        many("<time datetime=2020-01-01>x</time>"),
        many("<meta name=author content='A and B'>"),
        format!("<title>T</title><p title='{}'>x", "y ".repeat(1_000_000)),
        format!("<title>{}</title>", "T - ".repeat(200_000)),
    ];
    for page in pages {
        let head = page[..60].to_owned();
        let mut documents =
            Documents::from_reader("x.html", std::io::Cursor::new(page.into_bytes()), Options::default());
        assert!(documents.next().is_some(), "{head}");
    }
}

#[test]
fn a_page_cut_off_anywhere_is_read_or_refused() {
    for end in (0..PAGE.len()).step_by(97) {
        let options = Options { kind: Some(Kind::Html), ..Options::default() };
        let bytes = PAGE.as_bytes()[..end].to_vec();
        assert_eq!(Documents::from_reader("x", std::io::Cursor::new(bytes), options).count(), 1, "{end}");
    }
}
