//! Finds the seat of a number for a request.

use crate::{Binding, Difference, LicenseRecord, Reason, Refusal};

use super::identity::{Asking, Matches, differences, is_same_device};

/// A seat for a request.
#[derive(Debug)]
pub(super) struct Seat<'a> {
    /// The seat number.
    pub number: u16,
    /// The binding to the machine that asks; `None` if the seat is free.
    pub standing: Option<Standing<'a>>,
}

/// A binding to the machine that asks, or one that is compared with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'a> {
    pub binding: &'a Binding,
    pub matches: Matches,
}

/// Returns the seat of the machine, or else a free seat. A machine that has the scheme 2 marker of a seat but
/// is another device gets no seat, so that a copied marker can't take a free seat beside the seat that it was
/// copied from. `freed` is the free seat to take first.
pub(super) fn find_seat<'a>(
    record: &'a LicenseRecord,
    asking: &Asking<'_>,
    freed: Option<u16>,
) -> Result<Seat<'a>, Refusal> {
    let seats: Vec<(u16, Standing<'a>)> = record
        .seats
        .iter()
        .map(|(&number, binding)| (number, Standing { binding, matches: asking.matches(binding) }))
        .collect();
    let both = |matches: Matches| matches.scheme2 && matches.scheme3;
    let pick = |fits: &dyn Fn(&Standing<'_>) -> bool| {
        seats.iter().find(|(_, standing)| fits(standing)).map(|(number, standing)| (*number, *standing))
    };
    let standing = pick(&|standing| both(standing.matches))
        .or_else(|| pick(&|standing| standing.matches.scheme3))
        .or_else(|| pick(&|standing| is_same_device(standing, asking)));
    if let Some((number, standing)) = standing {
        return Ok(Seat { number, standing: Some(standing) });
    }
    let copied = pick(&|standing| standing.matches.scheme2).is_some();
    let free = record.free_seat();
    match free.map(|lowest| freed.unwrap_or(lowest)) {
        Some(number) if !copied => Ok(Seat { number, standing: None }),
        _ => Err(Refusal {
            reason: Reason::DeviceDiffers,
            differs: fewest_differences(&seats, asking),
            full: (seats.len() > 1 && free.is_none()).then(|| record.license.seats.get()),
        }),
    }
}

fn fewest_differences(seats: &[(u16, Standing<'_>)], asking: &Asking<'_>) -> Vec<Difference> {
    seats
        .iter()
        .map(|(_, standing)| differences(standing.binding, asking.request))
        .filter(|differs| !differs.is_empty())
        .min_by_key(Vec::len)
        .unwrap_or_default()
}
