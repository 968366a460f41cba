//! What an operator says to a caller, and the guide's remarks.

use crate::text::GuideRemark as R;
use countersign_core::screen_kind::ScreenKind as S;

/// The English remarks.
pub const fn guide_remark(line: R) -> &'static str {
    match line {
        R::ReportedExample => "(as reported by this request; the values are an example's)",
        R::OfRequest => "(from this request)",
        R::NotThere => "(this machine has no such way)",
        R::ExampleList => {
            "Only screens marked \"from this request\" or \"as reported\" show its values; those of the others are an example's."
        }
        R::ExampleWays => "The ways and their numbers are an example's; each machine has its own.",
        R::LeftOut => {
            "From this request. What only the machine knows is left out: values from other places, steps, commands, and what else its screen says."
        }
        R::MarkElsewhere => "From this request. The caller may have chosen another way.",
        R::NameAfterRepair => "The request's name changes after the repair, so it isn't known here.",
        R::NameOfNext => "The next request has another name, so it isn't known here.",
    }
}

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn guide(screen: S) -> &'static str {
    match screen {
        S::WelcomeProducts => {
            "Several products are on this machine. Tell me which one you want to activate, then press its number. If there is a line with a code below the list, read it to me."
        }
        S::WelcomeNumber => {
            "Type the license number from the certificate, then press Enter. Spaces and dashes don't matter."
        }
        S::WelcomeFault => {
            "The line below the number says which character is wrong. Compare it with the certificate, correct it, and press Enter."
        }
        S::WelcomeResume => {
            "Press Enter to continue where you were. If it is another license number, press n to start over."
        }
        S::WelcomeKnown => {
            "Read me the lines at the top, with the code. To ask the desk again with the number that is shown, press Enter."
        }
        S::InspectAccepted => "All three fields are good. Press Enter.",
        S::InspectRefused => {
            "Read me each line with a cross: the field, the value, the code. Then press Enter: the next screen shows what to do."
        }
        S::InspectUnreadable => {
            "The program may not read some fields. If the screen shows s, press s and type your password. If not, press q and start it again as root."
        }
        S::InspectBound => "With the replacement values on the screen the machine is accepted. Press Enter.",
        S::InspectChanged => {
            "This machine differs from the one that was activated. Tell me what was replaced, then press Enter: the desk decides whether it is the same machine."
        }
        S::Details => "These are all fields of the machine. Read me the one I ask for, then press Esc.",
        S::FixList => {
            "The ways are numbered, the best one first. Take the first one that you can carry out: press its number. Press a only if I ask you to: the desk then refuses the request."
        }
        S::FixListChosen => "One way is marked as chosen. A number opens a way; w withdraws the choice.",
        S::FixRecover => {
            "Compare a serial with the machine's label; a UUID needs no comparison. Enter uses the values and goes on. Nothing is written into the firmware."
        }
        S::FixAssign => {
            "The value on the screen is assigned to this machine. Write it on a label, then press Enter."
        }
        S::FixDeclare => "Type the value exactly as on the machine's label, then press Enter.",
        S::FixDeclareFault => {
            "The typed value is a placeholder or not a proper value. Look at the label once more, and type its value."
        }
        S::FixDeclareConfirm => {
            "Read me the value and compare it with the label once more. If they match, press Enter; if not, Esc."
        }
        S::FixDeclareNear => {
            "The value differs in one character from another value of the machine. Look at the label: Esc goes back to correct it, y keeps it as typed."
        }
        S::FixWrite => {
            "Read the cautions first, then do the steps in order. After a restart, start countersign again: it continues here. Then press r."
        }
        S::FixWriteHere => {
            "Read the cautions first. Enter shows the command once more before anything is run."
        }
        S::FixRunConfirm => {
            "This command writes the firmware. Read it to me. y runs it; Esc goes back and changes nothing."
        }
        S::FixReadAgain => "Do what the screen says, then press Enter, or s if the screen shows it.",
        S::FixOlder => {
            "This is the last resort: it is lost at a reinstall. Press Enter only if no other way helps."
        }
        S::FixOlderElsewhere => {
            "This program can't ask for the older binding itself. Press Esc and take another way."
        }
        S::FixChanged => "Some fields still can't be used. Press Enter for the list of ways.",
        S::FixMended => "All fields are good now. Press Enter.",
        S::FixNothing => "There is nothing left to fix. Press Enter.",
        S::RouteAccepted => {
            "With a phone that has a camera and a network, press 1. With a USB stick, press 2. To read the request to me, press 3. A number acts at once; Enter takes the entry with the cursor."
        }
        S::RouteRefused => {
            "The desk will refuse this request as it is. Press Esc, and take a way at step 3 first. If the last entry is the older binding, leave it for now."
        }
        S::RequestNone => {
            "There is no request yet. Read me the code at the beginning of the message. Press r to try again, or Esc to go back."
        }
        S::RequestQr => {
            "Scan the square with the phone's camera, open the page and press its button: it shows seven lines. If the phone can't read it, press z for full screen or i for inverted colours. To read it to me instead, press v."
        }
        S::RequestQrAlone => "Scan the square with the phone's camera. z shows the text again.",
        S::RequestWidth => {
            "Look at the two lines in the middle. If they end in the same column, press y; if the upper one is longer, press n."
        }
        S::RequestText => {
            "Press s to save the request as a file, and take the file to the desk. Press Enter once you have the answer."
        }
        S::RequestSave => {
            "A path is filled in. Press Enter to save there, or type another path; Tab completes it."
        }
        S::RequestReplace => {
            "A file of that name already exists. y replaces it, Esc goes back to change the name."
        }
        S::RequestSpoken => {
            "Read me the license number first, then the four lines one by one, each with its number, and last the name of the request. Press Enter when I begin to read my seven lines."
        }
        S::RequestOlder => {
            "Read me the limits on the screen. If you agree, press Enter: the machine asks the desk over its own network."
        }
        S::RequestAsking => "Wait for the desk's answer; the seconds count down. Esc goes back.",
        S::RequestFailed => {
            "Read me the code at the top. r tries again. If the screen shows Enter, it switches to the QR."
        }
        S::RequestRefused => {
            "Read me the code at the top, and the number of the case if there is one. I look it up."
        }
        S::RequestRefusedMachine => {
            "Read me the codes. Then press Enter: the ways to fix the machine follow."
        }
        S::RequestRefusedNumber => {
            "The desk has no such number. Press Enter, and compare it with the certificate."
        }
        S::CodeLines => {
            "I read you seven lines. Type each one: the cursor moves on when a line is correct. For a character that you didn't catch, type a question mark."
        }
        S::CodeWhole => "All seven lines are complete. Press Enter.",
        S::CodeLineFault => "Read me the line that is marked, character by character.",
        S::CodeRefused => {
            "Read me the sentence at the top. The lines are correct, but they aren't for this request."
        }
        S::CodeSearching => "Wait: the program is looking for typing errors. Esc stops it.",
        S::CodeFile => {
            "Type the path of the file with the answer, or press Enter where it was found. To type the lines instead, press Esc."
        }
        S::KeepWorking => "Wait a moment: the activation is being kept.",
        S::KeepFailed => {
            "Read me the code. Nothing is lost. Leave the window open, remove the cause in a second terminal, then press r."
        }
        S::KeepKept => {
            "Read me the text after File and UEFI. EFI-ABSENT is normal on a machine that doesn't start by UEFI. Then press Enter."
        }
        S::DoneKept => "That's all. Keep the certificate. Enter leaves.",
        S::DoneAlready => {
            "This machine is already activated. Enter leaves; n starts over with another number."
        }
        S::DoneAskAgain => {
            "This machine is activated, and a new code would improve that. Press a to ask again with the same number; Enter leaves."
        }
        S::Help => "This is the help of the step. Read me the number in the corner, then press Esc.",
    }
}
