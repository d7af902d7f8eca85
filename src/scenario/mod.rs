//! Plays scripts and agents, checks expectations.
