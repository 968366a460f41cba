//! The help of the command line, and the output of commands.

use crate::text::{CommandLine as L, CommandSentence as S};

/// The English words.
pub fn command(line: L) -> &'static str {
    match line {
        L::About => {
            "Activates a machine offline after \"activation failed\". Without a command, starts the wizard."
        }
        L::ExitCodes => {
            "Exit codes: 0 done, activated; 1 fault, or can't tell; 2 usage; 3 not acceptable, not activated, expired; 4 the machine changed; 5 refused, invalid."
        }
        L::HeadUsage => "Usage",
        L::HeadCommands => "Commands",
        L::HeadOptions => "Options",
        L::HeadArguments => "Arguments",
        L::OptHelp => "Print help",
        L::OptVersion => "Print version",
        L::Hardware => {
            "A recorded machine instead of this one: a dump, a folder shaped like /sys, or dmidecode text"
        }
        L::Profile => {
            "The product's profile (default: /etc/countersign/profile.toml, then beside the program)"
        }
        L::Profiles => {
            "Another folder of profiles (default: /etc/countersign/profiles.d beside the default profile)"
        }
        L::Product => "The product, if several are installed: its identifier, as status shows it",
        L::State => "The state folder (default: /var/lib/countersign)",
        L::Lang => "Language: zh or en (default: the locale's)",
        L::Plain => {
            "Ask line by line, without screens: for screen readers, braille displays, serial lines, scripts. ACCESSIBLE=1 does the same; so does Ctrl-P in the wizard"
        }
        L::Json => "Print one JSON object",
        L::Practice => "The wizard in practice: nothing is kept",
        L::PracticeMachine => "A sample machine to practise on (default: this computer)",
        L::PracticeMachines => "Sample machines",
        L::Help => "Explains a topic",
        L::HelpTopic => "A topic, or the name of a command (default: the commands)",
        L::HelpTopics => "Topics",
        L::Inspect => "Says whether the desk will accept this machine, and why not",
        L::InspectAll => "Print every field with its raw bytes",
        L::InspectLine => "Print one line for each machine, with tabs: path, acceptable, values, codes",
        L::InspectSummary => "Print counts instead: models, placeholders, findings, and the best ways",
        L::InspectHtml => "Write these counts as an HTML page with charts; - is standard output",
        L::InspectPaths => "Recorded machines instead of this one, or folders of them",
        L::Request => "Makes or shows the open request",
        L::RequestNumber => "License number, as on the certificate",
        L::RequestText => "Print the text form (the default)",
        L::QrIfTorn => "If the QR is torn, draw it in blanks: countersign request --qr=blanks",
        L::RequestSpoken => "Print the number and the four lines to read out on the telephone",
        L::RequestQr => {
            "Draw the QR: blocks, blanks, inverted; mono without escape sequences, for paper or an editor. inverted,blanks takes both"
        }
        L::RequestSvg => "Write the QR as an SVG picture; - is standard output",
        L::RequestPng => "Write the QR as a PNG picture; - is standard output",
        L::RequestOut => "Write the text form to a file; - is standard output",
        L::RequestRecover => "Bind values from other places on this machine, in place of refused ones",
        L::RequestAssign => "As --recover; what is still missing is derived from this machine",
        L::RequestDeclare => "Bind this value, read off the label: serial=..., manufacturer=..., model=...",
        L::RequestNew => "Make a new request, even if the open one still fits",
        L::Enter => "Checks a license code and keeps the activation",
        L::EnterCode => "The code's seven lines; - reads standard input",
        L::EnterFile => "A file with the code; - is standard input",
        L::Status => "Says whether this machine is activated",
        L::StatusCondition => "Print nothing; exit 0 if activated, otherwise 1 to 5, 255 for a fault",
        L::StatusWrite => {
            "Also write the answer to a file that every user may read, with only the end of the number (default: /run/countersign/PRODUCT.json; - is standard output)"
        }
        L::StatusMotd => {
            "Also write a line for each product that isn't activated to a file that pam_motd shows at the next login; none if all are (default: /run/motd.d/countersign)"
        }
        L::Release => "Gives the license back; prints the receipt for the desk",
        L::ReleaseYes => "Don't ask",
        L::Report => "Prints the support report, with personal identifiers shortened",
        L::ReportFull => "Print identifiers in full (serials, UUID, license number)",
        L::ReportSheet => {
            "Print a sheet to take along: request, room for the code, values, plan or way taken; =text (the default) or =html"
        }
        L::ReportHtml => "The sheet as HTML that prints well; as --sheet=html",
        L::ReportNothingTried => "Nothing has been tried here yet.",
        L::EnterAsk => "Type or paste the lines of the code. After the last line, press Ctrl-D.",
        L::ClockBehind => {
            "CLOCK-BEHIND: this machine's clock is before the day on which the license was issued. Set it."
        }
        L::AnchorAsRoot => "Run the command as root: sudo countersign request.",
        L::AnchorInFirmware => "Correct the firmware: countersign inspect shows how.",
        L::HolderUnknown => "on this machine",
        L::ReleaseAsk => "This gives the license back and erases it here. Type y to go on:",
        L::ReleasedNow => "Send this line to the desk, so that the number can be used elsewhere.",
        L::ChineseNoGlyphs => {
            "LANG-NOT-SHOWN: --lang zh can't be shown, because this terminal (TERM) has no Chinese characters. Connect from another terminal, for example over SSH."
        }
        L::ChineseNoUtf8 => {
            "LANG-NOT-SHOWN: --lang zh can't be shown, because the locale is not UTF-8. Set one that is: LC_ALL=C.UTF-8 countersign --lang zh"
        }
        L::NotRegularFile => "it is a link, a pipe, a device or a folder, not a regular file",
        L::NoAnswerInTime => "it doesn't answer in time",
        L::Doctor => "Says what would stop a session here, before one starts",
    }
}

