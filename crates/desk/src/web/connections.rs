//! Bounds on connections: how many may be open, in total and by source, and how long a client may be silent or take nothing.

use std::collections::HashMap;
use std::future::{Future, ready};
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use rustix::net::sockopt::set_tcp_user_timeout;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpStream;
use tower::Service;

use super::limits::source_block;
use crate::metrics::{self, ConnectionLimit};

/// Open connections in total.
const MOST: usize = 2_048;
/// Open connections of one source.
const MOST_OF_A_SOURCE: usize = 256;
/// Downloads under way in total.
const MOST_DOWNLOADS: usize = 256;
/// Downloads under way of one source.
const MOST_DOWNLOADS_OF_A_SOURCE: usize = 16;
/// Open connections to the listener for monitoring.
const MOST_OF_MONITORING: usize = 32;
/// Descriptors for everything other than connections: the database, its readers, the log, files.
const OTHER_FILES: u64 = 96;
/// How long a client may take for the head of a request, and stay silent before the next one.
pub const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a client may take no byte of a response. A slow client that takes some may go on.
const STALL_TIME: Duration = Duration::from_secs(60);

/// The open connections of one listener.
#[derive(Clone)]
pub struct Connections(Arc<Counts>);

struct Counts {
    most: usize,
    /// `None` behind a proxy, which is the source of all connections.
    most_of_a_source: Option<usize>,
    /// Whether the metrics count these connections.
    measured: bool,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One open connection. It counts until it is dropped.
pub struct Connection {
    counts: Arc<Counts>,
    source: IpAddr,
}

impl Connections {
    /// Creates a counter without an open connection. Raises the soft limit of open files as far as the system allows, and accepts
    /// no more connections than that limit leaves room for.
    #[must_use]
    pub fn new(behind_proxy: bool) -> Self {
        let files = raise_file_limit().saturating_sub(OTHER_FILES);
        let most = usize::try_from(files).unwrap_or(MOST).clamp(1, MOST);
        Self::with_limits(most, (!behind_proxy).then_some(MOST_OF_A_SOURCE), true)
    }

    /// Counts the connections of the listener for monitoring.
    #[must_use]
    pub fn of_monitoring() -> Self {
        Self::with_limits(MOST_OF_MONITORING, None, false)
    }

    /// Counts the downloads under way like connections: a client that takes a little now and then can hold a download for very long.
    #[must_use]
    pub fn of_downloads() -> Self {
        Self::with_limits(MOST_DOWNLOADS, Some(MOST_DOWNLOADS_OF_A_SOURCE), false)
    }

    fn with_limits(most: usize, most_of_a_source: Option<usize>, measured: bool) -> Self {
        Self(Arc::new(Counts { most, most_of_a_source, measured, open: Mutex::default() }))
    }

    /// Counts a connection; returns `None` if too many are open.
    pub(super) fn open(&self, source: IpAddr) -> Option<Connection> {
        let source = source_block(source.to_canonical());
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_source = open.get(&source).copied().unwrap_or(0);
        let hit = if open.values().sum::<usize>() >= self.0.most {
            Some(ConnectionLimit::Total)
        } else {
            self.0.most_of_a_source.filter(|most| of_source >= *most).map(|_| ConnectionLimit::Source)
        };
        if let Some(limit) = hit {
            if self.0.measured {
                metrics::connection_refused(limit);
            }
            tracing::debug!(?limit, "a connection is closed at once");
            return None;
        }
        open.insert(source, of_source + 1);
        if self.0.measured {
            metrics::connection_opened();
        }
        Some(Connection { counts: Arc::clone(&self.0), source })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut open = self.counts.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.source) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.remove(&self.source)),
        }
        if self.counts.measured {
            metrics::connection_closed();
        }
    }
}

/// Raises the soft limit of open files to the hard limit, and returns the limit that applies afterwards.
fn raise_file_limit() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let held = if setrlimit(Resource::Nofile, raised).is_ok() { raised.current } else { limit.current };
    held.unwrap_or(u64::MAX)
}

/// Accepts a connection only within the bounds.
#[derive(Clone)]
pub struct BoundedAcceptor<A> {
    inner: A,
    connections: Connections,
    stall_time: Duration,
}

impl<A> BoundedAcceptor<A> {
    /// `inner` is the acceptor that takes the connection afterwards, such as TLS; `connections` are the open ones.
    pub const fn new(inner: A, connections: Connections) -> Self {
        Self { inner, connections, stall_time: STALL_TIME }
    }

