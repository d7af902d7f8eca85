//! The gates of the world from outside: `borsa admit --rulebook all` and `borsa rulebooks`.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn borsa(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_borsa"));
    command.current_dir(folder.path()).args(arguments).output().expect("the program starts")
}

fn text(arguments: &[&str]) -> String {
    let output = borsa(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn row<'a>(page: &'a str, rulebook: &str) -> Vec<&'a str> {
    let rows = page.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.into_iter().find(|row| row.first() == Some(&rulebook)).unwrap_or_else(|| panic!("{rulebook}: {page}"))
}

#[test]
fn one_dossier_under_all_gates_is_a_row_each_and_why_they_differ() {
    let page = text(&["admit", "passo-lieve", "--rulebook", "all"]);
    assert_eq!(row(&page, "torino-2022"), ["torino-2022", "IT", "2022-", "pass", "pass", "pass", "pass", "admitted"]);
    assert_eq!(row(&page, "svx-ca"), ["svx-ca", "CA", "2013-", "fail", "pass", "pass", "pass", "refused"]);
    assert_eq!(row(&page, "bvs-pt")[..6], ["bvs-pt", "PT", "2009-2013", "fail", "fail", "pass"]);
    let why = page.split_once("Why they differ").expect("told").1;
    for told in [
        "E-25  blocking  passo-lieve:",
        "asked: Does the revenue of the last year lie between (not regulated) and CAD 25000000?",
        "found: 26800000",
        "by: svx-ca",
        "JMD 25000000 (EUR 147058.82, at JMD 170 a",
        "not asked by: bolsa-social-es",
    ] {
        assert!(why.contains(told), "{told}: {why}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 100), "fits 100 columns: {page}");
    assert!(!page.contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn the_same_in_italian_and_what_binds_everywhere_comes_last() {
    let page = text(&["admit", "campo-largo", "--rulebook", "all", "--lang", "it"]);
    assert!(page.contains("Perché differiscono") && page.contains("non chiesto da:"), "{page}");
    assert!(page.contains("Qui questo strumento non si può offrire. Si dona a progetti"), "{page}");
    assert_eq!(row(&page, "torino-2022").last(), Some(&"respinta"));
    assert!(page.lines().all(|line| line.chars().count() <= 100), "fits 100 columns: {page}");
    let poorer = Path::new(env!("CARGO_MANIFEST_DIR")).join("sim-scenarios/dossiers/campo-largo.toml");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("poorer.toml");
    let whole = std::fs::read_to_string(poorer).expect("ships");
    let nameless: String =
        whole.lines().filter(|line| !line.starts_with("submitted_on")).map(|line| format!("{line}\n")).collect();
    std::fs::write(&file, nameless).expect("written");
    let page = text(&["admit", &file.display().to_string(), "--rulebook", "all", "--lang", "it"]);
    let same = page.split_once("Uguale sotto tutti").expect("told").1;
    assert!(same.contains("E-06"), "the day of the application is asked under every rulebook: {same}");
}

#[test]
fn for_a_program_the_list_of_the_contract_stays() {
    let all: Value =
        serde_json::from_str(&text(&["admit", "passo-lieve", "--rulebook", "all", "--json"])).expect("JSON");
    let all = all.as_array().expect("a list");
    for verdict in all {
        let keys: Vec<&String> = verdict.as_object().expect("an object").keys().collect();
        assert_eq!(keys[..5], ["dossier", "company", "rulebook", "outcome", "criteria"]);
    }
    let listed: Value = serde_json::from_str(&text(&["rulebooks", "--json"])).expect("JSON");
    let names: Vec<&Value> = listed.as_array().expect("a list").iter().map(|one| &one["name"]).collect();
    assert_eq!(names, all.iter().map(|verdict| &verdict["rulebook"]).collect::<Vec<_>>());
}

#[test]
fn the_list_and_the_sheet_of_a_rulebook_can_be_read() {
    let list = text(&["rulebooks"]);
    assert_eq!(row(&list, "jsse-jm"), ["jsse-jm", "JM", "2019-", "running", "donation_to_target", "none"]);
    assert!(list.lines().all(|line| line.chars().count() <= 100), "{list}");
    let sheet = text(&["rulebooks", "india-zczp-2022", "--lang", "it"]);
    for told in [
        "minimum_ticket: 200000 INR",
        "minimum_subscription: 0.75",
        "comment_days: 21",
        "fonte: https://ipoplatform.com",
    ] {
        assert!(sheet.contains(told), "{told}: {sheet}");
    }
    let one: Value = serde_json::from_str(&text(&["rulebooks", "lgx-lu", "--json"])).expect("JSON");
    assert_eq!(one["secondary"]["mechanism"]["value"], "external_venue");
    assert!(one["legal_forms"].as_array().is_some_and(|rows| rows.len() == 5), "the table that it names is there");
    let unknown = borsa(&["rulebooks", "lgx-lux"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("there are bolsa-social-es"), "what there is");
}

#[test]
fn a_rulebook_that_does_not_agree_with_itself_is_told_where() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("sim-scenarios/rulebooks/svx-ca.toml");
    let whole = std::fs::read_to_string(shipped).expect("ships");
    let cases = [
        ("codes = [\"M-15\"]", "codes = [\"M-99\"]", "no check has the code `M-99`"),
        ("codes = [\"E-25\"]", "codes = [\"E-05\"]", "no figure of the rulebook says how much"),
        ("exchange_rates = \"exchange-rates\"\n", "", "there is no rate for CAD"),
        (
            "exchange_rates = \"exchange-rates\"",
            "exchange_rates = \"exchange-rate\"",
            "nothing ships in parameters as `exchange-rate`",
        ),
    ];
    for (from, to, told) in cases {
        assert!(whole.contains(from), "{from}");
        let file = folder.path().join("mine.toml");
        std::fs::write(&file, whole.replacen(from, to, 1)).expect("written");
        let output = borsa(&["check", &file.display().to_string()]);
        assert_eq!(output.status.code(), Some(2), "{to}");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(errors.contains(told) && errors.contains("mine.toml:"), "{told}: {errors}");
    }
}

#[test]
fn many_companies_under_all_gates_fit_a_page_by_numbers_with_a_legend() {
    let page = text(&["admit", "all", "--rulebook", "all"]);
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    let names: Vec<String> = page.lines().filter_map(|line| Some(line.trim().split_once("  ")?.1.to_owned())).collect();
    assert!(
        names.contains(&"torino-2022".to_owned()) && page.contains("A admitted, C conditional, . refused"),
        "{page}"
    );
    let torino = page.lines().find_map(|line| line.trim().strip_suffix("  torino-2022")).expect("a number");
    let at: usize = torino.trim().parse().expect("a number");
    let cells = |company: &str| row(&page, company).get(at).map(|cell| (*cell).to_owned());
    assert_eq!(cells("passo-lieve").as_deref(), Some("A"));
    assert_eq!(cells("mano-tesa").as_deref(), Some("C"));
    assert_eq!(cells("nido-sereno").as_deref(), Some("."));
}
