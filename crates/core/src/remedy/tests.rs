//! Tests of remedies: each family's command and steps, values that hide elsewhere, hostile values.

use proptest::prelude::*;

use super::{Command, CommandLocation, EarlierRecord, Remedy, RemedyKind, Source, Step};
use super::{quote, remedies, remedies_for_platform, remedy_for_value};
use crate::machine::{Container, Family, Field, Hypervisor, Machine, Reading, Tables, Tool};
use crate::review::{
    DeclarePolicy, Policy, Verdict, dell_board_tag, dell_uuid_tag, hp_uuid_serial, oem_serial, review,
};
use crate::text::{Lang, remedy as words};

const OPEN: Policy = Policy { declared: DeclarePolicy::Any, older_binding: true, spoken: false };

pub(super) fn machine(values: &[(Field, &str)]) -> Machine {
    Machine {
        tables: Tables::Read,
        fields: values.iter().map(|(field, value)| (*field, Reading::text(value))).collect(),
        read_as_root: true,
        ..Machine::default()
    }
}

/// A white box: the board is known, the system isn't.
pub(super) fn white_box() -> Machine {
    let mut machine = machine(&[
        (Field::Manufacturer, "To Be Filled By O.E.M."),
        (Field::Model, "To Be Filled By O.E.M."),
        (Field::Serial, "Default string"),
        (Field::BoardManufacturer, "ASRock"),
        (Field::BoardModel, "B450M Pro4"),
        (Field::BoardSerial, "BR80G1234567"),
    ]);
    machine.firmware.family = Family::Ami;
    machine.firmware.uefi = true;
    machine
}

fn virtual_machine(hypervisor: Hypervisor) -> Machine {
    let mut machine = machine(&[
        (Field::Manufacturer, "QEMU"),
        (Field::Model, "Standard PC (Q35 + ICH9, 2009)"),
        (Field::Serial, ""),
        (Field::Uuid, "1DDBEB7E-AEA3-4AE3-8A57-61867D346372"),
    ]);
    machine.hypervisor = Some(hypervisor);
    machine.firmware.uefi = true;
    machine
}

pub(super) fn all(machine: &Machine, policy: Policy) -> Vec<Remedy> {
    remedies(machine, &review(machine, &policy), &policy, None)
}

fn set(machine: &Machine, field: Field, value: &str) -> Remedy {
    remedy_for_value(machine, &review(machine, &OPEN), field, value).expect("the value passes review")
}

fn shell(remedy: &Remedy) -> String {
    remedy.command.as_ref().map(Command::shell).unwrap_or_default()
}

#[test]
fn a_white_box_gets_its_boards_values_and_the_command_for_them() {
    let found = all(&white_box(), OPEN);
    let first = |field| found.iter().find(|remedy| remedy.field == field).expect("a remedy");
    assert_eq!(first(Field::Manufacturer).value.as_deref(), Some("ASRock"));
    assert_eq!(shell(first(Field::Manufacturer)), "AMIDEEFIx64.efi /SM ASRock");
    assert_eq!(shell(first(Field::Model)), "AMIDEEFIx64.efi /SP \"B450M Pro4\"");
    assert_eq!(shell(first(Field::Serial)), "AMIDEEFIx64.efi /SS BR80G1234567");
    assert_eq!(first(Field::Serial).source, Some(Source::Field(Field::BoardSerial)));
    assert!(first(Field::Model).steps.contains(&Step::QuirksCaution));
    assert!(!first(Field::Serial).steps.contains(&Step::QuirksCaution));
    let kinds: Vec<_> =
        found.iter().filter(|remedy| remedy.field == Field::Serial).map(|remedy| remedy.kind).collect();
    assert_eq!(
        kinds,
        [RemedyKind::Elsewhere, RemedyKind::Firmware, RemedyKind::Declare, RemedyKind::OlderBinding]
    );
}

#[test]
fn a_tool_on_the_path_may_be_run_with_a_known_value_only() {
    let mut machine = white_box();
    machine.tools = vec![Tool::Amidelnx];
    let found = all(&machine, OPEN);
    let runnable: Vec<_> = found
        .iter()
        .filter(|remedy| remedy.command.as_ref().is_some_and(|command| command.runnable))
        .map(|remedy| (remedy.field, remedy.kind))
        .collect();
    assert_eq!(runnable, Field::BINDING.map(|field| (field, RemedyKind::Elsewhere)));
    assert_eq!(shell(&found[0]), "amidelnx_26_64 /SM ASRock");
}

