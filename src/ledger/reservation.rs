//! What is held back for an order, an offer or a debt: drawn down by many posts, released once.

use serde::{Deserialize, Serialize};

use super::{Amount, Asset, Refusal};
use crate::domain::AccountId;

/// The number of a reservation. Its place is used again after release, under another generation, so that a stale
/// number never reaches somebody else's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReservationId {
    place: u32,
    generation: u32,
}

/// What a reservation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Whose balance it is held from.
    pub account: AccountId,
    /// What is held.
    pub asset: Asset,
    /// How much is still held. Never negative.
    pub remaining: Amount,
}

/// Half a line of the cache. Its generation is odd while it holds a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    generation: u32,
    reservation: Reservation,
}

const _: () = assert!(size_of::<Place>() <= 48, "a place fills less than a line of the cache");

impl Place {
    const fn is_taken(&self) -> bool {
        self.generation % 2 == 1
    }
}

/// All reservations, in places that are used again: no allocation once the largest number of open ones was reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Reservations {
    places: Vec<Place>,
    free: Vec<u32>,
}

impl Reservations {
    #[inline]
    pub(super) fn get(&self, id: ReservationId) -> Result<Reservation, Refusal> {
        match self.places.get(id.place as usize) {
            Some(place) if place.generation == id.generation && place.is_taken() => Ok(place.reservation),
            _ => Err(Refusal::UnknownReservation),
        }
    }

    /// Whether one more can be numbered.
    pub(super) fn has_room(&self) -> bool {
        !self.free.is_empty() || u32::try_from(self.places.len()).is_ok()
    }

    /// Holds a new reservation; ask [`Self::has_room`] first.
    pub(super) fn insert(&mut self, reservation: Reservation) -> ReservationId {
        if let Some(place) = self.free.pop() {
            let entry = &mut self.places[place as usize];
            *entry = Place { generation: entry.generation + 1, reservation };
            return ReservationId { place, generation: entry.generation };
        }
        let place = u32::try_from(self.places.len()).expect("has_room was asked first");
        self.places.push(Place { generation: 1, reservation });
        ReservationId { place, generation: 1 }
    }

    #[inline]
    pub(super) fn set_remaining(&mut self, id: ReservationId, remaining: Amount) {
        self.places[id.place as usize].reservation.remaining = remaining;
    }

    /// Releases one that [`Self::get`] has just found. A place whose generations are used up is never used again.
    #[inline]
    pub(super) fn remove(&mut self, id: ReservationId) {
        let place = &mut self.places[id.place as usize];
        place.reservation.remaining = Amount::ZERO;
        place.generation = place.generation.wrapping_add(1);
        if place.generation != 0 {
            self.free.push(id.place);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (ReservationId, Reservation)> + '_ {
        (0u32..).zip(&self.places).filter_map(|(place, entry)| {
            let id = ReservationId { place, generation: entry.generation };
            entry.is_taken().then_some((id, entry.reservation))
        })
    }
}
