//! Tests of the sums, of the three forms, and of recorded machines.

use std::collections::BTreeMap;

use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Machine, Reading};
use countersign_core::protocol::WritingPlace;
use countersign_core::remedy::{WayDuration, WayKind};
use countersign_core::review::{Policy, Verdict};
use proptest::prelude::*;

use super::summary::{Answer, BestWay, Counts, Filler, FoundCode, Limits, Model, Name};
use super::*;
use crate::page::OutputWidth;

fn examine(lang: Lang, machine: &Machine) -> Examined {
    let policy = Policy::default();
    let review = review::review(machine, &policy);
    let plan = remedy::plan(machine, &review, &policy, Binding::marker2_of(machine, &review), None);
    Examined::of(lang, &review, &plan)
}

fn machine(values: [&str; 3], board_serial: &str) -> Machine {
    let of = |(field, value): (Field, &str)| (field, Reading::text(value));
    let fields = Field::BINDING.into_iter().zip(values).chain([(Field::BoardSerial, board_serial)]);
    Machine::from_fields(fields.map(of).collect(), Some((3, 2)))
}

fn unreadable() -> Machine {
    let fields =
        [(Field::Manufacturer, Reading::text("LENOVO")), (Field::Model, Reading::text("20KFCTO1WW"))];
    let serial = [(Field::Serial, Reading::Denied)];
    Machine::from_fields(fields.into_iter().chain(serial).collect(), None)
}

/// A fleet with each answer, a way that binds, a way that writes, and text that can't be shown as it is.
fn fleet(lang: Lang) -> Summary {
    let mut summary = Summary::default();
    for serial in ["PF1ABCDE", "PF1ABCDF", "PF1ABCDG", "PF1ABCDH"] {
        summary.add(examine(lang, &machine(["LENOVO", "20KFCTO1WW", serial], "L1HF8AB0123")));
    }
    summary.add(examine(lang, &unreadable()));
    for board in ["M80-42001234567", "M80-42001234568", "M80-42001234569"] {
        summary.add(examine(lang, &machine(["ASRock", "B450M", "To Be Filled By O.E.M."], board)));
    }
    summary.add(examine(lang, &machine(["ASRock", "B450M", "M80-77"], "M80-42001234569")));
    summary.add(examine(lang, &machine(["Default string", "Default string", "Default string"], "")));
    let hostile = machine(["<b>A&B</b>\u{1b}[2J", "\u{202e}\"x'", "0123456789"], "Default string");
    summary.add(examine(lang, &hostile));
    summary
        .add(examine(lang, &machine(["华擎工业", "深度定制主板深度定制主板深度定制主板", ""], "M80-420012")));
    summary.add_error("HARDWARE-EMPTY");
    summary.add_passed();
    summary
}

fn heading(product: Option<&str>) -> Heading {
    Heading { product: product.map(str::to_owned), made: "2026-11-29 10:00 UTC".to_owned() }
}

#[test]
fn a_machine_is_counted_with_its_answer_codes_and_way() {
    let good = examine(Lang::En, &machine(["LENOVO", "20KFCTO1WW", "PF1ABCDE"], ""));
    assert_eq!(
        (good.answer, &good.way, good.codes.len(), good.fillers.len()),
        (Answer::Accepted, &None, 0, 0)
    );
    let warned = examine(Lang::En, &machine(["ASRock", "All Series", "M80-1234X"], ""));
    let codes: Vec<_> = warned.codes.iter().map(|found| (found.code.as_str(), found.refuses)).collect();
    assert_eq!((warned.answer, codes), (Answer::Accepted, vec![("MODEL-SHARED", false)]));
    let bad = examine(Lang::En, &machine(["ASRock", "", "Default string"], "M80-42001234567"));
    let codes: Vec<_> = bad.codes.iter().map(|found| (found.code.as_str(), found.refuses)).collect();
    assert_eq!(codes, [("MODEL-BLANK", true), ("SERIAL-PLACEHOLDER", true)]);
    assert_eq!(bad.model, Model { manufacturer: Name::Value("ASRock".into()), model: Name::Blank });
    assert_eq!(bad.fillers, [Filler { field: Field::Serial, value: "Default string".into() }]);
    let mended = examine(Lang::En, &machine(["ASRock", "B450M", "Default string"], "M80-42001234567"));
    assert!(
        matches!(mended.way, Some(BestWay::Planned { kind: WayKind::Recover, takes: None, .. })),
        "{mended:?}"
    );
    let open = examine(Lang::En, &unreadable());
    assert!(matches!(open.way, Some(BestWay::Planned { kind: WayKind::ReadAgain, .. })), "{open:?}");
    assert_eq!((open.answer, open.fillers.len()), (Answer::Unknown, 0));
}

