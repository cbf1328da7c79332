//! robots.txt by RFC 9309, with the `Crawl-delay` that many sites add.

use std::time::Duration;

/// The name that groups of a robots.txt may call this program by.
pub(crate) const NAME: &str = "verbale";

/// Bytes of a robots.txt that are read: what is after them is as if it were not there.
pub(crate) const MAX_BYTES: usize = 512 << 10;

/// What a site asks of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    /// Whether a pattern allows, and the pattern.
    rules: Vec<(bool, String)>,
    pub(crate) delay: Option<Duration>,
}

impl Robots {
    /// Reads a robots.txt: the groups that name this program, else those for all.
    pub(crate) fn parse(text: &str) -> Self {
        let (mut named, mut for_all) = (Self::default(), Self::default());
        let mut has_named = false;
        // Whom the group at hand is for, and whether its names are over.
        let (mut is_named, mut is_for_all, mut in_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (is_named, is_for_all, in_rules) = (false, false, false);
                }
                is_named |= is_name(value);
                is_for_all |= value == "*";
                has_named |= is_named;
                continue;
            }
            let rule = match key.as_str() {
                "allow" | "disallow" => Some((key == "allow", normal(value))),
                "crawl-delay" => None,
                // Sitemaps and the like belong to no group.
                _ => continue,
            };
            in_rules = true;
            for group in
                [is_named.then_some(&mut named), is_for_all.then_some(&mut for_all)].into_iter().flatten()
            {
                match &rule {
                    // An empty pattern says nothing.
                    Some((_, pattern)) if pattern.is_empty() => {}
                    Some(rule) => group.rules.push(rule.clone()),
                    None => group.delay = delay(value).or(group.delay),
                }
            }
        }
        if has_named { named } else { for_all }
    }

    /// Whether a path (with its query) may be fetched: the longest pattern that fits decides, of two as long the one that
    /// allows.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let fitting = self.rules.iter().filter(|(_, pattern)| fits(pattern, &path));
        fitting.max_by_key(|(allows, pattern)| (pattern.len(), *allows)).is_none_or(|(allows, _)| *allows)
    }
}

/// Whether a group's name is this program's, which may be followed by a version.
fn is_name(value: &str) -> bool {
    let end =
        value.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_'))).unwrap_or(value.len());
    value[..end].eq_ignore_ascii_case(NAME)
}

fn delay(value: &str) -> Option<Duration> {
    let seconds: f64 = value.parse().ok()?;
    // More than a day is a way to say no.
    (0.0..=86_400.0).contains(&seconds).then(|| Duration::from_secs_f64(seconds))
}

/// A path in one way of writing: letters beyond ASCII by their bytes, escapes in upper case, those of plain letters undone.
fn normal(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    let mut bytes = path.as_bytes().iter();
    while let Some(&byte) = bytes.next() {
        let rest = bytes.as_slice();
        let escaped = match (byte, rest) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: u8| (byte as char).to_digit(16);
                digit(*high).zip(digit(*low)).map(|(high, low)| (high * 16 + low) as u8)
            }
            _ => None,
        };
        match escaped {
            Some(plain) => {
                bytes.nth(1);
                if plain.is_ascii_alphanumeric() || matches!(plain, b'-' | b'.' | b'_' | b'~') {
                    normal.push(plain as char);
                } else {
                    escape(&mut normal, plain);
                }
            }
            None if byte.is_ascii_graphic() => normal.push(byte as char),
            None => escape(&mut normal, byte),
        }
    }
    normal
}

fn escape(path: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    path.push('%');
    for half in [byte >> 4, byte & 15] {
        path.push(DIGITS[usize::from(half)] as char);
    }
}

/// Whether a pattern fits the beginning of a path: `*` is anything, `$` at the end the path's end. Linear but for the
/// number of stars.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, is_anchored) =
        pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        // Of what stands between stars the first place is as good as any; what stands last may have to be at the end.
        if let Some(part) = last.replace(part) {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
    }
    match last {
        Some(part) if is_anchored => rest.ends_with(part),
        Some(part) => rest.contains(part),
        None => !is_anchored || rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_this_program_else_that_for_all() {
        let text = "\u{FEFF}User-agent: *\nDisallow: /\nCrawl-delay: 9\n\nUser-Agent: other\nUser-agent: VERBALE/1.0\n\
                    # why\nDisallow: /private/ # ours\nAllow: /private/open\nSitemap: https://a.example/s.xml\nCrawl-delay: 2.5\n\
                    User-agent: third\nDisallow: /third\nUser-agent: verbale\nDisallow: /more\n";
        let robots = Robots::parse(text);
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        for (path, is_allowed) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/1", true),
            ("/third", true),
            ("/more?x", false),
            ("/%70rivate/x", false),
        ] {
            assert_eq!(robots.allows(path), is_allowed, "{path}");
        }
        assert!(!Robots::parse("User-agent: *\nDisallow: /").allows("/news"));
        assert!(Robots::parse("User-agent: verbale-news\nDisallow: /").allows("/news"), "another name");
        assert!(Robots::parse("User-agent: *\nDisallow:").allows("/news"));
        assert!(Robots::parse("Disallow: /\n<html>").allows("/"), "rules of no group");
    }

    #[test]
    fn the_longest_pattern_decides() {
        let robots = Robots::parse(
            "user-agent:*\nallow:/p\ndisallow:/\nallow:/$\ndisallow:/*.pdf$\nallow:/a/b\ndisallow:/a/b",
        );
        for (path, is_allowed) in [
            ("/p/x", true),
            ("/", true),
            ("/x", false),
            ("/p/x.pdf", false),
            ("/p/x.pdf?y", true),
            ("/a/b", true),
        ] {
            assert_eq!(robots.allows(path), is_allowed, "{path}");
        }
    }

    #[test]
    fn patterns() {
        for (pattern, path, does_fit) in [
            ("/a*c", "/abbc/d", true),
            ("/a*c$", "/abcbc", true),
            ("/a*c$", "/abcb", false),
            ("/*/x/*y", "/1/x/2y3", true),
            ("*x", "/ax", true),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
            ("/a*", "/a", true),
            ("/a*a$", "/a", false),
            ("/a$b", "/a$b", true),
        ] {
            assert_eq!(fits(pattern, path), does_fit, "{pattern} {path}");
        }
        assert_eq!(normal("/ö%c3%b6%7Ea b"), "/%C3%B6%C3%B6~a%20b");
    }

    #[test]
    fn hostile_ones_end() {
        let many = format!("user-agent: *\ndisallow: {}$\n", "*a".repeat(50_000));
        assert!(Robots::parse(&many).allows(&"/a".repeat(2000)));
        assert_eq!(Robots::parse("user-agent: *\ncrawl-delay: 1e300\ncrawl-delay: nan").delay, None);
        Robots::parse("user-agent: *\ndisallow: %\ndisallow: %4\ndisallow: %zz\u{0}").allows("%");
    }
}
