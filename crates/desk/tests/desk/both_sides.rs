//! Desk and device judge and plan in the same way: for every recorded machine, `review` gives the same verdicts on the device
//! and on the desk, and a refused machine has the same ways. The desk reads the request in the form in which it is sent.

use std::path::PathBuf;

use countersign_core::machine::{Field, Machine, Reading, Tables};
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Platform, Request, Surroundings, WritingPlace};
use countersign_core::remedy::{Need, PlannedWay, WayDuration, WayKind, plan};
use countersign_core::review::{DeclarePolicy, Policy, review};
use countersign_core::text::Lang;
use countersign_core::text::remedy::{way_explanation, way_needs, way_title};
use countersign_ledger::{IncomingRequest, Reason, ways};
use countersign_probe::recording;

fn machines() -> Option<PathBuf> {
    let shared = countersign_testing::shared();
    let folder = shared.join("machines");
    if folder.join("identified.tsv").is_file() && folder.join("raw/manifest.tsv").is_file() {
        return Some(folder);
    }
    countersign_testing::skipped(format_args!("no recorded machines in {}", folder.display()));
    None
}

/// Checks one machine. Returns whether review accepts it.
fn check_both_sides(machine: &Machine, name: &str) -> Option<bool> {
    let judged = review(machine, &Policy::default());
    let marker2 = Binding::marker2_of(machine, &judged);
    let binding = Binding::of(machine, &judged, &Policy::default(), &Way::Assign, marker2);
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
    judged.acceptable()
}

/// Checks that the desk plans the same ways as the device, for requests with firmware values and with recovered values,
/// full and spoken, under a policy that allows no further way, the default, and one that allows every way. Returns whether
/// there are ways.
fn check_ways(machine: &Machine, name: &str) -> bool {
    let judged = review(machine, &Policy::default());
    let marker2 = Binding::marker2_of(machine, &judged);
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &judged));
    let narrow = Policy { recovered: false, ..Policy::default() };
    let wide =
        Policy { assigned: true, declared: DeclarePolicy::Any, older_binding: true, ..Policy::default() };
    for policy in [narrow, Policy::default(), wide] {
        let device = plan(machine, &judged, &policy, marker2, None).ways;
        for (way, reason) in
            [(Way::Firmware, Reason::MachineRefused), (Way::Recover, Reason::RecoveredNotAllowed)]
        {
            let binding = Binding::of(machine, &judged, &policy, &way, marker2);
            let request = binding.request(1, [1; 6], [7; 8], platform, surroundings);
            let lines = SpokenRequest::of(&request).lines();
            let heard =
                SpokenRequest::parse(&lines.each_ref().map(String::as_str), |_| Some([1; 6])).unwrap();
            let sent = Request::parse(&request.text().unwrap()).unwrap();
            for request in [IncomingRequest::Full(sent), IncomingRequest::Spoken(heard)] {
                let desk = ways(&request, reason, &request.findings(), &policy);
                assert_eq!(shown(&device), shown(&desk), "{name}: {policy:?}, {way:?}");
                for lang in [Lang::En, Lang::Zh] {
                    assert_eq!(words(lang, &device), words(lang, &desk), "{name}");
                }
            }
        }
    }
    !plan(machine, &judged, &wide, marker2, None).ways.is_empty()
}

/// The parts of a way on which device and desk must agree.
fn shown(ways: &[PlannedWay]) -> Vec<(WayKind, Option<WritingPlace>, Vec<Need>, WayDuration)> {
    ways.iter().map(|way| (way.kind, way.takes, way.needs.clone(), way.duration)).collect()
}

fn words(lang: Lang, ways: &[PlannedWay]) -> Vec<(&'static str, &'static str, String)> {
    let of_way = |way: &PlannedWay| (way_title(lang, way), way_explanation(lang, way), way_needs(lang, way));
    ways.iter().map(of_way).collect()
}

#[test]
fn desk_and_device_judge_and_plan_recorded_identities_alike() {
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
    let (mut accepted, mut refused, mut with_ways) = (0, 0, 0);
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
        with_ways += usize::from(check_ways(&machine, &line.join(" | ")));
    }
    assert_eq!(with_ways, refused, "exactly the refused machines have ways");
    assert!(
        accepted > 50 && refused > 20,
        "too few machines of one kind: {accepted} accepted, {refused} refused"
    );
}

#[test]
fn desk_and_device_judge_and_plan_recorded_dumps_alike() {
    let Some(folder) = machines() else { return };
    let folder = folder.join("raw");
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut count = 0;
    for line in manifest.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let machine = recording(&folder.join(columns[1])).unwrap_or_else(|error| panic!("{error}"));
        let accepted = check_both_sides(&machine, columns[1]) == Some(true);
        assert_ne!(check_ways(&machine, columns[1]), accepted, "{}", columns[1]);
        count += 1;
    }
    assert!(count > 40, "{count}");
}
