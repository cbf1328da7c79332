//! The language of an article: what its words show, else what the page declares.

use whatlang::Lang;

/// Shorter texts show little.
const MIN_CHARS: usize = 200;
/// More than this is not needed.
const MAX_BYTES: usize = 1000;

/// The language's code in ISO 639-1.
pub(crate) fn language(text: &str, declared: Option<&str>) -> Option<String> {
    let head = &text[..text.floor_char_boundary(MAX_BYTES)];
    let shown = (head.chars().count() >= MIN_CHARS)
        .then(|| whatlang::detect(head))
        .flatten()
        .filter(whatlang::Info::is_reliable)
        .map(|info| code(info.lang()));
    shown.map(str::to_owned).or_else(|| {
        let code = declared?.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
        is_code.then_some(code)
    })
}

/// The two-letter code of a language.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_declarations() {
        let german = "Die Abgesandten der Flussstaaten trafen sich am Montag in der Hauptstadt, um über den Damm zu sprechen. \
                      Die Ministerin sagte, das Gespräch sei nützlich gewesen, und kündigte ein weiteres Treffen für den Herbst an.";
        assert_eq!(language(german, Some("en-US")).as_deref(), Some("de"));
        assert_eq!(language("Kurz.", Some("de-AT")).as_deref(), Some("de"));
        assert_eq!(language("Short.", Some("english")), None);
    }
}
