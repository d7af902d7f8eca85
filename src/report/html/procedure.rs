//! One application in the minutes: a block for each kind of step, in the order in which a committee takes them.

use super::minutes::{Block, Clerk, Line};
use super::sources::source;
use crate::admission::{Choice, Criterion, Outcome};
use crate::projection::{ConditionWord, DecisionTaken, EndWord, Mark, Procedure, Reading, VoteCast};
use crate::report::content::word;

/// Everything that happened to an application.
pub(super) fn blocks(procedure: &Procedure, clerk: Clerk<'_>) -> Vec<Block> {
    let mut blocks = vec![conflicts(procedure, clerk)];
    blocks.extend(comments(procedure, clerk));
    blocks.extend(evidence(procedure, clerk));
    blocks.extend(amendments(procedure, clerk));
    blocks.extend(procedure.readings.iter().enumerate().map(|(at, reading)| findings(at, reading, procedure, clerk)));
    for round in 1..=procedure.round() {
        blocks.extend(appeal(procedure, clerk).filter(|_| round == 2));
        blocks.extend(votes(procedure, round, clerk));
        blocks.extend(decision(procedure, round, clerk));
    }
    blocks.extend(conditions(procedure, clerk));
    blocks.extend(end(procedure, clerk));
    blocks
}

fn block(title: impl Into<String>, about: &'static str, lines: Vec<Line>) -> Block {
    Block { title: title.into(), note: String::new(), about, lines }
}

fn conflicts(procedure: &Procedure, clerk: Clerk<'_>) -> Block {
    let w = clerk.w;
    let line = |conflict: &crate::projection::Conflict| {
        clerk.line(conflict.mark, clerk.seat(&conflict.member), clerk.written(&conflict.reason))
    };
    let lines = procedure.conflicts.iter().map(line).collect();
    let mut block =
        block(w.say("Conflitti d'interessi", "Conflicts of interest"), w.say("Si astiene", "Takes no part"), lines);
    if block.lines.is_empty() {
        w.say("Nessun conflitto dichiarato.", "No conflict was declared.").clone_into(&mut block.note);
    }
    block
}

fn comments(procedure: &Procedure, clerk: Clerk<'_>) -> Option<Block> {
    let (w, period) = (clerk.w, procedure.comments.as_ref()?);
    let lines = period.comments.iter();
    let lines = lines.map(|said| clerk.line(said.mark, said.author.to_string(), clerk.written(&said.text))).collect();
    let mut block = block(w.say("Consultazione pubblica", "Public comments"), w.say("Chi", "Who"), lines);
    let (from, to) = (clerk.at(period.mark.at), clerk.at(period.closes_at));
    block.note = format!("{} {from}, {} {to}.", w.say("Aperta il", "Open from"), w.say("chiusa il", "to"));
    if block.lines.is_empty() {
        block.note.push_str(w.say(" Nessuna osservazione.", " No comment came in."));
    }
    Some(block)
}

fn evidence(procedure: &Procedure, clerk: Clerk<'_>) -> Option<Block> {
    let w = clerk.w;
    let mut lines = Vec::new();
    for asked in &procedure.requests {
        let until = format!("{} {}", w.say("entro il", "by"), clerk.at(asked.due_at));
        let asks = clerk.line(asked.mark, clerk.seat(&asked.member), clerk.written(&asked.question));
        let number = format!("{} {}", w.say("richiesta", "request"), asked.request);
        lines.push(asks.tagged(number, "pending").with(format!("{} · {until}", asked.pointers.join(", "))));
        if let Some(answer) = &asked.answer {
            let line = clerk.line(answer.mark, procedure.name.clone(), clerk.written(&answer.note));
            lines.push(line.tagged(format!("{} {}", w.say("risposta", "answer"), asked.request), "met"));
        }
        if let Some(mark) = asked.missed {
            let text = w.say(
                "Nessuna risposta nel termine: la candidatura decade.",
                "No answer in time: the application lapses.",
            );
            lines.push(
                clerk.line(mark, procedure.name.clone(), clerk.own(text)).tagged(w.say("scaduta", "missed"), "missed"),
            );
        }
    }
    let title = w.say("Integrazioni chieste e ricevute", "Evidence asked for and handed in");
    (!lines.is_empty()).then(|| block(title, w.say("Chi", "Who"), lines))
}

fn amendments(procedure: &Procedure, clerk: Clerk<'_>) -> Option<Block> {
    let w = clerk.w;
    let pieces = procedure.amendments.iter().flat_map(|change| change.pieces.iter().map(|piece| (change.mark, piece)));
    let value = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let lines: Vec<Line> = pieces
        .map(|(mark, piece)| clerk.line(mark, piece.pointer.clone(), clerk.written(&value(&piece.value))))
        .collect();
    let title = w.say("Cambiamenti del dossier", "Changes of the dossier");
    (!lines.is_empty()).then(|| block(title, w.say("Punto del dossier", "Place in the dossier"), lines))
}

