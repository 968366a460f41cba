//! Sentences of steps and values that depend on the fields or on the machine.

use super::*;
use crate::machine::{Origin, SourceKind};
use crate::protocol::binding::{Binding, Way};
use crate::protocol::{Platform, Request, Surroundings, WritingPlace};

/// The step for these fields, in both languages.
fn chosen(fields: &[Field]) -> [String; 2] {
    let joint = MergedStep { step: Step::ChooseValue(fields[0]), fields: fields.to_vec() };
    [Lang::En, Lang::Zh].map(|lang| words::merged_step(lang, &joint))
}

#[test]
fn the_sentence_about_choosing_names_the_fields() {
    use Field::{Manufacturer, Model, Serial};
    for (fields, en, zh) in [
        (
            &[Serial][..],
            "Choose a serial that no other machine has.",
            "为这台机器定一个序列号，不能与其他机器重复。",
        ),
        (&[Model], "Choose a model that fits this machine.", "为这台机器定一个合适的型号。"),
        (
            &[Model, Serial],
            "Choose a model that fits this machine, and a serial that no other machine has.",
            "为这台机器定一个合适的型号，再定一个序列号，不能与其他机器重复。",
        ),
        (
            &[Manufacturer, Model],
            "Choose a manufacturer and a model that fit this machine.",
            "为这台机器定合适的制造商和型号。",
        ),
        (
            &[Serial, Model, Manufacturer],
            "Choose a manufacturer and a model that fit this machine, and a serial that no other machine has.",
            "为这台机器定合适的制造商和型号，再定一个序列号，不能与其他机器重复。",
        ),
    ] {
        assert_eq!(chosen(fields), [en, zh]);
    }
    assert_eq!(words::step(Lang::En, &Step::ChooseValue(Serial)), chosen(&[Serial])[0]);
}

/// The cautions of the way to write: in the device's plan, and in the desk's plan.
fn both_cautions(machine: &Machine) -> [Vec<Step>; 2] {
    let judged = review(machine, &OPEN);
    let marker2 = Binding::marker2_of(machine, &judged);
    let binding = Binding::of(machine, &judged, &OPEN, &Way::Firmware, marker2);
    let asked: Request =
        binding.request(1, [1; 6], [2; 8], Platform::of(machine), Surroundings::of(machine, &judged));
    let own = plan(machine, &judged, &OPEN, marker2, None);
    let desk = plan_for_request(&asked.head, Some(&asked.values), &OPEN);
    let spoken = plan_for_request(&asked.head, None, &OPEN);
    let cautions = |plan: &Plan| {
        let write =
            plan.ways.iter().find(|way| way.kind == WayKind::Write).expect("the plan has a way that writes");
        write.cautions.clone()
    };
    assert_eq!(cautions(&desk), cautions(&spoken));
    [cautions(&own), cautions(&desk)]
}

#[test]
fn the_cloud_init_caution_is_shown_unless_the_serial_is_blank() {
    for hypervisor in [Hypervisor::Qemu, Hypervisor::Libvirt, Hypervisor::Proxmox, Hypervisor::Incus] {
        for (serial, cautioned) in [
            (Reading::text(""), false),
            (Reading::text("  "), false),
            (Reading::NotSet, false),
            (Reading::text("ds=nocloud"), true),
            (Reading::text("0"), true),
        ] {
            let mut machine = virtual_machine(hypervisor).with_value(Field::Model, "");
            machine.fields.insert(Field::Serial, serial.clone());
            for cautions in both_cautions(&machine) {
                let has = cautions.contains(&Step::CloudInitCaution);
                assert_eq!(has, cautioned && review(&machine, &OPEN).findings[2].refuses(), "{serial:?}");
            }
        }
        let by_verdict = |verdict| {
            let found =
                remedies_for_platform(None, Some(hypervisor), Field::Serial, verdict, &Policy::default());
            found[0].steps.contains(&Step::CloudInitCaution)
        };
        assert!(!by_verdict(Verdict::Blank) && by_verdict(Verdict::Placeholder), "{hypervisor:?}");
    }
}

#[test]
fn bhyve_gets_no_command_for_a_value_without_a_source() {
    for serial in ["", "0"] {
        let machine = virtual_machine(Hypervisor::Bhyve).with_value(Field::Serial, serial);
        for remedy in all(&machine, Policy::default()) {
            assert_eq!(remedy.command, None);
            assert!(
                !remedy
                    .steps
                    .iter()
                    .any(|step| step.takes_command() || matches!(step, Step::Type(_) | Step::PutInPlace(_)))
            );
            assert!(remedy.steps.contains(&Step::AskHost), "{:?}", remedy.steps);
        }
    }
}

fn planned(field: Field, value: Option<&str>, purpose: Purpose, source: Option<Source>) -> PlannedValue {
    PlannedValue { field, value: value.map(str::to_owned), purpose, source }
}

