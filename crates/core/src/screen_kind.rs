//! The screens of the device's wizard as the desk's telephone guide names them.
//!
//! Lives here: the names, and which screen follows from what a request reports. Never here: what stands on a screen
//! (`assets/caller-screens.generated.json`), or what an operator says at it.

use serde::{Deserialize, Serialize};

use crate::machine::{Field, Origin};
use crate::protocol::WritingPlace;
use crate::remedy::WayKind;
use crate::review::{Predicted, Verdict};

crate::named_enum! {
    /// A screen of the wizard. Its name is part of addresses, and the name of the screen in the guide's file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum ScreenKind {
        /// The list of the machine's products.
        WelcomeProducts = "welcome-products",
        /// The field for the license number.
        WelcomeNumber = "welcome-number",
        /// The typed number has a fault.
        WelcomeFault = "welcome-fault",
        /// A saved session can be continued.
        WelcomeResume = "welcome-resume",
        /// This machine keeps a license already.
        WelcomeKnown = "welcome-known",
        /// The desk will accept the values.
        InspectAccepted = "inspect-accepted",
        /// The desk will refuse the values.
        InspectRefused = "inspect-refused",
        /// A value could not be read, and none is refused.
        InspectUnreadable = "inspect-unreadable",
        /// The desk will accept the values, and some of them replace those of the firmware.
        InspectBound = "inspect-bound",
        /// The desk may accept the values, but the machine differs from the one that was activated.
        InspectChanged = "inspect-changed",
        /// Every field with its verdict, over any step.
        Details = "details",
        /// The ways of the machine.
        FixList = "fix-list",
        /// The ways of the machine, one of them chosen.
        FixListChosen = "fix-list-chosen",
        /// The way that recovers values.
        FixRecover = "fix-recover",
        /// The way that assigns values.
        FixAssign = "fix-assign",
        /// The form for values from the label.
        FixDeclare = "fix-declare",
        /// A value from the label is refused.
        FixDeclareFault = "fix-declare-fault",
        /// The question whether the values from the label are right.
        FixDeclareConfirm = "fix-declare-confirm",
        /// The same for a value that nearly equals another one.
        FixDeclareNear = "fix-declare-near",
        /// The way that writes the firmware.
        FixWrite = "fix-write",
        /// The same, by a tool of this machine.
        FixWriteHere = "fix-write-here",
        /// The question whether to run the tool.
        FixRunConfirm = "fix-run-confirm",
        /// The way that reads the machine again.
        FixReadAgain = "fix-read-again",
        /// The older binding.
        FixOlder = "fix-older",
        /// The older binding, which this build can't ask for.
        FixOlderElsewhere = "fix-older-elsewhere",
        /// The machine was read again, and the desk will not accept it yet.
        FixChanged = "fix-changed",
        /// The machine was read again, and the desk will accept it.
        FixMended = "fix-mended",
        /// The machine has no way.
        FixNothing = "fix-nothing",
        /// The ways to the desk, which will accept the values as far as is known.
        RouteAccepted = "route-accepted",
        /// The ways to the desk, which will refuse the values.
        RouteRefused = "route-refused",
        /// There is no request, because it could not be made.
        RequestNone = "request-none",
        /// The request as QR, with words beside it.
        RequestQr = "request-qr",
        /// The request as QR on the whole screen.
        RequestQrAlone = "request-qr-alone",
        /// The question how wide the terminal draws blocks.
        RequestWidth = "request-width",
        /// The request as text.
        RequestText = "request-text",
        /// The question where to save the request.
        RequestSave = "request-save",
        /// The question whether to replace a file.
        RequestReplace = "request-replace",
        /// The request as lines to read aloud.
        RequestSpoken = "request-spoken",
        /// The request for the older binding, before it is sent.
        RequestOlder = "request-older",
        /// The desk is asked over the network.
        RequestAsking = "request-asking",
        /// The desk could not be asked.
        RequestFailed = "request-failed",
        /// The desk refused for another reason than machine or number.
        RequestRefused = "request-refused",
        /// The desk refused the machine.
        RequestRefusedMachine = "request-refused-machine",
        /// The desk refused the number.
        RequestRefusedNumber = "request-refused-number",
        /// The lines of the code, not all typed.
        CodeLines = "code-lines",
        /// The lines of the code, all typed.
        CodeWhole = "code-whole",
        /// A line of the code has a fault.
        CodeLineFault = "code-line-fault",
        /// The code is refused as a whole.
        CodeRefused = "code-refused",
        /// The program searches for typing errors.
        CodeSearching = "code-searching",
        /// The question for a file with the code.
        CodeFile = "code-file",
        /// The activation is being kept.
        KeepWorking = "keep-working",
        /// The activation could not be kept.
        KeepFailed = "keep-failed",
        /// The activation is kept.
        KeepKept = "keep-kept",
        /// The result of this session.
        DoneKept = "done-kept",
        /// The machine was activated before.
        DoneAlready = "done-already",
        /// The machine was activated before, and a new code would improve that.
        DoneAskAgain = "done-ask-again",
        /// The help, over any step.
        Help = "help",
    }
}