#[test]
fn what_it_had_before_comes_first_where_it_passes() {
    let machine = white_box();
    let judged = review(&machine, &OPEN);
    let earlier = EarlierRecord { values: ["ASRock".into(), "Default string".into(), "M80-0123X7".into()] };
    let found = remedies(&machine, &judged, &OPEN, Some(&earlier));
    let earlier: Vec<_> = found
        .iter()
        .filter(|remedy| remedy.kind == RemedyKind::Earlier)
        .map(|remedy| remedy.value.as_deref())
        .collect();
    assert_eq!(earlier, [Some("ASRock"), Some("M80-0123X7")]);
    let asrock = found.iter().filter(|remedy| remedy.value.as_deref() == Some("ASRock")).count();
    assert_eq!(asrock, 1, "the same value is not offered twice");
    let order: Vec<_> = found
        .iter()
        .map(|remedy| (Field::BINDING.iter().position(|f| *f == remedy.field), remedy.kind))
        .collect();
    assert!(order.is_sorted());
}

#[test]
fn policy_and_anchor_decide_what_may_stand_in() {
    let has = |machine: &Machine, policy, kind| all(machine, policy).iter().any(|remedy| remedy.kind == kind);
    let machine = white_box();
    assert!(!has(&machine, Policy::default(), RemedyKind::Declare));
    assert!(!has(&machine, Policy::default(), RemedyKind::OlderBinding));
    let serial = Policy { declared: DeclarePolicy::Serial, ..Policy::default() };
    let declared: Vec<_> = all(&machine, serial)
        .into_iter()
        .filter(|remedy| remedy.kind == RemedyKind::Declare)
        .map(|remedy| remedy.field)
        .collect();
    assert_eq!(declared, [Field::Serial]);
    let mut loose = machine;
    loose.fields.remove(&Field::BoardSerial);
    assert!(!has(&loose, OPEN, RemedyKind::Declare), "nothing ties it to the device");
    assert!(!has(&loose, OPEN, RemedyKind::OlderBinding));
}

#[test]
fn an_accepted_machine_gets_none() {
    let fine = machine(&[
        (Field::Manufacturer, "ASRock"),
        (Field::Model, "All Series"),
        (Field::Serial, "M80-0123X7"),
    ]);
    assert_eq!(all(&fine, OPEN), []);
}

#[test]
fn unreadable_fields_are_read_again_first() {
    let mut machine = machine(&[(Field::Manufacturer, "HP"), (Field::Model, "Z600")]);
    machine.fields.insert(Field::Serial, Reading::Denied);
    machine.read_as_root = false;
    let found = all(&machine, OPEN);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field, found[0].kind), (Field::Serial, RemedyKind::ReadAgain));
    assert_eq!(found[0].steps, [Step::AsRoot, Step::ReadAgain]);

    let flat = Machine { tables: Tables::Empty, read_as_root: true, ..Machine::default() };
    assert!(all(&flat, OPEN).iter().all(|remedy| remedy.steps.contains(&Step::Restart)));
    let hidden = Machine { container: Some(Container::Oci), read_as_root: true, ..Machine::default() };
    assert!(all(&hidden, OPEN).iter().all(|remedy| remedy.steps.first() == Some(&Step::RunOnHost)));
}

