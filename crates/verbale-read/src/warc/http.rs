//! The page in an HTTP response as archives keep it: head, transfer and content encodings.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::Limits;

/// A page as it was sent, its encodings undone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) bytes: Vec<u8>,
    /// The label in its `Content-Type`.
    pub(crate) charset: Option<String>,
}

/// The head of a response.
struct Head {
    status: String,
    /// Names in lower case.
    fields: Vec<(String, String)>,
}

impl Head {
    fn of(head: &[u8]) -> Self {
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let status =
            lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default().to_owned();
        let fields = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()))
            .collect();
        Self { status, fields }
    }

    /// The value of a field in lower case.
    fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// Whether a response holds a page: not another status, another type, or nothing.
pub(super) fn holds_page(response: &[u8]) -> Result<bool, String> {
    let (head, body) = parted(response).ok_or("its HTTP head does not end")?;
    let head = Head::of(head);
    let is_page = match head.field("content-type").split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => true,
        "" => body.trim_ascii_start().starts_with(b"<"),
        _ => false,
    };
    Ok(matches!(head.status.as_str(), "200" | "203") && is_page && !body.is_empty())
}

/// The page a response holds.
pub(super) fn page(response: &[u8], limits: Limits) -> Result<Sent, String> {
    let (head, body) = parted(response).ok_or("its HTTP head does not end")?;
    let head = Head::of(head);
    let charset = charset(head.field("content-type"));
    let mut bytes = body.to_vec();
    // Some archives keep the field and store the body without it.
    if head.field("transfer-encoding").contains("chunked")
        && let Some(joined) = joined(&bytes)
    {
        bytes = joined;
    }
    let encodings = head.field("content-encoding");
    // Nobody packs a page so often but to do harm.
    if encodings.split(',').count() > MAX_ENCODINGS {
        return Err("it is packed more than three times over".to_owned());
    }
    for encoding in encodings.split(',').rev().map(str::trim) {
        bytes = match encoding {
            "" | "identity" => bytes,
            "gzip" | "x-gzip" if !bytes.starts_with(&[0x1F, 0x8B]) => bytes,
            "gzip" | "x-gzip" => unpacked(MultiGzDecoder::new(&*bytes), bytes.len(), limits)?,
            // With the header of the standard or, as some send it, without.
            "deflate" => unpacked(ZlibDecoder::new(&*bytes), bytes.len(), limits)
                .or_else(|_| unpacked(DeflateDecoder::new(&*bytes), bytes.len(), limits))?,
            "br" => unpacked(Decompressor::new(&*bytes, 16 << 10), bytes.len(), limits)?,
            "zstd" if !bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => bytes,
            "zstd" => {
                let decoder = zstd::Decoder::with_buffer(&*bytes).map_err(|error| error.to_string())?;
                unpacked(decoder, bytes.len(), limits)?
            }
            other => return Err(format!("its content encoding `{other}` is not read")),
        };
    }
    Ok(Sent { bytes, charset })
}

/// The label of the characters in a `Content-Type`, in lower case.
pub(crate) fn charset(content_type: &str) -> Option<String> {
    let content_type = content_type.to_ascii_lowercase();
    let label = content_type.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="))?;
    Some(label.trim_matches(['"', '\'', ' ']).to_owned())
}

/// Content encodings one upon another that are undone.
const MAX_ENCODINGS: usize = 3;

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
        if !holds_page(response).expect("the response is sound") {
            return None;
        }
        let page = page(response, Limits::default()).expect("the response is sound");
        Some(String::from_utf8(page.bytes).expect("the page is UTF-8"))
    }

    /// `<p>One</p>` in Brotli, stored as it is.
    const BROTLI: &[u8] = b"\x8B\x04\x80<p>One</p>\x03";

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
            ("Content-Encoding: br", BROTLI.to_vec()),
            ("Content-Encoding: zstd", zstd::bulk::compress(html, 3).expect("memory takes all")),
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
        let response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: sdch\r\n\r\nx";
        let error = page(response, Limits::default()).expect_err("nobody reads that");
        assert_eq!(error, "its content encoding `sdch` is not read");
    }

    #[test]
    fn what_is_no_page() {
        assert_eq!(body(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>"), None);
        assert_eq!(body(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<p>"), None);
        assert_eq!(body(b"HTTP/1.1 200 OK\r\n\r\n"), None);
        assert!(holds_page(b"HTTP/1.1 200 OK\r\nA: b").is_err());
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
