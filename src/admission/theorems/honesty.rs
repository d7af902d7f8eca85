//! A row tells all that it reads: nothing else in a dossier changes its findings.

use super::*;

/// Other words for what stands at a place: nothing, and what stands there in other dossiers.
fn other_words(trees: &[Value], field: &str, nth: usize) -> Vec<Option<Value>> {
    let said: Vec<&Value> = trees
        .iter()
        .flat_map(|tree| places(tree, field).into_iter().filter_map(|place| tree.pointer(&place)))
        .collect();
    let picked =
        said.iter().skip(nth % said.len().max(1)).step_by(said.len() / 3 + 1).map(|value| Some((*value).clone()));
    std::iter::once(None).chain(picked).collect()
}

fn with(whole: &Value, pointer: &str, value: Option<Value>) -> Dossier {
    let mut tree = whole.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let entries = tree.pointer_mut(parent).and_then(Value::as_object_mut).expect("a table");
    match value {
        None => drop(entries.shift_remove(key)),
        Some(value) => drop(entries.insert(key.to_owned(), value)),
    }
    serde_json::from_value(tree).expect("fits, as it fits elsewhere")
}

/// A finding without what stands at its pointer: that is shown, and decides nothing.
fn judged(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().map(|finding| Finding { found: None, ..finding }).collect()
}

#[test]
fn what_a_row_does_not_read_never_changes_its_findings() {
    let (fields, rows, mut tried) = (fields(), Row::all(), 0);
    let trees: Vec<Value> = sound_and_tricked().iter().map(|(_, dossier)| tree(dossier)).collect();
    let rulebooks = rulebooks();
    for (nth, (name, dossier)) in sound_and_tricked().into_iter().enumerate().step_by(13) {
        let rulebook = &rulebooks[nth % rulebooks.len()];
        let (whole, case) = (tree(&dossier), Case::new(&dossier, rulebook));
        let before: Vec<_> = rows.iter().map(|row| judged(row.findings(&case))).collect();
        for (index, field) in fields.iter().enumerate() {
            for pointer in places(&whole, field) {
                let Some(value) = other_words(&trees, field, nth + index).into_iter().nth(nth % 4) else { continue };
                let changed = with(&whole, &pointer, value.clone());
                let case = Case::new(&changed, rulebook);
                for (row, before) in rows.iter().zip(&before).filter(|(row, _)| !row.is_read(&pointer)) {
                    let context = || format!("{} reads {pointer} of {name} ({value:?})", row.code());
                    assert_eq!(judged(row.findings(&case)), *before, "{}", context());
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 100_000, "only {tried}");
}

/// A dossier and its tree.
type Told = (Dossier, Value);

/// Whether a change of what the pattern names changes what the check finds, in some dossier.
fn matters(check: Row, pattern: &str, dossiers: &[&Told], trees: &[Value], rulebook: &Rulebook) -> bool {
    let fields: Vec<String> = fields().into_iter().filter(|field| covers(pattern, field)).collect();
    dossiers.iter().any(|(dossier, whole)| {
        let before = judged(check.findings(&Case::new(dossier, rulebook)));
        let changes = |pointer: &String, field: &String| {
            let mut values = other_words(trees, field, 0).into_iter();
            values.any(|value| judged(check.findings(&Case::new(&with(whole, pointer, value), rulebook))) != before)
        };
        fields.iter().any(|field| places(whole, field).iter().any(|pointer| changes(pointer, field)))
    })
}

#[test]
fn all_that_a_check_says_it_reads_matters_somewhere() {
    let mut rulebook = not_asked::asking_everything();
    rulebook.measurability.minimum_objectives.as_mut().expect("asked").value = 3; // so that their number decides something
    let asked = "2400000000".parse().expect("a figure"); // rupees: between two rates for some of the dossiers
    rulebook.eligibility.minimum_revenue.as_mut().expect("asked").value = asked;
    rulebook.eligibility.minimum_spending.as_mut().expect("asked").value = asked;
    rulebook.eligibility.sectors.as_mut().expect("asked").value.truncate(3);
    rulebook.intentionality.distribution.as_mut().expect("asked").value.truncate(1);
    let told: Vec<Told> =
        sound_and_tricked().into_iter().map(|(_, dossier)| (dossier.clone(), tree(&dossier))).collect();
    let trees: Vec<Value> = told.iter().map(|(_, tree)| tree.clone()).collect();
    let mut idle = Vec::new();
    for check in Row::all().into_iter().filter(|row| matches!(row, Row::Check(_))) {
        let finds = |(dossier, _): &&Told| !check.findings(&Case::new(dossier, &rulebook)).is_empty();
        let (mut dossiers, others): (Vec<&Told>, Vec<&Told>) = told.iter().partition(finds);
        dossiers.extend(others); // where the check finds something, a change is most likely to matter
        let is_idle = |pattern: &&str| !matters(check, pattern, &dossiers, &trees, &rulebook);
        idle.extend(check.reads().into_iter().filter(is_idle).map(|pattern| (check.code(), pattern)));
    }
    assert!(idle.is_empty(), "said to be read, and never changed anything: {idle:?}");
}
