//! The live exchange: sockets, tokens, pages, and the thread that owns the engine. The only room that waits.

mod account;
mod admissions;
mod board;
mod body;
mod calls;
mod client_frame;
mod clock;
mod company;
mod control;
mod description;
mod desk;
mod directory;
mod events;
mod exercise;
mod fields;
mod floor;
mod follow;
mod health;
mod instruments;
mod ladder;
mod live;
mod opening;
mod order_form;
mod orders;
mod outlet;
mod pages;
mod problem;
mod query;
mod request;
mod router;
mod stream;
mod subscription;
mod tokens;

pub use clock::Speed;
pub use follow::{FollowError, Following, Heard, follow};
pub use live::{Notice, Options, ServeError, serve};
