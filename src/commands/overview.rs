//! What is known of the machine: its review and its ways; with a profile, also what is bound and kept.

use countersign_core::machine::Machine;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::remedy::{self, Plan, Remedy};
use countersign_core::review::{self, Policy, Review};
use countersign_keep::{Keep, KeepCode, Status};

use super::context::{self, Context};
use super::exit::CommandError;
use super::way;

/// What is known of the machine.
#[derive(Debug)]
pub struct Overview {
    /// The machine.
    pub machine: Machine,
    /// Its review, by the policy of the profile.
    pub review: Review,
    /// The remedies for the findings.
    pub remedies: Vec<Remedy>,
    /// The ways in which the machine becomes an accepted one.
    pub plan: Plan,
    /// What belongs to the product; `None` without a profile.
    pub product: Option<ProductState>,
}

/// What the product binds and keeps.
#[derive(Debug)]
pub struct ProductState {
    /// Where records are kept.
    pub keep: Keep,
    /// The values to bind, in the way of the last request.
    pub binding: Binding,
    /// The way of the last request.
    pub way: Way,
    /// The state of the kept activation.
    pub status: Status,
    /// The problems with what is kept.
    pub problems: Vec<KeepCode>,
}

impl Overview {
    /// Reads the machine and what it keeps.
    ///
    /// # Errors
    /// [`CommandError`] if `--hardware` names no machine.
    pub fn read(context: &Context) -> Result<Self, CommandError> {
        let machine = context.machine()?;
        let Some(profile) = &context.profile else { return Ok(Self::of_machine(machine)) };
        let keep = context.keep(&machine, profile);
        let (facts, problems) = context::facts(machine, &keep, profile);
        let way = way::last(&facts, &keep);
        let binding = facts.binding(&way);
        Ok(Self {
            machine: facts.machine,
            review: facts.review,
            remedies: facts.remedies,
            plan: facts.plan,
            product: Some(ProductState {
                keep,
                binding,
                way,
                status: facts.status,
                problems: problems.all(),
            }),
        })
    }

    fn of_machine(machine: Machine) -> Self {
        let policy = Policy::default();
        let review = review::review(&machine, &policy);
        let remedies = remedy::remedies(&machine, &review, &policy, None);
        let marker2 = Binding::marker2_of(&machine, &review);
        let plan = remedy::plan(&machine, &review, &policy, marker2, None);
        Self { machine, review, remedies, plan, product: None }
    }

    /// The values to bind, in the way of the last request; `None` without a profile.
    #[must_use]
    pub fn binding(&self) -> Option<&Binding> {
        self.product.as_ref().map(|product| &product.binding)
    }
}