#[test]
fn rows_beyond_the_limits_are_counted_together() {
    let mut summary = Summary::with_limits(Limits { models: 1, fillers: 1 });
    summary.add(examine(Lang::En, &machine(["ASRock", "B450M", "Default string"], "")));
    summary.add(examine(Lang::En, &machine(["ASRock", "B550M", "0123456789"], "")));
    summary.add(examine(Lang::En, &machine(["ASRock", "B650M", "M80-1234X"], "")));
    summary.add(examine(Lang::En, &machine(["ASRock", "B450M", "Default string"], "")));
    let [(_, row)] = summary.models()[..] else { panic!("{summary:?}") };
    assert_eq!(row.counts, Counts { refused: 2, ..Counts::default() });
    assert_eq!(summary.other_models, Counts { accepted: 1, refused: 1, unknown: 0 });
    assert_eq!((summary.fillers()[0].1, summary.other_fillers), (2, 1));
    let remarks = words::remarks(Lang::En, &summary);
    assert!(remarks[0].contains("other models: 2; of these, refused: 1"), "{remarks:?}");
    assert!(remarks[1].contains("other placeholders: 1"), "{remarks:?}");
}

#[test]
fn models_are_ordered_by_refused_machines() {
    let summary = fleet(Lang::En);
    let refused: Vec<u64> = summary.models().iter().map(|(_, row)| row.counts.refused).collect();
    assert!(refused.is_sorted_by(|one, other| one >= other) && refused[0] == 3, "{refused:?}");
}

fn any_examined() -> impl Strategy<Value = Examined> {
    let answer = prop_oneof![Just(Answer::Accepted), Just(Answer::Refused), Just(Answer::Unknown)];
    let code = (0..3usize, 0..2usize).prop_map(|(field, verdict)| {
        let (field, verdict) = (Field::BINDING[field], [Verdict::Blank, Verdict::Placeholder][verdict]);
        let code = countersign_core::review::finding_code(field, verdict);
        FoundCode { code, field, verdict, refuses: verdict == Verdict::Blank }
    });
    let filler = (0..3usize, 0..6u8)
        .prop_map(|(field, value)| Filler { field: Field::BINDING[field], value: value.to_string() });
    let name = prop_oneof![
        Just(Name::Blank),
        Just(Name::Unreadable),
        (0..4u8).prop_map(|at| Name::Value(at.to_string()))
    ];
    let way = prop_oneof![
        Just(BestWay::None),
        Just(BestWay::Planned {
            kind: WayKind::Recover,
            duration: WayDuration::Minute,
            takes: None,
            title: "a"
        }),
        Just(BestWay::Planned {
            kind: WayKind::Write,
            duration: WayDuration::Days,
            takes: Some(WritingPlace::Service),
            title: "b"
        }),
    ];
    let fillers = prop::collection::vec(filler, 0..3);
    let codes = prop::collection::vec(code, 0..3).prop_map(|codes| {
        let once: BTreeMap<String, FoundCode> =
            codes.into_iter().map(|one| (one.code.clone(), one)).collect();
        once.into_values().collect()
    });
    (answer, (name.clone(), name), codes, fillers, way).prop_map(
        |(answer, (manufacturer, model), codes, fillers, way)| Examined {
            answer,
            model: Model { manufacturer, model },
            codes,
            fillers,
            way: (answer != Answer::Accepted).then_some(way),
        },
    )
}

fn summed(machines: impl IntoIterator<Item = Examined>, limits: Limits) -> Summary {
    let mut summary = Summary::with_limits(limits);
    machines.into_iter().for_each(|machine| summary.add(machine));
    summary
}

