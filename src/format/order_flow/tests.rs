//! Form of order-flow files.

use super::*;

fn flow(text: &str) -> OrderFlow {
    read("flow.csv", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn refused(text: &str) -> String {
    let problems = read("flow.csv", text.as_bytes()).expect_err(text);
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn columns_come_in_any_order_and_may_be_absent() {
    let flow = flow("\u{feff}order,action,instrument,x_note,time\r\n7,cancel,ABC,\"a, b\",5\r\n007,cancel,ABC,,\r\n");
    assert_eq!(flow.instruments, ["ABC"]);
    assert_eq!(flow.orders.iter().map(|order| &*order.text).collect::<Vec<_>>(), ["7", "007"]);
    assert_eq!(flow.rows[1].time, Timestamp::from_nanos(5));
}

#[test]
fn a_header_alone_is_a_flow_of_no_commands() {
    assert_eq!(flow("action"), OrderFlow::default());
    assert_eq!(flow("action,time\n"), OrderFlow::default());
}

#[test]
fn empty_words_have_their_defaults() {
    let flow = flow("time,action,instrument,order,side\n1,new,ABC,1,\n");
    let Action::New(row) = flow.rows[0].action else { panic!("a new order") };
    assert_eq!((row.kind, row.time_in_force, row.side), (OrderType::Limit, TimeInForce::Day, None));
}

#[test]
fn values_are_left_to_the_market() {
    let flow = flow("time,action,price,quantity,display,expires\n1,new,0.00001,-5,1.5,99999999999999999999\n");
    let Action::New(row) = flow.rows[0].action else { panic!("a new order") };
    assert_eq!(row.price, Some(Number::TooFine));
    assert_eq!(row.quantity, Some(Number::Scaled(-50_000)));
    assert_eq!(row.display, Some(Number::Scaled(15_000)));
    assert_eq!(row.expires_at, Some(Timestamp::MAX));
}

#[test]
fn every_fault_of_form_has_its_place() {
    let cases = [
        ("", "1:1: the file is empty"),
        ("\u{feff}", "1:1: the file is empty"),
        ("time\n", "no `action` column"),
        ("\naction\n", "1:1"),
        ("action,actions\n", "1:8: unknown column `actions`; did you mean `action`?"),
        ("action,x_a,x_a\n", "1:12: the column `x_a` is named twice"),
        ("action,Price\n", "unknown column `Price`"),
        ("time,action\n1,buy\n", "2:3: action: unknown word `buy`"),
        ("time,action\n1,New\n", "2:3: action: unknown word `New`"),
        ("time,action\n1,\n", "2:3: action: unknown word"),
        ("time,action,type\n1,new,call\n", "2:7: type: unknown word `call`"),
        ("time,action,type\n1,phase,limit\n", "2:9: type: unknown word `limit`"),
        ("time,action,type\n1,phase,\n", "2:9: type: a phase row needs"),
        ("time,action,side\n1,cancel,long\n", "2:10: side: unknown word `long`"),
        ("time,action,tif\n1,phase,GTC\n", "tif: unknown word `GTC`"),
        ("time,action,price\n1,cancel,1e3\n", "2:10: price: `1e3` is not a plain decimal"),
        ("time,action,display\n1,new,.5\n", "display: `.5` is not"),
        ("time,action,stop\n1,new,+5\n", "stop: `+5` is not"),
        ("time,action,quantity\n1,new, 5\n", "quantity: ` 5` is not"),
        ("time,action,expires\n1,new,1.5\n", "expires: not a whole number of nanoseconds"),
        ("time,action\n1.0,new\n", "2:1: time: not a whole number"),
        ("time,action\n99999999999999999999,new\n", "2:1: time: beyond 64 bits"),
        ("time,action\n,new\n", "2:1: time: the first row needs a time"),
        ("action\nnew\n", "2:1: time: the first row needs a time"),
        ("time,action\n5,new\n4,new\n", "3:1: time: earlier than the row before"),
        ("time,action\n5,new,\n", "2:1: 3 fields where the header has 2"),
        ("time,action\n5\n", "2:1: 1 fields"),
        ("time,action\n5,new\n\n5,new\n", "3:1: a blank line"),
        ("time,action\n5,new\n\n", "3:1: a blank line"),
        ("time,action\n5,\"new\n", "2:3: broken quoting"),
        ("time,action\n5,n\"ew\"\n", "2:4: broken quoting"),
    ];
    for (text, expected) in cases {
        let told = refused(text);
        assert!(told.contains(expected) && told.starts_with("flow.csv:"), "{text:?} tells {told:?}");
    }
    let problems = read("flow.csv", b"action\nn\xffw\n").expect_err("bad UTF-8");
    assert_eq!(problems[0].to_string(), "flow.csv:2:2: not UTF-8 text");
}

#[test]
fn several_faults_are_told_together() {
    let told = refused("time,action,side,price\n1,new,up,x\n0,nwe,buy,1\n");
    assert_eq!(told.lines().count(), 4, "{told}");
}
