//! How a field is set on a real machine, by the family of its firmware.

use super::kind::{Command, CommandLocation, Step};
use super::place::{Place, Recipe, VALUE, command};
use super::quote::{fits_argument, fits_simple_shell};
use crate::machine::{Family, Field, Tool};

/// How to set that field to that value, or to one read off the label.
pub(super) fn recipe(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let mut steps = vec![match value {
        Some(_) => Step::CompareLabel(field),
        None => Step::ReadLabel(field),
    }];
    let means = means(place, field, value);
    if means.command.is_some() && value.is_none() {
        steps.push(Step::PutInPlace(VALUE));
    }
    let fixed =
        means.steps.iter().any(|step| matches!(step, Step::MakerService | Step::BurntIn | Step::NoSmbios));
    if !fixed {
        steps.push(Step::BackUp);
        if field != Field::Serial {
            steps.push(Step::QuirksCaution);
        }
        steps.push(Step::OtherActivations);
    }
    steps.extend(means.steps);
    if !fixed {
        steps.push(Step::ColdBoot);
    }
    steps.push(Step::ReadAgain);
    Recipe { command: means.command, steps }
}

/// The family's own command and steps.
fn means(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    match place.family {
        Family::Supermicro => supermicro(place, field, value),
        Family::LenovoServer => lenovo_server(field, word),
        Family::Dell => dell(field),
        Family::Hpe => hpe(field),
        Family::Hp => hp(field),
        Family::Lenovo => {
            // Where the board was replaced, it is for the service to finish.
            let board = place.invalid.then_some(Step::LenovoBoard);
            let steps = board.into_iter().chain([Step::LenovoDisk, Step::AskMaker]).collect();
            Recipe { command: None, steps }
        }
        Family::Apple => Recipe { command: None, steps: vec![Step::MakerService] },
        Family::DeviceTree => Recipe { command: None, steps: vec![Step::BurntIn] },
        Family::Coreboot => coreboot(place, field, value),
        // A board with a BMC takes its values from the FRU, whoever wrote its BIOS.
        Family::Ami | Family::Insyde | Family::Phoenix | Family::Intel | Family::Unknown if place.bmc => {
            fru(place, field, value)
        }
        Family::Ami => ami(place, field, value),
        Family::Insyde => insyde(place, field, value),
        Family::Phoenix => phoenix(field, word),
        Family::Intel => Recipe { command: None, steps: vec![Step::IntelToolkit, Step::WriteProtected] },
        Family::UBoot => {
            let step = if field == Field::Serial { Step::UBootSerial } else { Step::UBootTree };
            Recipe { command: None, steps: vec![step] }
        }
        Family::Unknown if place.no_smbios => Recipe { command: None, steps: vec![Step::NoSmbios] },
        Family::Unknown => Recipe { command: None, steps: vec![Step::AskMaker, Step::WriteProtected] },
    }
}

/// The one of three words that fits the field.
fn pick<T>(field: Field, [manufacturer, model, serial]: [T; 3]) -> T {
    match field {
        Field::Manufacturer => manufacturer,
        Field::Model => model,
        _ => serial,
    }
}

fn ami(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    let switch = pick(field, ["/SM", "/SP", "/SS"]);
    if place.has(Tool::Amidelnx) && fits_argument(word) && !word.starts_with('/') {
        let command = command(CommandLocation::Here, &["amidelnx_26_64", switch, word], value.is_some());
        return Recipe { command: Some(command), steps: vec![Step::Enter, Step::WriteProtected] };
    }
    let (at, tool, start) = if place.uefi {
        (CommandLocation::UefiShell, "AMIDEEFIx64.efi", Step::StartUefiShell)
    } else {
        (CommandLocation::Dos, "AMIDEDOS.EXE", Step::StartDos)
    };
    let command = fits_simple_shell(word).then(|| command(at, &[tool, switch, word], false));
    let steps =
        [Step::GetTool(tool), start].into_iter().chain(entered(&command)).chain([Step::WriteProtected]);
    Recipe { steps: steps.collect(), command }
}

