//! Remedies in words: kind, source of the value, and steps.

use serde_json::{Value, json};

use super::field::FieldLine;
use super::line::{Line, join_list};
use crate::lang::Lang;
use crate::machine::Field;
use crate::remedy::{CommandLocation, MergedStep, Remedy, RemedyKind, Source, Step};

pub use super::way::{
    chosen_way_title, declare_question, way_explanation, way_needs, way_title, way_to_json, way_value,
    way_values, way_without_values,
};

lines! {
    /// Titles, sources, places and steps of remedies.
    pub enum RemedyLine in remedy {
        TitleEarlier, TitleElsewhere, TitleFirmware, TitleReadAgain, TitleDeclare, TitleOlderBinding, TitleStop, TitleHost,
        SourceEarlier, SourceEarlierDeclared, SourceDellUuid, SourceHpUuid, SourceBarebone, SourceOemString, SourceDeviceTree, SourceLabel,
        SourceHostChoice,
        AtHere, AtHost, AtUefiShell, AtDos, AtBmc, AtConfigFile,
        BackUp, QuirksCaution, OtherActivations, CloudInitCaution, WriteProtected,
        Enter, QemuOption, IntelToolkit, UBootSerial, UBootTree, FillInBmc, StartUefiShell, StartDos, AskHost,
        ShutDownVm, EditDomain, EditVmx, ColdStartVm, HpSetup, HpEditMode, HpOnce,
        HpeSetup, HpeIlo, DellPrompt, DellOnce, DellUuidFollows, LenovoDisk, LenovoBoard, SupermicroStores,
        FruAtNextStart, ChromeWriteProtect, CorebootImage, BurntIn, MakerService, AskMaker, CloudProvider,
        RunOnHost, NoSmbios, AsRoot, Restart, ColdBoot, ReadAgain, DeclaredMarked, OlderOnlineOnly,
        OlderLostOnReinstall, OlderNotInUefi, OlderMovesUp,
        // Steps that only the ways of a plan have.
        OlderAtRoute, DeclaredSeen, LabelAssigned, CommandAtMachine, StartShellOrDos, EfiOrPcbios,
        SourceSocSerial,
        IfLibvirt, IfProxmox, EditVmObject, EditKubeVirtObject, CloudHypervisorOption, CrosvmOption, EditXlFile,
        ProxmoxWhole, RawQemuWhole, OvirtPolicy, OpenStackOperator, NovaSerial, ParallelsFlag,
        AppleVirtualization, NoSmbiosInVm, Wsl, FruRisk, VpdRisk, UBootRisk,
        UBootOnce, VendorStorageAlone, DellPassword, PcEnginesMac, FirmwareBuild, LoongsonShell,
        SellerService, KaiTianService, HuaweiService,
        // Values that the host's administrator chooses.
        ChooseSerial, ChooseNames, ChooseAll,
    }
}

sentences! {
    /// Sources, suggestions and steps of remedies that contain values.
    pub enum RemedySentence in remedy_sentence {
        SourceField { field },
        SuggestField { source, value, field },
        SuggestEarlier { field, value },
        SuggestEarlierDeclared { field, value },
        SuggestOther { value, source, field },
        ReadLabel { field },
        CompareLabel { field },
        ChooseName { field },
        ChooseNameAndSerial { field },
        PutInPlace { word },
        NameVm { word },
        GetTool { tool },
        Install { tool },
        AtMost { count },
        Type { command },
        XenServerString { key },
        EncodeBase64 { word },
        SaveFirst { command },
        PutBack { command },
        HyperVProperty { key },
        // Steps that only the ways of a plan have.
        ChooseAtFix { option },
        MakerSets { field },
        PutWordsInPlace { words },
        GetEitherTool { uefi, dos },
    }
}

/// The title of a kind of remedy.
#[must_use]
pub fn title(lang: Lang, kind: RemedyKind) -> &'static str {
    let line = match kind {
        RemedyKind::Earlier => RemedyLine::TitleEarlier,
        RemedyKind::Elsewhere => RemedyLine::TitleElsewhere,
        RemedyKind::Firmware => RemedyLine::TitleFirmware,
        RemedyKind::ReadAgain => RemedyLine::TitleReadAgain,
        RemedyKind::Declare => RemedyLine::TitleDeclare,
        RemedyKind::OlderBinding => RemedyLine::TitleOlderBinding,
        RemedyKind::Stop => RemedyLine::TitleStop,
    };
    line.say(lang)
}

