//! Events of the scenario as the exchange takes them: told once, over when their time has come. And what a facilitator
//! lets everybody read.

use super::agenda::Due;
use super::telling::Telling;
use super::{Effect, Exchange, Fact, Reject};
use crate::domain::{Code, Text};

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
            effect: Box::new(occurrence.effect),
            until_at,
            source: occurrence.source,
        });
        Ok(())
    }

    /// Everybody reads something that the scenario does not declare. It has a name of its own: `news-1` and so on.
    pub(super) fn publish_news(
        &mut self,
        company: Option<&Code>,
        (title, text): (&Text, Option<&Text>),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        if company.is_some_and(|company| !self.companies.contains_key(company)) {
            return Err(Reject::UnknownCompany);
        }
        let names = (1_u64..).map(|number| format!("news-{number}").parse().expect("a word and a number are a code"));
        let is_free =
            |name: &Code| !self.occurred.contains(name) && !self.world.events.iter().any(|one| one.name == *name);
        let event: Code = names.into_iter().find(is_free).expect("numbers do not end");
        self.occurred.insert(event.clone());
        out.tell(Fact::Occurred {
            event,
            company: company.cloned(),
            title: title.clone(),
            text: text.cloned(),
            effect: Box::new(Effect::News { company: company.cloned() }),
            until_at: None,
            source: "published by the facilitator of the exercise".to_owned(),
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
