//! What class names, ids and set phrases say of a block, as groups of words found in them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// A set of groups, one bit each.
pub(crate) type Groups = u64;

/// Groups of class and id words. The place in the list is the group's number; the block model depends on it.
pub(crate) const CLASS_GROUPS: [&[&str]; 36] = [
    &["articlebody", "article-body", "article_body", "article__body", "bodytext", "body-text", "body_text", "storybody", "story-body", "story_body", "post-body", "post_body", "content-body", "content__body", "field-name-body", "field--name-body", "body-copy", "bodycopy"],
    &["article-content", "article_content", "article__content", "articlecontent", "entry-content", "entry_content", "entrycontent", "post-content", "post_content", "postcontent", "post__content", "story-content", "story__content", "single-content", "td-post-content", "page-content", "news-content", "newscontent"],
    &["article-text", "article_text", "articletext", "article__text", "story-text", "storytext", "news-text", "newstext", "text-content", "paragraph", "richtext", "rich-text", "wysiwyg", "prose", "article-section", "artikeltext", "fliesstext"],
    &["article", "artikel", "articolo", "articulo"],
    &["body"],
    &["content", "inhalt", "contenu", "contenido", "conteudo"],
    &["story", "news", "report"],
    &["post", "entry", "blog"],
    &["text", "copy"],
    &["comment", "disqus", "respond", "reply", "kommentar", "discussion", "livefyre", "forum"],
    &["related", "recommend", "similar", "read-also", "also-like", "yarpp", "suggest", "recirc", "relacionad", "verwandt", "empfehl", "liees", "seealso", "see-also", "zergnet", "onward"],
    &["outbrain", "taboola", "trending", "popular", "latest", "mostread", "most-read", "most_", "more-", "more_", "readmore", "read-more", "readnext", "next-", "moreon", "topstories", "top-stories", "beliebt", "meistgelesen"],
    &["teaser", "promo", "card", "tile", "thumb", "listing", "list-item", "feed", "preview"],
    &["share", "social", "facebook", "twitter", "whatsapp", "follow", "addthis", "sharing", "teilen", "linkedin", "pinterest"],
    &["advert", "sponsor", "banner", "dfp", "anzeige", "werbung", "ad-", "-ad", "ads", "_ad", "ad_", "adslot", "adunit", "publicidad", "reklam", "commercial"],
    &["newsletter", "subscri", "signup", "sign-up", "paywall", "regist", "login", "piano", "offer", "membership", "donat", "cta", "abo-", "optin", "mailchimp", "mc4wp"],
    &["nav", "menu", "breadcrumb", "pagination", "pager", "skip"],
    &["foot"],
    &["sidebar", "rail", "widget", "aside", "side-", "secondary", "right-col", "rightcol", "marginalia"],
    &["author", "byline", "bio", "writer", "autor", "contributor", "reporter", "journalist", "avatar", "profile", "vcard"],
    &["tag", "topic", "categor", "keyword", "label", "kicker", "rubr", "eyebrow", "flag", "overline"],
    &["caption", "credit", "wp-caption", "bildunterschrift", "legend", "cutline", "imgdesc"],
    &["image", "photo", "gallery", "media", "figure", "video", "slide", "carousel", "player", "picture", "img", "foto", "bild", "swiper", "lightbox"],
    &["headline", "title", "heading", "titel", "titre", "titulo"],
    &["subtitle", "sub-title", "subhead", "standfirst", "lead", "lede", "summary", "intro", "excerpt", "dek", "description", "abstract", "strap", "chapeau", "vorspann", "deck", "bajada", "entradilla"],
    &["meta", "date", "time", "publish", "posted", "datum", "fecha"],
    &["hidden", "hide", "modal", "popup", "overlay", "cookie", "consent", "gdpr", "sr-only", "screen-reader", "visually", "tooltip", "dropdown", "lightbox", "alert", "notice", "message"],
    &["quote", "pullout", "pull-", "tweet", "instagram", "embed", "zitat"],
    &["print", "legal", "disclaimer", "terms", "footnote", "correction", "copyright", "license", "endnote"],
    &["search", "form", "filter", "poll", "quiz", "survey", "input"],
    &["header", "masthead", "logo", "brand", "topbar", "top-bar"],
    &["inline", "insert", "infobox", "factbox", "fact-box", "info-box", "infokasten", "callout", "highlight", "box"],
    &["list", "grid", "items", "collection", "cards"],
    &["tools", "action", "button", "btn", "utility", "toolbar", "icon", "control"],
    &["live", "ticker", "weather", "stock", "market", "event", "score", "schedule", "product", "price", "shop", "job"],
    &["main", "primary", "detail", "full", "single"],
];