#[test]
fn each_firmware_family_has_its_own_way() {
    let mut machine = white_box();
    let mut with = |family, field, value| {
        machine.firmware.family = family;
        let remedy = set(&machine, field, value);
        (shell(&remedy), remedy.steps)
    };
    assert_eq!(with(Family::Insyde, Field::Model, "Sky Z7 R2").0, "H2OSDE-Sx64.efi -SP \"Sky Z7 R2\"");
    assert_eq!(with(Family::Phoenix, Field::Serial, "LXN0102034").0, "dmitools /ws LXN0102034");
    let (line, steps) = with(Family::Phoenix, Field::Model, "Aspire One Happy 2");
    assert!(line.is_empty() && steps.contains(&Step::AtMost(16)));
    let (line, steps) = with(Family::Dell, Field::Serial, "35K213X");
    assert!(line.is_empty() && steps.contains(&Step::DellPrompt) && steps.contains(&Step::DellOnce));
    assert!(with(Family::Hp, Field::Serial, "CZC214446Z").1.contains(&Step::HpSetup));
    assert!(with(Family::Hpe, Field::Serial, "CZJ1280RQ2").1.contains(&Step::HpeIlo));
    assert!(with(Family::Lenovo, Field::Serial, "PC16ANHL").1.contains(&Step::LenovoDisk));
    assert_eq!(
        with(Family::LenovoServer, Field::Serial, "J301ABCD").0,
        "onecli config set SYSTEM_PROD_DATA.SysInfoSerialNum J301ABCD --override --imm USER:PASSWORD@BMC"
    );
    let (line, steps) = with(Family::Supermicro, Field::Serial, "S212101X7A18218");
    assert_eq!(line, "sum -c EditDmiInfo --file dmi.txt --shn SYSN --value S212101X7A18218");
    let typed: Vec<_> = steps
        .iter()
        .filter_map(|step| if let Step::Type(command) = step { Some(command.shell()) } else { None })
        .collect();
    assert_eq!(typed.len(), 4);
    assert_eq!(typed[3], "ipmicfg -fru PS S212101X7A18218");
    assert!(with(Family::Coreboot, Field::Serial, "PF0ABC12").1.contains(&Step::CorebootImage));
    assert!(with(Family::Unknown, Field::Serial, "PF0ABC12").1.contains(&Step::AskMaker));

    machine.has_bmc = true;
    machine.tools = vec![Tool::Ipmitool, Tool::Vpd];
    machine.firmware.family = Family::Ami;
    let fru = set(&machine, Field::Serial, "QTFCKJ50800080");
    assert_eq!(shell(&fru), "ipmitool fru edit 0 field p 4 QTFCKJ50800080");
    assert!(fru.command.is_some_and(|command| command.runnable));
    machine.firmware.family = Family::Coreboot;
    assert_eq!(shell(&set(&machine, Field::Serial, "PF0ABC12")), "vpd -i RO_VPD -s 'serial_number=PF0ABC12'");
    machine.firmware.uefi = false;
    machine.has_bmc = false;
    machine.firmware.family = Family::Ami;
    assert_eq!(
        set(&machine, Field::Serial, "PF0ABC12").command.map(|command| command.location),
        Some(CommandLocation::Dos)
    );
}

#[test]
fn each_hypervisor_has_its_own_way() {
    let first = |hypervisor| {
        let found = all(&virtual_machine(hypervisor), OPEN);
        found.into_iter().next().expect("a remedy")
    };
    let qemu = first(Hypervisor::Qemu);
    assert_eq!(qemu.source, Some(Source::Field(Field::Uuid)));
    assert_eq!(shell(&qemu), "-smbios type=1,serial=1DDBEB7E-AEA3-4AE3-8A57-61867D346372");
    assert!(
        shell(&first(Hypervisor::Libvirt))
            .contains("<entry name='serial'>1DDBEB7E-AEA3-4AE3-8A57-61867D346372</entry>")
    );
    assert_eq!(
        shell(&first(Hypervisor::Proxmox)),
        "qm set VMID --smbios1 uuid=1ddbeb7e-aea3-4ae3-8a57-61867d346372,base64=1,manufacturer=UUVNVQ==,\
         product=U3RhbmRhcmQgUEMgKFEzNSArIElDSDksIDIwMDkp,serial=MUREQkVCN0UtQUVBMy00QUUzLThBNTctNjE4NjdEMzQ2Mzcy"
    );
    assert_eq!(
        shell(&first(Hypervisor::VirtualBox)),
        "VBoxManage setextradata VM VBoxInternal/Devices/efi/0/Config/DmiSystemSerial string:1DDBEB7E-AEA3-4AE3-8A57-61867D346372"
    );
    assert!(
        shell(&first(Hypervisor::Vmware))
            .ends_with("serialNumber = \"1DDBEB7E-AEA3-4AE3-8A57-61867D346372\"")
    );
    assert!(first(Hypervisor::HyperV).steps.contains(&Step::HyperVProperty("BIOSSerialNumber")));
    assert!(first(Hypervisor::Xen).steps.contains(&Step::XenStore("bios-strings/system-serial-number")));
    assert!(first(Hypervisor::Other).steps.contains(&Step::AskHost));
    let cloud = all(&virtual_machine(Hypervisor::Cloud), Policy::default());
    assert_eq!(cloud.iter().map(|remedy| remedy.kind).collect::<Vec<_>>(), [RemedyKind::Stop]);
}