    /// Counts a connection, and lets the system end it once its client takes nothing for a while. Then the body of its response is
    /// dropped, with everything that the body holds.
    fn admit(&self, stream: &TcpStream) -> io::Result<Connection> {
        let source = stream.peer_addr()?.ip();
        // The server closes the connection without a response.
        let connection = self.connections.open(source).ok_or(io::ErrorKind::QuotaExceeded)?;
        let milliseconds = u32::try_from(self.stall_time.as_millis()).unwrap_or(u32::MAX);
        set_tcp_user_timeout(stream, milliseconds)?;
        Ok(connection)
    }
}

impl<A, S> Accept<TcpStream, S> for BoundedAcceptor<A>
where
    A: Accept<TcpStream, Counted<S>>,
    A::Future: Send + 'static,
    A::Stream: Send + 'static,
    A::Service: Send + 'static,
{
    type Stream = A::Stream;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(A::Stream, A::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        match self.admit(&stream) {
            Ok(connection) => {
                let service = Counted { service, _connection: Arc::new(connection) };
                Box::pin(self.inner.accept(stream, service))
            }
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}

/// The service of one connection. The connection counts until the service is dropped.
#[derive(Clone)]
pub struct Counted<S> {
    service: S,
    _connection: Arc<Connection>,
}

impl<R, S: Service<R>> Service<R> for Counted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.service.call(request)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpListener, TcpStream};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Instant;

    use axum::Router;
    use axum::body::{Body, Bytes};
    use axum::routing::get;
    use futures_util::stream;

    use super::*;
    use crate::web::server::bounded;

    /// An endless body. It counts as long as it isn't dropped.
    struct Endless(Arc<AtomicUsize>);

    impl Endless {
        fn body(count: &Arc<AtomicUsize>) -> Body {
            count.fetch_add(1, Ordering::SeqCst);
            let endless = Self(Arc::clone(count));
            Body::from_stream(stream::unfold(endless, async |endless| {
                Some((Ok::<_, io::Error>(Bytes::from_static(&[b'x'; 65_536])), endless))
            }))
        }
    }

    impl Drop for Endless {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// Serves an endless body at `/` with that time for stalled clients. Returns the address.
    fn serve_endless(count: &Arc<AtomicUsize>, stall_time: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let count = Arc::clone(count);
        let app = Router::new().route("/", get(async move || Endless::body(&count))).into_make_service();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let connections = Connections::with_limits(9, None, false);
                let server = axum_server::from_tcp(listener).unwrap();
                let server = server.map(|inner| BoundedAcceptor { inner, connections, stall_time });
                bounded(server).serve(app).await
            })
        });
        address
    }

    #[test]
    fn a_response_ends_once_its_client_takes_nothing_and_a_slow_client_goes_on() {
        let bodies = Arc::new(AtomicUsize::new(0));
        let address = serve_endless(&bodies, Duration::from_secs(2));
        let ask = || {
            let mut client = TcpStream::connect(address).unwrap();
            client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
            client
        };
        let (mut slow, _stalled) = (ask(), [ask(), ask()]);
        let began = Instant::now();
        let mut most = 0;
        // The slow client takes much less than the desk could send.
        let mut taken = vec![0; 262_144];
        while most < 3 || bodies.load(Ordering::SeqCst) > 1 {
            assert!(began.elapsed() < Duration::from_secs(30), "a stalled body goes on");
            slow.read_exact(&mut taken).unwrap();
            thread::sleep(Duration::from_millis(100));
            most = most.max(bodies.load(Ordering::SeqCst));
        }
        let ended = Instant::now();
        while ended.elapsed() < Duration::from_secs(4) {
            slow.read_exact(&mut taken).unwrap();
            thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(bodies.load(Ordering::SeqCst), 1, "the slow client is served on");
    }

    #[test]
    fn connections_are_bounded_in_total_and_by_source() {
        let address = |last| IpAddr::from([192, 0, 2, last]);
        let bounded = Connections::with_limits(3, Some(2), true);
        let of_one: Vec<_> = (0..3).filter_map(|_| bounded.open(address(1))).collect();
        assert_eq!(of_one.len(), 2);
        let other = bounded.open(address(2)).unwrap();
        assert!(bounded.open(address(3)).is_none(), "the total limit refuses the connection");
        drop(of_one);
        assert!(bounded.open(address(1)).is_some() && bounded.open(address(3)).is_some());
        drop(other);
        assert!(bounded.0.open.lock().unwrap().is_empty(), "closed connections leave no entries");
        let behind_proxy = Connections::with_limits(3, None, true);
        let all: Vec<_> = (0..4).filter_map(|_| behind_proxy.open(address(1))).collect();
        assert_eq!(all.len(), 3);
    }
}