proptest! {
    #[test]
    fn the_sums_over_all_tables_agree(
        machines in prop::collection::vec(any_examined(), 0..60),
        models in 0..9usize,
        fillers in 0..9usize,
    ) {
        let summary = summed(machines.clone(), Limits { models, fillers });
        let counts = summary.counts;
        prop_assert_eq!(counts.total(), machines.len() as u64);
        let rows = summary.models();
        prop_assert!(rows.len() <= models && summary.fillers().len() <= fillers);
        let of = |count: fn(Counts) -> u64| {
            rows.iter().map(|(_, row)| count(row.counts)).sum::<u64>() + count(summary.other_models)
        };
        let each = Counts { accepted: of(|c| c.accepted), refused: of(|c| c.refused), unknown: of(|c| c.unknown) };
        prop_assert_eq!(each, counts);
        let ways: u64 = summary.ways().iter().map(|(_, machines)| machines).sum();
        prop_assert_eq!(ways, counts.refused + counts.unknown);
        for (_, row) in &rows {
            let ways: u64 = row.ways.iter().map(|(_, machines)| machines).sum();
            prop_assert_eq!(ways, row.counts.refused + row.counts.unknown);
            prop_assert!(row.codes.iter().all(|(_, machines)| *machines <= row.counts.total()));
        }
        let held: u64 = summary.fillers().iter().map(|(_, machines)| machines).sum();
        prop_assert_eq!(held + summary.other_fillers, machines.iter().map(|one| one.fillers.len() as u64).sum::<u64>());
        let codes: u64 = summary.codes().iter().map(|(_, row)| row.machines).sum();
        prop_assert_eq!(codes, machines.iter().map(|one| one.codes.len() as u64).sum::<u64>());
    }

    #[test]
    fn the_order_of_machines_does_not_matter(
        (machines, shuffled) in prop::collection::vec(any_examined(), 0..40)
            .prop_flat_map(|machines| (Just(machines.clone()), Just(machines).prop_shuffle())),
    ) {
        prop_assert_eq!(summed(machines, Limits::default()), summed(shuffled, Limits::default()));
    }
}

#[test]
fn the_text_matches_its_snapshots_in_both_languages() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let summary = fleet(lang);
        let product = heading(Some("Example OS 10"));
        let columns = [
            ("80", OutputWidth::Columns(80)),
            ("40", OutputWidth::Columns(40)),
            ("pipe", OutputWidth::Unbounded),
        ];
        for (width, table) in columns {
            let lines = text_form::lines(lang, &summary, &product, table);
            insta::assert_snapshot!(format!("text-{name}-{width}"), lines.join("\n"));
        }
    }
}

#[test]
fn the_text_fits_a_terminal_and_is_whole_in_a_pipe() {
    let long = "Long ".repeat(11) + "name";
    let mut summary = Summary::default();
    for at in 0..60 {
        let model = format!("{long} {at}");
        summary.add(examine(Lang::En, &machine([&long, &model, "Default string"], "")));
    }
    for columns in [40, 80, 200] {
        let lines = text_form::lines(Lang::En, &summary, &heading(None), OutputWidth::Columns(columns));
        for line in &lines {
            assert!(unicode_width::UnicodeWidthStr::width(line.as_str()) <= columns.min(80), "{line}");
        }
        assert!(lines.iter().any(|line| line.contains("Rows left out: 40")), "{lines:#?}");
    }
    let piped = text_form::lines(Lang::En, &summary, &heading(None), OutputWidth::Unbounded).join("\n");
    for at in 0..60 {
        assert!(piped.contains(&format!("{long} {long} {at} ")), "{at}: {piped}");
    }
}

#[test]
fn the_page_matches_its_snapshots_in_both_languages() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let page = html_form::page(lang, &fleet(lang), &heading(None));
        // The style is a file of its own.
        let page = page.replace(include_str!("page.css"), "\n").replace("><", ">\n<");
        insta::assert_snapshot!(format!("page-{name}"), page);
    }
}

