//! The listed instruments, and where each of them sits.

use std::ops::{Index, IndexMut};

use super::listing::Listing;
use super::{Exchange, Reject};
use crate::domain::Symbol;

/// All listings by symbol. What an order asks of its instrument it asks at one [`Seat`], looked up once.
#[derive(Debug, Clone, Default)]
pub(super) struct Listings {
    /// Sorted; each listing lies at the place of its symbol.
    symbols: Vec<Symbol>,
    listings: Vec<Listing>,
}

/// An instrument and the place of its listing. Good for one input: the next may list another instrument.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    pub(super) instrument: Symbol,
    place: usize,
}

impl Seat {
    /// The place of the listing among all, by symbol.
    pub(super) const fn place(self) -> usize {
        self.place
    }
}

impl Listings {
    /// Where an instrument sits, if it is listed.
    pub(super) fn seat(&self, instrument: Symbol) -> Option<Seat> {
        self.symbols.binary_search(&instrument).ok().map(|place| Seat { instrument, place })
    }

    /// Lists an instrument.
    pub(super) fn insert(&mut self, instrument: Symbol, listing: Listing) {
        match self.symbols.binary_search(&instrument) {
            Ok(place) => self.listings[place] = listing,
            Err(place) => {
                self.symbols.insert(place, instrument);
                self.listings.insert(place, listing);
            }
        }
    }

    pub(super) fn get(&self, instrument: &Symbol) -> Option<&Listing> {
        self.seat(*instrument).map(|seat| &self[seat])
    }

    pub(super) fn get_mut(&mut self, instrument: &Symbol) -> Option<&mut Listing> {
        self.seat(*instrument).map(|seat| &mut self[seat])
    }

    pub(super) fn contains_key(&self, instrument: &Symbol) -> bool {
        self.seat(*instrument).is_some()
    }

    /// Every instrument with its listing, by symbol.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Symbol, &Listing)> {
        self.symbols.iter().zip(&self.listings)
    }

    /// The listings, by symbol.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Listing> {
        self.listings.iter_mut()
    }
}

impl Index<Seat> for Listings {
    type Output = Listing;
    fn index(&self, seat: Seat) -> &Listing {
        &self.listings[seat.place]
    }
}

impl IndexMut<Seat> for Listings {
    fn index_mut(&mut self, seat: Seat) -> &mut Listing {
        &mut self.listings[seat.place]
    }
}

impl Index<&Symbol> for Listings {
    type Output = Listing;
    fn index(&self, instrument: &Symbol) -> &Listing {
        self.get(instrument).expect("only a listed instrument is asked about")
    }
}

impl Exchange {
    /// Where a listed instrument sits.
    pub(super) fn seat(&self, instrument: Symbol) -> Result<Seat, Reject> {
        self.listings.seat(instrument).ok_or(Reject::UnknownInstrument(instrument))
    }
}
