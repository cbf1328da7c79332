#![allow(dead_code, unused)]
pub(crate) mod dom;
pub(crate) mod tag;
pub(crate) mod groups;
pub(crate) mod runs;
pub(crate) mod features;

/// Feature rows for training.
pub fn dump(html: &str) -> (Vec<(String, String)>, Vec<Vec<f32>>, Option<String>) {
    use crate::metadata::*;
    let dom = dom::Dom::parse(html);
    let tags = tags::Tags::of(&dom);
    let site = title::site_name(&tags);
    let title = title::title(&dom, &tags, site.as_deref());
    let article = tags.json_ld.article();
    let hints = features::Hints {
        title: title.text.clone(),
        description: tags.meta("og:description").or(tags.meta("description")).map(str::to_owned),
        body: article.and_then(|a| a.body.clone()),
    };
    let runs = runs::Runs::of(&dom);
    let features = features::features(&dom, &runs, &hints);
    let texts = runs.runs.iter().map(|r| {
        let path: Vec<String> = std::iter::once(r.element).chain(dom.ancestors(r.element)).take(4).map(|id| format!("{:?}.{}", dom.tag(id), dom.attr(id, "class").unwrap_or(""))).collect();
        (runs.text_of(r).to_owned(), path.join(" < "))
    }).collect();
    let rows = (0..runs.runs.len()).map(|i| features.row(i).to_vec()).collect();
    (texts, rows, title.text)
}