/// The title of a remedy. On a virtual machine, it tells that the field is set on the host.
#[must_use]
pub fn heading(lang: Lang, remedy: &Remedy) -> &'static str {
    match (remedy.kind, remedy.source) {
        (RemedyKind::Firmware, Some(Source::HostChoice)) => RemedyLine::TitleHost.say(lang),
        (kind, _) => title(lang, kind),
    }
}

/// The source of a suggested value.
#[must_use]
pub fn source(lang: Lang, source: Source) -> String {
    let line = match source {
        Source::Earlier => RemedyLine::SourceEarlier,
        Source::EarlierDeclared => RemedyLine::SourceEarlierDeclared,
        Source::Field(field) => {
            return RemedySentence::SourceField { field: &field_in_sentence(lang, field) }.say(lang);
        }
        Source::DellUuid => RemedyLine::SourceDellUuid,
        Source::HpUuid => RemedyLine::SourceHpUuid,
        Source::Barebone => RemedyLine::SourceBarebone,
        Source::OemString => RemedyLine::SourceOemString,
        Source::DeviceTree => RemedyLine::SourceDeviceTree,
        Source::SocSerial => RemedyLine::SourceSocSerial,
        Source::Label => RemedyLine::SourceLabel,
        Source::HostChoice => RemedyLine::SourceHostChoice,
    };
    line.say(lang).to_owned()
}

/// A sentence that announces the suggested value; `None` for a remedy without a value.
#[must_use]
pub fn suggestion(lang: Lang, remedy: &Remedy) -> Option<String> {
    let (value, from) = (remedy.value.as_deref()?, remedy.source?);
    let field = field_in_sentence(lang, remedy.field);
    Some(match from {
        Source::Earlier => RemedySentence::SuggestEarlier { field: &field, value: &value }.say(lang),
        Source::EarlierDeclared => {
            RemedySentence::SuggestEarlierDeclared { field: &field, value: &value }.say(lang)
        }
        Source::Field(other) => {
            let source = field_in_sentence(lang, other);
            RemedySentence::SuggestField { source: &source, value: &value, field: &field }.say(lang)
        }
        other => {
            let source = source(lang, other);
            RemedySentence::SuggestOther { value: &value, source: &source, field: &field }.say(lang)
        }
    })
}

/// The place where a command is typed.
#[must_use]
pub fn location(lang: Lang, at: CommandLocation) -> &'static str {
    let line = match at {
        CommandLocation::Here => RemedyLine::AtHere,
        CommandLocation::Host(_) => RemedyLine::AtHost,
        CommandLocation::UefiShell => RemedyLine::AtUefiShell,
        CommandLocation::Dos => RemedyLine::AtDos,
        CommandLocation::Bmc => RemedyLine::AtBmc,
        CommandLocation::ConfigFile => RemedyLine::AtConfigFile,
    };
    line.say(lang)
}