fn findings(at: usize, reading: &Reading, procedure: &Procedure, clerk: Clerk<'_>) -> Block {
    let w = clerk.w;
    let mut lines = Vec::new();
    for criterion in Criterion::ALL {
        for finding in &reading.assessment.criterion(criterion).findings {
            let text = clerk.numerals.sentence(finding.message.get(w.language));
            let line = clerk.line(reading.mark, finding.code.clone(), clerk.own(text));
            let source = source(&finding.source, &clerk.sitting.phrases, w);
            let small = source.with(&format!("{} · {}", finding.pointer, source.words()));
            lines.push(line.tagged(w.severity(finding.severity), word(&finding.severity)).with_quote(small));
        }
    }
    let again = if at == 0 { String::new() } else { format!(" ({})", at + 1) };
    let mut block = block(format!("{}{again}", w.say("Esame del dossier", "The gate")), w.say("Codice", "Code"), lines);
    let verdict = |criterion: Criterion| {
        let outcome = w.criterion_outcome(reading.assessment.criterion(criterion).outcome);
        format!("{}: {outcome}", criterion.title().get(w.language))
    };
    block.note = Criterion::ALL.map(verdict).join(" · ");
    let number =
        format!(" · {} {}, {} {}", w.say("il", "on"), clerk.at(reading.mark.at), w.say("n.", "no."), reading.mark.seq);
    block.note.push_str(&number);
    if at + 1 < procedure.readings.len() {
        block.note.push_str(w.say(" (superato dall'esame che segue)", " (superseded by the reading that follows)"));
    }
    block
}

fn appeal(procedure: &Procedure, clerk: Clerk<'_>) -> Option<Block> {
    let (w, appeal) = (clerk.w, procedure.appeal.as_ref()?);
    let line = clerk.line(appeal.mark, procedure.name.clone(), clerk.written(&appeal.grounds));
    let small = format!("{} {}", w.say("contro la delibera n.", "against decision no."), appeal.against);
    Some(block(w.say("Riesame", "Appeal"), w.say("Chi", "Who"), vec![line.with(small)]))
}

fn votes(procedure: &Procedure, round: u32, clerk: Clerk<'_>) -> Option<Block> {
    let w = clerk.w;
    let line = |vote: &VoteCast| {
        let cast = clerk.line(vote.mark, clerk.seat(&vote.member), clerk.said(&vote.reason));
        let cast = cast.tagged(w.choice(vote.choice), word(&vote.choice));
        match &vote.struck {
            None => cast,
            Some(struck) => {
                let why = match struck.reason.as_str() {
                    "conflict" => w.say("conflitto d'interessi", "conflict of interest"),
                    "dossier_changed" => w.say("dossier cambiato", "the dossier changed"),
                    other => other,
                };
                let strikes = w.say("Voto annullato", "Vote struck");
                cast.with(format!("{strikes}: {why} · {} {}", w.say("n.", "no."), struck.mark.seq))
            }
        }
    };
    let lines: Vec<Line> = procedure.votes.iter().filter(|vote| vote.round == round).map(line).collect();
    let title = if round == 1 { w.say("Voti", "Votes") } else { w.say("Voti sul riesame", "Votes on the appeal") };
    (!lines.is_empty()).then(|| block(title, w.say("Seggio", "Seat"), lines))
}

fn decision(procedure: &Procedure, round: u32, clerk: Clerk<'_>) -> Option<Block> {
    let w = clerk.w;
    let taken = procedure.decisions.iter().find(|taken| taken.appeal_against.is_some() == (round == 2));
    let mut lines = motions(procedure, round, clerk);
    if let Some(taken) = taken {
        let line = clerk.line(taken.mark, w.say("Comitato", "Committee"), clerk.own(reasons(taken, clerk)));
        let line = line.tagged(w.outcome(Some(taken.outcome)), word(&taken.outcome));
        lines.push(line.with(tally(taken, clerk)));
        lines.extend(dissent(procedure, taken, round, clerk));
    }
    if let Some(mark) = procedure.overdue.filter(|_| round == 1) {
        let text = w.say("Il termine per decidere è passato.", "The time to decide was over.");
        lines.push(clerk.line(mark, w.say("Comitato", "Committee"), clerk.own(text)));
    }
    let title = match round {
        1 => w.say("Delibera", "Decision"),
        _ => w.say("Delibera sul riesame", "Decision on the appeal"),
    };
    (!lines.is_empty()).then(|| block(title, w.say("Chi", "Who"), lines))
}

