//! More evidence for a claim that is made never makes the verdict on it worse.

use super::*;

/// Claims, and the valid record that can be attached to each.
fn records() -> Vec<(&'static str, &'static str, Value)> {
    let text = |words: &str| Value::from(words);
    vec![
        ("/objectives/*", "evidence", text("Records shared with the local health authority")),
        ("/objectives/*", "evidence_source", text("third_party")),
        ("/objectives/*", "evidence_source", text("public_register")),
        ("/objectives/*", "method", text("Median over all who left in the year")),
        (
            "/objectives/*",
            "verifier",
            serde_json::json!({ "name": "Department of economics of a state university", "independent": true }),
        ),
        ("/objectives/*/verifier", "independent", true.into()),
        ("/accounts/*", "audited", true.into()),
        ("/counterfactual", "evidence", text("Two refusals of credit")),
    ]
}

/// Attaches one kind of record wherever its claim is made; nothing where it is made nowhere.
fn attached(whole: &Value, (claim, key, record): &(&str, &str, Value)) -> Option<Dossier> {
    let (mut tree, claims) = (whole.clone(), places(whole, claim));
    for claim in &claims {
        let entries = tree.pointer_mut(claim).and_then(Value::as_object_mut).expect("a table");
        entries.insert((*key).to_owned(), record.clone());
    }
    (!claims.is_empty()).then(|| serde_json::from_value(tree).expect("fits"))
}

#[test]
fn attaching_a_valid_record_to_a_claim_never_makes_a_verdict_worse() {
    let mut better = 0;
    for rulebook in rulebooks() {
        for (name, dossier) in sound_and_tricked() {
            let before = assess(&dossier, &rulebook);
            for record in records() {
                let Some(richer) = attached(&tree(&dossier), &record) else { continue };
                let after = assess(&richer, &rulebook);
                let context = format!("{} for {} of {name} under {}", record.1, record.0, rulebook.name);
                assert_eq!(milder(&after, &before), [], "{context}");
                assert!(after.findings().count() <= before.findings().count(), "{context}");
                better += usize::from(after != before);
            }
        }
    }
    assert!(better > 5, "only {better} verdicts became better");
}
