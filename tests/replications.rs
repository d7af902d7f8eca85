//! `borsa run --replications`: equal plays with draws of their own, and what they come to on average.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn borsa(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_borsa")).args(arguments).output().expect("the program starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

fn home() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory")
}

/// The shipped `sanzioni` cut off before its sanctions, with other expectations: a play of half a second.
fn short_scenario(home: &Path, expect: &str) -> String {
    let whole = fs::read_to_string("sim-scenarios/sanzioni.toml").expect("it ships");
    let (before, rest) = whole.split_once("\nexpect = [").expect("a list of expectations");
    let (_, after) = rest.split_once("\n]\n").expect("its end");
    let text = format!("{before}\nexpect = [{expect}]\n{after}");
    let text = text.replace("ends_at = \"2028-02-11T17:00:00Z\"", "ends_at = \"2026-12-31T17:00:00Z\"");
    let path = home.join("short.toml");
    fs::write(&path, text).expect("written");
    path.to_str().expect("text").to_owned()
}

const LISTED: &str = "{ that = \"listed\", company = \"passo-lieve\" }";

/// The cells of `replications.csv` under their headings, a map a row.
fn rows(directory: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let csv = fs::read_to_string(directory.join("replications.csv")).expect("written");
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().expect("a heading");
    lines
        .map(|cells| {
            assert_eq!(cells.len(), head.len());
            head.iter().cloned().zip(cells).collect()
        })
        .collect()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("written")).expect("JSON")
}

/// The estimate of a company's measure.
fn estimate(statistics: &Value, company: &str, measure: &str) -> Value {
    let named = |list: &Value, key: &str, name: &str| {
        list.as_array().and_then(|all| all.iter().find(|one| one[key] == name).cloned()).expect("it is there")
    };
    let company = named(&statistics["companies"], "name", company);
    named(&company["figures"], "measure", measure)["estimate"].clone()
}

