//! Words of class names, ids and roles.

/// A line a group, its words parted by blanks. The place in the list is the group's number; the block model depends on it.
pub(crate) const CLASS_GROUPS: [&str; 36] = [
    // The text's own box, surely.
    "articlebody article-body article_body article__body bodytext body-text body_text storybody \
     story-body story_body post-body post_body content-body content__body field-name-body \
     field--name-body body-copy bodycopy",
    // Boxes of articles' text.
    "article-content article_content article__content articlecontent entry-content entry_content \
     entrycontent post-content post_content postcontent post__content story-content story__content \
     single-content td-post-content page-content news-content newscontent",
    // Smaller boxes of text.
    "article-text article_text articletext article__text story-text storytext news-text newstext \
     text-content paragraph richtext rich-text wysiwyg prose article-section artikeltext fliesstext",
    // article.
    "article artikel articolo articulo",
    // body.
    "body",
    // content.
    "content inhalt contenu contenido conteudo",
    // story.
    "story news report",
    // post.
    "post entry blog",
    // text.
    "text copy",
    // Readers' comments.
    "comment disqus respond reply kommentar discussion livefyre forum",
    // Other stories, related.
    "related recommend similar read-also also-like yarpp suggest recirc relacionad verwandt empfehl \
     liees seealso see-also zergnet onward",
    // Other stories, popular or new.
    "outbrain taboola trending popular latest mostread most-read most_ more- more_ readmore read-more \
     readnext next- moreon topstories top-stories beliebt meistgelesen",
    // Cards of stories.
    "teaser promo card tile thumb listing list-item feed preview",
    // Sharing.
    "share social facebook twitter whatsapp follow addthis sharing teilen linkedin pinterest",
    // Advertisements.
    "advert sponsor banner dfp anzeige werbung ad- -ad ads _ad ad_ adslot adunit publicidad reklam \
     commercial",
    // Newsletters, subscriptions.
    "newsletter subscri signup sign-up paywall regist login piano offer membership donat cta abo- \
     optin mailchimp mc4wp",
    // Navigation.
    "nav menu breadcrumb pagination pager skip",
    // Footers.
    "foot",
    // Side columns.
    "sidebar rail widget aside side- secondary right-col rightcol marginalia",
    // Authors.
    "author byline bio writer autor contributor reporter journalist avatar profile vcard",
    // Tags and kickers.
    "tag topic categor keyword label kicker rubr eyebrow flag overline",
    // Captions.
    "caption credit wp-caption bildunterschrift legend cutline imgdesc",
    // Pictures and films.
    "image photo gallery media figure video slide carousel player picture img foto bild swiper \
     lightbox",
    // Headlines.
    "headline title heading titel titre titulo",
    // Standfirsts.
    "subtitle sub-title subhead standfirst lead lede summary intro excerpt dek description abstract \
     strap chapeau vorspann deck bajada entradilla",
    // Dates.
    "meta date time publish posted datum fecha",
    // Hidden parts, boxes that open.
    "hidden hide modal popup overlay cookie consent gdpr sr-only screen-reader visually tooltip \
     dropdown lightbox alert notice message",
    // Quotations and posts.
    "quote pullout pull- tweet instagram embed zitat",
    // Fine print.
    "print legal disclaimer terms footnote correction copyright license endnote",
    // Forms.
    "search form filter poll quiz survey input",
    // Headers.
    "header masthead logo brand topbar top-bar",
    // Boxes amid the text.
    "inline insert infobox factbox fact-box info-box infokasten callout highlight box",
    // Lists of items.
    "list grid items collection cards",
    // Buttons.
    "tools action button btn utility toolbar icon control",
    // Tickers, markets, shops.
    "live ticker weather stock market event score schedule product price shop job",
    // Main column.
    "main primary detail full single",
];
