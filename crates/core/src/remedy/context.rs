//! The facts that decide how a field is set on a machine.

use super::command::VALUE;
use crate::machine::{BootMode, Container, Family, Field, Hypervisor, Machine, Tool};
use crate::review::{Finding, Review, Verdict, has_maker};

/// The facts that decide how a field is set: those of a machine, or those that a desk knows about it.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub family: Family,
    pub hypervisor: Option<Hypervisor>,
    pub container: Option<Container>,
    pub boot_mode: BootMode,
    pub bmc: bool,
    pub no_smbios: bool,
    /// The SoC is from Rockchip. Its U-Boot may take the serial from its vendor partition.
    pub rockchip: bool,
    /// A Chromebook. Its coreboot reads the serial from its vital product data.
    pub chromebook: bool,
    /// A board of PC Engines. Its serial is derived from its first MAC address.
    pub pc_engines: bool,
    pub tools: Vec<Tool>,
    /// The UUID, where it passes review; Proxmox VE sets it together with the other fields.
    pub uuid: Option<String>,
    /// The values that manufacturer, model and serial should have, where they are known.
    pub wanted: [Option<String>; 3],
    /// Which of manufacturer, model and serial are refused.
    pub refused: [bool; 3],
    /// The firmware's own serial is known to be blank.
    pub serial_blank: bool,
    /// The placeholder in a command for a manufacturer, a model and a serial that a person still has to find.
    pub words: [&'static str; 3],
    /// One of the binding values is `INVALID`, as on a Lenovo after its board was replaced.
    pub invalid: bool,
}

impl Context {
    /// The context of a machine.
    pub fn of(machine: &Machine, review: &Review) -> Self {
        let accepted = |field| {
            review
                .finding(field)
                .filter(|finding| finding.verdict == Verdict::Ok)
                .map(|finding| finding.value.clone())
        };
        Self {
            family: machine.firmware.family,
            hypervisor: machine.hypervisor,
            container: machine.container,
            boot_mode: machine.boot_mode(),
            bmc: machine.has_bmc,
            no_smbios: machine.lacks_smbios(),
            rockchip: machine
                .device_tree
                .as_ref()
                .is_some_and(|tree| tree.soc_vendor() == Some(b"rockchip".as_slice())),
            chromebook: has_maker(&review.findings, &["google"]),
            pc_engines: accepted(Field::Manufacturer)
                .is_some_and(|maker| maker.eq_ignore_ascii_case("pc engines")),
            tools: machine.tools.clone(),
            uuid: accepted(Field::Uuid),
            words: [VALUE; 3],
            refused: Field::BINDING.map(|field| review.finding(field).is_some_and(Finding::refuses)),
            serial_blank: review
                .finding(Field::Serial)
                .is_some_and(|finding| finding.verdict == Verdict::Blank),
            invalid: review.binding().any(|finding| finding.shown.eq_ignore_ascii_case("invalid")),
            wanted: Field::BINDING.map(|field| {
                accepted(field).or_else(|| {
                    super::candidates::candidates(machine, review, field)
                        .into_iter()
                        .next()
                        .map(|candidate| candidate.value)
                })
            }),
        }
    }

    /// The context where only the firmware family or the hypervisor is known.
    pub fn of_platform(family: Option<Family>, hypervisor: Option<Hypervisor>) -> Self {
        Self {
            family: family.unwrap_or_default(),
            hypervisor,
            container: None,
            boot_mode: BootMode::Uefi,
            bmc: false,
            no_smbios: false,
            rockchip: false,
            chromebook: false,
            pc_engines: false,
            tools: Vec::new(),
            uuid: None,
            wanted: [None, None, None],
            refused: [false; 3],
            serial_blank: false,
            words: [VALUE; 3],
            invalid: false,
        }
    }

    pub fn has(&self, tool: Tool) -> bool {
        self.tools.contains(&tool)
    }

    /// The placeholder in a command for a value of this field.
    pub fn word(&self, field: Field) -> &'static str {
        Field::BINDING
            .into_iter()
            .zip(self.words)
            .find(|(one, _)| *one == field)
            .map_or(VALUE, |(_, word)| word)
    }

    /// The refused fields with the value of each, so that one command sets them all: `field` to `value`, the others to their best
    /// candidates.
    pub fn refused_fields<'a>(&'a self, field: Field, value: &'a str) -> Vec<(Field, &'a str)> {
        let known = Field::BINDING.into_iter().zip(&self.wanted).zip(self.refused);
        known
            .filter_map(|((other, wanted), refused)| {
                if other == field {
                    Some((other, value))
                } else {
                    wanted.as_deref().filter(|_| refused).map(|wanted| (other, wanted))
                }
            })
            .collect()
    }
}
