//! Which addresses of machines may be connected to, and a resolver that gives no others.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Why an address of a machine is not on the public internet; `None` where it is.
///
/// By IANA's registries of special-purpose addresses. An address within an address is judged by both.
pub fn refusal(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => refusal_v4(address),
        IpAddr::V6(address) => refusal_v6(address),
    }
}

fn refusal_v4(address: Ipv4Addr) -> Option<&'static str> {
    Some(match address.octets() {
        [0, ..] => "unspecified",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "private",
        [100, 64..=127, ..] => "shared by a provider's customers",
        [127, ..] => "this machine",
        [169, 254, ..] => "link-local",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "for documentation",
        [192, 0, 0, _] | [192, 88, 99, _] => "for protocols",
        [198, 18..=19, ..] => "for benchmarks",
        [224..=239, ..] => "multicast",
        [240..=255, ..] => "reserved",
        _ => return None,
    })
}

fn refusal_v6(address: Ipv6Addr) -> Option<&'static str> {
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        refusal_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("this machine"),
        // Mapped, translated (RFC 6052) and tunnelled (6to4): they lead to an address of version 4.
        [0, 0, 0, 0, 0, 0xFFFF, high, low]
        | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        [0x64, 0xFF9B, ..] | [0xFC00..=0xFDFF | 0xFEC0..=0xFEFF, ..] => Some("private"),
        [0xFE80..=0xFEBF, ..] => Some("link-local"),
        [0xFF00..=0xFFFF, ..] => Some("multicast"),
        [0x2001, 0xDB8, ..] | [0x3FFF, 0..=0xFFF, ..] => Some("for documentation"),
        [0x2001, 0..=0x1FF, ..] => Some("for protocols"),
        [0x2000..=0x3FFF, ..] => None,
        _ => Some("reserved"),
    }
}

/// A host none of whose addresses may be connected to, on its way through [`ureq::Error`].
#[derive(Clone, Debug, thiserror::Error)]
#[error("{host} is at {address}, which is {why}")]
pub(crate) struct NotPublic {
    pub(crate) host: String,
    pub(crate) address: IpAddr,
    pub(crate) why: &'static str,
}

/// Gives the addresses of a host that may be connected to. The connection is made to what it gives and nothing else, so
/// a name that means another machine a moment later gains nothing.
#[derive(Debug)]
pub(crate) struct Checked<R> {
    pub(crate) resolver: R,
    /// Hosts that may be anywhere.
    pub(crate) allowed: BTreeSet<String>,
}

impl<R: Resolver> Resolver for Checked<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if self.allowed.contains(host) {
            return Ok(found);
        }
        let mut public = self.empty();
        let mut refused = None;
        for address in &found {
            match refusal(address.ip()) {
                None => public.push(*address),
                Some(why) => refused = Some(NotPublic { host: host.to_owned(), address: address.ip(), why }),
            }
        }
        match refused {
            Some(refused) if public.is_empty() => Err(ureq::Error::Other(Box::new(refused))),
            _ => Ok(public),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    #[test]
    fn machines_that_are_not_on_the_public_internet() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.9.9",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "192.0.0.8",
            "192.88.99.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::8.8.8.8",
            "64:ff9b::10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "4000::1",
        ] {
            let address: IpAddr = address.parse().expect("it is one");
            assert!(refusal(address).is_some(), "{address}");
        }
        for address in [
            "8.8.8.8",
            "172.32.0.1",
            "172.15.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "193.0.0.1",
            "2606:4700::1111",
            "2a00:1450:4001::200e",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
            "2001:200::1",
        ] {
            let address: IpAddr = address.parse().expect("it is one");
            assert_eq!(refusal(address), None, "{address}");
        }
    }

    /// Answers each name with the same addresses.
    #[derive(Debug)]
    struct Names(Vec<&'static str>);

    impl Resolver for Names {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut found = self.empty();
            for address in &self.0 {
                found.push(SocketAddr::new(address.parse().expect("it is one"), 80));
            }
            Ok(found)
        }
    }

    fn checked(addresses: &[&'static str], allowed: &[&str]) -> Result<Vec<String>, String> {
        let allowed = allowed.iter().map(|&host| host.to_owned()).collect();
        let checked = Checked { resolver: Names(addresses.to_vec()), allowed };
        let uri = Uri::from_static("http://news.example/");
        let found = checked.resolve(&uri, &Config::default(), NextTimeout::default());
        found
            .map(|found| found.iter().map(|address| address.ip().to_string()).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_name_gives_its_public_addresses_alone() {
        assert_eq!(checked(&["8.8.8.8", "10.0.0.1"], &[]), Ok(vec!["8.8.8.8".to_owned()]));
        let refused = checked(&["10.0.0.1", "::1"], &[]).expect_err("none is public");
        assert!(refused.contains("news.example is at ::1, which is this machine"), "{refused}");
        assert_eq!(checked(&["10.0.0.1"], &["news.example"]), Ok(vec!["10.0.0.1".to_owned()]));
        assert!(checked(&["10.0.0.1"], &["other.example"]).is_err());
    }
}
