//! A live exchange from its first word to its last: open, listen, serve, close down.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use super::archive::Archive;
use super::board::Board;
use super::clock::{Clock, Speed};
use super::desk::Desk;
use super::directory::Directory;
use super::floor::{Floor, INBOX};
use super::opening::{Opening, test_investors};
use super::request::Request;
use super::router::router;
use super::throttle::{self, Throttle};
use super::tokens::Tokens;
use crate::domain::{Code, Timestamp};
use crate::engine::World;
use crate::scenario;

/// Bytes that the system keeps for a client that does not read: small, so that a slow one shows.
const SEND_BUFFER: u32 = 128 * 1024;
/// Connections that may wait to be taken.
const BACKLOG: u32 = 1024;
/// How long requests that have begun may take when the exchange closes down.
const LAST_REQUESTS: Duration = Duration::from_secs(3);
/// How long streams may take to say good-bye.
const LAST_STREAMS: Duration = Duration::from_secs(3);

/// What a live exchange is asked to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name or path of the scenario; the shipped listing exercise without one.
    pub scenario: Option<String>,
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Directory of the exchange; `data/SCENARIO` without one.
    pub data: Option<PathBuf>,
    /// Simulated seconds a real second; the scenario's own without one.
    pub speed: Option<Speed>,
    /// Frames that may wait for one client of the stream.
    pub client_queue: usize,
    /// Requests a second that one asker may make, 0 for any number; without one any number on this machine's own
    /// addresses, 50 elsewhere.
    pub rate: Option<u32>,
}

impl Options {
    fn throttle(&self) -> Throttle {
        let own = if self.listen.ip().is_loopback() { 0 } else { throttle::BEYOND_THIS_MACHINE };
        Throttle::new(self.rate.unwrap_or(own))
    }
}

/// What a live exchange tells whoever has started it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something worth knowing.
    Note(String),
    /// The exercise is played up to where the live exchange begins.
    Playing {
        /// Where it began.
        from: Timestamp,
        /// Where it is.
        now: Timestamp,
        /// Where it will listen.
        until: Timestamp,
    },
    /// It is ready.
    Listening(SocketAddr),
}

/// Why a live exchange did not come up, or went down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServeError {
    /// A bad scenario: one line a problem.
    Input(Vec<String>),
    /// Disk, port, permission.
    Environment(String),
}

/// Runs a live exchange until SIGTERM or SIGINT. Everything that it has acknowledged is then durable.
///
/// # Errors
/// [`ServeError`]; nothing acknowledged is lost then either.
pub fn serve(options: &Options, tell: &mut dyn FnMut(Notice)) -> Result<(), ServeError> {
    let world = scenario::load(options.scenario.as_deref())
        .map_err(|problems| ServeError::Input(problems.iter().map(ToString::to_string).collect()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| ServeError::Environment(format!("no threads: {error}")))?;
    let result = runtime.block_on(run(options, world, tell));
    // Whoever still waits for a client that does not answer is not waited for.
    runtime.shutdown_background();
    result
}

async fn run(options: &Options, world: World, tell: &mut dyn FnMut(Notice)) -> Result<(), ServeError> {
    let (close, closing) = watch::channel(false);
    listen_for_signals(close)?;
    let path = options.data.clone().unwrap_or_else(|| PathBuf::from("data").join(world.name.as_str()));
    let directory = Directory::open(&path)?;
    let listener = bind(options.listen)?;
    let mut opening = Opening::of(&directory, world, options.scenario.is_some(), tell)?;
    let tokens = tokens(&directory, opening.play.world())?;
    opening.play_up(&|| !*closing.borrow(), tell)?;
    if *closing.borrow() {
        return Ok(());
    }
    let live = open(opening, Archive::new(directory.journal()), tokens, options, &closing)?;
    let address = listener.local_addr().map_err(|error| ServeError::Environment(error.to_string()))?;
    tell(Notice::Listening(address));
    live.serve(listener, closing).await
}

/// Turns `close` true at the first SIGTERM or SIGINT.
fn listen_for_signals(close: watch::Sender<bool>) -> Result<(), ServeError> {
    let failed = |error| ServeError::Environment(format!("signals: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        close.send_replace(true);
        // The sender is kept: readers take its end for a close as well.
        std::future::pending::<()>().await;
    });
    Ok(())
}

fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let bind = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_reuseaddr(true)?;
        // Connections inherit it.
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    bind().map_err(|error| ServeError::Environment(format!("cannot listen on {address}: {error}")))
}