/// Groups of phrases in a block's text, in lower case, in the languages the news is read in most.
pub(crate) const PHRASE_GROUPS: [&[&str]; 14] = [
    &["read more", "read also", "also read", "read next", "read:", "see also", "more:", "more on", "related", "check also", "check out", "lesen sie", "lies auch", "mehr zum thema", "mehr dazu", "lire aussi", "à lire", "lea también", "leer también", "lee también", "leia também", "leggi anche", "читайте также", "смотрите также", "czytaj także", "czytaj też", "zobacz też", "zobacz także", "czytaj więcej", "lees ook", "läs mer", "les også", "weiterlesen", "continue reading", "you may also", "you might also", "auch interessant", "das könnte", "dont miss", "don't miss", "click here", "watch:", "watch more", "listen:", "recommended", "most popular", "most read", "trending", "up next", "further reading", "next article", "previous article", "اقرأ"],
    &["share", "tweet", "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "teilen", "partager", "compartir", "condividi", "поделиться", "udostępnij", "e-mail", "print", "drucken", "follow us", "follow @", "instagram", "telegram", "youtube"],
    &["newsletter", "subscribe", "sign up", "sign in", "log in", "login", "register", "abonnier", "abo ", "anmelden", "abonnez", "suscr", "iscriviti", "подпис", "zapisz się", "inscri", "free trial", "account", "password", "premium", "donate", "support us", "become a member"],
    &["advertis", "anzeige", "werbung", "publicidad", "publicité", "sponsor", "reklam", "pubblicità", "реклама", "promoted", "affiliate", "commission", "gesponsert", "partner"],
    &["photo", "foto:", "fotos:", "bild:", "image", "picture", "getty", "reuters", "shutterstock", "ap photo", "afp", "credit:", "courtesy", "video", "quelle:", "fot.", "фото", "dpa", "imago", "illustration", "istock", "pixabay"],
    &["©", "copyright", "all rights reserved", "alle rechte", "(c)", "rights reserved", "tous droits", "derechos reservados", "terms of", "privacy", "impressum", "datenschutz", "may not be published", "without permission", "cookie", "agb"],
    &["comment", "kommentar", "reply", "antworten", "komentarz", "comentario", "комментар", "commentaire", "discussion", "moderat"],
    &["about the author", "is a ", "is an ", "ist redakteur", "autor", "follow him", "follow her", "can be reached", "contact", "email", "reporter", "written by", "contributed to", "reporting by", "editing by", "reach him", "reach her", "columnist", "correspondent", "journalist", "freelance"],
    &["tags:", "tags", "filed under", "topics", "posted in", "categor", "schlagw", "themen", "temas", "etiquetas", "tagi", "теги", "more from", "more in", "stichw"],
    &["published", "updated", "posted", "last modified", "veröffentlicht", "aktualisiert", "stand:", "publié", "publicado", "actualizado", "opublikowano", "опубликован", "uhr", " am ", " pm ", "a.m.", "p.m.", " ago", "min read", "minutes read", "lesezeit"],
    &["javascript", "browser", "enable", "loading", "app store", "google play", "download", "adobe", "skip to", "menu", "search", "back to", "close", "scroll", "enlarge", "hide caption", "toggle", "play", "image 1 of"],
    &["click", "hier klicken", "find out", "learn more", "view all", "see all", "show more", "load more", "alle anzeigen", "mehr anzeigen", "get the", "buy ", "order ", "bestell"],
    &["this article", "this story", "this post", "originally", "dieser artikel", "first appeared", "first published", "source:", "quelle", "correction", "editor's note", "disclaimer", "the views", "opinions expressed", "źródło", "fuente:", "источник"],
    &["said", "says", "told", "sagte", "dijo", "according", "statement", "announced", "laut ", "selon", "według", "powiedział", "сказал", "he ", "she ", "wir ", "ist ", "was ", "were ", "las ", "des ", "und "],
];

/// Finds which groups have a word in a text.
struct Finder {
    words: AhoCorasick,
    group_of: Vec<u8>,
}

impl Finder {
    fn new(groups: &[&[&str]]) -> Self {
        let words = AhoCorasick::builder()
            .kind(Some(aho_corasick::AhoCorasickKind::DFA))
            .build(groups.iter().copied().flatten())
            .expect("a few hundred short words fit");
        let group_of = groups.iter().enumerate().flat_map(|(i, words)| std::iter::repeat_n(i as u8, words.len())).collect();
        Self { words, group_of }
    }

    fn find(&self, text: &str) -> Groups {
        let found = self.words.find_overlapping_iter(text).map(|found| self.group_of[found.pattern().as_usize()]);
        found.fold(0, |groups, group| groups | 1 << group)
    }
}

/// The groups of a class, id or the like, in lower case.
pub(crate) fn class_groups(names: &str) -> Groups {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&CLASS_GROUPS));
    FINDER.find(names)
}

/// The groups of phrases in a text, in lower case.
pub(crate) fn phrase_groups(text: &str) -> Groups {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&PHRASE_GROUPS));
    FINDER.find(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_overlap() {
        let groups = class_groups("td-post-content tagdiv-type");
        for group in [1, 5, 7, 20] {
            assert_ne!(groups & 1 << group, 0, "{group}");
        }
        assert_eq!(groups & 1 << 9, 0);
        assert_ne!(phrase_groups("lesen sie auch: der damm") & 1, 0);
    }
}
