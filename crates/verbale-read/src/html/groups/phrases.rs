//! Phrases of blocks that are no text of the article, and some that are, in the languages the news is read in most.

/// A line a group, its phrases in lower case, parted by bars. The place in the list is the group's number; the block
/// model depends on it.
pub(crate) const PHRASE_GROUPS: [&str; 14] = [
    // Other stories.
    "read more|read also|also read|read next|read:|see also|more:|more on|related|check also|check out|\
     lesen sie|lies auch|mehr zum thema|mehr dazu|lire aussi|à lire|lea también|leer también|\
     lee también|leia também|leggi anche|читайте также|смотрите также|czytaj także|czytaj też|\
     zobacz też|zobacz także|czytaj więcej|lees ook|läs mer|les også|weiterlesen|continue reading|\
     you may also|you might also|auch interessant|das könnte|dont miss|don't miss|click here|watch:|\
     watch more|listen:|recommended|most popular|most read|trending|up next|further reading|\
     next article|previous article|اقرأ",
    // Sharing.
    "share|tweet|facebook|twitter|whatsapp|linkedin|pinterest|teilen|partager|compartir|condividi|\
     поделиться|udostępnij|e-mail|print|drucken|follow us|follow @|instagram|telegram|youtube",
    // Newsletters, subscriptions.
    "newsletter|subscribe|sign up|sign in|log in|login|register|abonnier|abo |anmelden|abonnez|suscr|\
     iscriviti|подпис|zapisz się|inscri|free trial|account|password|premium|donate|support us|\
     become a member",
    // Advertisements.
    "advertis|anzeige|werbung|publicidad|publicité|sponsor|reklam|pubblicità|реклама|promoted|\
     affiliate|commission|gesponsert|partner",
    // Credits of pictures.
    "photo|foto:|fotos:|bild:|image|picture|getty|reuters|shutterstock|ap photo|afp|credit:|courtesy|\
     video|quelle:|fot.|фото|dpa|imago|illustration|istock|pixabay",
    // Fine print.
    "©|copyright|all rights reserved|alle rechte|(c)|rights reserved|tous droits|derechos reservados|\
     terms of|privacy|impressum|datenschutz|may not be published|without permission|cookie|agb",
    // Readers' comments.
    "comment|kommentar|reply|antworten|komentarz|comentario|комментар|commentaire|discussion|moderat",
    // Authors.
    "about the author|is a |is an |ist redakteur|autor|follow him|follow her|can be reached|contact|\
     email|reporter|written by|contributed to|reporting by|editing by|reach him|reach her|columnist|\
     correspondent|journalist|freelance",
    // Tags.
    "tags:|tags|filed under|topics|posted in|categor|schlagw|themen|temas|etiquetas|tagi|теги|\
     more from|more in|stichw",
    // Dates and times.
    "published|updated|posted|last modified|veröffentlicht|aktualisiert|stand:|publié|publicado|\
     actualizado|opublikowano|опубликован|uhr| am | pm |a.m.|p.m.| ago|min read|minutes read|lesezeit",
    // Machinery of the page.
    "javascript|browser|enable|loading|app store|google play|download|adobe|skip to|menu|search|\
     back to|close|scroll|enlarge|hide caption|toggle|play|image 1 of",
    // Invitations.
    "click|hier klicken|find out|learn more|view all|see all|show more|load more|alle anzeigen|\
     mehr anzeigen|get the|buy |order |bestell",
    // What the paper says of its article.
    "this article|this story|this post|originally|dieser artikel|first appeared|first published|\
     source:|quelle|correction|editor's note|disclaimer|the views|opinions expressed|źródło|fuente:|\
     источник",
    // Words of reports.
    "said|says|told|sagte|dijo|according|statement|announced|laut |selon|według|powiedział|сказал|he |\
     she |wir |ist |was |were |las |des |und ",
];
