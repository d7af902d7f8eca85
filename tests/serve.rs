//! The live exchange from outside: the real binary, real sockets, the contract's sections on HTTP and WebSocket.

mod serve {
    pub(crate) mod account;
    pub(crate) mod acts;
    pub(crate) mod committee;
    pub(crate) mod control;
    pub(crate) mod description;
    pub(crate) mod instructions;
    pub(crate) mod life;
    pub(crate) mod offers;
    pub(crate) mod orders;
    pub(crate) mod place;
    pub(crate) mod public;
    pub(crate) mod replay;
    pub(crate) mod roles;
    pub(crate) mod sanctions;
    pub(crate) mod slow;
    pub(crate) mod socket;
    pub(crate) mod stream;
    pub(crate) mod watch;
    pub(crate) mod withdrawal;
}
