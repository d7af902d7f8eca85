//! Where the rooms meet and state changes: commands in, events out.
