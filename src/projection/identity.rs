//! Identifiers that are unique across runs, made at the edge out of the counters inside.

use uuid::Uuid;

/// The public identity of the `number`th thing of a kind (`order`, `trade`) in a run: the version 5 UUID of
/// `kind/number` in the run's namespace. A replay gives the same.
#[must_use]
pub fn public_id(run: Uuid, kind: &str, number: u64) -> Uuid {
    Uuid::new_v5(&run, format!("{kind}/{number}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_one_of_a_run_a_kind_and_a_number() {
        let run = Uuid::from_u128(1);
        let id = public_id(run, "order", 1);
        assert_eq!(id, public_id(run, "order", 1));
        assert_eq!(id.get_version_num(), 5);
        for other in [public_id(Uuid::from_u128(2), "order", 1), public_id(run, "trade", 1), public_id(run, "order", 2)]
        {
            assert_ne!(id, other);
        }
    }
}
