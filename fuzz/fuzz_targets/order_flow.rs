//! Any bytes are an order flow or a list of problems with their places, and what is read holds together.

#![no_main]

use borsa_sociale::format::order_flow::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| match read("flow.csv", bytes) {
    Ok(flow) => {
        assert!(flow.rows.windows(2).all(|pair| pair[0].time <= pair[1].time), "time falls");
        for row in &flow.rows {
            assert!(row.order.is_none_or(|order| (order as usize) < flow.orders.len()), "an order without a name");
        }
    }
    Err(problems) => {
        assert!(!problems.is_empty(), "refused for no reason");
        assert!(problems.iter().all(|problem| problem.place.line >= 1 && problem.place.column >= 1));
    }
});
