//! Every view as a file: one section for each size, look and language.
//!
//! `INSTA_UPDATE=always cargo test --workspace --test screens` writes the files again. Read the difference before you
//! commit it.

use std::collections::BTreeSet;
use std::path::Path;

use countersign::wizard::{Action, Notice, State, key_bindings};
use countersign_core::lang::Lang;
use countersign_core::protocol::line::grouped;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_keep::KeepCode;

use super::picture::{LOOKS, picture};
use super::views::{VIEWS, View};

const SIZES: [(u16, u16); 2] = [(80, 24), (40, 12)];
const LANGUAGES: [(Lang, &str); 2] = [(Lang::En, "English"), (Lang::Zh, "Chinese")];

/// The sections of a view. The main view of a step has all of them; the others have the large size in colour and the
/// small one in ASCII.
fn sections(view: &View) -> String {
    let rig = view.rig();
    let mut sections = Vec::new();
    for size in SIZES {
        for (look, theme) in LOOKS {
            if !view.main && (look == "colour") != (size == SIZES[0]) {
                continue;
            }
            for (lang, language) in LANGUAGES {
                let state = State { lang, ..rig.state.clone() };
                let picture = picture(&state, theme, size);
                sections.push(format!("== {}x{}, {look}, {language} ==\n{picture}", size.0, size.1));
            }
        }
    }
    sections.join("\n")
}

#[test]
fn every_view_is_drawn_as_its_snapshot() {
    for view in VIEWS {
        insta::with_settings!({
            snapshot_path => format!("snapshots/{}", view.step),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(view.name, sections(view));
        });
    }
}

#[test]
fn every_snapshot_belongs_to_a_view() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/snapshots");
    let mut files = BTreeSet::new();
    for step in std::fs::read_dir(&root).unwrap() {
        for file in std::fs::read_dir(step.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            // Not `.snap.new`, which insta writes where a picture differs.
            if path.extension().is_some_and(|ending| ending == "snap") {
                files.insert(path.strip_prefix(&root).unwrap().display().to_string());
            }
        }
    }
    let views = VIEWS.iter().map(|view| format!("{}/{}.snap", view.step, view.name));
    assert_eq!(files, views.collect());
}

#[test]
fn the_key_that_saves_the_request_has_its_label_at_80x24() {
    let mut seen = 0;
    for view in VIEWS {
        let state = view.rig().state;
        let saves = key_bindings(&state).iter().any(|binding| binding.action == Action::SaveText);
        for (lang, label) in [(Lang::En, "s save"), (Lang::Zh, "s 保存")] {
            let picture = picture(&State { lang, ..state.clone() }, LOOKS[0].1, SIZES[0]);
            seen += usize::from(saves);
            assert!(!saves || picture.contains(label), "{}/{}: {picture}", view.step, view.name);
        }
    }
    assert!(seen > 10, "only {seen} views can save the request");
}

#[test]
fn a_notice_hides_no_part_of_a_spoken_request_at_80x24() {
    let spoken = VIEWS.iter().filter(|view| view.name.ends_with("spoken"));
    for view in spoken.clone() {
        for (lang, _) in LANGUAGES {
            let notice = Some(Notice::SessionNotSaved(KeepCode::KeepDenied));
            let state = State { lang, notice, ..view.rig().state };
            let request = state.draft.request.clone().unwrap();
            let picture = picture(&state, LOOKS[0].1, SIZES[0]);
            assert!(picture.contains("SESSION-NOT-KEPT"), "{picture}");
            let groups = SpokenRequest::of(&request).lines().map(|line| grouped(&line)).join(" ");
            for part in groups.split(' ').chain([request.name().to_string().as_str()]) {
                assert!(picture.contains(part), "{part} is hidden: {picture}");
            }
        }
    }
    assert_eq!(spoken.count(), 2);
}
