//! Days as pages write them, in figures and in the month names of some thirty languages.

use jiff::civil::Date;

/// Which comes first where day and month are both figures: "04/03/2020".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// English pages are read as American unless they say that they are not.
    pub(crate) fn of(language: Option<&str>, declared: Option<&str>) -> Self {
        let declared = declared.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
        let is_english = language == Some("en") || declared.starts_with("en");
        let is_american = matches!(declared.as_str(), "" | "en" | "en-us") || !declared.starts_with("en");
        if is_english && is_american { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// The first day in a text.
pub(crate) fn first_day(text: &str, order: Order) -> Option<Date> {
    days(text, order).next().map(|(date, _)| date)
}

/// All days in a text with the byte each begins at.
pub(crate) fn days(text: &str, order: Order) -> impl Iterator<Item = (Date, usize)> {
    let tokens = tokens(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() {
            let here = at;
            if let Some((date, n_tokens)) = day_at(&tokens[here..], order) {
                at += n_tokens;
                return Some((date, tokens[here].start));
            }
            at += 1;
        }
        None
    })
}

/// A run of digits or of letters, and what stands between it and the one before.
struct Token<'a> {
    start: usize,
    word: &'a str,
    gap: &'a str,
}

impl Token<'_> {
    /// The number, if it is one of that many digits.
    fn number(&self, n_digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let is_number =
            n_digits.contains(&self.word.len()) && self.word.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| self.word.parse().ok())?
    }

    fn small(&self) -> Option<i8> {
        self.number(1..=2).map(|number| number as i8)
    }

    fn year(&self) -> Option<i16> {
        self.number(4..=4).filter(|year| (1990..=2100).contains(year))
    }

    /// "of", "de": what may stand between day, month and year; and the endings of ordinals.
    fn is_filler(&self) -> bool {
        let fillers = [
            "of", "de", "del", "d", "st", "nd", "rd", "th", "er", "e", "o", "a", "г", "г", "року", "den",
            "of", "в",
        ];
        fillers.iter().any(|filler| self.word.eq_ignore_ascii_case(filler))
    }
}

/// Tokens of a text, at most as many as a page of news has.
fn tokens(text: &str) -> Vec<Token<'_>> {
    const MAX_TOKENS: usize = 20_000;
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    while let Some((start, char)) = chars.next() {
        if !char.is_alphanumeric() {
            continue;
        }
        let is_digit = char.is_ascii_digit();
        let mut stop = start + char.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            // Marks within words: Indic vowels and the like.
            let goes_on =
                if is_digit { next.is_ascii_digit() } else { !next.is_ascii() || next.is_ascii_alphabetic() };
            if !goes_on
                || (!is_digit && is_cjk(next) != is_cjk(char))
                || next.is_whitespace()
                || matches!(next, '–' | '—' | '·' | '،')
            {
                break;
            }
            stop = at + next.len_utf8();
            chars.next();
        }
        tokens.push(Token { start, word: &text[start..stop], gap: &text[end..start] });
        end = stop;
        if tokens.len() >= MAX_TOKENS {
            break;
        }
    }
    tokens
}

fn is_cjk(char: char) -> bool {
    matches!(char, '年' | '月' | '日' | '년' | '월' | '일')
}

/// A day that starts at the first token, and how many tokens it takes.
fn day_at(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let [first, ..] = tokens else { return None };
    if let Some(found) = all_figures(tokens, order) {
        return Some(found);
    }
    if first.word.len() == 8 && first.word.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| first.word[range].parse::<i16>().ok();
        let (year, month, day) = (part(0..4)?, part(4..6)? as i8, part(6..8)? as i8);
        return Some((valid(year, month, day)?, 1));
    }
    with_month_name(tokens)
}

