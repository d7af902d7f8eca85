//! The same scenario under other rules: another gate, another market, instruments without a link to the impact. Seed
//! and draws stay, so that what differs comes from the rules.

use super::{Chance, Finished, Play, PlayError, Replicated};
use crate::admission::Rulebook;
use crate::engine::World;
use crate::journal::Chain;
use crate::market::MarketFile;

/// A world as it is written, or with other rules.
#[derive(Debug, Clone)]
pub struct Variant {
    world: World,
}

impl Variant {
    /// The world as it is written.
    #[must_use]
    pub const fn as_written(world: World) -> Self {
        Self { world }
    }

    /// The gate of the world.
    #[must_use]
    pub const fn rulebook(&self) -> &Rulebook {
        &self.world.rulebook
    }

    /// The same behind another gate. A duty that this gate states itself is not asked by the market as well.
    #[must_use]
    pub fn under(&self, rulebook: Rulebook) -> Self {
        let mut world = self.world.clone();
        let own: Vec<_> = rulebook.reporting.iter().flat_map(|reporting| &reporting.duties).collect();
        world.obligations.obligations.retain(|duty| own.iter().all(|own| own.code != duty.code));
        world.rulebook = rulebook;
        Self { world }
    }

    /// The same where every instrument of the preset's segment trades by it; of every segment where it names none.
    #[must_use]
    pub fn in_market(&self, market: &MarketFile) -> Self {
        let mut world = self.world.clone();
        let fits = |other: &MarketFile| market.segment.is_none() || other.segment == market.segment;
        for other in world.markets.values_mut().filter(|other| fits(other)) {
            *other = market.clone();
        }
        Self { world }
    }

    /// The same where no instrument's terms depend on the impact.
    #[must_use]
    pub fn without_links(&self) -> Self {
        let mut world = self.world.clone();
        for dossier in &mut world.companies {
            dossier.instrument.impact_link = None;
        }
        Self { world }
    }

    /// Makes ready to play it more than once.
    #[must_use]
    pub fn replicated(self) -> Replicated {
        Replicated::of(self.world)
    }

    /// Plays it to its end and keeps the last view; nothing is written.
    ///
    /// # Errors
    /// [`PlayError::Genesis`] when the world contradicts itself.
    pub fn play(self) -> Result<Finished, PlayError> {
        to_end(self.world)
    }
}

/// Plays a world to its end for what it comes to.
pub(super) fn to_end(world: World) -> Result<Finished, PlayError> {
    let end = world.ends_at;
    let mut chain = Chain::default();
    let (mut play, _, told) = Play::begin(world, Chance::Seed)?;
    let mut inputs = 1;
    told.iter().for_each(|event| chain.tell(event));
    while play.next_at().is_some_and(|at| at <= end) {
        let Some(input) = play.propose() else { continue };
        inputs += 1;
        play.apply(&input).iter().for_each(|event| chain.tell(event));
    }
    let digest = chain.seal(play.exchange());
    Ok(Finished { play, inputs, digest })
}
