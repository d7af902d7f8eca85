//! Tables, summary, errors.

use std::fs;

use super::csv;
use super::flow::{play, run};

#[test]
fn trades_have_the_row_s_time_and_a_rising_seq() {
    let flow = csv(&["new A 1 sell - - 10 5 time=-5", "new A 2 buy - - 10 2", "new A 3 buy - - 10 2 time=99"]);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), flow).expect("written");
    assert!(run(folder.path(), &["flow.csv", "--out", "."]).status.success());
    let trades = fs::read_to_string(folder.path().join("trades.csv")).expect("a table");
    assert_eq!(trades.lines().skip(1).collect::<Vec<_>>(), ["1,-5,A,10,2,2,1,buy", "2,99,A,10,2,3,1,buy"]);
}

#[test]
fn names_that_need_quotes_come_back_in_quotes() {
    let flow = "time,action,instrument,order,side,price,quantity\n\
                1,new,\"A,B\",\"say \"\"x\"\"\",sell,1,1\n,new,\"A,B\",2,buy,1,1\n";
    let played = play(flow);
    assert_eq!(played.trades, ["\"A,B\",1,1,2,\"say \"\"x\"\"\",buy"]);
    assert_eq!(played.orders[0], "\"A,B\",\"say \"\"x\"\"\",filled,1,0,");
}

#[test]
fn the_summary_counts_rows_and_repeats_to_the_byte() {
    let flow = csv(&["new A 1 buy - - 10 5", "new A 2 sell - - 10 3", "phase - - - call", "cancel A 9", "new - 9"]);
    let (one, two) = (play(&flow).summary, play(&flow).summary);
    assert_eq!((&one["commands"], &one["trades"], &one["rejected"]), (&5.into(), &1.into(), &2.into()));
    assert_eq!(one["volume"], "3");
    assert_eq!(one["digest"], two["digest"]);
    assert_eq!(one["digest"].as_str().map(str::len), Some(64));
    assert!(one["commands_per_second"].is_number());
}

#[test]
fn an_empty_flow_writes_empty_tables() {
    let played = play("action,time\n");
    assert!(played.trades.is_empty() && played.orders.is_empty());
    assert_eq!(played.summary["commands"], 0);
}

#[test]
fn a_file_with_a_fault_writes_nothing_and_says_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).expect("written");
    write("good.csv", b"time,action,instrument,order,side,price,quantity\n1,new,A,1,buy,10,5\n");
    write("bad.csv", b"time,action,price\n1,new,10\n2,new,1e3\n");
    write("empty.csv", b"");
    write("tick.toml", b"tick = \"0\"\n");
    write("key.toml", b"tikc = \"0.1\"\n");
    let refused: [(&[&str], &str); 7] = [
        (&["bad.csv"], "bad.csv:3:7: price:"),
        (&["empty.csv"], "empty.csv:1:1:"),
        (&["missing.csv"], "missing.csv"),
        (&["good.csv", "--market", "tick.toml"], "tick.toml:1:1:"),
        (&["good.csv", "--market", "key.toml"], "`tick`"),
        (&["good.csv", "--market", "nowhere"], "vorvel-weekly"),
        (&["good.csv", "--market", "missing.toml"], "missing.toml"),
    ];
    for (arguments, told) in refused {
        let output = run(folder.path(), &[arguments, &["--out", "out", "--json"]].concat());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {stderr}");
        assert!(output.stdout.is_empty() && stderr.contains(told), "{arguments:?} {stderr}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn out_replaces_its_two_files_and_touches_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), "action\n").expect("written");
    fs::create_dir(folder.path().join("out")).expect("made");
    for name in ["trades.csv", "orders.csv", "notes.txt"] {
        fs::write(folder.path().join("out").join(name), "old").expect("written");
    }
    let output = run(folder.path(), &["flow.csv", "--out", "out"]);
    assert!(output.status.success() && output.stderr.is_empty());
    let mut names: Vec<String> = fs::read_dir(folder.path().join("out"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(names, ["notes.txt", "orders.csv", "trades.csv"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).expect("a file");
    assert_eq!(read("trades.csv"), "seq,time,instrument,price,quantity,buy_order,sell_order,aggressor\n");
    assert_eq!(read("orders.csv"), "instrument,order,status,filled,remaining,reason\n");
    assert_eq!(read("notes.txt"), "old");
}

#[test]
fn the_shipped_markets_make_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), "action\n").expect("written");
    for name in ["vorvel-weekly", "vorvel-weekly-bonds", "euronext-growth-continuous", "euronext-growth-interruptions"]
    {
        let output = run(folder.path(), &["flow.csv", "--market", name]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