#[test]
fn a_second_value_of_a_field_is_an_alternative() {
    let write = Purpose::Write(WritingPlace::Vendor);
    let own = |field| Some(Source::Field(field));
    let values = [
        planned(Field::Model, Some("M720s"), write, own(Field::Version)),
        planned(Field::Model, Some("312A"), write, own(Field::BoardModel)),
        planned(Field::Serial, Some("PC0ABC12"), write, own(Field::BoardSerial)),
        planned(Field::Serial, Some("PC0ABC13"), write, own(Field::ChassisSerial)),
        planned(Field::Serial, Some("PC0ABC14"), write, Some(Source::Earlier)),
    ];
    assert_eq!(
        words::way_values(Lang::En, &values),
        [
            "Model: M720s (the version of this machine)",
            "Model, or: 312A (the board model of this machine)",
            "Serial: PC0ABC12 (the board serial of this machine)",
            "Serial, or: PC0ABC13 (the chassis serial of this machine)",
            "Serial, or: PC0ABC14 (an earlier record of this machine)",
        ]
    );
    let chinese = words::way_values(Lang::Zh, &values[..2]);
    assert_eq!(chinese, ["型号：M720s（本机的版本）", "型号，或：312A（本机的主板型号）"]);
    assert_eq!(words::way_values(Lang::En, &values[2..3]), [words::way_value(Lang::En, &values[2])]);
}

#[test]
fn a_value_with_a_known_source_kind_names_its_source_field() {
    let said = |lang, field, kind| {
        words::way_value(lang, &planned(field, None, Purpose::Bind(Origin::Recovered(kind)), None))
    };
    use SourceKind::{Board, Chassis, Uuid};
    for (field, kind, en, zh) in [
        (Field::Manufacturer, Board, "Manufacturer: the board's manufacturer", "制造商：改用主板上的制造商"),
        (Field::Model, Board, "Model: the board's model", "型号：改用主板上的型号"),
        (Field::Serial, Board, "Serial: the board's serial", "序列号：改用主板上的序列号"),
        (Field::Serial, Chassis, "Serial: the chassis's serial", "序列号：改用机箱上的序列号"),
        (
            Field::Serial,
            Uuid,
            "Serial: the UUID of this machine, or the service tag in it",
            "序列号：改用本机的 UUID 或其中的服务标签",
        ),
    ] {
        assert_eq!([said(Lang::En, field, kind), said(Lang::Zh, field, kind)], [en, zh]);
    }
    for (purpose, source) in
        [(Purpose::Bind(Origin::Declared), None), (Purpose::Write(WritingPlace::Boot), Some(Source::Label))]
    {
        let label = planned(Field::Serial, None, purpose, source);
        assert_eq!(words::way_value(Lang::Zh, &label), "序列号：见机身标签");
        assert_eq!(words::way_value(Lang::En, &label), "Serial: the label on the case");
    }
}

#[test]
fn steps_shared_by_several_fields_name_no_single_field_or_series() {
    let mut lenovo = machine(&[
        (Field::Manufacturer, "LENOVO"),
        (Field::Model, ""),
        (Field::Serial, "INVALID"),
        (Field::Version, "ThinkCentre M720s"),
    ]);
    lenovo.firmware.family = Family::Lenovo;
    let judged = review(&lenovo, &OPEN);
    let found = plan(&lenovo, &judged, &OPEN, None, None);
    let steps = &found
        .ways
        .iter()
        .find(|way| way.kind == WayKind::Write)
        .expect("the plan has a way that writes")
        .steps;
    let said: Vec<String> = steps.iter().map(|step| words::merged_step(Lang::En, step)).collect();
    let asks =
        said.iter().filter(|step| step.contains("Ask Lenovo for the maintenance disk or tool of this model"));
    assert_eq!(asks.count(), 1, "{said:?}");
    for step in [
        Step::AskMaker,
        Step::LenovoDisk,
        Step::MakerService,
        Step::SellerService,
        Step::KaiTianService,
        Step::HuaweiService,
        Step::AskHost,
        Step::UBootTree,
    ] {
        let [en, zh] = [Lang::En, Lang::Zh].map(|lang| words::step(lang, &step));
        assert!(
            !en.contains("this field") && !en.contains("the value on") && !en.starts_with("ThinkPad"),
            "{en}"
        );
        assert!(!zh.contains("此项") && !zh.starts_with("ThinkPad"), "{zh}");
    }
}

#[test]
fn the_older_binding_names_the_anchors() {
    let machine = virtual_machine(Hypervisor::Libvirt);
    let judged = review(&machine, &OPEN);
    let marker2 = Binding::marker2_of(&machine, &judged);
    let found = plan(&machine, &judged, &OPEN, marker2, None);
    let older =
        found.ways.iter().find(|way| way.kind == WayKind::Older).expect("the plan has the older binding");
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| words::way_explanation(lang, older));
    for anchor in ["board serial", "UUID", "network port"] {
        assert!(en.contains(anchor), "{en}");
    }
    for anchor in ["主板序列号", "UUID", "网口"] {
        assert!(zh.contains(anchor), "{zh}");
    }
}

#[test]
fn a_sentence_ends_in_one_full_stop() {
    use crate::text::as_sentence;
    assert_eq!(as_sentence(Lang::En, "Model: To Be Filled By O.E.M."), "Model: To Be Filled By O.E.M.");
    assert_eq!(as_sentence(Lang::En, "Model: Default string"), "Model: Default string.");
    assert_eq!(as_sentence(Lang::Zh, "型号：To Be Filled By O.E.M."), "型号：To Be Filled By O.E.M.。");
    assert_eq!(as_sentence(Lang::Zh, "型号：没有。"), "型号：没有。");
}
