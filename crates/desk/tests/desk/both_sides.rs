//! Desk and device judge alike: for every recorded machine, `review` gives the same verdicts on the device and on the desk, and
//! the plan the same ways in the same words, through the request as it travels.

use std::path::PathBuf;

use countersign_core::machine::{BootMode, Field, Hypervisor, Machine, MachineSource, Reading, Tables};
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Platform, Request, Surroundings};
use countersign_core::remedy::{Plan, WayKind, plan, plan_for_request};
use countersign_core::review::{DeclarePolicy, Policy, review};
use countersign_core::text::{Lang, remedy as words};
use countersign_ledger::IncomingRequest;
use countersign_probe::recording;

fn machines() -> Option<PathBuf> {
    let shared = countersign_testing::shared();
    let folder = shared.join("machines");
    if folder.join("identified.tsv").is_file() && folder.join("raw/manifest.tsv").is_file() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no recorded machines in {}", folder.display());
    None
}

/// Checks one machine; gives whether review accepts it.
fn check_both_sides(machine: &Machine, name: &str) -> Option<bool> {
    let policy = Policy { assigned: true, ..Policy::default() };
    let judged = review(machine, &policy);
    let marker2 = Binding::marker2_of(machine, &judged);
    let binding = Binding::of(machine, &judged, &policy, &Way::Assign, marker2);
    let number = [1, 2, 3, 4, 5, 6];
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &judged));
    let request = binding.request(1, number, [7; 8], platform, surroundings);
    let url = request.url("desk.example").unwrap_or_else(|error| panic!("{name}: {error}"));
    let sent = Request::parse(&url).unwrap_or_else(|error| panic!("{name}: {error}"));
    let spoken = SpokenRequest::of(&request).lines();
    let heard = SpokenRequest::parse(&spoken.each_ref().map(String::as_str), |_| Some(number)).unwrap();
    let device: Vec<_> = (0..3).map(|at| (binding.verdicts[at], binding.origins[at])).collect();
    for request in [IncomingRequest::Full(sent), IncomingRequest::Spoken(heard)] {
        let desk: Vec<_> =
            request.findings().iter().map(|finding| (finding.verdict, finding.origin)).collect();
        assert_eq!(device, desk, "{name}");
        assert_eq!(request.marker3(), binding.marker3, "{name}");
    }
    let booted = |mode| {
        let mut here = Machine { source: MachineSource::ThisComputer, ..machine.clone() };
        here.firmware.uefi = mode == BootMode::Uefi;
        here
    };
    let on = |hypervisor| Machine { hypervisor: Some(hypervisor), ..booted(BootMode::Uefi) };
    for (how, machine) in [
        ("recorded", machine.clone()),
        ("booted by UEFI", booted(BootMode::Uefi)),
        ("booted by BIOS", booted(BootMode::Bios)),
        ("on libvirt", on(Hypervisor::Libvirt)),
        ("on Proxmox VE", on(Hypervisor::Proxmox)),
        ("in a cloud", on(Hypervisor::Cloud)),
    ] {
        for policy in [Policy::default(), OPEN] {
            check_both_plans(&machine, &policy, &format!("{name} {how}"));
        }
    }
    judged.acceptable()
}

/// Every way.
const OPEN: Policy = Policy {
    recovered: true,
    assigned: true,
    declared: DeclarePolicy::Any,
    older_binding: true,
    spoken: true,
    grace: 14,
};

/// Checks that device and desk plan the same for every request that this machine may make.
fn check_both_plans(machine: &Machine, policy: &Policy, name: &str) {
    let judged = review(machine, policy);
    let marker2 = Binding::marker2_of(machine, &judged);
    let device = plan(machine, &judged, policy, marker2, None);
    let mut asked = vec![Way::Firmware];
    asked.extend(device.ways.iter().filter_map(|way| match way.kind {
        WayKind::Recover => Some(Way::Recover),
        WayKind::Assign => Some(Way::Assign),
        _ => None,
    }));
    let number = [1, 2, 3, 4, 5, 6];
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &judged));
    for way in asked {
        let binding = Binding::of(machine, &judged, policy, &way, marker2);
        let request = binding.request(1, number, [7; 8], platform, surroundings);
        let sent = Request::parse(&request.url("desk.example").unwrap()).unwrap();
        let desk = plan_for_request(&sent.head, Some(&sent.values), policy);
        assert_eq!(shown(&device), shown(&desk), "{name} by {}", way.name());
        let spoken = SpokenRequest::of(&request).lines();
        let heard = SpokenRequest::parse(&spoken.each_ref().map(String::as_str), |_| Some(number)).unwrap();
        let by_word = plan_for_request(IncomingRequest::Spoken(heard).head(), None, policy);
        assert_eq!(shown(&device), shown(&by_word), "{name} by {}, spoken", way.name());
    }
}

/// What both sides must show of a plan, in both languages.
fn shown(plan: &Plan) -> Vec<String> {
    let one = |lang, way: &_| {
        let (title, what) = (words::way_title(lang, way), words::way_explanation(lang, way));
        format!("{} {:?} {title} {what} {}", way.kind.name(), way.takes, words::way_needs(lang, way))
    };
    [Lang::En, Lang::Zh]
        .into_iter()
        .flat_map(|lang| plan.ways.iter().map(move |way| one(lang, way)))
        .collect()
}

#[test]
fn desk_and_device_judge_recorded_identities_alike() {
    let Some(folder) = machines() else { return };
    let table = std::fs::read_to_string(folder.join("identified.tsv")).unwrap();
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let columns: Vec<(usize, Field)> = [
        ("sys_vendor", Field::Manufacturer),
        ("product_name", Field::Model),
        ("product_serial", Field::Serial),
        ("product_uuid", Field::Uuid),
        ("board_vendor", Field::BoardManufacturer),
        ("board_name", Field::BoardModel),
        ("board_serial", Field::BoardSerial),
        ("chassis_serial", Field::ChassisSerial),
    ]
    .into_iter()
    .map(|(name, field)| (head.iter().position(|one| *one == name).unwrap(), field))
    .collect();
    let (mut accepted, mut refused) = (0, 0);
    for line in lines {
        let mut machine = Machine { tables: Tables::Read, ..Machine::default() };
        for (column, field) in &columns {
            let reading = match line[*column] {
                "\\N" => Reading::NoStructure,
                "Not Specified" => Reading::NotSet,
                value => Reading::Value(value.as_bytes().to_vec()),
            };
            machine.fields.insert(*field, reading);
        }
        match check_both_sides(&machine, &line.join(" | ")) {
            Some(true) => accepted += 1,
            _ => refused += 1,
        }
    }
    assert!(accepted > 50 && refused > 20, "too few of one kind: {accepted}, {refused}");
}

#[test]
fn desk_and_device_judge_recorded_dumps_alike() {
    let Some(folder) = machines() else { return };
    let folder = folder.join("raw");
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut count = 0;
    for line in manifest.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let machine = recording(&folder.join(columns[1])).unwrap_or_else(|error| panic!("{error}"));
        check_both_sides(&machine, columns[1]);
        count += 1;
    }
    assert!(count > 40, "{count}");
}