/// What was moved, and who confirmed it or did not.
fn motions(procedure: &Procedure, round: u32, clerk: Clerk<'_>) -> Vec<Line> {
    let w = clerk.w;
    let since = procedure.appeal.as_ref().map(|appeal| appeal.mark.seq);
    let in_round = |mark: Mark| (since.is_some_and(|since| mark.seq > since)) == (round == 2);
    let mut lines = Vec::new();
    for motion in procedure.motions.iter().filter(|motion| in_round(motion.mark)) {
        let proposes = format!("{} {}", w.say("propone:", "moves:"), w.outcome(Some(motion.outcome)));
        lines.push(clerk.line(motion.mark, clerk.seat(&motion.member), clerk.own(proposes)));
        if let Some(end) = &motion.end {
            let (tag, class) = match end.confirmed {
                true => (w.say("conferma", "confirms"), "yes"),
                false => (w.say("non conferma", "does not confirm"), "no"),
            };
            let reason = match end.reason.as_str() {
                "conflict" => clerk.own(w.say("per conflitto d'interessi", "for a conflict of interest")),
                other => clerk.written(other),
            };
            lines.push(clerk.line(end.mark, clerk.seat(&end.member), reason).tagged(tag, class));
        }
    }
    lines
}

fn reasons(taken: &DecisionTaken, clerk: Clerk<'_>) -> String {
    let reasons = taken.reasons.iter().map(|reason| clerk.numerals.sentence(reason.get(clerk.w.language)));
    reasons.collect::<Vec<_>>().join(" ")
}

fn tally(taken: &DecisionTaken, clerk: Clerk<'_>) -> String {
    let w = clerk.w;
    let number = format!("{} {}", w.say("delibera n.", "decision no."), taken.decision);
    let votes = format!(
        "{} {}, {} {}, {} {}",
        taken.yes,
        w.say("favorevoli", "in favour"),
        taken.no,
        w.say("contrari", "against"),
        taken.abstain,
        w.say("astenuti", "abstaining"),
    );
    let mut text = format!("{number} · {votes}");
    for (label, member) in [
        (w.say("proposta da", "moved by"), &taken.moved_by),
        (w.say("confermata da", "confirmed by"), &taken.confirmed_by),
    ] {
        if let Some(member) = member {
            text.push_str(&format!(" · {label} {}", clerk.seat(member)));
        }
    }
    text
}

/// Who voted otherwise than was decided, with the reason.
fn dissent(procedure: &Procedure, taken: &DecisionTaken, round: u32, clerk: Clerk<'_>) -> Vec<Line> {
    let w = clerk.w;
    let against = if taken.outcome == Outcome::Refused { Choice::Yes } else { Choice::No };
    let counted = procedure.votes.iter().filter(|vote| vote.round == round && vote.struck.is_none());
    let otherwise = counted.filter(|vote| vote.choice == against);
    let line = |vote: &VoteCast| {
        let line = clerk.line(vote.mark, clerk.seat(&vote.member), clerk.said(&vote.reason));
        line.tagged(w.say("dissenso", "dissent"), "abstain")
    };
    otherwise.map(line).collect()
}

fn conditions(procedure: &Procedure, clerk: Clerk<'_>) -> Option<Block> {
    let w = clerk.w;
    let decided = procedure.decisions.last()?.mark;
    let mut lines = Vec::new();
    for condition in &procedure.conditions {
        let text = clerk.numerals.sentence(condition.text.get(w.language));
        let by = format!("{} {}", w.say("entro il", "by"), clerk.numerals.day(condition.due_on));
        let asked =
            clerk.line(decided, condition.code.clone(), clerk.own(text)).tagged(w.say("chiesta", "asked"), "pending");
        lines.push(asked.with(format!("{} · {by}", condition.pointer)));
        for step in &condition.steps {
            let (tag, class) = match step.what {
                ConditionWord::Declared => (w.say("dichiarata", "declared"), "pending"),
                ConditionWord::Met => (w.say("soddisfatta", "met"), "met"),
                ConditionWord::NotConfirmed => (w.say("non confermata", "not confirmed"), "no"),
                ConditionWord::Missed => (w.say("scaduta", "missed"), "missed"),
            };
            let who = step.member.as_ref().map_or_else(String::new, |member| clerk.seat(member));
            let text = clerk.written(step.reason.as_deref().unwrap_or_default());
            lines.push(clerk.line(step.mark, condition.code.clone(), text).tagged(tag, class).with(who));
        }
    }
    let title = w.say("Condizioni", "Conditions");
    (!lines.is_empty()).then(|| block(title, w.say("Rilievo", "Finding"), lines))
}

fn end(procedure: &Procedure, clerk: Clerk<'_>) -> Option<Block> {
    let (w, end) = (clerk.w, procedure.end.as_ref()?);
    let (tag, class) = match end.how {
        EndWord::Withdrawn => (w.say("ritirata", "withdrawn"), "abstain"),
        EndWord::Lapsed => (w.say("decaduta", "lapsed"), "missed"),
    };
    let line = clerk.line(end.mark, procedure.name.clone(), clerk.written(end.reason.as_deref().unwrap_or_default()));
    Some(block(
        w.say("Fine della candidatura", "End of the application"),
        w.say("Chi", "Who"),
        vec![line.tagged(tag, class)],
    ))
}
