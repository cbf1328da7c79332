//! The pages over the router, without a network: what they show, what they refuse, and that nothing that was read
//! ever becomes markup.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use tempfile::TempDir;
use tower::ServiceExt;
use verbale_gap::{Confusion, Step};
use verbale_record::Record;
use verbale_serve::{Access, Options, Server};
use verbale_store::{Batch, Failure, GapAsked, Journal, Store, estimate_json};

const TOKEN: &str = "0123456789abcdef0123";

/// What people have put into titles, names and texts to become something else there.
const PAYLOADS: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</textarea></title><svg onload=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "<!--<a href=\"javascript:alert(1)\">",
    "=HYPERLINK(\"http://evil.example\")",
    "\u{202E}txt.exe\u{200B}\u{0}",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "]]><x xmlns=\"http://www.w3.org/1999/xhtml\"/>",
];

struct Site {
    folder: TempDir,
    options: Options,
    router: Router,
}

impl Site {
    fn new(records: &[Record], change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.vb");
        let mut store = Store::create(&path).unwrap();
        store.add(&Batch { records, ..Batch::default() }).unwrap();
        let mut options = Options::new(&path);
        change(&mut options);
        let router = Server::router(options.clone()).unwrap();
        Self { folder, options, router }
    }

    fn store(&self) -> Store {
        Store::open(&self.options.store).unwrap()
    }

