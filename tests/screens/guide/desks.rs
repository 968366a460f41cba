//! The desks of the real sessions beside the guide, and the profile that a session has from its desk.

use std::cell::RefCell;
use std::rc::Rc;

use countersign_core::machine::{Field, Machine};
use countersign_core::review::Policy;
use countersign_testing::{Desk, Device, NUMBER};

use super::ScreenKind;

/// The desks of the sessions: one for each machine, because a number belongs to one machine.
#[derive(Default)]
pub struct Desks(RefCell<Vec<(Machine, Rc<Desk>)>>);

impl Desks {
    pub fn of(&self, kind: ScreenKind, machine: &Machine) -> Rc<Desk> {
        let allowed =
            ["--spoken", "--older-binding", "--assigned", "--declared", "any", "--hotline", "+1 555 0100"];
        if kind == ScreenKind::RequestRefusedNumber {
            let desk = Desk::unmade(&[]);
            let base =
                ["init", "--product", "example-os", "--name", "Example OS 10", "--mask", "AA99999999999"];
            desk.succeed(&[&base[..], &["--host", "activate.example.org"], &allowed].concat());
            return Rc::new(desk);
        }
        if kind == ScreenKind::RequestRefused {
            let desk = Desk::with(&allowed, &[]);
            let other = machine.clone().with_value(Field::Serial, "HLT22K7Q9999");
            let other = other.with_value(Field::BoardSerial, "HLTB2209999");
            desk.issue(&Device::new(&other, &desk).request(NUMBER));
            return Rc::new(desk);
        }
        let mut desks = self.0.borrow_mut();
        if let Some((_, desk)) = desks.iter().find(|(own, _)| own == machine) {
            return Rc::clone(desk);
        }
        let desk = Rc::new(Desk::with(&allowed, &[]));
        desks.push((machine.clone(), Rc::clone(&desk)));
        desk
    }
}

/// The desk's profile with the policy of the session, and that address for devices.
pub fn profile(text: &str, online: &str, policy: Policy) -> String {
    let recovered = format!("recovered = {}", policy.recovered);
    let older = format!("older-binding = {}", policy.older_binding);
    text.replacen("desk = ", &format!("online = \"http://{online}\"\ndesk = "), 1)
        .replace("recovered = true", &recovered)
        .replace("older-binding = true", &older)
}
