use super::*;

fn text(it: &str, en: &str) -> Text {
    Text { it: it.into(), en: en.into() }
}

fn figure(text: &str) -> Option<Figure> {
    Some(text.parse().expect("a figure"))
}

fn sample() -> Comparisons {
    let column = |code: &str, it: &str, en: &str, remarks| Column { code: code.into(), label: text(it, en), remarks };
    let remark =
        Remark { about: text("Chiusa", "Closed"), text: text("al massimo 5000000 euro", "at most 5000000 euro") };
    let rows = vec![
        Row {
            code: "net".into(),
            label: text("Netto", "Net"),
            unit: Some(Unit::Euro),
            cells: vec![Cell::of(figure("4200700.49")), Cell::of(None)],
        },
        Row {
            code: "percent".into(),
            label: text("Costo", "Cost"),
            unit: Some(Unit::Percent),
            cells: vec![Cell::of(figure("15.9")), Cell::word("niente <b>", "nothing <b>")],
        },
    ];
    let lines = vec![text("799300 euro in meno", "799300 euro less")];
    Comparisons {
        format: 1,
        kind: ComparisonKind::Routes,
        title: text("Confronto", "Comparison"),
        notes: vec![text("Nota", "Note")],
        command: "borsa compare x".into(),
        comparisons: vec![Comparison {
            subject: "x".into(),
            title: text("Società X", "Company X"),
            columns: vec![
                column("a", "Borsa Sociale", "Borsa Sociale", Vec::new()),
                column("b", "Dono", "Gift", vec![remark]),
            ],
            rows,
            differences: vec![Difference { column: "b".into(), lines }],
        }],
        sources: vec![SourcedFigure {
            label: text("Costo", "Cost"),
            value: text("1 euro", "1 euro"),
            basis: Basis::Sourced,
            source: "https://example.org/a".into(),
        }],
    }
}

#[test]
fn as_plain_text_amounts_stand_under_their_heads_and_sentences_below() {
    let told = comparisons_to_text(&sample(), Language::En);
    let expected = [
        "Comparison",
        "",
        "Company X",
        "",
        "              Borsa",
        "            Sociale         Gift",
        "Net, EUR  4,200,700            \u{2013}",
        "Cost         15.90%  nothing <b>",
        "",
        "Gift",
        "  Closed: at most 5,000,000 euro",
        "",
        "Gift, compared with Borsa Sociale",
        "  - 799,300 euro less",
        "",
        "Note",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_page_escapes_names_and_writes_numbers_in_the_readers_way() {
    let page = comparisons_to_html(&sample(), Language::It);
    for part in
        ["<html lang=\"it\">", "4.200.700", "15,90%", "niente &#60;b&#62;", "799.300 euro in meno", "borsa compare x"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let shown = page.replace("<a href=\"https://example.org/a\">", "");
    assert!(!shown.contains("<script") && !shown.contains(" src=") && !shown.contains("href=\"http"), "asks a network");
    assert!(!page.contains("Compared") && !page.contains("Line"), "an English word in an Italian page");
}

#[test]
fn json_reads_back() {
    let read: Comparisons = serde_json::from_str(&sample().to_json()).expect("reads back");
    assert_eq!(read, sample());
}
