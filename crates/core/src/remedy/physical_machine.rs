//! How a field is set on a physical machine, by the family of its firmware.

use super::command::{Command, CommandLocation};
use super::context::Context;
use super::procedure::Procedure;
use super::quote::{fits_argument, fits_fru, fits_simple_shell, is_dell_tag};
use super::step::Step;
use crate::machine::{BootMode, Family, Field, Tool};

/// AMI's editor for a UEFI shell.
pub(super) const AMI_UEFI: &str = "AMIDEEFIx64.efi";

/// AMI's editor for DOS.
pub(super) const AMI_DOS: &str = "AMIDEDOS.EXE";

/// How to set this field to this value; `None` for a value on the label.
pub(super) fn procedure(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let mut steps = vec![match value {
        Some(_) => Step::CompareLabel(field),
        None => Step::ReadLabel(field),
    }];
    let own = family_procedure(context, field, value);
    if own.command.is_some() && value.is_none() {
        steps.push(Step::PutInPlace(context.word(field)));
    }
    let fixed = own.steps.iter().any(Step::ends_the_way);
    if !fixed {
        // A board without SMBIOS has no tables to dump.
        if !matches!(context.family, Family::UBootBoard | Family::DeviceTree) {
            steps.push(Step::BackUp);
        }
        if field != Field::Serial {
            steps.push(Step::QuirksCaution);
        }
        steps.push(Step::OtherActivations);
    }
    let (back, own_steps): (Vec<_>, Vec<_>) =
        own.steps.into_iter().partition(|step| matches!(step, Step::PutBack(_)));
    steps.extend(own_steps);
    if !fixed {
        steps.push(Step::ColdBoot);
    }
    steps.push(Step::ReadAgain);
    steps.extend(back);
    Procedure { command: own.command, steps }
}

/// Command and steps of the family.
fn family_procedure(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    match context.family {
        Family::Supermicro => supermicro(context, field, value),
        Family::LenovoServer => lenovo_server(field, word),
        Family::Dell => dell(context, field, value),
        Family::Hpe => hpe(field),
        Family::Hp => hp(field),
        Family::Lenovo => {
            // After the board was replaced, Lenovo's service has to set its values.
            let board = context.invalid.then_some(Step::LenovoBoard);
            let steps = board.into_iter().chain([Step::LenovoDisk]).collect();
            Procedure { command: None, steps }
        }
        Family::Apple => Procedure { command: None, steps: vec![Step::MakerService] },
        Family::DeviceTree => Procedure { command: None, steps: vec![Step::BurntIn] },
        Family::Coreboot => coreboot(context, field, value),
        // A server with a BMC takes its values from the FRU, with any firmware.
        Family::BmcServer => fru(context, field, value),
        Family::Ami | Family::Insyde | Family::Phoenix | Family::Intel | Family::Unknown if context.bmc => {
            fru(context, field, value)
        }
        Family::Ami => ami(context, field, value),
        Family::Insyde => insyde(context, field, value),
        Family::Phoenix => phoenix(field, word),
        Family::Intel => Procedure { command: None, steps: vec![Step::IntelToolkit, Step::WriteProtected] },
        Family::UBoot | Family::UBootBoard if field == Field::Serial => u_boot(context, value),
        Family::UBoot => Procedure { command: None, steps: vec![Step::UBootTree] },
        Family::UBootBoard => Procedure { command: None, steps: vec![Step::BurntIn] },
        Family::Loongson => Procedure {
            command: None,
            steps: vec![Step::AskMaker, Step::LoongsonShell, Step::WriteProtected],
        },
        Family::Phytium | Family::Edk2 => Procedure { command: None, steps: vec![Step::FirmwareBuild] },
        Family::Kunlun | Family::Byosoft => Procedure { command: None, steps: vec![Step::SellerService] },
        Family::KaiTian => Procedure { command: None, steps: vec![Step::KaiTianService] },
        Family::Huawei => Procedure { command: None, steps: vec![Step::HuaweiService] },
        Family::Unknown if context.no_smbios => Procedure { command: None, steps: vec![Step::NoSmbios] },
        Family::Unknown => Procedure { command: None, steps: vec![Step::AskMaker, Step::WriteProtected] },
    }
}

/// Picks the item of a field from the items for manufacturer, model and serial.
pub(super) fn pick<T>(field: Field, [manufacturer, model, serial]: [T; 3]) -> T {
    match field {
        Field::Manufacturer => manufacturer,
        Field::Model => model,
        _ => serial,
    }
}

