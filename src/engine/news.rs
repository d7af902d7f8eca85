//! Events of the scenario as the exchange takes them: told once, over when their time has come.

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::Code;

impl Exchange {
    /// An event of the scenario happens. It happens once.
    pub(super) fn announce(&mut self, name: &Code, out: &mut Telling) -> Result<(), Reject> {
        let found = self.world.events.iter().find(|event| event.name == *name);
        let occurrence = found.ok_or(Reject::UnknownEvent)?.clone();
        if self.occurred.contains(name) {
            return Err(Reject::EventState);
        }
        let until_at = occurrence.effect.until(out.now());
        if let Some(at) = until_at {
            self.agenda.at(at, Due::Subsides { event: name.clone() });
        }
        self.occurred.insert(name.clone());
        out.tell(Fact::Occurred {
            event: occurrence.name,
            company: occurrence.effect.company().cloned(),
            title: occurrence.title,
            text: occurrence.text,
            effect: occurrence.effect,
            until_at,
            source: occurrence.source,
        });
        Ok(())
    }

    /// What an event has done is over.
    pub(super) fn subside(&self, name: Code, out: &mut Telling) {
        let found = self.world.events.iter().find(|event| event.name == name);
        let occurrence = found.expect("only what has happened is over");
        let (company, title) = (occurrence.effect.company().cloned(), occurrence.title.clone());
        out.tell(Fact::Subsided { event: name, company, title });
    }
}