fn all_figures(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let [one, two, three, ..] = tokens else { return None };
    let sep = |token: &Token<'_>| matches!(token.gap.trim(), "-" | "/" | "." | "‑") && token.gap.len() <= 4;
    if one.word == "年" {
        return None;
    }
    // 2020年3月4日
    if let [_, year_mark, month, month_mark, day, ..] = tokens
        && matches!(year_mark.word, "年" | "년")
        && matches!(month_mark.word, "月" | "월")
        && let (Some(year), Some(month), Some(day)) = (one.year(), month.small(), day.small())
    {
        return Some((valid(year, month, day)?, 5));
    }
    if !(sep(two) && sep(three)) {
        return None;
    }
    if let (Some(year), Some(month), Some(day)) = (one.year(), two.small(), three.small()) {
        return Some((valid(year, month, day)?, 3));
    }
    let (first, second) = (one.small()?, two.small()?);
    let is_short_year = three.word.len() == 2 && one.word.len() == 2 && two.word.len() == 2;
    let year = three
        .year()
        .or_else(|| three.small().filter(|_| is_short_year).map(|year| 2000 + i16::from(year)))?;
    // A time right before ("10.30.2020") is none; three small numbers in a longer chain are a version or an address.
    if is_short_year && (sep(one) || tokens.get(3).is_some_and(|next| sep(next) && next.small().is_some())) {
        return None;
    }
    let (day, month) = match order {
        Order::MonthFirst => (second, first),
        Order::DayFirst => (first, second),
    };
    Some((valid(year, month, day).or_else(|| valid(year, day, month))?, 3))
}

/// "4 March 2020", "4. März 2020", "4 de marzo de 2020", "March 4th, 2020", "2020. március 4."
fn with_month_name(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    let mut parts = [(None, 0); 3];
    let mut at = 0;
    for (i, part) in parts.iter_mut().enumerate() {
        while i > 0 && tokens.get(at)?.is_filler() && at < 6 {
            at += 1;
        }
        let token = tokens.get(at)?;
        if i > 0 && (token.gap.chars().count() > 3 || token.gap.contains(['(', ')', '|', '/', ':'])) {
            return None;
        }
        *part = (Some(token), at);
        at += 1;
    }
    let [(Some(one), _), (Some(two), _), (Some(three), _)] = parts else { return None };
    let n_tokens = at;
    if let (Some(day), Some(year)) = (one.small(), three.year())
        && let Some(month) = month(two.word)
    {
        return Some((valid(year, month, day)?, n_tokens));
    }
    if let (Some(day), Some(year)) = (two.small(), three.year())
        && let Some(month) = month(one.word)
    {
        return Some((valid(year, month, day)?, n_tokens));
    }
    let (year, day) = (one.year()?, three.small()?);
    Some((valid(year, month(two.word)?, day)?, n_tokens))
}

fn valid(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|_| (1990..=2100).contains(&year))
}

/// The number of a month by its name, in any of the languages.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.split_ascii_whitespace().any(|name| name == word))?;
    Some(at as i8 + 1)
}