fn ami(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    let switch = pick(field, ["/SM", "/SP", "/SS"]);
    if context.has(Tool::Amidelnx) && fits_argument(word) && !word.starts_with('/') {
        let command = Command::new(CommandLocation::Here, &["amidelnx_26_64", switch, word], value.is_some());
        return Procedure { command: Some(command), steps: vec![Step::Enter, Step::WriteProtected] };
    }
    let (at, tool, get, start) = match context.boot_mode {
        BootMode::Bios => (CommandLocation::Dos, AMI_DOS, Step::GetTool(AMI_DOS), Step::StartDos),
        BootMode::Uefi => {
            (CommandLocation::UefiShell, AMI_UEFI, Step::GetTool(AMI_UEFI), Step::StartUefiShell)
        }
        BootMode::Unknown | BootMode::DeviceTree => (
            CommandLocation::UefiShell,
            AMI_UEFI,
            Step::GetEitherTool(AMI_UEFI, AMI_DOS),
            Step::StartShellOrDos,
        ),
    };
    let command = fits_simple_shell(word).then(|| Command::new(at, &[tool, switch, word], false));
    let steps = [get, start].into_iter().chain(entered(&command)).chain([Step::WriteProtected]);
    Procedure { steps: steps.collect(), command }
}

fn insyde(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    let switch = pick(field, ["-SM", "-SP", "-SS"]);
    if context.has(Tool::H2osde) && fits_argument(word) {
        let command = Command::new(CommandLocation::Here, &["h2osde-lx64", switch, word], value.is_some());
        return Procedure { command: Some(command), steps: vec![Step::Enter, Step::WriteProtected] };
    }
    let tool = "H2OSDE-Sx64.efi";
    // Insyde's tool needs a UEFI shell, in any boot mode.
    let command = fits_simple_shell(word)
        .then(|| Command::new(CommandLocation::UefiShell, &[tool, switch, word], false));
    let steps = [Step::GetTool(tool), Step::StartUefiShell].into_iter().chain(entered(&command));
    Procedure { steps: steps.chain([Step::WriteProtected]).collect(), command }
}

/// The step to type the command, where there is one.
fn entered(command: &Option<Command>) -> Option<Step> {
    command.as_ref().map(|_| Step::Enter)
}

fn phoenix(field: Field, word: &str) -> Procedure {
    let (switch, most) = pick(field, [("/wm", 16), ("/wp", 16), ("/ws", 22)]);
    let fits = fits_simple_shell(word) && word.len() <= usize::from(most);
    let command = fits.then(|| Command::new(CommandLocation::Dos, &["dmitools", switch, word], false));
    let steps = [Step::AtMost(most), Step::GetTool("dmitools"), Step::StartDos].into_iter();
    Procedure { steps: steps.chain(entered(&command)).collect(), command }
}

/// Dell: libsmbios can set an empty service tag from Linux.
fn dell(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    let fits = value.is_none_or(is_dell_tag);
    if field == Field::Serial && context.has(Tool::SmbiosSysInfo) && fits {
        let set = format!("--set={word}");
        let words = ["smbios-sys-info", "--service-tag", &set];
        let command = Command::new(CommandLocation::Here, &words, value.is_some());
        let steps =
            vec![Step::DellOnce, Step::DellPassword, Step::Enter, Step::DellPrompt, Step::DellUuidFollows];
        return Procedure { command: Some(command), steps };
    }
    let steps = if field == Field::Serial {
        vec![Step::DellPrompt, Step::DellOnce, Step::DellUuidFollows]
    } else {
        vec![Step::MakerService]
    };
    Procedure { command: None, steps }
}

fn hp(field: Field) -> Procedure {
    let steps = if field == Field::Manufacturer {
        vec![Step::MakerService]
    } else {
        vec![Step::HpSetup, Step::HpEditMode, Step::HpOnce]
    };
    Procedure { command: None, steps }
}

fn hpe(field: Field) -> Procedure {
    let steps =
        if field == Field::Serial { vec![Step::HpeIlo, Step::HpeSetup] } else { vec![Step::MakerService] };
    Procedure { command: None, steps }
}

fn lenovo_server(field: Field, word: &str) -> Procedure {
    let key = match field {
        Field::Model => "SYSTEM_PROD_DATA.SysInfoProdName",
        Field::Serial => "SYSTEM_PROD_DATA.SysInfoSerialNum",
        _ => return Procedure { command: None, steps: vec![Step::MakerService] },
    };
    let words = ["onecli", "config", "set", key, word, "--override", "--imm", "USER:PASSWORD@BMC"];
    let command = fits_argument(word).then(|| Command::new(CommandLocation::Bmc, &words, false));
    let steps = [Step::GetTool("onecli"), Step::FillInBmc].into_iter().chain(entered(&command)).collect();
    Procedure { command, steps }
}