#[test]
fn a_page_has_no_scripts_or_external_resources_and_escapes_values() {
    let mut summary = fleet(Lang::En);
    summary.add(examine(Lang::En, &machine(["</style><script>alert(1)</script>", "<img src=x>", "x"], "")));
    let page = html_form::page(Lang::En, &summary, &heading(Some("<i>Example</i>")));
    for part in ["<script", "<img", "<b>", "<i>", "src=\"", "href=", "url(", "@import", "\u{1b}", "\u{202e}"]
    {
        assert!(!page.contains(part), "{part}: {page}");
    }
    assert!(
        page.contains("&lt;b&gt;A&amp;B&lt;/b&gt;") && page.starts_with("<!DOCTYPE html><html lang=\"en\">"),
        "{page}"
    );
    // Each chart has a name, what it shows, and a table.
    let count = |part: &str| page.matches(part).count();
    assert_eq!((count("<svg "), count("<title id="), count("<desc id="), count("<figure>")), (5, 5, 5, 5));
    assert_eq!(count("<table "), 5);
}

#[test]
fn the_json_has_the_documented_keys() {
    let object = json_form::object(&fleet(Lang::En));
    let keys = |value: &serde_json::Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(
        keys(&object).join(" "),
        "accepted codes errors fillers machines models other_fillers other_models passed refused rules unknown unreadable ways"
    );
    let of = |key: &str| keys(&object[key][0]).join(" ");
    assert_eq!(of("models"), "accepted codes machines manufacturer model refused unknown ways");
    assert_eq!(of("fillers"), "field machines value");
    assert_eq!(of("codes"), "code machines refused");
    assert_eq!(of("ways"), "kind machines minutes takes title");
    assert_eq!(of("errors"), "code files");
    assert_eq!(keys(&object["other_models"]).join(" "), "accepted machines refused unknown");
    assert_eq!(keys(&object["models"][0]["codes"][0]).join(" "), "code machines");
    insta::assert_snapshot!("json-en", serde_json::to_string_pretty(&object).unwrap());
}

#[test]
fn an_empty_summary_has_no_tables() {
    let summary = Summary::default();
    let lines = text_form::lines(Lang::En, &summary, &heading(None), OutputWidth::Columns(80));
    assert_eq!(lines, ["Machines: 0. Acceptable: 0, not acceptable: 0, can't tell: 0."]);
    let page = html_form::page(Lang::Zh, &summary, &heading(None));
    assert!(!page.contains("<table") && !page.contains("<svg"), "{page}");
    let mut accepted = Summary::default();
    accepted.add(examine(Lang::En, &machine(["LENOVO", "20KFCTO1WW", "PF1ABCDE"], "")));
    let page = html_form::page(Lang::En, &accepted, &heading(None));
    assert_eq!((page.matches("<table ").count(), page.matches("<svg ").count()), (1, 1), "{page}");
}

#[test]
fn counts_of_recorded_machines_agree_and_their_lines_fit() {
    let folder = countersign_testing::shared().join("machines/raw");
    let Some(recordings) = many::recordings(std::slice::from_ref(&folder), true).filter(|_| folder.is_dir())
    else {
        eprintln!("\n*** NOT CHECKED: there is no {} ***\n", folder.display());
        return;
    };
    for lang in [Lang::En, Lang::Zh] {
        let mut summary = Summary::default();
        let (mut read, mut refused) = (0, 0);
        for recording in &recordings {
            let Ok(machine) = crate::commands::context::recorded(recording.path()) else {
                summary.add_passed();
                continue;
            };
            let examined = examine(lang, &machine);
            read += 1;
            refused += u64::from(examined.answer == Answer::Refused);
            summary.add(examined);
        }
        assert!(read > 20 && refused > 0, "{read} {refused}");
        assert_eq!((summary.counts.total(), summary.counts.refused), (read, refused));
        for line in text_form::lines(lang, &summary, &heading(None), OutputWidth::Columns(80)) {
            assert!(unicode_width::UnicodeWidthStr::width(line.as_str()) <= 80, "{line}");
        }
        let page = html_form::page(lang, &summary, &heading(None));
        assert!(page.contains("</html>") && !page.chars().any(|c| c.is_control() && c != '\n'), "{lang:?}");
        let object = json_form::object(&summary);
        assert_eq!(object["machines"].as_u64(), Some(read));
    }
}
