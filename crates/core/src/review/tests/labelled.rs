//! The rules on labelled values of recorded machines.

use super::*;

/// The field with this name in the file of labels.
fn labelled(name: &str) -> Option<Field> {
    Some(match name {
        "sys_vendor" => Field::Manufacturer,
        "product_name" => Field::Model,
        "product_serial" => Field::Serial,
        "product_uuid" => Field::Uuid,
        "board_vendor" => Field::BoardManufacturer,
        "board_name" => Field::BoardModel,
        "board_serial" => Field::BoardSerial,
        "board_asset_tag" => Field::BoardAssetTag,
        "chassis_vendor" => Field::ChassisManufacturer,
        "chassis_serial" => Field::ChassisSerial,
        "chassis_asset_tag" => Field::ChassisAssetTag,
        _ => return None,
    })
}

#[test]
fn rules_hold_on_labelled_values() {
    let shared = countersign_testing::shared();
    let Ok(labels) = std::fs::read_to_string(shared.join("rules/labels.tsv")) else {
        countersign_testing::skipped(format_args!(
            "no rules/labels.tsv under {}: the rules were not measured",
            shared.display()
        ));
        return;
    };
    let (mut bad, mut caught, mut good, mut spared, mut same, mut unlike) = (0, 0, 0, 0, 0, 0);
    for line in labels.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(name), Some(value), Some(label), Some(why)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let Some(field) = labelled(name) else { continue };
        let (verdict, kind) = judge_text(field, value);
        // These labels are about form only: padding is removed before judging, and a long value is not a fault.
        if label == "malformed" && (why.contains("padding") || why.contains("longer than")) {
            assert_eq!((verdict, kind), judge_text(field, value.trim()), "{value:?}");
            continue;
        }
        if label == "ok" {
            good += 1;
            if verdict == Verdict::Ok {
                spared += 1;
            } else {
                eprintln!("WRONGLY REFUSED {name} {value:?}: {verdict:?} {kind:?}");
            }
        } else {
            bad += 1;
            if verdict == Verdict::Ok {
                eprintln!("MISSED {name} {value:?}: {label}, {why}");
            } else {
                caught += 1;
                let wanted = if label == "duplicate-prone" { "shared" } else { label };
                if verdict.name() == wanted {
                    same += 1;
                } else {
                    unlike += 1;
                    eprintln!("OTHERWISE {name} {value:?}: {wanted}, here {verdict:?} {kind:?}");
                }
            }
        }
    }
    let recall = f64::from(caught) / f64::from(bad);
    let precision = f64::from(caught) / f64::from(caught + good - spared);
    eprintln!(
        "recall {recall:.4} ({caught} of {bad}), precision {precision:.4} ({spared} of {good} spared), same verdict {same}, other {unlike}"
    );
    assert!(recall >= 0.99, "the recall is only {recall}");
    assert!(precision >= 0.995, "the precision is only {precision}");
}
