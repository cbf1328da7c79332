//! The page in an HTTP response as archives keep it: head, transfer and content encodings.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::Limits;

/// A page as it was sent, its encodings undone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) bytes: Vec<u8>,
    /// The label in its `Content-Type`.
    pub(crate) charset: Option<String>,
}

/// The page a response holds; `None` where it holds none: another status, another type, nothing.
pub(crate) fn page(response: &[u8], limits: Limits) -> Result<Option<Sent>, String> {
    let (head, body) = parted(response).ok_or("its HTTP head does not end")?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default();
    if status != "200" && status != "203" {
        return Ok(None);
    }
    let fields: Vec<(String, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
        .collect();
    let field =
        |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_ascii_lowercase());
    let kind = field("content-type").unwrap_or_default();
    let is_page = match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => true,
        "" => body.trim_ascii_start().starts_with(b"<"),
        _ => false,
    };
    if !is_page || body.is_empty() {
        return Ok(None);
    }
    let charset =
        kind.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset=").map(str::to_owned));
    let charset = charset.map(|label| label.trim_matches(['"', '\'', ' ']).to_owned());
    let mut bytes = body.to_vec();
    // Some archives keep the field and store the body without it.
    if field("transfer-encoding").is_some_and(|value| value.contains("chunked"))
        && let Some(joined) = joined(&bytes)
    {
        bytes = joined;
    }
    let encodings = field("content-encoding").unwrap_or_default();
    for encoding in encodings.split(',').rev().map(str::trim) {
        bytes = match encoding {
            "" | "identity" => bytes,
            "gzip" | "x-gzip" if !bytes.starts_with(&[0x1F, 0x8B]) => bytes,
            "gzip" | "x-gzip" => unpacked(MultiGzDecoder::new(&*bytes), bytes.len(), limits)?,
            // With the header of the standard or, as some send it, without.
            "deflate" => unpacked(ZlibDecoder::new(&*bytes), bytes.len(), limits)
                .or_else(|_| unpacked(DeflateDecoder::new(&*bytes), bytes.len(), limits))?,
            other => return Err(format!("its content encoding `{other}` is not read")),
        };
    }
    Ok(Some(Sent { bytes, charset }))
}

/// Head and body, at the first empty line.
fn parted(response: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &response[at..]) {
        let line = &response[at..at + end];
        if line.trim_ascii().is_empty() && at > 0 {
            return Some((&response[..at], &response[at + end + 1..]));
        }
        at += end + 1;
    }
    None
}

/// The chunks of a body put together; `None` where it is not in chunks. A body cut off keeps what there is.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let size = str::from_utf8(&rest[..end]).ok()?.split(';').next().unwrap_or_default().trim();
        let Ok(n_bytes) = usize::from_str_radix(size, 16) else {
            // Not in chunks from the start, or broken later.
            return (!joined.is_empty()).then_some(joined);
        };
        rest = &rest[end + 1..];
        if n_bytes == 0 {
            return Some(joined);
        }
        let chunk = &rest[..n_bytes.min(rest.len())];
        joined.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    (!joined.is_empty()).then_some(joined)
}

fn unpacked(decoder: impl Read, n_packed: usize, limits: Limits) -> Result<Vec<u8>, String> {
    let limit = (limits.document as u64).min((n_packed as u64).saturating_mul(limits.growth).max(1 << 20));
    let mut bytes = Vec::new();
    let result = decoder.take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return Err(format!("it unpacks to more than {limit} bytes"));
    }
    match result {
        // What a broken stream gave before it broke is read.
        Err(error) if bytes.is_empty() => Err(format!("it cannot be unpacked: {error}")),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn body(response: &[u8]) -> Option<String> {
        let page = page(response, Limits::default()).expect("the response is sound")?;
        Some(String::from_utf8(page.bytes).expect("the page is UTF-8"))
    }

    #[test]
    fn encodings_are_undone() {
        let html = b"<p>One</p>";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        for writer in [&mut gzip as &mut dyn Write, &mut zlib, &mut raw] {
            writer.write_all(html).expect("memory takes all");
        }
        let gzip = gzip.finish().expect("memory takes all");
        let chunked = [format!("{:x}\r\n", gzip.len()).as_bytes(), &gzip, b"\r\n0\r\n\r\n"].concat();
        for (field, bytes) in [
            ("X: y", html.to_vec()),
            ("Content-Encoding: gzip", gzip.clone()),
            ("Content-Encoding: gzip", html.to_vec()),
            ("Content-Encoding: deflate", zlib.finish().expect("memory takes all")),
            ("Content-Encoding: deflate", raw.finish().expect("memory takes all")),
            ("Transfer-Encoding: chunked", b"3\r\n<p>\r\n7;x=y\r\nOne</p>\r\n0\r\n\r\n".to_vec()),
            ("Transfer-Encoding: chunked", html.to_vec()),
            ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked),
        ] {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{field}\r\n\r\n");
            assert_eq!(body(&[head.as_bytes(), &bytes].concat()).as_deref(), Some("<p>One</p>"), "{field}");
        }
    }

    #[test]
    fn what_is_no_page() {
        assert_eq!(body(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>"), None);
        assert_eq!(body(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<p>"), None);
        assert_eq!(body(b"HTTP/1.1 200 OK\r\n\r\n"), None);
        assert!(page(b"HTTP/1.1 200 OK\r\nA: b", Limits::default()).is_err());
    }

    #[test]
    fn bombs_are_refused() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&vec![b' '; 40 << 20]).expect("memory takes all");
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
        let response = [&head[..], &gzip.finish().expect("memory takes all")].concat();
        assert!(page(&response, Limits::default()).expect_err("it is a bomb").contains("unpacks to more"));
    }
}
