use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::app::App;
use crate::routes::router;
use crate::{Options, ServeError};

/// How often a running server looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// A server that listens.
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// Opens the store and listens.
    ///
    /// # Errors
    /// If the options would open the store to strangers, the store cannot be read, or nothing can listen there.
    pub fn bind(options: Options) -> Result<Self, ServeError> {
        let asked = options.address;
        let router = router(App::new(options)?);
        let cannot = |source| ServeError::Listen { address: asked, source };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(cannot)?;
        let listener = runtime.block_on(TcpListener::bind(asked)).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        Ok(Self { runtime, listener, address, router })
    }

    /// Where it listens; the port is the one that was found where any was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it answers with, without a network: for programs that bring their own.
    ///
    /// # Errors
    /// As [`Server::bind`], but for listening.
    pub fn router(options: Options) -> Result<Router, ServeError> {
        Ok(router(App::new(options)?))
    }

    /// Answers requests until `is_over`; those under way are answered to their end.
    ///
    /// # Errors
    /// If listening fails.
    pub fn run(self, is_over: impl Fn() -> bool + Send + 'static) -> Result<(), ServeError> {
        let Self { runtime, listener, router, .. } = self;
        let over = async move {
            while !is_over() {
                tokio::time::sleep(LOOK).await;
            }
        };
        let served = runtime.block_on(async {
            let serving = std::future::IntoFuture::into_future(
                axum::serve(listener, router).with_graceful_shutdown(over),
            );
            serving.await
        });
        // A connection that is merely kept open must not keep the program.
        runtime.shutdown_timeout(Duration::from_secs(1));
        served.map_err(ServeError::Ended)
    }
}
