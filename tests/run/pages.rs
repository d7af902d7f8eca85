//! The report and the minutes as a strict reader, a screen reader and a printer meet them: valid, in order, named, legible,
//! complete without anything from elsewhere, and in one language.

use std::collections::BTreeSet;
use std::fs;
use std::sync::OnceLock;

use super::tree::{Element, Tree};
use super::{borsa, path, play, shipped, stderr};

/// A page, what it is, and the language that it is in.
struct Page {
    name: String,
    language: &'static str,
    text: String,
    tree: Tree,
}

/// Report and minutes of every shipped scenario in both languages, and comparisons of routes and of runs.
fn pages() -> Vec<Page> {
    static TEXTS: OnceLock<Vec<(String, &'static str, String)>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| {
        let others =
            ["sanzioni", "forme-di-offerta", "imposta-sostitutiva"].map(|scenario| (scenario, play(scenario, &[])));
        let runs = std::iter::once(("esercizio-torino", shipped())).chain(others).collect::<Vec<_>>();
        let mut texts = Vec::new();
        let home = super::home();
        for (subject, more) in [("cura-aperta", ["--years", "7"]), ("sanzioni", ["--market", "two-fixings"])] {
            for language in ["it", "en"] {
                let out = home.path().join(format!("{subject}-{language}"));
                let output =
                    borsa(&[&["compare", subject, "--lang", language, "--out", path(&out)], &more[..]].concat());
                assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
                let text = fs::read_to_string(out.join("comparison.html")).expect("it was written");
                texts.push((format!("{subject}: compare {language}"), language, text));
            }
        }
        let many = home.path().join("many");
        let played = borsa(&["run", "sanzioni", "--replications", "3", "--out", path(&many)]);
        assert_eq!(played.status.code(), Some(0), "{}", stderr(&played));
        for language in ["it", "en"] {
            let file = home.path().join(format!("replications-{language}.html"));
            let output = borsa(&["report", path(&many), "--lang", language, "--out", path(&file)]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let text = fs::read_to_string(&file).expect("it was written");
            texts.push((format!("replications {language}"), language, text));
        }
        for (scenario, run) in &runs {
            for (command, language) in [("report", "it"), ("report", "en"), ("minutes", "it"), ("minutes", "en")] {
                let file = run.directory.join(format!("{command}-{language}.html"));
                let output = borsa(&[command, path(&run.directory), "--lang", language, "--out", path(&file)]);
                assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
                let text = fs::read_to_string(&file).expect("it was written");
                texts.push((format!("{scenario}: {command} {language}"), language, text));
            }
        }
        texts
    });
    let page = |(name, language, text): &(String, &'static str, String)| Page {
        name: name.clone(),
        language,
        text: text.clone(),
        tree: Tree::of(text),
    };
    texts.iter().map(page).collect()
}