fn insyde(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    let switch = pick(field, ["-SM", "-SP", "-SS"]);
    if place.has(Tool::H2osde) && fits_argument(word) {
        let command = command(CommandLocation::Here, &["h2osde-lx64", switch, word], value.is_some());
        return Recipe { command: Some(command), steps: vec![Step::Enter, Step::WriteProtected] };
    }
    let tool = "H2OSDE-Sx64.efi";
    // Insyde's is UEFI throughout, whatever the system was started by.
    let command =
        fits_simple_shell(word).then(|| command(CommandLocation::UefiShell, &[tool, switch, word], false));
    let steps = [Step::GetTool(tool), Step::StartUefiShell].into_iter().chain(entered(&command));
    Recipe { steps: steps.chain([Step::WriteProtected]).collect(), command }
}

/// The step at which a command is typed, where there is one.
fn entered(command: &Option<Command>) -> Option<Step> {
    command.as_ref().map(|_| Step::Enter)
}

fn phoenix(field: Field, word: &str) -> Recipe {
    let (switch, most) = pick(field, [("/wm", 16), ("/wp", 16), ("/ws", 22)]);
    let fits = fits_simple_shell(word) && word.len() <= usize::from(most);
    let command = fits.then(|| command(CommandLocation::Dos, &["dmitools", switch, word], false));
    let steps = [Step::AtMost(most), Step::GetTool("dmitools"), Step::StartDos].into_iter();
    Recipe { steps: steps.chain(entered(&command)).collect(), command }
}

fn dell(field: Field) -> Recipe {
    let steps = if field == Field::Serial {
        vec![Step::DellPrompt, Step::DellOnce, Step::DellUuidFollows]
    } else {
        vec![Step::MakerService]
    };
    Recipe { command: None, steps }
}

fn hp(field: Field) -> Recipe {
    let steps = if field == Field::Manufacturer {
        vec![Step::MakerService]
    } else {
        vec![Step::HpSetup, Step::HpEditMode, Step::HpOnce]
    };
    Recipe { command: None, steps }
}

fn hpe(field: Field) -> Recipe {
    let steps =
        if field == Field::Serial { vec![Step::HpeIlo, Step::HpeSetup] } else { vec![Step::MakerService] };
    Recipe { command: None, steps }
}

fn lenovo_server(field: Field, word: &str) -> Recipe {
    let key = match field {
        Field::Model => "SYSTEM_PROD_DATA.SysInfoProdName",
        Field::Serial => "SYSTEM_PROD_DATA.SysInfoSerialNum",
        _ => return Recipe { command: None, steps: vec![Step::MakerService] },
    };
    let words = ["onecli", "config", "set", key, word, "--override", "--imm", "USER:PASSWORD@BMC"];
    let command = fits_argument(word).then(|| command(CommandLocation::Bmc, &words, false));
    let steps = [Step::GetTool("onecli"), Step::FillInBmc].into_iter().chain(entered(&command)).collect();
    Recipe { command, steps }
}

fn supermicro(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    let tool = if place.has(Tool::Saa) { "saa" } else { "sum" };
    let item = pick(field, ["SYMF", "SYPD", "SYSN"]);
    let here = |words: &[&str]| command(CommandLocation::Here, words, false);
    let mut steps = Vec::new();
    if !place.has(Tool::Saa) && !place.has(Tool::Sum) {
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
    Recipe { command: edit, steps }
}

fn fru(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    let number = pick(field, ["0", "1", "4"]);
    let here = place.has(Tool::Ipmitool);
    let words = ["ipmitool", "fru", "edit", "0", "field", "p", number, word];
    let mut steps = Vec::new();
    if !here {
        steps.push(Step::Install("ipmitool"));
    }
    let command =
        fits_argument(word).then(|| command(CommandLocation::Here, &words, here && value.is_some()));
    steps.extend(entered(&command));
    steps.push(Step::FruAtNextStart);
    Recipe { command, steps }
}

fn coreboot(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    if field == Field::Serial && place.has(Tool::Vpd) {
        let pair = format!("serial_number={}", value.unwrap_or(VALUE));
        return Recipe {
            command: Some(command(
                CommandLocation::Here,
                &["vpd", "-i", "RO_VPD", "-s", &pair],
                value.is_some(),
            )),
            steps: vec![Step::ChromeWriteProtect, Step::Enter],
        };
    }
    Recipe { command: None, steps: vec![Step::CorebootImage] }
}