/// One step, as a sentence.
#[must_use]
pub fn step(lang: Lang, step: &Step) -> String {
    use RemedyLine as L;
    let line = match step {
        Step::ReadLabel(field) => {
            return RemedySentence::ReadLabel { field: &field_in_sentence(lang, *field) }.say(lang);
        }
        Step::CompareLabel(field) => {
            return RemedySentence::CompareLabel { field: &field_in_sentence(lang, *field) }.say(lang);
        }
        Step::ChooseValue(field) => return choose(lang, &[*field]),
        Step::PutInPlace(word) => return RemedySentence::PutInPlace { word }.say(lang),
        Step::PutWordsInPlace(words) => {
            return RemedySentence::PutWordsInPlace { words: &join_list(lang, words) }.say(lang);
        }
        Step::NameVm(word) => return RemedySentence::NameVm { word }.say(lang),
        Step::GetTool(tool) => return RemedySentence::GetTool { tool }.say(lang),
        Step::AtMost(most) => return RemedySentence::AtMost { count: &most }.say(lang),
        Step::Type(command) => return RemedySentence::Type { command: &command.shell() }.say(lang),
        Step::XenServerString(key) => return RemedySentence::XenServerString { key }.say(lang),
        Step::EncodeBase64(word) => return RemedySentence::EncodeBase64 { word }.say(lang),
        Step::SaveFirst(command) => return RemedySentence::SaveFirst { command: &command.shell() }.say(lang),
        Step::PutBack(command) => return RemedySentence::PutBack { command: &command.shell() }.say(lang),
        Step::HyperVProperty(key) => return RemedySentence::HyperVProperty { key }.say(lang),
        Step::Install(tool) => return RemedySentence::Install { tool }.say(lang),
        Step::ChooseAtFix(option) => return RemedySentence::ChooseAtFix { option }.say(lang),
        Step::MakerSets(field) => {
            return RemedySentence::MakerSets { field: &field_in_sentence(lang, *field) }.say(lang);
        }
        Step::GetEitherTool(uefi, dos) => return RemedySentence::GetEitherTool { uefi, dos }.say(lang),
        Step::Enter => L::Enter,
        Step::IfLibvirt(_) => L::IfLibvirt,
        Step::IfProxmox(_) => L::IfProxmox,
        Step::QemuOption => L::QemuOption,
        Step::IntelToolkit => L::IntelToolkit,
        Step::UBootSerial => L::UBootSerial,
        Step::UBootTree => L::UBootTree,
        Step::BackUp => L::BackUp,
        Step::QuirksCaution => L::QuirksCaution,
        Step::OtherActivations => L::OtherActivations,
        Step::CloudInitCaution => L::CloudInitCaution,
        Step::WriteProtected => L::WriteProtected,
        Step::FillInBmc => L::FillInBmc,
        Step::StartUefiShell => L::StartUefiShell,
        Step::StartDos => L::StartDos,
        Step::AskHost => L::AskHost,
        Step::ShutDownVm => L::ShutDownVm,
        Step::EditDomain => L::EditDomain,
        Step::EditVmx => L::EditVmx,
        Step::ColdStartVm => L::ColdStartVm,
        Step::HpSetup => L::HpSetup,
        Step::HpEditMode => L::HpEditMode,
        Step::HpOnce => L::HpOnce,
        Step::HpeSetup => L::HpeSetup,
        Step::HpeIlo => L::HpeIlo,
        Step::DellPrompt => L::DellPrompt,
        Step::DellOnce => L::DellOnce,
        Step::DellUuidFollows => L::DellUuidFollows,
        Step::LenovoDisk => L::LenovoDisk,
        Step::LenovoBoard => L::LenovoBoard,
        Step::SupermicroStores => L::SupermicroStores,
        Step::FruAtNextStart => L::FruAtNextStart,
        Step::ChromeWriteProtect => L::ChromeWriteProtect,
        Step::CorebootImage => L::CorebootImage,
        Step::BurntIn => L::BurntIn,
        Step::MakerService => L::MakerService,
        Step::AskMaker => L::AskMaker,
        Step::CloudProvider => L::CloudProvider,
        Step::RunOnHost => L::RunOnHost,
        Step::NoSmbios => L::NoSmbios,
        Step::AsRoot => L::AsRoot,
        Step::Restart => L::Restart,
        Step::ColdBoot => L::ColdBoot,
        Step::ReadAgain => L::ReadAgain,
        Step::DeclaredMarked => L::DeclaredMarked,
        Step::OlderOnlineOnly => L::OlderOnlineOnly,
        Step::OlderLostOnReinstall => L::OlderLostOnReinstall,
        Step::OlderNotInUefi => L::OlderNotInUefi,
        Step::OlderMovesUp => L::OlderMovesUp,
        Step::OlderAtRoute => L::OlderAtRoute,
        Step::DeclaredSeen => L::DeclaredSeen,
        Step::LabelAssigned => L::LabelAssigned,
        Step::CommandAtMachine => L::CommandAtMachine,
        Step::StartShellOrDos => L::StartShellOrDos,
        Step::EfiOrPcbios => L::EfiOrPcbios,
        Step::EditVmObject => L::EditVmObject,
        Step::EditKubeVirtObject => L::EditKubeVirtObject,
        Step::CloudHypervisorOption => L::CloudHypervisorOption,
        Step::CrosvmOption => L::CrosvmOption,
        Step::EditXlFile => L::EditXlFile,
        Step::ProxmoxWhole => L::ProxmoxWhole,
        Step::RawQemuWhole => L::RawQemuWhole,
        Step::OvirtPolicy => L::OvirtPolicy,
        Step::OpenStackOperator => L::OpenStackOperator,
        Step::NovaSerial => L::NovaSerial,
        Step::ParallelsFlag => L::ParallelsFlag,
        Step::AppleVirtualization => L::AppleVirtualization,
        Step::NoSmbiosInVm => L::NoSmbiosInVm,
        Step::Wsl => L::Wsl,
        Step::FruRisk => L::FruRisk,
        Step::VpdRisk => L::VpdRisk,
        Step::UBootRisk => L::UBootRisk,
        Step::UBootOnce => L::UBootOnce,
        Step::VendorStorageAlone => L::VendorStorageAlone,
        Step::DellPassword => L::DellPassword,
        Step::PcEnginesMac => L::PcEnginesMac,
        Step::FirmwareBuild => L::FirmwareBuild,
        Step::LoongsonShell => L::LoongsonShell,
        Step::SellerService => L::SellerService,
        Step::KaiTianService => L::KaiTianService,
        Step::HuaweiService => L::HuaweiService,
    };
    line.say(lang).to_owned()
}

