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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    generation: u32,
    reservation: Option<Reservation>,
}

/// All reservations, in places that are used again: no allocation once the largest number of open ones was reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Reservations {
    places: Vec<Place>,
    free: Vec<u32>,
}

impl Reservations {
    pub(super) fn get(&self, id: ReservationId) -> Result<Reservation, Refusal> {
        self.places
            .get(id.place as usize)
            .filter(|place| place.generation == id.generation)
            .and_then(|place| place.reservation)
            .ok_or(Refusal::UnknownReservation)
    }

    /// Whether one more can be numbered.
    pub(super) fn has_room(&self) -> bool {
        !self.free.is_empty() || u32::try_from(self.places.len()).is_ok()
    }

    /// Holds a new reservation; ask [`Self::has_room`] first.
    pub(super) fn insert(&mut self, reservation: Reservation) -> ReservationId {
        if let Some(place) = self.free.pop() {
            let entry = &mut self.places[place as usize];
            entry.reservation = Some(reservation);
            return ReservationId { place, generation: entry.generation };
        }
        let place = u32::try_from(self.places.len()).expect("has_room was asked first");
        self.places.push(Place { generation: 0, reservation: Some(reservation) });
        ReservationId { place, generation: 0 }
    }

    pub(super) fn set_remaining(&mut self, id: ReservationId, remaining: Amount) {
        if let Some(reservation) = &mut self.places[id.place as usize].reservation {
            reservation.remaining = remaining;
        }
    }

    /// Releases one that [`Self::get`] has just found. A place whose generations are used up is never used again.
    pub(super) fn remove(&mut self, id: ReservationId) {
        let place = &mut self.places[id.place as usize];
        place.reservation = None;
        if let Some(next) = place.generation.checked_add(1) {
            place.generation = next;
            self.free.push(id.place);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (ReservationId, Reservation)> + '_ {
        (0u32..).zip(&self.places).filter_map(|(place, entry)| {
            let reservation = entry.reservation?;
            Some((ReservationId { place, generation: entry.generation }, reservation))
        })
    }
}
