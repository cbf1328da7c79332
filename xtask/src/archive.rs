//! `cargo xtask make-archive` and `cargo xtask bench archive`: a web archive made up to any size, and how fast and in
//! how much memory one is read.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use verbale_read::{Documents, Input, Options};

/// Options of `cargo xtask make-archive`.
#[derive(clap::Args, Debug)]
pub(crate) struct Make {
    /// The archive to write; its name's end says how it is packed: `.warc`, `.warc.gz`, `.warc.zst`
    file: PathBuf,
    /// Its size on the disk
    #[arg(long, value_name = "MB", default_value_t = 5000)]
    megabytes: u64,
}

/// Options of `cargo xtask bench archive`.
#[derive(clap::Args, Debug)]
pub(crate) struct Bench {
    /// The archive to read
    file: PathBuf,
}

/// Pages that differ; they come again and again, as many as it takes.
const N_PAGES: u32 = 4000;

/// Writes an archive.
pub(crate) fn make(options: &Make) -> anyhow::Result<()> {
    let name = options.file.to_string_lossy();
    let pack: fn(&[u8]) -> io::Result<Vec<u8>> = match () {
        () if name.ends_with(".warc") => |record| Ok(record.to_vec()),
        () if name.ends_with(".warc.gz") => |record| {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(record)?;
            gzip.finish()
        },
        () if name.ends_with(".warc.zst") => |record| zstd::bulk::compress(record, 3),
        () => bail!("{name}: expected .warc, .warc.gz or .warc.zst"),
    };
    let records = (0..N_PAGES).map(|n| pack(&record(n))).collect::<io::Result<Vec<_>>>()?;
    let n_wanted = options.megabytes * 1_000_000;
    let mut file = BufWriter::new(File::create(&options.file).with_context(|| name.clone().into_owned())?);
    let mut n_bytes = 0;
    for record in records.iter().cycle().take_while(|record| !record.is_empty()) {
        if n_bytes >= n_wanted {
            break;
        }
        file.write_all(record)?;
        n_bytes += record.len() as u64;
    }
    file.flush()?;
    crate::say(&format!("{name}: {:.2} GB", n_bytes as f64 / 1e9));
    Ok(())
}

/// A record with a page of some thirty kilobytes: menus and scripts around an article.
fn record(n: u32) -> Vec<u8> {
    let mut words = Words(u64::from(n) + 1);
    let title = words.sentence(6);
    let calls = repeated(60, || format!("window.q.push({{\"k\":\"{:x}\"}});", words.next()));
    let items = repeated(80, || {
        let word = words.word();
        format!("<li class=\"menu-item m-{word}\"><a href=\"/{word}/\">{word}</a></li>")
    });
    let paragraphs = repeated(14, || format!("<p>{} {}</p>\n", words.sentence(31), words.sentence(27)));
    let teasers =
        repeated(60, || format!("<div class=\"teaser\"><a href=\"/\">{}</a></div>", words.sentence(9)));
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><script>{calls}</script></head>\
         <body><nav><ul>{items}</ul></nav><article><h1>{title}</h1>{paragraphs}</article><footer>{teasers}</footer></body></html>"
    );
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://made-up.example/{n}\r\nContent-Type: \
         application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    )
    .into_bytes()
}

fn repeated(n_times: usize, mut part: impl FnMut() -> String) -> String {
    let mut text = String::new();
    for _ in 0..n_times {
        text.push_str(&part());
    }
    text
}

/// Words drawn as in speech, the first of the list most often: so they pack as pages do.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn word(&mut self) -> String {
        const PARTS: [&str; 24] = [
            "ta", "lo", "mir", "en", "de", "sol", "ka", "ri", "ber", "an", "vo", "tes", "ul", "pra", "ne",
            "do", "gan", "is", "mo", "che", "fa", "zu", "bel", "or",
        ];
        let draw = (self.next() % 97 * (self.next() % 89)) as usize;
        let n_parts = 1 + draw % 3;
        (0..n_parts).map(|i| PARTS[(draw / (i * 7 + 1)) % PARTS.len()]).collect()
    }

    fn sentence(&mut self, n_words: usize) -> String {
        let words: Vec<String> = (0..n_words).map(|_| self.word()).collect();
        let sentence = words.join(" ");
        sentence[..1].to_uppercase() + &sentence[1..] + "."
    }
}

/// Reads an archive without making articles of its pages, beside unpacking it alone.
pub(crate) fn bench(options: &Bench) -> anyhow::Result<()> {
    let file = &options.file;
    let start = cpu_seconds();
    let n_bytes = unpack(file)?;
    let alone = cpu_seconds() - start;
    crate::say(&format!(
        "unpacked alone: {:.2} GB in {alone:.1} s of a core, {:.0} MB/s",
        n_bytes as f64 / 1e9,
        n_bytes as f64 / 1e6 / alone
    ));
    let before = peak_memory();
    let start = cpu_seconds();
    let (mut n_pages, mut n_broken) = (0_u64, 0_u64);
    let mut documents = Documents::open(&Input::from(file.as_path()), Options::default());
    while let Some(document) = documents.next_unread() {
        match document {
            Ok(_) => n_pages += 1,
            Err(_) => n_broken += 1,
        }
    }
    let read = cpu_seconds() - start;
    crate::say(&format!(
        "read: {n_pages} pages, {n_broken} broken records in {read:.1} s of a core, {:.0} MB/s, {:.0} pages/s",
        n_bytes as f64 / 1e6 / read,
        n_pages as f64 / read
    ));
    crate::say(&format!("peak memory: {before} MB before, {} MB after", peak_memory()));
    Ok(())
}

/// Unpacks a file by the usual decoder; gives its bytes unpacked.
fn unpack(path: &Path) -> anyhow::Result<u64> {
    let name = path.to_string_lossy();
    let file =
        BufReader::with_capacity(1 << 16, File::open(path).with_context(|| name.clone().into_owned())?);
    let mut unpacked: Box<dyn Read> = match () {
        () if name.ends_with(".gz") => Box::new(MultiGzDecoder::new(file)),
        () if name.ends_with(".zst") => Box::new(zstd::Decoder::with_buffer(file)?),
        () => Box::new(file),
    };
    let mut room = vec![0; 1 << 16];
    let mut n_bytes = 0;
    loop {
        match unpacked.read(&mut room)? {
            0 => return Ok(n_bytes),
            n_read => n_bytes += n_read as u64,
        }
    }
}

/// Time this process has run on a core, in seconds: other programs on the machine do not count.
fn cpu_seconds() -> f64 {
    let status = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = status.split_whitespace().next().and_then(|number| number.parse::<u64>().ok());
    nanoseconds.unwrap_or_default() as f64 / 1e9
}

/// The most memory this process has held, in megabytes; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1000
}
