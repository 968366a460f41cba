//! Every view, kept as a file a size, look and language. `INSTA_UPDATE=always cargo test --test screens` writes
//! them anew; read what changed before it is committed.

use countersign::wizard::State;
use countersign_core::lang::Lang;

use super::picture::{LOOKS, picture};
use super::views::VIEWS;

const SIZES: [(u16, u16); 2] = [(80, 24), (40, 12)];

/// What is kept of a step's main view: everything. Of the others: roomy with colour, narrow without.
fn kept(main: bool, size: (u16, u16), look: &str) -> bool {
    main || (look == "colour") == (size.0 == 80)
}

#[test]
fn every_step_at_two_sizes_two_looks_and_in_two_languages() {
    for view in VIEWS {
        let rig = view.rig();
        for (lang, tag) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let state = State { lang, ..rig.state.clone() };
            for size in SIZES {
                for (look, theme) in LOOKS {
                    if !kept(view.main, size, look) {
                        continue;
                    }
                    let name = format!("{}-{}x{}-{look}-{tag}", view.name, size.0, size.1);
                    insta::with_settings!({
                        snapshot_path => format!("snapshots/{}", view.step),
                        prepend_module_to_snapshot => false,
                        omit_expression => true,
                    }, {
                        insta::assert_snapshot!(name, picture(&state, theme, size));
                    });
                }
            }
        }
    }
}

/// The files on disk are those of the views, no more: a view that is gone takes its pictures along.
#[test]
fn no_picture_is_left_of_a_view_that_is_gone() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/snapshots");
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let step = folder.file_name().into_string().unwrap();
            let known = |size: &str| {
                VIEWS
                    .iter()
                    .any(|view| view.step == step && name.starts_with(&format!("{}-{size}-", view.name)))
            };
            assert!(known("80x24") || known("40x12"), "{step}/{name}");
        }
    }
}
