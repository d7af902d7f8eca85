//! What is taken away is missed: once, by name, where it was, and to nobody's advantage.

use super::*;

/// Whether the gate asks for evidence there, in this case.
fn required(case: &Case<'_>, field: &str) -> bool {
    let is_put = |piece: &Evidence| case.rules.asks(piece.code) && (piece.when.holds)(case);
    let is_asked = |row: &Row| matches!(row, Row::Piece(piece, _) if piece.pointer == field && is_put(piece));
    Row::all().iter().any(is_asked)
}

fn without(whole: &Value, pointer: &str) -> Dossier {
    let mut tree = whole.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let entries = tree.pointer_mut(parent).and_then(Value::as_object_mut).expect("a table");
    entries.shift_remove(key).expect("is there");
    serde_json::from_value(tree).expect("every key is optional")
}

/// Code, pointer and weight of what a row finds.
type Told = Vec<(String, String, Severity)>;

/// A whole dossier with what each row finds in it.
struct Judged<'a> {
    case: Case<'a>,
    rows: Vec<(Row, Told)>,
}

impl<'a> Judged<'a> {
    fn of(dossier: &'a Dossier, rulebook: &'a Rulebook) -> Self {
        let case = Case::new(dossier, rulebook);
        let rows = Row::all().into_iter().map(|row| (row, told(&row.findings(&case)))).collect();
        Self { case, rows }
    }
}

/// What one field's removal does to the findings, row by row.
fn judge(whole: &Judged<'_>, poorer: &Case<'_>, field: &str, pointer: &str) -> Result<(), String> {
    let (mut at_field, case) = (0, &whole.case);
    for (row, before) in &whole.rows {
        let after = told(&row.findings(poorer));
        let gone = before.iter().any(|finding| !after.contains(finding));
        let come: Vec<_> = after.iter().filter(|finding| !before.contains(finding)).collect();
        if (gone || !come.is_empty()) && !row.is_read(pointer) {
            return Err(format!("{} does not read it, yet had {before:?} and has {after:?}", row.code()));
        }
        at_field += come.iter().filter(|(_, at, _)| at == pointer).count();
    }
    let expected = usize::from(required(case, field));
    if required(case, field) && at_field != 1 || !required(case, field) && at_field > 1 {
        return Err(format!("{at_field} findings there, not {expected}"));
    }
    Ok(())
}

#[test]
fn every_field_that_the_gate_asks_for_is_in_the_schema() {
    let fields = fields();
    for row in Row::all() {
        for pattern in row.reads() {
            assert!(fields.contains(pattern), "{}: no dossier has {pattern}", row.code());
        }
    }
    assert!(fields.len() > 90, "{}", fields.len());
}

#[test]
fn removing_a_required_field_adds_one_finding_there_and_never_improves_the_verdict() {
    let (fields, mut tried) = (fields(), 0);
    for (nth, rulebook) in rulebooks().into_iter().enumerate() {
        let stride = if rulebook.name.as_str() == "torino-2022" { 1 } else { 4 }; // of the others a quarter, in turn
        for (name, dossier) in shipped().into_iter().skip(nth % stride).step_by(stride) {
            let (whole, before) = (tree(&dossier), assess(&dossier, &rulebook));
            let judged = Judged::of(&dossier, &rulebook);
            for field in &fields {
                for pointer in places(&whole, field) {
                    let poorer = without(&whole, &pointer);
                    let context = || format!("{name} without {pointer} under {}", rulebook.name);
                    judge(&judged, &Case::new(&poorer, &rulebook), field, &pointer)
                        .unwrap_or_else(|fault| panic!("{}: {fault}", context()));
                    if required(&judged.case, field) {
                        let after = assess(&poorer, &rulebook);
                        assert!(after.outcome() >= before.outcome(), "{}: the outcome improves", context());
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 2000, "only {tried} required fields were taken away");
}

/// Codes that a removal may cure, and why.
const CURED: [(&str, &str); 1] = [("M-18", "an objective without a code is no second one of that code")];

#[test]
fn hiding_what_is_wrong_never_pays() {
    let (fields, rows, mut tried): (_, _, u32) = (fields(), Row::all(), 0);
    let rulebook: Rulebook = read("rulebooks", "torino-2022");
    for (name, dossier) in tricks::tricked() {
        let (whole, case, before) = (tree(&dossier), Case::new(&dossier, &rulebook), assess(&dossier, &rulebook));
        if before.findings().any(|finding| CURED.iter().any(|(code, _)| finding.code == *code)) {
            continue;
        }
        let wrong: Vec<&Row> = rows.iter().filter(|row| !row.findings(&case).is_empty()).collect();
        let is_near = |pointer: &String| wrong.iter().any(|row| row.is_read(pointer));
        for field in fields.iter().filter(|field| required(&case, field)) {
            for pointer in places(&whole, field).into_iter().filter(is_near) {
                let after = assess(&without(&whole, &pointer), &rulebook);
                assert!(after.outcome() >= before.outcome(), "{name}: hiding {pointer} pays");
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "only {tried}");
}

#[test]
fn each_criterion_alone_can_refuse_under_every_rulebook_that_asks_it() {
    let mut alone = BTreeSet::new();
    // What the dossiers here offer can be listed; where only gifts are taken none of it is sold.
    let sells_something = |rulebook: &Rulebook| {
        let sold = rulebook.primary.as_ref().map(|primary| &primary.instruments.value);
        sold.is_none_or(|sold| sold.iter().any(|kind| kind.is_transferable()))
    };
    for rulebook in rulebooks().into_iter().filter(sells_something) {
        for (_, dossier) in sound_and_tricked().into_iter().chain(tricks::poorer()) {
            let assessment = assess(&dossier, &rulebook);
            let fails = |criterion: &Criterion| assessment.criterion(*criterion).outcome == CriterionOutcome::Fail;
            let failed: Vec<Criterion> = Criterion::ALL.into_iter().filter(fails).collect();
            assert_eq!(assessment.outcome() == Outcome::Refused, !failed.is_empty());
            if let [only] = failed[..] {
                alone.insert((rulebook.name.to_string(), only));
            }
        }
        for criterion in Criterion::ALL {
            let blocks =
                |question: &Question| question.criterion == criterion && question.severity == Severity::Blocking;
            let asks = questions(Some(&rulebook)).iter().any(blocks);
            let refuses = alone.contains(&(rulebook.name.to_string(), criterion));
            assert!(refuses || !asks, "{criterion:?} never refuses alone under {}", rulebook.name);
        }
    }
    assert!(Criterion::ALL.into_iter().all(|criterion| alone.contains(&("torino-2022".to_owned(), criterion))));
}