    fn send(&self, request: Request<Body>) -> Response<Body> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(self.router.clone().oneshot(request)).unwrap()
    }

    fn get(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::HOST, "localhost:8377").body(Body::empty()).unwrap();
        body(self.send(request))
    }

    fn shown(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// Sends a form as a browser does from our own page.
    fn post(&self, path: &str, form: &str) -> Response<Body> {
        let request = Request::post(path)
            .header(header::HOST, "localhost:8377")
            .header(header::ORIGIN, "http://localhost:8377")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request)
    }

    /// The key that forms of a page carry.
    fn form_key(&self, page: &str) -> String {
        let page = self.shown(page);
        let (_, rest) = page.split_once("name=\"form\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

fn body(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let bytes = runtime.block_on(to_bytes(response.into_body(), 10_000_000)).unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

/// A record of one sentence, told by `publisher`: somebody says something about Iran, and meets it.
fn record(id: &str, day: &str, publisher: &str, title: &str, speaker: &str, words: &str) -> Record {
    let text = format!("{title}\n\n{speaker} said: {words} He met Iran.");
    let count = |text: &str| text.chars().count();
    let body = count(title) + 2;
    let (said, content) = (body + count(speaker) + 1, body + count(speaker) + 7);
    let end = content + count(words);
    let json = serde_json::json!({
        "schema": "verbale/1",
        "coder": {"program": "verbale 0.1.0", "model": "m", "rules": "r", "knowledge": "k", "codebook": "PLOVER 2.0"},
        "id": id,
        "article": {"url": format!("https://{publisher}.example/{id}"), "title": title, "publisher": publisher, "byline": speaker,
            "language": "en", "dateline": null, "published": day, "published_basis": "given",
            "hash": format!("blake3:{id}"), "text": text,
            "blocks": [{"kind": "title", "start": 0, "end": count(title)}, {"kind": "paragraph", "start": body, "end": count(&text)}]},
        "actors": [
            {"id": "a1", "name": speaker, "kind": "person", "entity": null, "wikidata": null, "country": "NOR", "sectors": ["GOV"],
             "role": "envoy", "mentions": [{"start": body, "end": body + count(speaker), "form": "name"}]},
            {"id": "a2", "name": "Iran", "kind": "state", "entity": null, "wikidata": null, "country": "IRN", "sectors": ["GOV"],
             "role": null, "mentions": [{"start": end + 8, "end": end + 12, "form": "name"}]}],
        "places": [{"id": "p1", "name": "Muscat", "country": "OMN", "admin1": null, "lat": 23.6, "lon": 58.5, "geoname": 1, "resolution": "city", "mentions": []}],
        "times": [],
        "statements": [{"id": "s1", "kind": "direct", "speaker": {"start": body, "end": body + count(speaker), "actor": "a1"},
            "cue": {"start": said, "end": said + 4, "lemma": "say"}, "content": [{"start": content, "end": end}],
            "addressee": null, "via": [], "parent": null, "date": day, "rule": "statements.quote"}],
        "events": [{"id": "e1", "type": "CONSULT", "mode": "meet", "contexts": [], "cameo": "040", "quad": "verbal cooperation",
            "plover_score": 2.5, "goldstein": 1.0, "source": ["a1"], "target": ["a2"], "place": "p1", "place_basis": "sentence",
            "date": {"from": day, "to": day, "basis": "published", "precision": "day", "start": null, "end": null}, "status": "occurred",
            "numbers": {"dead": null, "injured": null, "arrested": null, "size": null},
            "trigger": [{"start": end + 4, "end": end + 7}], "sentence": {"start": end + 1, "end": end + 13}, "statement": null,
            "rule": "consult.meet"}],
        "positions": [],
        "near": [{"rule": "agree.deal", "start": content, "end": end, "missing": "not met: prep(with): #actor"}],
    });
    let record: Record = serde_json::from_value(json).unwrap();
    assert_eq!(record.faults(), Vec::<String>::new());
    record
}

/// A position for (1) or against (-1) something.
fn position(holder: &str, issue: &str, object: &str, polarity: f64, day: &str) -> verbale_record::Position {
    serde_json::from_value(serde_json::json!({
        "id": format!("o-{holder}-{object}"), "holder": holder, "issue": issue,
        "object": {"start": 0, "end": 3, "actor": null, "name": object},
        "attitude": if polarity > 0.0 { "supports" } else { "opposes" }, "polarity": polarity,
        "statement": "s1", "event": null, "evidence": {"start": 0, "end": 3}, "date": day, "rule": "positions.support",
    }))
    .unwrap()
}

/// Norway against a ceasefire in March and for it in May, Iran in favour throughout: each in six stories of three outlets.
fn approach() -> Vec<Record> {
    let notes = [
        "Wheat prices fell in Rostov as barges returned.",
        "A tenor from Parma cancelled twelve evenings.",
        "Divers raised an anchor near the Azores.",
        "Chess clubs in Chennai drew record crowds.",
        "The glacier above Zermatt lost nine metres.",
        "Bakers in Lima struck over flour taxes.",
        "A comet was photographed from Tasmania.",
        "Tram line seven reopened beneath Lisbon.",
        "Beekeepers counted empty hives across Kansas.",
        "The museum of clocks bought a sundial.",
        "Rain stopped the cricket at Bulawayo.",
        "Surgeons in Seoul reattached a violinist's thumb.",
    ];
    let make = |(n, note): (usize, &&str)| {
        let (day, polarity) = if n < 6 {
            (format!("2024-03-{:02}", 1 + 5 * n), -1.0)
        } else {
            (format!("2024-05-{:02}", 1 + 5 * (n - 6)), 1.0)
        };
        let outlet = ["Fjord Post", "Harbour Times", "Muscat Herald"][n % 3];
        // Each of another speaker, or they would be one story.
        let speaker: Vec<&str> = note.split_whitespace().take(2).collect();
        let mut record = record(&format!("r{n}"), &day, outlet, note, &speaker.join(" "), note);
        record.positions.push(position("a1", "yemen/ceasefire", "ceasefire", polarity, &day));
        record.positions.push(position("a2", "yemen/ceasefire", "ceasefire", 1.0, &day));
        record
    };
    notes.iter().enumerate().map(make).collect()
}

fn sample() -> Vec<Record> {
    vec![
        record("1", "2024-03-04", "Fjord Post", "Envoy speaks", "Kari Nordmann", "The talks will go on."),
        record(
            "2",
            "2024-03-06",
            "Harbour Times",
            "Envoy again",
            "Kari Nordmann",
            "Nobody has left the table.",
        ),
        record("3", "2024-05-01", "Fjord Post", "Another voice", "Ola Hansen", "The ceasefire holds."),
    ]
}

fn article_id(site: &Site, given: &str) -> i64 {
    site.store().documents_of(given).unwrap()[0]
}

#[test]
fn find_shows_who_said_what_and_narrows() {
    let site = Site::new(&sample(), |_| {});
    let all = site.shown("/");
    assert!(all.contains("Kari Nordmann") && all.contains("The ceasefire holds."), "{all}");
    let some = site.shown("/?who=Hansen");
    assert!(some.contains("The ceasefire holds.") && !some.contains("Nobody has left"), "{some}");
    assert!(site.shown("/?what=table").contains("Nobody has left"));
    assert!(site.shown("/?when=2024-05").contains("The ceasefire holds."));
    let events = site.shown("/?tab=events&what=CONSULT&whom=Iran&country=OMN");
    assert!(events.contains("consult") && events.contains("in <bdi>Muscat</bdi>"), "{events}");
    assert!(site.shown("/?tab=articles&publisher=Harbour+Times").contains("Envoy again"));
    let map = site.shown("/?tab=events&view=map");
    assert!(map.contains("circle class=\"city\"") && map.contains("country=OMN"), "{map}");
    let timeline = site.shown("/?view=timeline");
    assert!(timeline.contains("class=\"unread\"") && timeline.contains("when=2024-05-01"), "{timeline}");
}

#[test]
fn nothing_found_says_why() {
    let site = Site::new(&sample(), |_| {});
    let nothing = site.shown("/?who=Hansen&what=table");
    assert!(nothing.contains("Nothing was found"), "{nothing}");
    assert!(
        nothing.contains(
            "without <span class=\"soft\">who</span> “<bdi>Hansen</bdi>”: <a href=\"/?what=table\">1</a>"
        ),
        "{nothing}"
    );
    assert!(site.shown("/?who=Nobody").contains("Nobody called"));
    assert!(site.shown("/?when=1999").contains("Nothing at all was read for that time"));
    let empty = Site::new(&[], |_| {});
    assert!(empty.shown("/").contains("Nothing has been read yet"));
}

#[test]
fn read_shows_text_reasons_and_what_nearly_fired() {
    let site = Site::new(&sample(), |_| {});
    let id = article_id(&site, "1");
    let page = site.shown(&format!("/read/{id}?at=s1"));
    assert!(
        page.contains("lit-content") && page.contains("statements.quote") && page.contains("agree.deal"),
        "{page}"
    );
    let event = site.shown(&format!("/read/{id}?at=e1"));
    assert!(
        event.contains("consult.meet")
            && event.contains("TextPositionSelector")
            && event.contains("CAMEO 040"),
        "{event}"
    );
    let json: serde_json::Value = serde_json::from_str(&site.shown(&format!("/read/{id}.json"))).unwrap();
    assert_eq!(json["record"]["statements"][0]["id"], "s1");
    assert!(site.shown(&format!("/read/{id}.csv")).contains("The talks will go on."));
    assert_eq!(site.get("/read/7").0, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/read/x.json").0, StatusCode::NOT_FOUND);
}

#[test]
fn actors_and_dyads_have_their_series() {
    let site = Site::new(&sample(), |_| {});
    let found: serde_json::Value = serde_json::from_str(&site.shown("/actor.json?name=nordmann")).unwrap();
    let key = found[0]["key"].as_str().unwrap().replace('/', "%2F").replace(' ', "%20");
    let page = site.shown(&format!("/actor/{key}"));
    assert!(
        page.contains("<h1><bdi>Kari Nordmann</bdi></h1>")
            && page.contains("envoy")
            && page.contains("had done to it"),
        "{page}"
    );
    assert!(
        site.shown(&format!("/actor/{key}.csv"))
            .lines()
            .any(|line| line.ends_with("2024-03-04,1,1,0,1,1") || line.starts_with("2024-03-04,1,1,0,1,1"))
    );
    let dyad = site.shown("/dyad/NOR/IRN");
    assert!(dyad.contains("Norway → Iran") && dyad.contains("class=\"verbal-cooperation\""), "{dyad}");
    let csv = site.shown("/dyad/NOR/IRN.csv");
    assert!(
        csv.starts_with("step,source,target,n,") && csv.contains("2024-03-04,Norway,Iran,1,1,0,0,0,"),
        "{csv}"
    );
    assert!(site.shown("/dyad/NOR/IRN?when=1999").contains("Nothing was read for this time"));
    let (status, _) = site.get("/dyad?one=Norway&other=Iran");
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/dyad/NOR/Nobody").0, StatusCode::NOT_FOUND);
}

#[test]
fn stories_fold_their_reprints_and_show_where_they_come_from() {
    let text = "Nobody has left the table, and the ferry to Halsey sails at noon with letters for the harbour master.";
    let site = Site::new(
        &[
            record("1", "2024-03-04", "Fjord Post", "Envoy speaks", "Kari Nordmann", text),
            record("2", "2024-03-05", "Harbour Times", "Envoy speaks", "Kari Nordmann", text),
            record("3", "2024-05-01", "Fjord Post", "Another voice", "Ola Hansen", "The ceasefire holds."),
        ],
        |_| {},
    );
    let folded = site.shown("/");
    assert!(folded.contains("+1 reprint") && folded.matches("Nobody has left").count() == 1, "{folded}");
    assert_eq!(site.shown("/?reprints=shown").matches("Nobody has left").count(), 2);
    assert_eq!(site.shown("/?publisher=Harbour+Times").matches("Nobody has left").count(), 1);
    assert_eq!(site.shown("/?tab=articles").matches("data-item").count(), 2);
    let list: serde_json::Value = serde_json::from_str(&site.shown("/story.json")).unwrap();
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    let id = list["rows"][0]["id"].as_i64().unwrap();
    let page = site.shown(&format!("/story/{id}"));
    assert!(page.contains("1 independent origin") && page.contains("earliest seen"), "{page}");
    assert!(page.contains("<b>copy of</b> <bdi>Fjord Post</bdi>"), "{page}");
    assert!(site.shown("/story").contains(&format!("href=\"/story/{id}\"")));
    let csv = site.shown(&format!("/story/{id}.csv"));
    assert!(csv.lines().count() == 3 && csv.contains("copy of"), "{csv}");
    assert!(site.shown(&format!("/?story={id}&tab=events")).contains("consult"));
    assert_eq!(site.get("/story/999").0, StatusCode::NOT_FOUND);
}

#[test]
fn an_issue_shows_who_stands_where_and_two_of_them_compared() {
    let site = Site::new(&approach(), |_| {});
    let list = site.shown("/issue");
    assert!(list.contains("/issue/yemen%2Fceasefire") && list.contains("24 positions"), "{list}");
    let page = site.shown("/issue/yemen%2Fceasefire?when=2024-04..2024-05");
    assert!(page.matches("<g class=\"now").count() == 2 && page.contains("<g class=\"before\""), "{page}");
    assert!(page.contains("?at=s1#s1"), "a position leads to its sentence");
    let gap = site.shown("/issue/yemen%2Fceasefire?one=NOR&other=IRN&step=month");
    assert!(gap.contains("converging") && gap.contains("class=\"gaps\""), "{gap}");
    assert!(site.shown("/dyad/NOR/IRN").contains("converging"));
    let json: serde_json::Value =
        serde_json::from_str(&site.shown("/issue/yemen%2Fceasefire.json?one=NOR&other=IRN")).unwrap();
    assert_eq!(json["gap"]["verdict"], "converging");
    // The same as `verbale gap` reckons without further options: the coder's measured error is taken out.
    let asked = GapAsked {
        a: "NOR".into(),
        b: "IRN".into(),
        issue: "yemen/ceasefire".into(),
        step: Step::Month,
        from: None,
        to: None,
        confusion: Confusion::new(verbale::measured().confusion),
    };
    let gap = site.store().gap(&asked).unwrap().gap;
    assert_eq!(json["gap"]["change"], estimate_json(gap.change.unwrap().estimate));
    let as_is: serde_json::Value =
        serde_json::from_str(&site.shown("/issue/yemen%2Fceasefire.json?one=NOR&other=IRN&coded=as-is"))
            .unwrap();
    assert!(as_is["gap"]["confusion"].is_null() && as_is["gap"]["change"] != json["gap"]["change"]);
    assert_eq!(json["standpoints"].as_array().unwrap().len(), 2);
    let csv = site.shown("/issue/yemen%2Fceasefire.csv");
    assert!(csv.starts_with("issue,object,country") && csv.lines().count() >= 3, "{csv}");
    assert_eq!(site.get("/issue/nothing").0, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/issue/yemen%2Fceasefire?one=NOR&other=NOR").0, StatusCode::BAD_REQUEST);
}

#[test]
fn sources_tell_read_unread_and_failed_apart() {
    let site = Site::new(&sample(), |_| {});
    let journal = Journal {
        name: "/home/me/march.jsonl".to_owned(),
        head: "h".to_owned(),
        size: Some(200),
        position: 3,
        bytes: 100,
        is_done: false,
        at: "2024-06-01T00:00:00Z".to_owned(),
    };
    let failure = Failure {
        position: 2,
        document: None,
        reason: "unreadable".to_owned(),
        message: "<b>not</b> JSON".to_owned(),
    };
    site.store().add(&Batch { failures: &[failure], journal: Some(&journal), ..Batch::default() }).unwrap();
    let page = site.shown("/sources");
    assert!(
        page.contains("Fjord Post") && page.contains("not finished") && page.contains("at 50 %"),
        "{page}"
    );
    assert!(page.contains("unreadable 1") || page.contains("<bdi>unreadable</bdi> 1"), "{page}");
    assert!(site.shown("/sources?input=1").contains("&lt;b&gt;not&lt;/b&gt; JSON"));
    assert!(site.shown("/sources.csv").contains("Harbour Times,1,0,2024-03-06,2024-03-06,1,1,1"));
}

#[test]
fn every_page_has_its_twins_and_the_description_names_them() {
    let site = Site::new(&sample(), |_| {});
    let openapi: serde_json::Value = serde_json::from_str(&site.shown("/openapi.json")).unwrap();
    assert_eq!(openapi["openapi"], "3.1.0");
    let id = article_id(&site, "1").to_string();
    for (path, _) in openapi["paths"].as_object().unwrap() {
        let about = match path.as_str() {
            path if path.starts_with("/read/") => id.as_str(),
            path if path.starts_with("/story/") => "0",
            path if path.starts_with("/issue/") => "yemen%2Fceasefire",
            _ => "country%2FNOR",
        };
        let path = path.replace("{one}", "NOR").replace("{other}", "IRN");
        let (start, end) =
            (path.find('{').unwrap_or(path.len()), path.find('}').map_or(path.len(), |end| end + 1));
        site.shown(&format!("{}{}{}", &path[..start], if start < end { about } else { "" }, &path[end..]));
    }
    let feed = site.shown("/find.atom?who=Hansen");
    assert!(
        feed.contains("Ola Hansen: The ceasefire holds.") && feed.contains("http://localhost:8377/read/"),
        "{feed}"
    );
    let page: serde_json::Value = serde_json::from_str(&site.shown("/find.json?limit=2")).unwrap();
    let next = page["next"].as_str().unwrap();
    let rest: serde_json::Value = serde_json::from_str(&site.shown(next)).unwrap();
    assert_eq!((page["rows"].as_array().unwrap().len(), rest["rows"].as_array().unwrap().len()), (2, 1));
    assert!(rest["next"].is_null());
}

/// Every byte encoded, as an address takes it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

/// Whatever is put where: it comes out as text, in every form of every page.
#[test]
fn hostile_words_come_out_as_words() {
    let records: Vec<Record> = PAYLOADS
        .iter()
        .enumerate()
        .map(|(n, payload)| {
            let mut record = record(
                &format!("{payload}{n}"),
                "2024-03-04",
                payload,
                payload,
                &format!("{payload} X"),
                payload,
            );
            record.article.url = Some(format!("javascript:alert(1)//{payload}"));
            record.actors[0].role = Some((*payload).to_owned());
            record.places[0].name = (*payload).to_owned();
            record.events[0].rule = (*payload).to_owned();
            record.statements[0].cue.as_mut().unwrap().lemma = (*payload).to_owned();
            record.coder.program = (*payload).to_owned();
            record.positions.push(position("a1", "yemen/ceasefire", payload, 1.0, "2024-03-04"));
            record.positions.push(position("a2", payload, payload, -1.0, "2024-03-04"));
            record
        })
        .collect();
    let site = Site::new(&records, |_| {});
    let mut pages: Vec<String> = [
        "/",
        "/?tab=events",
        "/?tab=articles",
        "/?tab=events&view=map",
        "/?view=timeline",
        "/actor",
        "/sources",
        "/dyad/NOR/IRN",
        "/story",
        "/issue",
        "/issue/yemen%2Fceasefire?one=NOR&other=IRN",
    ]
    .map(str::to_owned)
    .to_vec();
    for payload in PAYLOADS {
        let typed = encoded(payload);
        for key in
            ["who", "what", "whom", "publisher", "type", "place", "tab", "view", "at", "name", "outlet"]
        {
            pages.push(format!("/?{key}={typed}"));
        }
        pages.extend([
            format!("/actor?name={typed}"),
            format!("/dyad?one={typed}&other={typed}"),
            format!("/sources?outlet={typed}"),
            format!("/actor/{typed}"),
            format!("/story/{typed}"),
            format!("/story?when={typed}"),
            format!("/issue/{typed}"),
            format!("/issue/yemen%2Fceasefire?one={typed}&other=IRN&object={typed}"),
            format!("/{typed}"),
        ]);
    }
    let rows: serde_json::Value = serde_json::from_str(&site.shown("/find.json")).unwrap();
    for row in rows["rows"].as_array().unwrap() {
        let id = &row["article"]["id"];
        pages.extend(["", "?at=s1", "?at=e1"].map(|query| format!("/read/{id}{query}")));
    }
    let actors: serde_json::Value = serde_json::from_str(&site.shown("/actor.json?name=x")).unwrap();
    for actor in actors.as_array().unwrap() {
        let key = encoded(actor["key"].as_str().unwrap());
        pages.push(format!("/actor/{key}"));
    }
    pages.extend((0..PAYLOADS.len()).map(|story| format!("/story/{story}")));
    assert!(pages.len() > 150, "{}", pages.len());
    for page in pages {
        let (status, html) = site.get(&page);
        assert!(!status.is_server_error(), "{page}: {html}");
        for tag in ["<script>", "<img", "<svg onload", "</textarea></title>", "<!--", "<x ", "<b>not"] {
            assert!(!html.contains(tag), "{tag} on {page}: {html}");
        }
        // Attributes stand in double quotes, which are escaped; only our own addresses and the web's are linked.
        assert!(!html.contains("href=\"javascript:"), "{page}");
    }
    let home = site.shown("/");
    assert!(!home.contains('\u{202E}') && home.contains("U+202E"), "hidden characters are shown: {home}");
    let feed = site.shown("/find.atom");
    assert!(!feed.contains("<script>") && !feed.contains("]]>") && !feed.contains('\0'), "{feed}");
    for path in [
        "/find.csv",
        "/find.csv?tab=articles",
        "/story.csv",
        "/story/0.csv",
        "/issue.csv",
        "/issue/yemen%2Fceasefire.csv",
        "/dyad.csv",
        "/sources.csv",
        "/actor.csv?name=x",
    ] {
        let sign = if path.contains('?') { '&' } else { '?' };
        let safe = site.shown(&format!("{path}{sign}excel=safe"));
        let is_formula = |line: &str| line.starts_with('=') || line.contains(",=") || line.contains(",\"=");
        assert!(!safe.lines().skip(1).any(is_formula), "{path}: {safe}");
    }
    for path in
        ["/story.json", "/story/0.json", "/issue.json", "/issue/yemen%2Fceasefire.json?one=NOR&other=IRN"]
    {
        let answer = site.shown(path);
        serde_json::from_str::<serde_json::Value>(&answer).expect("data, whatever is in it");
    }
}

#[test]
fn every_answer_carries_the_policy_and_no_page_has_inline_script_or_style() {
    let site = Site::new(&sample(), |_| {});
    let id = article_id(&site, "1");
    let read = format!("/read/{id}?at=e1");
    let pages = [
        "/story",
        "/issue",
        "/issue/yemen%2Fceasefire?one=NOR&other=IRN",
        "/dyad",
        "/actor",
        "/actor/country%2FNOR",
    ];
    let others =
        ["/", "/nowhere", "/sources", "/find.json", &*read, "/dyad/NOR/IRN", "/story/0", "/issue.csv"];
    for path in pages.into_iter().chain(others) {
        let request = Request::get(path).header(header::HOST, "127.0.0.1").body(Body::empty()).unwrap();
        let response = site.send(request);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let (_, html) = body(response);
        assert!(
            !html.contains(" style=") && !html.contains(" onclick=") && !html.contains("<style"),
            "{path}"
        );
        assert!(!html.contains("src=\"http") && !html.contains("href=\"//"), "{path} names another server");
        assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/static/").count(), "{path}");
    }
}

#[test]
fn only_known_names_and_token_holders_come_in() {
    let site = Site::new(&sample(), |_| {});
    for host in ["evil.example", "localhost.evil.example:8377", "10.1.2.3:8377", ""] {
        let request = Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap();
        assert_eq!(site.send(request).status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let site = Site::new(&sample(), |options| options.access = Access::Token(TOKEN.to_owned()));
    assert_eq!(site.get("/").0, StatusCode::UNAUTHORIZED);
    assert_eq!(site.get("/find.json?token=wrong").0, StatusCode::UNAUTHORIZED);
    let request = Request::get("/")
        .header(header::HOST, "localhost")
        .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
    assert_eq!(site.send(request.body(Body::empty()).unwrap()).status(), StatusCode::OK);
    // The link sets a cookie, drops the token from the address, and leads nowhere else.
    let request =
        Request::get(format!("//evil.example/?token={TOKEN}&who=x")).header(header::HOST, "localhost");
    let response = site.send(request.body(Body::empty()).unwrap());
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/evil.example/?who=x");
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite") && !cookie.contains(TOKEN),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().unwrap();
    let request = Request::get("/").header(header::HOST, "localhost").header(header::COOKIE, cookie);
    assert_eq!(site.send(request.body(Body::empty()).unwrap()).status(), StatusCode::OK);
}

#[test]
fn corrections_are_kept_and_shown() {
    let site = Site::new(&sample(), |_| {});
    let id = article_id(&site, "1");
    let item = site.store().document(id).unwrap().items.iter().find(|item| item.local == "e1").unwrap().id;
    let key = site.form_key(&format!("/read/{id}?at=e1"));
    let form = format!("form={key}&item=event&id={item}&document={id}&then=e1");
    let response = site.post("/correct", &format!("{form}&verdict=accept"));
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION].to_str().unwrap(), format!("/read/{id}?at=e1#e1"));
    assert!(site.shown(&format!("/read/{id}?at=e1")).contains("title=\"accepted\""));
    assert_eq!(
        site.post("/correct", &format!("{form}&verdict=change&type=AID&status=planned")).status(),
        StatusCode::SEE_OTHER
    );
    assert!(site.shown("/?tab=events&type=AID&status=planned").contains("Kari Nordmann"));
    assert_eq!(
        site.post("/correct", &format!("{form}&verdict=change&type=NONSENSE")).status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(site.post("/correct", &format!("{form}&verdict=none")).status(), StatusCode::SEE_OTHER);
    assert!(site.store().corrections().unwrap().is_empty());
    assert_eq!(site.post("/correct", &format!("{form}&verdict=reject")).status(), StatusCode::SEE_OTHER);
    assert!(!site.shown("/?tab=events&when=2024-03-04").contains("consult"));
}

#[test]
fn actors_are_renamed_merged_and_split() {
    let site = Site::new(&sample(), |_| {});
    let key = "person%2Fkari%20nordmann";
    let form = site.form_key(&format!("/actor/{key}"));
    assert_eq!(
        site.post("/actor", &format!("form={form}&change=rename&key={key}&name=K.+Nordmann")).status(),
        StatusCode::SEE_OTHER
    );
    assert!(site.shown("/").contains("K. Nordmann"));
    assert_eq!(
        site.post("/actor", &format!("form={form}&change=merge&key={key}&into=person%2Fola%20hansen"))
            .status(),
        StatusCode::SEE_OTHER
    );
    assert!(site.shown("/actor/person%2Fola%20hansen").contains("3 articles"));
    assert_eq!(
        site.post("/actor", &format!("form={form}&change=split&key={key}")).status(),
        StatusCode::SEE_OTHER
    );
    assert!(site.shown("/actor/person%2Fola%20hansen").contains("1 article"));
}

#[test]
fn changes_from_elsewhere_are_refused() {
    let site = Site::new(&sample(), |_| {});
    let id = article_id(&site, "1");
    let item = site.store().document(id).unwrap().items[0].id;
    let key = site.form_key(&format!("/read/{id}?at=s1"));
    let form = format!("form={key}&item=statement&id={item}&document={id}&verdict=reject&then=s1");
    let post = |headers: &[(&str, &str)]| {
        let mut request = Request::post("/correct").header(header::HOST, "localhost:8377");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        site.send(request.body(Body::from(form.clone())).unwrap()).status()
    };
    assert_eq!(post(&[("origin", "http://evil.example")]), StatusCode::FORBIDDEN);
    assert_eq!(post(&[("origin", "null")]), StatusCode::FORBIDDEN);
    assert_eq!(post(&[("sec-fetch-site", "cross-site")]), StatusCode::FORBIDDEN);
    assert_eq!(
        post(&[("sec-fetch-site", "same-site"), ("origin", "http://localhost:8377")]),
        StatusCode::FORBIDDEN
    );
    // From our page, with another key or none.
    for form in [form.replace(&key, "0"), form.replace("form=", "x=")] {
        assert_eq!(site.post("/correct", &form).status(), StatusCode::FORBIDDEN);
    }
    assert!(site.store().corrections().unwrap().is_empty());
    // A place to go on to is a place on the page, never another site.
    let away =
        site.post("/correct", &format!("{form}&document={id}").replace("then=s1", "then=//evil.example"));
    assert!(away.headers()[header::LOCATION].to_str().unwrap().starts_with("/read/"));

    let public = Site::new(&sample(), |options| {
        options.address = "0.0.0.0:80".parse().unwrap();
        options.read_only = true;
    });
    assert_eq!(public.post("/correct", &form).status(), StatusCode::FORBIDDEN);
    assert!(!public.shown(&format!("/read/{id}?at=s1")).contains("<form method=\"post\""));
    let long = "x=".to_owned() + &"y".repeat(100_000);
    assert_eq!(site.post("/correct", &long).status(), StatusCode::BAD_REQUEST);
}

#[test]
fn a_store_that_is_busy_or_slow_says_so() {
    let site = Site::new(&sample(), |options| options.budgets.reading = std::time::Duration::ZERO);
    // With no time at all, whatever needs the database long enough to be asked is given up, and nothing breaks.
    let (status, _) = site.get("/sources");
    assert!(status == StatusCode::OK || status == StatusCode::SERVICE_UNAVAILABLE);
    let site = Site::new(&sample(), |options| options.budgets.rows = 1);
    let page: serde_json::Value = serde_json::from_str(&site.shown("/find.json?limit=1000")).unwrap();
    assert_eq!(page["rows"].as_array().unwrap().len(), 1);
    for wrong in [
        "/?after=zzz",
        "/?when=soon",
        "/?review=maybe",
        "/find.csv?limit=x",
        "/dyad/NOR/IRN?count=never",
        "/dyad/NOR/IRN?step=hour",
    ] {
        assert_eq!(site.get(wrong).0, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let request = Request::delete("/").header(header::HOST, "localhost").body(Body::empty()).unwrap();
    assert_eq!(site.send(request).status(), StatusCode::METHOD_NOT_ALLOWED);
    drop(site.folder);
}

/// What people may take for granted: all pages of the sample stay small.
#[test]
fn a_long_article_is_shown_in_parts() {
    let mut long = record("1", "2024-03-04", "Fjord Post", "Long", "Kari Nordmann", "Yes.");
    long.article.text.push_str(&" word".repeat(100_000));
    let end = long.article.text.chars().count() as u32;
    long.article.blocks[1].end = end;
    let site = Site::new(&[long], |_| {});
    let id = article_id(&site, "1");
    let page = site.shown(&format!("/read/{id}"));
    assert!(page.len() < 100_000 && page.contains("part 13"), "{}", page.len());
    assert!(site.shown(&format!("/read/{id}?part=13")).contains(" word"));
    assert!(site.shown(&format!("/read/{id}?part=99999")).contains("part 13"));
}
