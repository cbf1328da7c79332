//! `verbale serve`: a store in the browser.

use std::net::SocketAddr;

use verbale_serve::{Access, Options, Server};

use crate::args::{Loudness, ServeArgs};
use crate::exit::Exit;
use crate::{stop, terminal};

pub(crate) fn run(args: &ServeArgs, loudness: Loudness) -> anyhow::Result<Exit> {
    let access = args.token.clone().map_or(Access::Everyone, Access::Token);
    let options = Options {
        address: SocketAddr::new(args.address, args.port),
        access,
        read_only: args.read_only,
        names: args.name.clone(),
        ..Options::new(&args.store)
    };
    let server = Server::bind(options)?;
    if loudness > Loudness::Quiet {
        let token = args.token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default();
        terminal::say(&format!(
            "{} on http://{}/{token}   (Ctrl-C ends it)",
            args.store.display(),
            server.address()
        ));
    }
    server.run(stop::is_asked)?;
    Ok(Exit::Stopped)
}