#[test]
fn every_page_is_valid_by_the_standard() {
    for page in pages() {
        assert_eq!(page.tree.errors, Vec::<String>::new(), "{}", page.name);
        let html = &page.tree.all("html")[0];
        assert_eq!(html.attribute("lang").as_deref(), Some(page.language), "{}", page.name);
        assert!(!page.tree.all("title")[0].words().is_empty(), "{}", page.name);
        assert_eq!(page.tree.all("main").len(), 1, "{}", page.name);
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for page in pages() {
        let mut level = 0;
        for element in page.tree.elements() {
            let name = element.name();
            let Some(own) = name.strip_prefix('h').and_then(|digit| digit.parse::<u32>().ok()) else { continue };
            let words = element.words();
            assert!(own <= level + 1, "{}: h{own} after h{level}: {words}", page.name);
            assert!(own > 1 || level == 0, "{}: a second h1: {words}", page.name);
            assert!(!words.is_empty(), "{}: a heading without words", page.name);
            level = own;
        }
        assert!(level > 0, "{}", page.name);
    }
}

#[test]
fn every_table_has_a_caption_and_every_head_says_of_what() {
    for page in pages() {
        for table in page.tree.all("table") {
            let first = table.children().first().cloned();
            let caption = first.filter(|child| child.name() == "caption").map(|caption| caption.words());
            assert!(caption.is_some_and(|words| !words.is_empty()), "{}: {}", page.name, table.words());
        }
        for head in page.tree.all("th") {
            let scope = head.attribute("scope").unwrap_or_default();
            assert!(
                ["col", "row", "rowgroup", "colgroup"].contains(&scope.as_str()),
                "{}: {}",
                page.name,
                head.words()
            );
            assert!(
                !head.words().is_empty(),
                "{}: an empty head in {}",
                page.name,
                head.parent().expect("a row").words()
            );
        }
    }
}

#[test]
fn every_drawing_has_a_title_and_a_table_beside_it() {
    for page in pages() {
        for drawing in page.tree.all("svg") {
            assert_eq!(drawing.attribute("role").as_deref(), Some("img"), "{}", page.name);
            let title = drawing.children().into_iter().find(|child| child.name() == "title");
            assert!(title.is_some_and(|title| !title.words().is_empty()), "{}", page.name);
            let mut around = drawing.around();
            let beside = around.find(|element| element.name() == "section" || element.name() == "table");
            assert!(beside.is_some_and(|element| element.contains("table")), "{}: no table beside", page.name);
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_finds_its_own() {
    for page in pages() {
        let mut ids = BTreeSet::new();
        let elements = page.tree.elements();
        for id in elements.iter().filter_map(|element| element.attribute("id")) {
            assert!(!id.contains(char::is_whitespace) && ids.insert(id.clone()), "{}: {id} comes twice", page.name);
        }
        for element in &elements {
            let inside = element.attribute("href").filter(|target| !target.starts_with("http"));
            let named = ["aria-labelledby", "aria-describedby"].iter().filter_map(|name| element.attribute(name));
            let named = named.flat_map(|list| list.split(' ').map(str::to_owned).collect::<Vec<_>>());
            let targets = inside.map(|target| target.trim_start_matches('#').to_owned()).into_iter().chain(named);
            for target in targets {
                assert!(ids.contains(&target), "{}: nothing has the id {target}", page.name);
            }
        }
    }
}

#[test]
fn a_page_loads_nothing_runs_nothing_and_leads_outside_only_by_links() {
    let foreign = ["script", "link", "img", "iframe", "object", "embed", "base", "audio", "video", "form", "input"];
    for page in pages() {
        for element in page.tree.elements() {
            assert!(!foreign.contains(&element.name().as_str()), "{}: {}", page.name, element.name());
            for (name, value) in element.attributes() {
                assert!(!name.starts_with("on") && name != "src" && name != "style", "{}: {name}={value}", page.name);
                let leads = value.contains("://") && name != "xmlns";
                assert!(!leads || (element.name() == "a" && name == "href"), "{}: {name}={value}", page.name);
            }
        }
        for style in page.tree.all("style") {
            let words = style.words();
            assert!(!words.contains("url(") && !words.contains("@import"), "{}", page.name);
        }
    }
}

#[test]
fn the_keyboard_goes_by_the_order_of_the_page_and_can_skip_to_the_substance() {
    for page in pages() {
        let elements = page.tree.elements();
        let first = elements.iter().find(|element| element.name() == "a").expect("a link");
        assert_eq!(first.attribute("class").as_deref(), Some("skip"), "{}: the first link skips", page.name);
        // Only what scrolls by itself is a stop of the keyboard besides links, at its place in the page, and says what it is.
        for element in &elements {
            let scrolls = element.attribute("class").as_deref() == Some("scroll");
            let stop = scrolls.then(|| "0".to_owned());
            assert_eq!(element.attribute("tabindex"), stop, "{}: {}", page.name, element.name());
            let says = element.attribute("aria-label").is_some_and(|label| !label.is_empty());
            assert!(!scrolls || says, "{}: a stop that does not say what it is", page.name);
        }
        for link in elements.iter().filter(|element| element.name() == "a") {
            assert!(
                !link.words().is_empty() && link.attribute("href").is_some(),
                "{}: a link without words",
                page.name
            );
        }
    }
}

/// Words that only one of the two languages has, and that hardly a sentence does without.
const ONLY_ENGLISH: &str =
    "the of and with is are not for by from that its which has have was were been this would no-one";
const ONLY_ITALIAN: &str = "della dello delle degli del dei il gli sono una nel nella alla che è più di";

/// Words of an element that are told to be in the language of the page; none where it says otherwise, or shows a name, a
/// code or an address.
fn told_in_the_language(element: &Element, language: &str) -> Option<String> {
    if ["style", "code", "pre"].contains(&element.name().as_str()) {
        return None;
    }
    for around in element.around() {
        let is_address = around.attribute("href").is_some_and(|target| target.starts_with("http"));
        let is_name = around.attribute("translate").as_deref() == Some("no");
        if is_address || is_name || around.name() == "code" {
            return None;
        }
        if let Some(lang) = around.attribute("lang") {
            return (lang == language).then(|| element.own_words());
        }
    }
    None
}

fn foreign_words<'a>(words: &'a str, language: &str) -> Vec<&'a str> {
    let foreign = if language == "it" { ONLY_ENGLISH } else { ONLY_ITALIAN };
    let pieces = words.split_whitespace().filter(|piece| !piece.contains('/')); // no address, no place in a dossier
    let pieces = pieces.flat_map(|piece| piece.split(|letter: char| !letter.is_alphanumeric()));
    pieces.filter(|piece| foreign.split(' ').any(|word| word == piece.to_lowercase())).collect()
}

#[test]
fn no_sentence_is_left_in_the_other_language() {
    for page in pages() {
        let mut left = BTreeSet::new();
        for element in page.tree.elements() {
            let Some(words) = told_in_the_language(&element, page.language) else { continue };
            if !foreign_words(&words, page.language).is_empty() {
                left.insert(words.trim().to_owned());
            }
        }
        assert!(left.is_empty(), "{}: {left:#?}", page.name);
    }
}

#[test]
fn what_the_shipped_files_say_is_shown_in_the_language_of_the_page() {
    for page in pages() {
        let quoted = page.tree.elements().into_iter().filter(|element| {
            element.name() == "span" && element.attribute("lang").is_some_and(|lang| lang.is_empty())
        });
        let words: BTreeSet<String> = quoted.map(|element| element.words()).collect();
        let left: Vec<_> = words.iter().filter(|words| !foreign_words(words, page.language).is_empty()).collect();
        let advice = "add them to sim-scenarios/parameters/translations.toml";
        assert!(left.is_empty(), "{}: words without a translation, {advice}: {left:#?}", page.name);
    }
}

#[test]
fn words_of_the_other_language_are_found_where_they_stand() {
    let italian = |page: &str| {
        let tree = Tree::of(&format!("<!DOCTYPE html><html lang=\"it\"><title>t</title>{page}"));
        let words =
            tree.elements().iter().filter_map(|element| told_in_the_language(element, "it")).collect::<Vec<_>>();
        let words = words.join(" ");
        foreign_words(&words, "it").len()
    };
    assert_eq!(italian("<p>the gate found nothing</p>"), 1);
    assert_eq!(italian("<p>il vaglio <span lang=\"\">the gate</span> <code>the</code></p>"), 0);
    assert_eq!(italian("<p><b translate=\"no\">Bank of the North</b></p>"), 0);
}

#[test]
fn colours_can_be_told_apart_by_weak_eyes() {
    let page = &pages()[0];
    let style = page.tree.all("style")[0].words();
    let colour = |name: &str| {
        let value = style.split_once(&format!("--{name}: ")).unwrap_or_else(|| panic!("no --{name}")).1;
        value.split(';').next().expect("it ends").trim().to_owned()
    };
    let on_paper = ["ink", "soft", "blue", "cost", "gain", "warn", "no"].map(|name| (name, "paper"));
    let on_tints = [("ink", "tint"), ("soft", "tint"), ("warn", "warn-tint"), ("no", "no-tint"), ("gain", "yes-tint")];
    for (ink, ground) in on_paper.into_iter().chain(on_tints).chain([("ink", "warn-tint")]) {
        let found = contrast(&colour(ink), &colour(ground));
        assert!(found >= 4.5, "{ink} on {ground}: {found:.2} is less than WCAG AA asks for words");
    }
    let known = contrast("#777777", "#ffffff");
    assert!((known - 4.48).abs() < 0.01, "the published example: {known}");
    assert!(page.text.contains(":focus"), "who goes by keyboard sees where they are");
}

/// The contrast ratio of WCAG 2.2 between two colours.
#[expect(clippy::float_arithmetic, reason = "a ratio of light that no run depends on")]
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance of a colour written `#rgb` or `#rrggbb`.
#[expect(clippy::float_arithmetic, reason = "a formula of light that no run depends on")]
fn luminance(colour: &str) -> f64 {
    let digits = colour.trim_start_matches('#');
    let wide: String =
        if digits.len() == 3 { digits.chars().flat_map(|digit| [digit, digit]).collect() } else { digits.into() };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("hexadecimal digits")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}
