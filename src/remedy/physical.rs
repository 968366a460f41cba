//! How a field is set on a real machine, by the family of its firmware.

use super::kind::{At, Step};
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
            Recipe { command: None, steps: vec![Step::LenovoDisk, Step::LenovoBoard, Step::AskMaker] }
        }
        Family::Apple => Recipe { command: None, steps: vec![Step::MakerService] },
        Family::DeviceTree => Recipe { command: None, steps: vec![Step::BurntIn] },
        Family::Coreboot => coreboot(place, field, value),
        // A board with a BMC takes its values from the FRU, whoever wrote its BIOS.
        Family::Ami | Family::Insyde | Family::Phoenix | Family::Unknown if place.bmc => {
            fru(place, field, value)
        }
        Family::Ami => ami(place, field, value),
        Family::Insyde => insyde(place, field, value),
        Family::Phoenix => phoenix(field, word),
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
        let command = command(At::Here, &["amidelnx_26_64", switch, word], value.is_some());
        return Recipe { command: Some(command), steps: vec![Step::WriteProtected] };
    }
    let (at, tool, start) = if place.uefi {
        (At::UefiShell, "AMIDEEFIx64.efi", Step::StartUefiShell)
    } else {
        (At::Dos, "AMIDEDOS.EXE", Step::StartDos)
    };
    Recipe {
        command: fits_simple_shell(word).then(|| command(at, &[tool, switch, word], false)),
        steps: vec![Step::GetTool(tool), start, Step::WriteProtected],
    }
}

fn insyde(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    let switch = pick(field, ["-SM", "-SP", "-SS"]);
    if place.has(Tool::H2osde) && fits_argument(word) {
        let command = command(At::Here, &["h2osde-lx64", switch, word], value.is_some());
        return Recipe { command: Some(command), steps: vec![Step::WriteProtected] };
    }
    let tool = "H2OSDE-Sx64.efi";
    let command =
        (place.uefi && fits_simple_shell(word)).then(|| command(At::UefiShell, &[tool, switch, word], false));
    Recipe { command, steps: vec![Step::GetTool(tool), Step::StartUefiShell, Step::WriteProtected] }
}

fn phoenix(field: Field, word: &str) -> Recipe {
    let (switch, most) = pick(field, [("/wm", 16), ("/wp", 16), ("/ws", 22)]);
    let fits = fits_simple_shell(word) && word.len() <= usize::from(most);
    Recipe {
        command: fits.then(|| command(At::Dos, &["dmitools", switch, word], false)),
        steps: vec![Step::AtMost(most), Step::GetTool("dmitools"), Step::StartDos],
    }
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
    Recipe {
        command: fits_argument(word).then(|| command(At::Bmc, &words, false)),
        steps: vec![Step::GetTool("onecli"), Step::FillInBmc],
    }
}

fn supermicro(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    let tool = if place.has(Tool::Saa) { "saa" } else { "sum" };
    let item = pick(field, ["SYMF", "SYPD", "SYSN"]);
    let here = |words: &[&str]| command(At::Here, words, false);
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
        steps.push(Step::GetTool("ipmitool"));
    }
    steps.push(Step::FruAtNextStart);
    Recipe { command: fits_argument(word).then(|| command(At::Here, &words, here && value.is_some())), steps }
}

fn coreboot(place: &Place, field: Field, value: Option<&str>) -> Recipe {
    if field == Field::Serial && place.has(Tool::Vpd) {
        let pair = format!("serial_number={}", value.unwrap_or(VALUE));
        return Recipe {
            command: Some(command(At::Here, &["vpd", "-i", "RO_VPD", "-s", &pair], value.is_some())),
            steps: vec![Step::ChromeWriteProtect],
        };
    }
    Recipe { command: None, steps: vec![Step::CorebootImage] }
}
