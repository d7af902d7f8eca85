//! The way out to one client of the stream: a bounded queue, and the task that empties it into the socket.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::desk::Desk;

/// A client that takes nothing for so long is given up, also while it is being replayed to.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the writer is waited for at the end.
const FAREWELL: Duration = Duration::from_secs(60);

/// The client does not take what it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stuck {
    /// Its queue stayed full.
    Slow,
    /// Its connection is gone.
    Gone,
}

/// The queue of one client.
#[derive(Debug)]
pub(super) struct Outlet {
    queue: mpsc::Sender<Message>,
    writer: JoinHandle<()>,
    desk: Arc<Desk>,
}

impl Outlet {
    /// Begins to write what is put into a queue of this many frames.
    pub(super) fn open(sink: SplitSink<WebSocket, Message>, desk: Arc<Desk>) -> Self {
        let (queue, frames) = mpsc::channel(desk.client_queue.max(1));
        Self { queue, writer: tokio::spawn(write(sink, frames)), desk }
    }

    fn count(&self) {
        self.desk.counts.frames.fetch_add(1, Ordering::Relaxed);
    }

    /// Puts a frame in, and waits for a client that is being replayed to, or that owes nobody speed.
    pub(super) async fn put(&self, frame: &Value) -> Result<(), Stuck> {
        let sent = timeout(PATIENCE, self.queue.send(text(frame))).await;
        self.count();
        sent.map_err(|_| Stuck::Slow)?.map_err(|_| Stuck::Gone)
    }

    /// Puts a frame in that must be taken by an instant.
    pub(super) async fn put_by(&self, frame: &Value, deadline: Instant) -> Result<(), Stuck> {
        match self.queue.try_send(text(frame)) {
            Ok(()) => self.count(),
            Err(TrySendError::Closed(_)) => return Err(Stuck::Gone),
            Err(TrySendError::Full(frame)) => {
                // The writer may only not have had its turn yet.
                let sent = timeout_at(deadline, self.queue.send(frame)).await;
                self.count();
                sent.map_err(|_| Stuck::Slow)?.map_err(|_| Stuck::Gone)?;
            }
        }
        Ok(())
    }

    /// Whether a frame would be taken at once.
    pub(super) fn has_room(&self) -> bool {
        self.queue.capacity() > 0
    }

    /// Waits until a frame would be taken.
    pub(super) async fn room(&self) -> Result<(), Stuck> {
        self.queue.reserve().await.map(drop).map_err(|_| Stuck::Gone)
    }

    /// Puts a frame in if there is room: it is of no use later.
    pub(super) fn put_now(&self, frame: &Value) {
        if self.queue.try_send(text(frame)).is_ok() {
            self.count();
        }
    }

    /// Ends the stream after everything that was put in.
    pub(super) async fn close(self, code: u16, reason: String) {
        let Self { queue, writer, .. } = self;
        let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        let abort = writer.abort_handle();
        let farewell = async {
            let sent = queue.send(frame).await;
            drop(queue);
            // A writer that is gone has nothing left to write.
            drop((sent, writer.await));
        };
        if timeout(FAREWELL, farewell).await.is_err() {
            abort.abort();
        }
    }
}

fn text(frame: &Value) -> Message {
    Message::Text(frame.to_string().into())
}

/// Writes frames as they come, several with one flush where they queue.
async fn write(mut sink: SplitSink<WebSocket, Message>, mut frames: mpsc::Receiver<Message>) {
    while let Some(frame) = frames.recv().await {
        if sink.feed(frame).await.is_err() {
            return;
        }
        while let Ok(frame) = frames.try_recv() {
            if sink.feed(frame).await.is_err() {
                return;
            }
        }
        if sink.flush().await.is_err() {
            return;
        }
    }
    // Whoever has gone away is not told good-bye.
    drop(sink.close().await);
}
