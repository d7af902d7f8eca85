//! Where orders meet: book, continuous trading, auction, phases, rules.
