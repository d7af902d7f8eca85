//! Folds events into what people look at.