#[test]
fn makers_that_let_nobody_in_say_stop() {
    let mut apple = white_box();
    apple.firmware.family = Family::Apple;
    assert!(all(&apple, Policy::default()).iter().all(|remedy| remedy.kind == RemedyKind::Stop));
    let bare = Machine { read_as_root: true, ..Machine::default() };
    assert!(all(&bare, Policy::default()).iter().all(|remedy| remedy.steps == [Step::NoSmbios]));
}

#[test]
fn serials_are_found_inside_uuids() {
    for (uuid, tag) in [
        ("4C4C4544-0035-4B10-8032-B3C04F313358", "35K213X"),
        ("44454C4C-5100-1042-804B-B5C04F503131", "5QBKP11"),
        ("44454C4C-3800-1058-8044-C4C04F36324A", "D8XD62J"),
    ] {
        assert_eq!(dell_uuid_tag(uuid).as_deref(), Some(tag), "{uuid}");
    }
    assert_eq!(dell_uuid_tag("4C4C4544-0000-2010-8020-80C04F202020"), None);
    assert_eq!(dell_uuid_tag("44454C4C-00B4-1036-8045-80C04F475748"), None, "an older layout");
    for (uuid, smbios, serial) in [
        ("32393735-3733-5A43-4A31-323830525132", Some((2, 7)), "CZJ1280RQ2"),
        ("34313636-3536-435A-4A37-313430363538", Some((2, 4)), "CZJ7140658"),
        ("33393131-3132-5347-4836-31355831454D", Some((2, 33)), "SGH615X1EM"),
        ("30464E43-3231-3730-5836-C80AA93F35FA", Some((2, 6)), "CNF01207X6"),
        ("30464E43-3231-3730-5836-C80AA93F35FA", Some((2, 51)), "CNF01207X6"),
    ] {
        assert_eq!(hp_uuid_serial(uuid, smbios).as_deref(), Some(serial), "{uuid}");
    }
    let either = hp_uuid_serial("32393735-3733-5A43-4A31-323830525132", None);
    assert_eq!(either, None, "both orders make sense, and nothing tells which is meant");
    assert_eq!(hp_uuid_serial("1DDBEB7E-AEA3-4AE3-8A57-61867D346372", Some((3, 0))), None);
    assert_eq!(dell_board_tag(".D8XD62J.CN4864363E7491.").as_deref(), Some("D8XD62J"));
    assert_eq!(dell_board_tag("/D0JHP72/CN1296364600B8/").as_deref(), Some("D0JHP72"));
    assert_eq!(dell_board_tag("..CN717035A80217."), None);
}

#[test]
fn oem_strings_give_serials_only_of_that_shape() {
    assert_eq!(oem_serial("S/N: PF0ABC12").as_deref(), Some("PF0ABC12"));
    assert_eq!(oem_serial("Serial Number=8CG1234XYZ").as_deref(), Some("8CG1234XYZ"));
    assert_eq!(oem_serial("NBQ4X110039210003D66").as_deref(), Some("NBQ4X110039210003D66"));
    for no in [
        "Dell System",
        "1[082A]",
        "www.hp.com",
        "20210412",
        "ABS 70/71 79 7A",
        "SN",
        "SERIALS",
        "ß: x",
        "S/N:",
    ] {
        assert_eq!(oem_serial(no), None, "{no}");
    }
}

