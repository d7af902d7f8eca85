//! The listed instruments, and where each of them sits.

use std::ops::{Index, IndexMut};

use super::listing::Listing;
use super::{Exchange, Reject};
use crate::domain::Symbol;

/// All listings by symbol. What an order asks of its instrument it asks at one [`Seat`], looked up once.
#[derive(Debug, Clone, Default)]
pub(super) struct Listings {
    /// Sorted by symbol.
    seats: Vec<Seat>,
    /// In the order in which they came.
    listings: Vec<Listing>,
}

/// An instrument and the place of its listing, which stays the same for good.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    pub(super) instrument: Symbol,
    place: u32,
}

impl Seat {
    /// The place of the listing among all, in the order of listing.
    pub(super) const fn place(self) -> usize {
        self.place as usize
    }
}

impl Listings {
    /// Where an instrument sits, if it is listed.
    pub(super) fn seat(&self, instrument: Symbol) -> Option<Seat> {
        self.seats.binary_search_by_key(&instrument, |seat| seat.instrument).ok().map(|at| self.seats[at])
    }

    /// Lists an instrument.
    pub(super) fn insert(&mut self, instrument: Symbol, listing: Listing) {
        match self.seats.binary_search_by_key(&instrument, |seat| seat.instrument) {
            Ok(at) => self.listings[self.seats[at].place()] = listing,
            Err(at) => {
                let place = u32::try_from(self.listings.len()).expect("fewer than 2^32 instruments");
                self.seats.insert(at, Seat { instrument, place });
                self.listings.push(listing);
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
        self.seats.iter().map(|seat| (&seat.instrument, &self.listings[seat.place()]))
    }

    /// The listings, in the order in which they came.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Listing> {
        self.listings.iter_mut()
    }
}

impl Index<Seat> for Listings {
    type Output = Listing;
    fn index(&self, seat: Seat) -> &Listing {
        &self.listings[seat.place()]
    }
}

impl IndexMut<Seat> for Listings {
    fn index_mut(&mut self, seat: Seat) -> &mut Listing {
        &mut self.listings[seat.place()]
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