/// Month names and their short forms, in lower case. English, German, French, Spanish, Italian, Portuguese, Dutch, the
/// Scandinavian languages, Finnish, Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Slovene, Russian, Ukrainian,
/// Bulgarian, Greek, Turkish, Arabic, Persian, Hebrew, Hindi, Bengali, Indonesian, Swahili, Catalan, Lithuanian, Latvian.
const MONTHS: [&str; 12] = [
    "january jan januar januari janvier janv enero ene gennaio gen janeiro tammikuuta tammikuu stycznia styczeń sty ledna leden január januára ianuarie ian siječnja januarja января январь янв січня януари ιανουαρίου ιαν ocak oca يناير كانون جانفي ژانویه ינואר בינואר जनवरी জানুয়ারি jänner gener gen sausio janvāris janvārī",
    "february feb februar februari février févr fév fevrier febrero febbraio febb fevereiro fev helmikuuta helmikuu lutego luty lut února únor február februára februarie veljače februarja февраля февраль фев лютого февруари φεβρουαρίου φεβ şubat şub فبراير شباط فيفري فوریه פברואר בפברואר फ़रवरी फरवरी ফেব্রুয়ারি feber febrer vasario februāris februārī",
    "march mar märz maerz mrz mars marzo março maart mrt marts maaliskuuta maaliskuu marca marzec března březen március marec martie ožujka марта март мар березня μαρτίου μαρ mart مارس آذار مارچ מרץ במרץ मार्च মার্চ maret març kovo marts martā machi mac",
    "april apr avril avr abril abr aprile huhtikuuta huhtikuu kwietnia kwiecień kwi dubna duben április apríla aprilie travnja aprila апреля апрель апр квітня април απριλίου απρ nisan nis أبريل ابريل نيسان أفريل آوریل אפריל באפריל अप्रैल এপ্রিল balandžio aprīlis aprīlī aprili",
    "may mai mayo maggio mag maio mei maj toukokuuta toukokuu maja května květen május mája svibnja мая май травня μαΐου μαϊ mayıs مايو أيار ماي مه מאי במאי मई মে maí maig gegužės maijs maijā mei",
    "june jun juni juin junio giugno giu junho kesäkuuta kesäkuu czerwca czerwiec cze června červen június júna iunie iun lipnja junija июня июнь июн червня юни ιουνίου ιουν haziran haz يونيو حزيران جوان ژوئن יוני ביוני जून জুন juny birželio jūnijs jūnijā",
    "july jul juli juillet juil julio luglio lug julho heinäkuuta heinäkuu lipca lipiec lip července červenec július júla iulie iul srpnja julija июля июль июл липня юли ιουλίου ιουλ temmuz tem يوليو تموز جويلية ژوئیه יולי ביולי जुलाई জুলাই juliol liepos jūlijs jūlijā",
    "august aug augustus août aout agosto ago augusti elokuuta elokuu sierpnia sierpień sie srpna srpen augusztus augusta kolovoza avgusta августа август авг серпня αυγούστου αυγ ağustos ağu أغسطس اغسطس آب أوت اوت אוגוסט באוגוסט अगस्त আগস্ট agustus agost rugpjūčio augusts augustā agustus ogos",
    "september sep sept septembre septiembre setiembre settembre set setembro syyskuuta syyskuu września wrzesień wrz září szeptember septembra septembrie rujna сентября сентябрь сен сент вересня септември σεπτεμβρίου σεπ eylül eyl سبتمبر أيلول سپتامبر ספטמבר בספטמבר सितंबर সেপ্টেম্বর setembre rugsėjo septembris septembrī",
    "october oct oktober okt octobre octubre ottobre ott outubro out lokakuuta lokakuu października październik paź pazdziernika října říjen október októbra octombrie listopada_hr oktobra октября октябрь окт жовтня октомври οκτωβρίου οκτ ekim eki أكتوبر اكتوبر اکتبر אוקטובר באוקטובר अक्टूबर অক্টোবর oktober spalio oktobris oktobrī",
    "november nov novembre noviembre novembro marraskuuta marraskuu listopada listopad lis listopadu novembra noiembrie noi studenoga ноября ноябрь ноя листопада ноември νοεμβρίου νοε kasım kas نوفمبر نونبر נובמבר בנובמבר नवंबर নভেম্বর lapkričio novembris novembrī",
    "december dec dez dezember décembre déc decembre diciembre dic dicembre dezembro desember des joulukuuta joulukuu grudnia grudzień gru prosince prosinec decembra decembrie prosinca декабря декабрь дек грудня декември δεκεμβρίου δεκ aralık ara ديسمبر دجنبر دسامبر דצמבר בדצמבר दिसंबर ডিসেম্বর desembre gruodžio decembris decembrī disemba",
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn one_day_in_many_forms() {
        for text in [
            "2020-03-04T10:00:00+01:00",
            "20200304",
            "Wed, 04 Mar 2020 10:00:00 GMT",
            "March 4th, 2020",
            "Published 4 March 2020 at 10.30",
            "Mittwoch, 4. März 2020, 10:30 Uhr",
            "4 de marzo de 2020",
            "le 4 mars 2020",
            "4 марта 2020 г.",
            "04.03.2020",
            "04/03/2020",
            "2020年3月4日",
            "2020. március 4.",
            "4 marca 2020",
            "04.03.20, 10:15",
            "٤ ... 4 مارس 2020",
            "version 1.2.3 of 4 Mar. 2020",
        ] {
            assert_eq!(first_day(text, Order::DayFirst), Some(date(2020, 3, 4)), "{text}");
        }
        assert_eq!(first_day("3/4/2020", Order::MonthFirst), Some(date(2020, 3, 4)));
        assert_eq!(first_day("3/14/2020", Order::DayFirst), Some(date(2020, 3, 14)));
    }

    #[test]
    fn what_is_no_day() {
        for text in [
            "",
            "2020",
            "March 2020",
            "10.30.12.14",
            "2020-13-40",
            "0000-00-00",
            "1.2.3",
            "99999999",
            "12345678901",
        ] {
            assert_eq!(first_day(text, Order::DayFirst), None, "{text}");
        }
    }
}
