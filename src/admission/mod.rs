//! The gate: dossier, the criteria, rulebook, findings, committee votes, decision.