impl ScreenKind {
    /// The screen of step Inspect where values with these verdicts and origins are bound: manufacturer, model and serial.
    ///
    /// Instead of an accepted one, a machine may show [`ScreenKind::InspectChanged`]. That follows from the activation that it keeps, and
    /// no request reports it.
    #[must_use]
    pub fn of_inspect(verdicts: [Verdict; 3], origins: [Origin; 3]) -> Self {
        match Predicted::of(Field::BINDING.into_iter().zip(verdicts)) {
            Predicted::Refused => Self::InspectRefused,
            Predicted::Unknown => Self::InspectUnreadable,
            Predicted::Accepted if origins.iter().any(|origin| origin.is_chosen()) => Self::InspectBound,
            Predicted::Accepted => Self::InspectAccepted,
        }
    }

    /// The screens that a way of step Fix may open. `takes` is the place where it writes the firmware. Where there are two, no request
    /// reports which: the first is that of a machine with the tool, or of a build with a network client.
    #[must_use]
    pub const fn of_way(kind: WayKind, takes: Option<WritingPlace>) -> &'static [Self] {
        match (kind, takes) {
            (WayKind::ReadAgain, _) => &[Self::FixReadAgain],
            (WayKind::Recover, _) => &[Self::FixRecover],
            (WayKind::Assign, _) => &[Self::FixAssign],
            (WayKind::Declare, _) => &[Self::FixDeclare],
            (WayKind::Write, Some(WritingPlace::Here)) => &[Self::FixWriteHere, Self::FixWrite],
            (WayKind::Write, _) => &[Self::FixWrite],
            (WayKind::Older, _) => &[Self::FixOlder, Self::FixOlderElsewhere],
        }
    }

    /// The screen of step Route where values with these verdicts are bound: manufacturer, model and serial.
    #[must_use]
    pub fn of_route(verdicts: [Verdict; 3]) -> Self {
        match Predicted::of(Field::BINDING.into_iter().zip(verdicts)) {
            Predicted::Accepted | Predicted::Unknown => Self::RouteAccepted,
            Predicted::Refused => Self::RouteRefused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::SourceKind;
    use Verdict::{Blank, Malformed, Ok, Placeholder, Shared, Unreadable};

    /// Every list of three of these.
    fn triples<T: Copy>(of: &[T]) -> Vec<[T; 3]> {
        let pairs = of.iter().flat_map(|a| of.iter().map(move |b| (*a, *b)));
        pairs.flat_map(|(a, b)| of.iter().map(move |c| [a, b, *c])).collect()
    }

    #[test]
    fn every_triple_of_verdicts_and_origins_has_its_screens() {
        let replaced = [Origin::Recovered(SourceKind::Board), Origin::Assigned, Origin::Declared];
        // The device tree replaces a missing SMBIOS without a choice.
        let own = [Origin::Firmware, Origin::Recovered(SourceKind::DeviceTree)];
        let origins = triples(&[&own[..], &replaced].concat());
        for verdicts in triples(&Verdict::ALL) {
            // A shared model only warns.
            let refused = verdicts.iter().any(|one| matches!(one, Blank | Placeholder | Malformed))
                || [verdicts[0], verdicts[2]].contains(&Shared);
            let unread = verdicts.contains(&Unreadable);
            for &origins in &origins {
                let inspect = match (refused, unread, origins.iter().any(|one| replaced.contains(one))) {
                    (true, ..) => "inspect-refused",
                    (false, true, _) => "inspect-unreadable",
                    (false, false, true) => "inspect-bound",
                    (false, false, false) => "inspect-accepted",
                };
                let found = ScreenKind::of_inspect(verdicts, origins).name();
                assert_eq!(found, inspect, "{verdicts:?} {origins:?}");
            }
            let route = if refused { "route-refused" } else { "route-accepted" };
            assert_eq!(ScreenKind::of_route(verdicts).name(), route, "{verdicts:?}");
        }
        assert_eq!(ScreenKind::of_route([Ok, Shared, Unreadable]), ScreenKind::RouteAccepted);
    }

    #[test]
    fn a_screen_is_written_by_its_name() {
        for screen in ScreenKind::ALL {
            assert_eq!(serde_json::to_value(screen).unwrap(), screen.name());
            assert_eq!(serde_json::from_value::<ScreenKind>(screen.name().into()).unwrap(), *screen);
        }
    }
}