/// The English sentences with values.
pub fn command_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::FleetPassed { path } => format!("{path} is not a recording and was skipped."),
        S::FleetTotal { count, good, bad, open } => {
            format!("{count} machines: {good} acceptable, {bad} not acceptable, {open} can't tell.")
        }
        S::QrTooWide { need, have } => format!(
            "The QR needs {need} columns, this terminal has {have}. Make it wider, or use --text or --png FILE."
        ),
        S::ReportTerminal { term, kind, colour, glyphs, lang } => {
            format!("Terminal: {term}, {kind}, {colour}, {glyphs}, {lang}")
        }
        S::ReportSession { step, date, number } => {
            format!("A session is open at step {step}, started on {date}. License number: {number}")
        }
        S::ReportRequest { date, name } => format!("Request {name}, made on {date}"),
        S::ReportDeclared { field, value } => format!("Declared value: {field} {value}"),
        S::FieldReason { code, what, why } => format!("{code}: {what} {why}"),
        S::RequestNamed { name } => format!("Name of the request: {name}"),
        S::RequestChanged { number } => format!(
            "MACHINE-CHANGED: this machine has changed since it was activated with {number}. The desk decides whether it is the same machine."
        ),
        S::HelpRecover { option } => {
            format!(
                "{option} binds values from other places on this machine. Nothing is written to the firmware."
            )
        }
        S::HelpAssign { option } => {
            format!("{option} binds a serial that is derived from this machine, the same after a reinstall.")
        }
        S::HelpDeclare { option } => format!("{option} binds the value on the machine's label."),
        S::HelpInspect { command } => format!("{command} shows how to correct the firmware."),
        S::HelpInspectToo { command } => format!("Or correct the firmware: {command} shows how."),
        S::NearMiss { declared, value, source } => format!(
            "The declared serial {declared} differs in one character from {value}, {source}. Compare it with the label."
        ),
        S::Entered { number } => format!("Activated: {number}"),
        S::ActivatedAlready { number } => {
            format!("This machine is already activated with {number}; no new code is needed.")
        }
        S::MovesUp { number } => format!(
            "This machine is activated with {number} by the older binding; the code for this request upgrades it to the full one."
        ),
        S::HolderTerminal { terminal, pid } => format!("on {terminal} (process {pid})"),
        S::HolderProcess { pid } => format!("on this machine (process {pid})"),
        S::ReleaseAskNumber { number } => {
            format!("This gives the license {number} back and erases it here. Type y to go on:")
        }
        S::ReleaseAskNoReceipt { number } => format!(
            "This gives the license {number} back and erases it here. A reinstall lost the secret, so there will be no receipt: an operator of the desk must release the number. Type y to go on:"
        ),
        S::ReleasedWithoutReceipt { number } => format!(
            "Given back: {number}. This machine has no receipt, because a reinstall lost its secret. Call the desk: an operator releases the number."
        ),
        S::StatusOf { name, product } => format!("{name} ({product})"),
        S::Motd { name, state, command } => format!("{name}: {state} Run: {command}"),
        S::MotdUnusable { code, what } => format!("Countersign: {code}: {what}"),
        S::Released { number } => format!("Given back: {number}. The receipt:"),
    }
}