/// Every Dell and HP machine that was recorded with its identity gives its own serial back.
#[test]
fn recorded_machines_give_their_own_serials_back() {
    let shared = countersign_testing::shared();
    let Ok(table) = std::fs::read_to_string(shared.join("machines/identified.tsv")) else {
        eprintln!("SKIPPED: no machines/identified.tsv under {}", shared.display());
        return;
    };
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().expect("a head line");
    let column = |name| head.iter().position(|other| *other == name).expect("the column");
    let (uuid, serial, board, version) =
        (column("product_uuid"), column("product_serial"), column("board_serial"), column("smbios_version"));
    let (mut dell, mut hp) = (0, 0);
    for line in lines {
        let chassis = line[column("chassis_serial")].trim();
        // A machine without a system serial has the tag on its case.
        let genuine = Some(line[serial].trim()).filter(|serial| !serial.is_empty()).unwrap_or(chassis);
        // Some were published with another serial in place of theirs.
        let published = !genuine.starts_with("4242") && genuine != "XXXXXXX";
        if let Some(tag) = dell_uuid_tag(line[uuid]).filter(|_| published) {
            assert_eq!(tag, genuine, "{line:?}");
            dell += 1;
        }
        if let Some(tag) = dell_board_tag(line[board].trim()).filter(|_| published) {
            assert_eq!(tag, genuine, "{line:?}");
        }
        let mut numbers = line[version].split('.').map(str::parse::<u8>);
        let smbios = match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
            _ => None,
        };
        if let Some(found) = hp_uuid_serial(line[uuid], smbios).filter(|_| genuine.len() == 10) {
            assert_eq!(found, genuine, "{line:?}");
            hp += 1;
        }
    }
    assert!(dell >= 40 && hp >= 7, "Dell {dell}, HP {hp}");
}

#[test]
fn the_desk_answers_by_family_alone() {
    let found = remedies_for_platform(Some(Family::Ami), None, Field::Serial, Verdict::Placeholder, &OPEN);
    let kinds: Vec<_> = found.iter().map(|remedy| remedy.kind).collect();
    assert_eq!(kinds, [RemedyKind::Firmware, RemedyKind::Declare, RemedyKind::OlderBinding]);
    assert_eq!(shell(&found[0]), "AMIDEEFIx64.efi /SS VALUE");
    assert!(remedies_for_platform(None, None, Field::Model, Verdict::Shared, &OPEN).is_empty());
    assert!(remedies_for_platform(None, None, Field::Serial, Verdict::Ok, &OPEN).is_empty());
    let cloud = remedies_for_platform(
        None,
        Some(Hypervisor::Cloud),
        Field::Model,
        Verdict::Blank,
        &Policy::default(),
    );
    assert_eq!(cloud[0].kind, RemedyKind::Stop);
    let unread = remedies_for_platform(Some(Family::Hp), None, Field::Serial, Verdict::Unreadable, &OPEN);
    assert_eq!(unread[0].kind, RemedyKind::ReadAgain);
}

#[test]
fn json_has_the_keys_scripts_rely_on() {
    let found = all(&white_box(), OPEN);
    let json = words::to_json(Lang::En, &found[0]);
    assert_eq!(json["kind"], "elsewhere");
    assert_eq!(json["source"], "board-manufacturer");
    assert_eq!(json["command"], "AMIDEEFIx64.efi /SM ASRock");
    assert!(
        json["steps"]
            .as_array()
            .is_some_and(|steps| steps.iter().all(|step| step.is_string()) && !steps.is_empty())
    );
}

