//! Sockets, tokens, pages, the thread that owns the exchange.