fn tokens(directory: &Directory, world: &World) -> Result<Tokens, ServeError> {
    let seats: Vec<Code> = world.committee.iter().map(|member| member.name.clone()).collect();
    Tokens::open(directory.path(), &test_investors(world), &seats)
        .map_err(|error| ServeError::Environment(format!("{}: {error}", directory.path().display())))
}

/// An exchange that is open: its desk, and how its thread ends.
struct Live {
    desk: Arc<Desk>,
    floor: SyncSender<Request>,
    ended: oneshot::Receiver<std::io::Result<()>>,
}

/// Posts what was told so far and lets the exchange's thread begin.
fn open(
    opening: Opening,
    archive: Archive,
    tokens: Tokens,
    options: &Options,
    closing: &watch::Receiver<bool>,
) -> Result<Live, ServeError> {
    let world = opening.play.world().clone();
    let speed = options.speed.unwrap_or_else(|| Speed::whole(world.live.speed));
    let clock = Arc::new(Clock::new(opening.now(), speed));
    let board = Arc::new(Board::new());
    let Opening { play, journal, told } = opening;
    board.post(told);
    let (floor, inbox) = sync_channel(INBOX);
    let (end, ended) = oneshot::channel();
    let thread = Floor::new(play, journal, Arc::clone(&board), Arc::clone(&clock));
    std::thread::Builder::new()
        .name("floor".to_owned())
        // Nobody listens for the end when the process ends for another reason.
        .spawn(move || drop(end.send(thread.work(&inbox))))
        .map_err(|error| ServeError::Environment(format!("no thread for the exchange: {error}")))?;
    let (queue, throttle) = (options.client_queue, options.throttle());
    let desk = Desk::new(board, archive, clock, world, tokens, floor.clone(), queue, throttle, closing.clone());
    Ok(Live { desk: Arc::new(desk), floor, ended })
}

impl Live {
    /// Serves until it is told to close, or its disk fails.
    async fn serve(mut self, listener: TcpListener, closing: watch::Receiver<bool>) -> Result<(), ServeError> {
        let mut closed = closing.clone();
        let app = router(Arc::clone(&self.desk)).into_make_service_with_connect_info::<SocketAddr>();
        let mut until = closing;
        let server = axum::serve(listener, app).with_graceful_shutdown(async move {
            drop(until.wait_for(|closing| *closing).await);
        });
        let server = tokio::spawn(server.into_future());
        tokio::select! {
            _ = closed.wait_for(|closing| *closing) => {}
            end = &mut self.ended => return Err(failed(end)),
        }
        // Requests that have begun are answered; then the exchange does what is waiting and ends.
        let streams = async {
            while self.desk.counts.streams_open.load(Ordering::Relaxed) > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        drop(tokio::join!(timeout(LAST_REQUESTS, server), timeout(LAST_STREAMS, streams)));
        let floor = self.floor;
        let stop = tokio::task::spawn_blocking(move || floor.send(Request::Stop).is_ok());
        drop(stop.await);
        match self.ended.await {
            Ok(Ok(())) => Ok(()),
            end => Err(failed(end)),
        }
    }
}

fn failed(end: Result<std::io::Result<()>, oneshot::error::RecvError>) -> ServeError {
    ServeError::Environment(match end {
        Ok(Err(error)) => format!("the journal cannot be written, the exchange has stopped: {error}"),
        Ok(Ok(())) | Err(_) => "the exchange's thread has ended unasked".to_owned(),
    })
}