fn supermicro(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    let tool = if context.has(Tool::Saa) { "saa" } else { "sum" };
    let item = pick(field, ["SYMF", "SYPD", "SYSN"]);
    let here = |words: &[&str]| Command::new(CommandLocation::Here, words, false);
    let mut steps = Vec::new();
    if !context.has(Tool::Saa) && !context.has(Tool::Sum) {
        steps.push(Step::GetTool("sum"));
    }
    steps.push(Step::Type(here(&[tool, "-c", "GetDmiInfo", "--file", "dmi.txt"])));
    let edit = fits_argument(word)
        .then(|| here(&[tool, "-c", "EditDmiInfo", "--file", "dmi.txt", "--shn", item, "--value", word]));
    steps.extend(edit.clone().map(Step::Type));
    steps.push(Step::Type(here(&[tool, "-c", "ChangeDmiInfo", "--file", "dmi.txt", "--reboot"])));
    if fits_argument(word) {
        steps.push(Step::SupermicroStores);
        steps.push(Step::Type(here(&["ipmicfg", "-fru", pick(field, ["PM", "PN", "PS"]), word])));
    }
    Procedure { command: edit, steps }
}

fn fru(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    let number = pick(field, ["0", "1", "4"]);
    let here = context.has(Tool::Ipmitool);
    let words = ["ipmitool", "fru", "edit", "0", "field", "p", number, word];
    let mut steps = Vec::new();
    if !here {
        steps.push(Step::Install("ipmitool"));
    }
    let command =
        fits_fru(word).then(|| Command::new(CommandLocation::Here, &words, here && value.is_some()));
    if command.is_some() {
        let file =
            |verb| Command::new(CommandLocation::Here, &["ipmitool", "fru", verb, "0", "fru.bin"], false);
        steps.extend([Step::FruRisk, Step::SaveFirst(file("read")), Step::Enter]);
        steps.extend([Step::FruAtNextStart, Step::PutBack(file("write"))]);
    } else {
        steps.push(Step::AtMost(63));
    }
    Procedure { command, steps }
}

/// How to set the serial of a board that boots with U-Boot: in its environment, or in Rockchip's vendor partition.
fn u_boot(context: &Context, value: Option<&str>) -> Procedure {
    let word = value.unwrap_or(context.word(Field::Serial));
    let here = |words: &[&str], runs| Command::new(CommandLocation::Here, words, runs);
    let runs = value.is_some();
    if !fits_argument(word) || word.len() > 63 {
        return Procedure { command: None, steps: vec![Step::UBootSerial] };
    }
    if context.rockchip && context.has(Tool::VendorStorage) {
        let words = ["vendor_storage", "-w", "VENDOR_SN_ID", "-t", "string", "-i", word];
        let read = here(&["vendor_storage", "-r", "VENDOR_SN_ID", "-t", "string"], false);
        let steps = vec![Step::VendorStorageAlone, Step::SaveFirst(read), Step::Enter];
        return Procedure { command: Some(here(&words, runs)), steps };
    }
    if context.has(Tool::FwSetenv) {
        let steps = vec![
            Step::UBootRisk,
            Step::UBootOnce,
            Step::SaveFirst(here(&["fw_printenv"], false)),
            Step::Enter,
        ];
        return Procedure { command: Some(here(&["fw_setenv", "serial#", word], runs)), steps };
    }
    Procedure { command: None, steps: vec![Step::UBootSerial] }
}

fn coreboot(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    if field == Field::Serial && context.chromebook && context.has(Tool::Vpd) {
        let pair = format!("serial_number={}", value.unwrap_or(context.word(field)));
        let list = Command::new(CommandLocation::Here, &["vpd", "-i", "RO_VPD", "-l"], false);
        return Procedure {
            command: Some(Command::new(
                CommandLocation::Here,
                &["vpd", "-i", "RO_VPD", "-s", &pair],
                value.is_some(),
            )),
            steps: vec![Step::ChromeWriteProtect, Step::VpdRisk, Step::SaveFirst(list), Step::Enter],
        };
    }
    let mac = context.pc_engines.then_some(Step::PcEnginesMac);
    Procedure { command: None, steps: mac.into_iter().chain([Step::CorebootImage]).collect() }
}