/// Values as nasty as review lets through: no control characters, anything else.
fn nasty() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "'",
        "\"",
        "`",
        "$(reboot)",
        "$HOME",
        ";",
        "&&",
        "|",
        "<",
        ">",
        "</entry>",
        "]]>",
        "&",
        ",",
        ",,",
        "=",
        "uuid=",
        "\\",
        "%PATH%",
        "^",
        "!",
        "#",
        "*",
        "?",
        "-",
        "/",
        "--",
        " ",
        "A1",
        "世",
        "~",
        "{x}",
        "\u{2019}",
    ]);
    prop::collection::vec(parts, 1..10).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_value_steps_out_of_a_posix_line(value in nasty()) {
        let words = vec!["ipmitool".to_owned(), value];
        for at in [CommandLocation::Here, CommandLocation::Bmc] {
            let line = Command { location: at, words: words.clone(), runnable: false }.shell();
            prop_assert_eq!(shlex::split(&line), Some(words.clone()));
        }
        // Double quotes of a host's shell must not let anything through that a POSIX shell expands.
        let host = CommandLocation::Host(Hypervisor::VirtualBox);
        let line = Command { location: host, words: words.clone(), runnable: false }.shell();
        prop_assert_eq!(shlex::split(&line), Some(words.clone()));
        let mut single = false;
        for c in line.chars() {
            if c == '\'' && !line.contains('"') { single = !single }
            prop_assert!(!matches!(c, '$' | '`') || single || line.contains('\''));
        }
    }

    #[test]
    fn no_value_steps_out_of_xml(value in nasty()) {
        let escaped = quote::xml(&value);
        prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
        prop_assert_eq!(back, value);
    }

    #[test]
    fn no_value_steps_out_of_a_qemu_option(value in nasty()) {
        let escaped = quote::qemu(&value);
        // QEMU's own reading: a doubled comma is one, a single comma ends the value.
        let mut chars = escaped.chars().peekable();
        let mut read = String::new();
        let mut ended = false;
        while let Some(c) = chars.next() {
            if c == ',' {
                ended |= chars.next() != Some(',');
            }
            read.push(c);
        }
        prop_assert!(!ended);
        prop_assert_eq!(read, value);
    }

    #[test]
    fn no_value_steps_out_of_a_proxmox_property(value in nasty()) {
        let encoded = quote::proxmox(&value);
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)));
        prop_assert_eq!(data_encoding::BASE64.decode(encoded.as_bytes()).ok(), Some(value.into_bytes()));
    }

    #[test]
    fn simple_shells_get_plain_values_or_none(value in nasty()) {
        let machine = white_box();
        if let Some(remedy) = remedy_for_value(&machine, &review(&machine, &OPEN), Field::Serial, &value)
            && let Some(command) = remedy.command
        {
            let line = command.shell();
            prop_assert!(!line.contains(['^', '%', '$', '`', '|', '<', '>', '&', ';', '#', '*', '?', '\'']));
            prop_assert!(line.matches('"').count() <= 2);
        }
    }

    #[test]
    fn a_value_is_never_an_option(value in nasty()) {
        let mut machine = white_box();
        machine.tools = vec![Tool::Amidelnx, Tool::H2osde, Tool::Ipmitool, Tool::Sum, Tool::Onecli];
        for family in [Family::Ami, Family::Insyde, Family::Supermicro, Family::LenovoServer, Family::Unknown] {
            machine.firmware.family = family;
            machine.has_bmc = family == Family::Unknown;
            let Some(remedy) = remedy_for_value(&machine, &review(&machine, &OPEN), Field::Serial, &format!("-{value}")) else { continue };
            prop_assert_eq!(remedy.command, None);
        }
    }

    #[test]
    fn any_machine_gets_bounded_remedies(
        bytes in prop::collection::vec((prop::sample::select(Field::ALL.to_vec()), prop::collection::vec(any::<u8>(), 0..60)), 0..19),
        oem in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..5),
        family in prop::sample::select(vec![Family::Ami, Family::Dell, Family::Hp, Family::Phoenix, Family::Supermicro, Family::Unknown]),
        hypervisor in prop::option::of(prop::sample::select(vec![Hypervisor::Qemu, Hypervisor::Libvirt, Hypervisor::Proxmox, Hypervisor::Vmware])),
    ) {
        let mut machine = Machine { tables: Tables::Read, hypervisor, oem_strings: oem, ..Machine::default() };
        machine.firmware.family = family;
        machine.fields = bytes.into_iter().map(|(field, bytes)| (field, Reading::Value(bytes))).collect();
        let found = all(&machine, OPEN);
        prop_assert!(found.len() <= 3 * 7);
        for remedy in found {
            prop_assert!(!remedy.steps.is_empty());
            for lang in [Lang::En, Lang::Zh] {
                for step in &remedy.steps {
                    prop_assert!(!words::step(lang, step).chars().any(char::is_control));
                }
                let _ = words::to_json(lang, &remedy);
            }
        }
    }
}