/// A step for several fields at once, as a sentence.
#[must_use]
pub fn merged_step(lang: Lang, joint: &MergedStep) -> String {
    let fields: Vec<String> = joint.fields.iter().map(|field| field_in_sentence(lang, *field)).collect();
    let fields = join_list(lang, &fields);
    match joint.step {
        Step::ReadLabel(_) => RemedySentence::ReadLabel { field: &fields }.say(lang),
        Step::CompareLabel(_) => RemedySentence::CompareLabel { field: &fields }.say(lang),
        Step::ChooseValue(_) => choose(lang, &joint.fields),
        Step::MakerSets(_) => RemedySentence::MakerSets { field: &fields }.say(lang),
        Step::ChooseAtFix(option) if !joint.fields.is_empty() => {
            let options = joint.fields.iter().map(|field| format!("{option} {}=VALUE", field.name()));
            RemedySentence::ChooseAtFix { option: &options.collect::<Vec<_>>().join(" ") }.say(lang)
        }
        _ => step(lang, &joint.step),
    }
}

/// The sentence about the values that the host's administrator chooses: names that fit the machine, a unique serial.
fn choose(lang: Lang, fields: &[Field]) -> String {
    let mut names = fields.iter().filter(|field| **field != Field::Serial);
    match (names.next(), names.next(), fields.contains(&Field::Serial)) {
        (None, ..) => RemedyLine::ChooseSerial.say(lang).to_owned(),
        (Some(name), None, serial) => {
            let field = field_in_sentence(lang, *name);
            if serial {
                RemedySentence::ChooseNameAndSerial { field: &field }.say(lang)
            } else {
                RemedySentence::ChooseName { field: &field }.say(lang)
            }
        }
        (Some(_), Some(_), false) => RemedyLine::ChooseNames.say(lang).to_owned(),
        (Some(_), Some(_), true) => RemedyLine::ChooseAll.say(lang).to_owned(),
    }
}

/// A remedy as JSON: `field`, `kind`, `value`, `source`, `command` (the text to type), `steps` (sentences).
#[must_use]
pub fn to_json(lang: Lang, remedy: &Remedy) -> Value {
    json!({
        "field": remedy.field.name(),
        "kind": remedy.kind.name(),
        "value": remedy.value,
        "source": remedy.source.map(Source::name),
        "command": remedy.command.as_ref().map(crate::remedy::Command::shell),
        "steps": remedy.steps.iter().map(|one| step(lang, one)).collect::<Vec<_>>(),
    })
}

/// The name of a field within a sentence. In English, "UUID" and "BIOS vendor" keep their capitals; in Chinese, a blank precedes
/// a Latin name.
#[must_use]
pub fn field_in_sentence(lang: Lang, field: Field) -> String {
    let name = FieldLine::from(field).say(lang);
    match (lang, name.split_at_checked(1)) {
        (Lang::En, Some((first, rest))) if rest.starts_with(|c: char| c.is_lowercase()) => {
            format!("{}{rest}", first.to_lowercase())
        }
        (Lang::Zh, _) if name.starts_with(|c: char| c.is_ascii()) => format!(" {name}"),
        _ => name.to_owned(),
    }
}