#[test]
fn the_files_are_the_same_bytes_whatever_the_jobs_and_each_replication_can_be_run_alone() {
    let home = home();
    let scenario = short_scenario(home.path(), LISTED);
    let (one, two) = (home.path().join("one"), home.path().join("two"));
    for (directory, jobs) in [(&one, "1"), (&two, "2")] {
        let out = borsa(&["run", &scenario, "--replications", "4", "--jobs", jobs, "--out", text(directory), "--json"]);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        assert!(out.stderr.is_empty(), "no progress where nobody looks: {}", stderr(&out));
        assert_eq!(out.stdout, fs::read(directory.join("replications.json")).expect("written"));
    }
    for file in ["replications.csv", "replications.json", "replications.html"] {
        assert_eq!(fs::read(one.join(file)).expect("written"), fs::read(two.join(file)).expect("written"), "{file}");
    }
    let rows = rows(&one);
    let digests: Vec<&String> = rows.iter().map(|row| &row["digest"]).collect();
    assert_eq!(rows.iter().map(|row| row["replication"].as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4"]);
    assert!(digests.iter().collect::<std::collections::BTreeSet<_>>().len() == 4, "four plays: {digests:?}");

    // Each alone: an ordinary run is the first, the resolved scenario of the third is the third.
    for (number, arguments) in [(0, &[][..]), (2, &["--replication", "3"][..])] {
        let alone = home.path().join(format!("alone-{number}"));
        let out = borsa(&[&["run", &scenario, "--out", text(&alone)], arguments].concat());
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        assert_eq!(json(&alone.join("manifest.json"))["digest"], *digests[number], "replication {}", number + 1);
        assert_eq!(borsa(&["verify", text(&alone)]).status.code(), Some(0));
    }
    let again = home.path().join("again");
    let resolved = home.path().join("alone-2/scenario.toml");
    assert_eq!(borsa(&["run", text(&resolved), "--out", text(&again)]).status.code(), Some(0));
    let manifest = json(&again.join("manifest.json"));
    assert_eq!((&manifest["digest"], &manifest["replication"]), (&Value::from(digests[2].as_str()), &Value::from(3)));
}

#[test]
fn means_and_intervals_are_those_of_the_rows() {
    let home = home();
    let scenario = short_scenario(home.path(), LISTED);
    let directory = home.path().join("set");
    let out = borsa(&["run", &scenario, "--replications", "5", "--seed", "9", "--out", text(&directory)]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let summary = String::from_utf8(out.stdout).expect("text");
    assert!(summary.contains("passo-lieve") && summary.contains("5 replications"), "{summary}");
    let statistics = json(&directory.join("replications.json"));
    assert_eq!((&statistics["seed"], &statistics["replications"]), (&Value::from(9), &Value::from(5)));
    let rows = rows(&directory);
    for measure in ["trades", "turnover", "holders", "months_to_listing", "days_without_trade"] {
        let column = format!("passo-lieve.{measure}");
        let figures: Vec<f64> = rows.iter().map(|row| row[&column].parse().expect("a number")).collect();
        let mean = figures.iter().sum::<f64>() / 5.0;
        let variance = figures.iter().map(|figure| (figure - mean).powi(2)).sum::<f64>() / 4.0;
        let half = 2.776_445 * (variance / 5.0).sqrt(); // 97.5% point of Student with 4 degrees of freedom
        let estimate = estimate(&statistics, "passo-lieve", measure);
        let found = |key: &str| estimate[key].as_str().and_then(|text| text.parse::<f64>().ok()).expect("a decimal");
        assert_eq!(estimate["count"], 5);
        for (key, expected) in [("mean", mean), ("low", mean - half), ("high", mean + half)] {
            assert!((found(key) - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{measure} {key}: {estimate}");
        }
    }
    let trades: Vec<&str> = rows.iter().map(|row| row["passo-lieve.trades"].as_str()).collect();
    assert!(trades.iter().any(|count| count != &trades[0]), "replications differ: {trades:?}");
}

#[test]
fn an_expectation_that_fails_somewhere_is_told_with_its_replication() {
    let home = home();
    let scenario = short_scenario(home.path(), "{ that = \"delisted\", company = \"passo-lieve\" }");
    let directory = home.path().join("set");
    let out = borsa(&["run", &scenario, "--replications", "2", "--out", text(&directory)]);
    assert_eq!(out.status.code(), Some(1));
    assert!(stderr(&out).contains("not in 2 of 2, first in replication 1"), "{}", stderr(&out));
    assert_eq!(json(&directory.join("replications.json"))["expectations"][0]["came_true"], 0);
}

#[test]
fn bad_usage_is_told_before_anything_is_written() {
    let home = home();
    let scenario = short_scenario(home.path(), LISTED);
    let set = home.path().join("set");
    for wrong in [
        &["--replications", "0"][..],
        &["--replications", "2", "--replication", "1"],
        &["--jobs", "2"],
        &["--replications", "2", "--jobs", "0"],
        &["--replication", "0"],
    ] {
        let out = borsa(&[&["run", &scenario, "--out", text(&set)], wrong].concat());
        assert_eq!(out.status.code(), Some(2), "{wrong:?}");
        assert!(!set.exists(), "{wrong:?}");
    }
    fs::create_dir(&set).expect("created");
    fs::write(set.join("manifest.json"), "{}").expect("written");
    let out = borsa(&["run", &scenario, "--replications", "2", "--out", text(&set)]);
    assert_eq!(out.status.code(), Some(2), "a directory that holds a run is refused");
    let twice = fs::read_to_string(&scenario).expect("written").replace("\nseed = ", "\nreplication = 0\nseed = ");
    fs::write(&scenario, twice).expect("written");
    let out = borsa(&["check", &scenario]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("short.toml:6:1: 0 is out of range"), "{}", stderr(&out));
}

/// Few replications of the whole exercise: what two hundred come to stands in `docs/METHOD.md`.
#[test]
fn the_exercise_of_torino_meets_its_calibration_and_its_expectations() {
    let home = home();
    let directory = home.path().join("set");
    let arguments = ["run", "esercizio-torino", "--replications", "4", "--jobs", "2", "--out", text(&directory)];
    let out = borsa(&arguments);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let statistics = json(&directory.join("replications.json"));
    let targets = statistics["calibration"].as_array().expect("targets");
    assert!(targets.len() >= 5);
    for target in targets {
        assert_eq!(target["met"], true, "{target:#}");
    }
    let summary = String::from_utf8(out.stdout).expect("text");
    assert_eq!(summary.matches("calibration: ").count(), targets.len(), "{summary}");
}

#[test]
fn a_target_that_is_missed_is_told_with_both_numbers_and_fails_nothing() {
    let home = home();
    let scenario = short_scenario(home.path(), LISTED);
    let target = "\n[[calibration]]\nmarket = \"euronext-growth-continuous\"\nmeasure = \"trades_a_day\"\nat_least = \"500\"\nbasis = \"assumed\"\nsource = \"a test\"\nunmet_because = { it = \"troppi\", en = \"too many\" }\n";
    let whole = fs::read_to_string(&scenario).expect("written") + target;
    fs::write(&scenario, &whole).expect("written");
    let run = home.path().join("run");
    let out = borsa(&["run", &scenario, "--out", text(&run)]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let summary = String::from_utf8(out.stdout).expect("text");
    assert!(summary.contains("wanted >= 500, found ") && summary.contains("NOT met"), "{summary}");
    let report = json(&run.join("report.json"));
    let line =
        report["calibration"].as_array().and_then(|targets| targets.last()).expect("the last target of the file");
    assert_eq!((&line["met"], &line["wanted"]), (&Value::from(false), &Value::from(">= 500")));
    let page = fs::read_to_string(run.join("report.html")).expect("written");
    assert!(page.contains("troppi") && page.contains("&#62;= 500") || page.contains("&gt;= 500"), "on the page too");

    for (right, wrong, told) in [
        ("trades_a_day", "trades_a_dai", "did you mean `trades_a_day`"),
        ("\"euronext-growth-continuous\"\nmeasure", "\"euronext\"\nmeasure", "there is no market"),
        ("at_least = \"500\"\n", "", "a target needs"),
        ("finding = \"some-trade-without-a-view\"", "finding = \"one-saver-in-six\"", "not one of this style"),
        ("finding = \"some-trade-without-a-view\"", "finding = \"some-trade-with-a-view\"", "did you mean"),
        ("style = \"noise\"", "style = \"liquidity_provider\"", "needs `quotes`"),
    ] {
        assert!(whole.contains(right), "{right}");
        fs::write(&scenario, whole.replace(right, wrong)).expect("written");
        let out = borsa(&["check", &scenario]);
        assert_eq!(out.status.code(), Some(2), "{wrong}");
        assert!(stderr(&out).contains(told), "{wrong}: {}", stderr(&out));
    }
}

/// Every file below a folder, as one text.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let text = |path: std::path::PathBuf| {
        if path.is_dir() { sources(&path) } else { fs::read_to_string(path).unwrap_or_default() }
    };
    entries.map(text).collect()
}

#[test]
fn the_method_and_the_model_are_described_in_the_words_of_the_code() {
    let read = |path: &str| fs::read_to_string(path).expect(path);
    let (method, model) = (read("docs/METHOD.md"), read("docs/odd.md"));
    let findings: toml::Value = toml::from_str(&read("sim-scenarios/parameters/findings.toml")).expect("TOML");
    for finding in findings["findings"].as_array().expect("a list") {
        let code = finding["code"].as_str().expect("a code");
        for class in finding["styles"].as_array().expect("a list") {
            let class = class.as_str().expect("a word");
            let row = method.lines().find(|line| line.starts_with(&format!("| `{class}` |")));
            assert!(row.is_some_and(|row| row.contains(&format!("`{code}`"))), "METHOD.md: `{class}` with `{code}`");
        }
    }
    let code = sources(Path::new("src"));
    let quoted = |text: &'static str| {
        move |line: &str| line.split(text).skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    for word in model.lines().flat_map(quoted("`")) {
        if word.starts_with("src/") {
            assert!(Path::new(&word).exists(), "odd.md: {word} is not there");
        } else if word.chars().next().is_some_and(char::is_uppercase) {
            assert!(code.contains(&word), "odd.md: the code has no `{word}`");
        }
    }
}

#[test]
fn a_comparison_on_average_pairs_its_replications_and_does_not_depend_on_the_jobs() {
    let home = home();
    let scenario = short_scenario(home.path(), LISTED);
    let compare = |jobs: &str| {
        let out =
            borsa(&["compare", &scenario, "--market", "two-fixings", "--replications", "3", "--jobs", jobs, "--json"]);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        String::from_utf8(out.stdout).expect("text")
    };
    let told = compare("1");
    assert_eq!(told, compare("2"));
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["kind"], "replications");
    let company = told["comparisons"].as_array().and_then(|all| all.iter().find(|one| one["subject"] == "passo-lieve"));
    let company = company.expect("a company is a comparison");
    let codes: Vec<&str> =
        company["columns"].as_array().expect("columns").iter().filter_map(|one| one["code"].as_str()).collect();
    assert_eq!(codes, ["as-written", "two-fixings", "two-fixings-difference", "two-fixings-half-width"]);
    let row = |code: &str| -> Vec<f64> {
        let rows = company["rows"].as_array().expect("rows");
        let cells = rows.iter().find(|row| row["code"] == code).expect("a row")["cells"].as_array().expect("cells");
        cells.iter().map(|cell| cell["amount"].as_str().expect("a figure").parse().expect("a decimal")).collect()
    };
    let trades = row("trades");
    assert!((trades[1] - trades[0] - trades[2]).abs() < 0.02, "{trades:?}");
    assert!(trades[2] != 0.0 && trades[3] > 0.0, "another timetable makes other trades: {trades:?}");
    assert_eq!(row("months_to_listing")[2..], [0.0, 0.0], "the market does not move the listing");

    let plain = home.path().join("plain");
    assert!(borsa(&["run", &scenario, "--replications", "3", "--out", text(&plain)]).status.success());
    let mean = estimate(&json(&plain.join("replications.json")), "passo-lieve", "trades")["mean"].clone();
    let mean: f64 = mean.as_str().expect("a mean").parse().expect("a decimal");
    assert!((mean - trades[0]).abs() < 0.006, "the scenario as written is the one that is replicated");

    let nothing = borsa(&["compare", &scenario, "--replications", "3"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(stderr(&nothing).contains("what is to differ"), "{}", stderr(&nothing));
}

#[test]
fn the_page_of_replications_is_written_in_both_languages() {
    let home = home();
    let scenario = short_scenario(home.path(), LISTED);
    let out = home.path().join("many");
    assert!(borsa(&["run", &scenario, "--replications", "4", "--out", text(&out)]).status.success());
    let italian = fs::read_to_string(out.join("replications.html")).expect("written");
    let english = home.path().join("english.html");
    let told = borsa(&["report", text(&out), "--lang", "en", "--out", text(&english)]);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let english = fs::read_to_string(english).expect("written");
    for (page, words) in [(&italian, "Come si distribuisce"), (&english, "How it is spread")] {
        assert!(page.contains(words), "{words}");
        assert!(page.contains("<svg") && !page.contains("<script") && !page.contains("http"), "no script, no network");
    }
    assert_eq!(italian.matches("<svg").count(), english.matches("<svg").count());
    assert!(english.contains("capital raised") && !english.contains("capitale raccolto"));
    assert_eq!(borsa(&["report", text(&out)]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(out.join("replications.html")).expect("written again"), italian);
}
