//! Where this machine's fields are set, and by what means.

use crate::machine::{Container, Family, Field, Hypervisor, Machine, Tables, Tool};
use crate::review::Review;

/// What decides how a field is set: of a machine, or what the desk knows of one.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub family: Family,
    pub hypervisor: Option<Hypervisor>,
    pub container: Option<Container>,
    pub uefi: bool,
    pub bmc: bool,
    pub no_smbios: bool,
    pub tools: Vec<Tool>,
    /// The UUID, where it passes review: Proxmox wants it named along with the others.
    pub uuid: Option<String>,
    /// What manufacturer, model and serial are to be in the end, as far as it is known.
    pub wanted: [Option<String>; 3],
    /// Which of them are refused as they are.
    pub refused: [bool; 3],
    /// The firmware says `INVALID`, as Lenovo's does after a board was replaced.
    pub invalid: bool,
}

impl Context {
    /// Of a machine.
    pub fn of(machine: &Machine, review: &Review) -> Self {
        let accepted = |field| {
            review
                .finding(field)
                .filter(|finding| finding.verdict == crate::review::Verdict::Ok)
                .map(|finding| finding.value.clone())
        };
        Self {
            family: machine.firmware.family,
            hypervisor: machine.hypervisor,
            container: machine.container,
            uefi: machine.firmware.uefi,
            bmc: machine.has_bmc,
            no_smbios: machine.tables == Tables::None,
            tools: machine.tools.clone(),
            uuid: accepted(Field::Uuid),
            refused: Field::BINDING
                .map(|field| review.finding(field).is_some_and(crate::review::Finding::refuses)),
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

    /// Of a machine the desk only knows the family or hypervisor of.
    pub fn of_platform(family: Option<Family>, hypervisor: Option<Hypervisor>) -> Self {
        Self {
            family: family.unwrap_or_default(),
            hypervisor,
            container: None,
            uefi: true,
            bmc: false,
            no_smbios: false,
            tools: Vec::new(),
            uuid: None,
            wanted: [None, None, None],
            refused: [false; 3],
            invalid: false,
        }
    }

    pub fn has(&self, tool: Tool) -> bool {
        self.tools.contains(&tool)
    }

    /// The refused fields with what each is to be, so that one command sets them all: that field to that value, the
    /// others to the best there is.
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
