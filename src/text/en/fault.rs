//! Refusals and failures.

use countersign_core::text::{Lang, Line as _};
use countersign_keep::text::{ProfileLine as L, ProfileSentence as S};

use crate::text::Fault as F;

/// The English words: what it is, and what to do now.
pub fn fault(fault: &F) -> (String, String) {
    match fault {
        F::ProfileMissing { path } => (
            S::Missing { path }.say(Lang::En),
            "Check the path after --profile.".into(),
        ),
        F::ProfileUnreadable { path, why } => (
            S::Unreadable { path, why }.say(Lang::En),
            L::UnreadableDo.en().into(),
        ),
        F::ProfileNotRegular { what, cure }
        | F::ProfileOwner { what, cure }
        | F::ProfileWritable { what, cure } => (
            S::NotUsed { why: what }.say(Lang::En),
            cure.clone(),
        ),
        F::ProfileTooLarge { path } => (
            S::TooLarge { path }.say(Lang::En),
            L::AnewDo.en().into(),
        ),
        F::ProfileSyntax { path, why } => (
            S::Syntax { path, why }.say(Lang::En),
            L::SyntaxDo.en().into(),
        ),
        F::ProfileNoKeys { path } => (
            S::NoKeys { path }.say(Lang::En),
            L::AnewDo.en().into(),
        ),
        F::ProfileBadKey { path, why } => (
            S::BadKey { path, why }.say(Lang::En),
            L::AnewDo.en().into(),
        ),
        F::ProfileTwinKeys { path, why } => (
            S::TwinKeys { path, why }.say(Lang::En),
            L::AnewDo.en().into(),
        ),
        F::ProfileUnpublished { path } => (
            S::Unpublished { path }.say(Lang::En),
            L::UnpublishedDo.en().into(),
        ),
        F::ProfileTwice { product, files } => (
            format!("Several profiles are for the product {product}, so none of them is used: {files}."),
            "Keep the newest one and remove the others.".into(),
        ),
        F::ProfileTooMany { folder, limit } => (
            format!("The folder {folder} holds more than {limit} profiles, so none of them is used."),
            "Remove those that are not needed.".into(),
        ),
        F::ProductNeeded { products } => (
            "Several products are installed, and this command is about one.".into(),
            format!("Add --product NAME with one of these: {products}."),
        ),
        F::ProductUnknown { product, products } => (
            format!("No profile of the product {product} is installed."),
            format!("Installed products: {products}."),
        ),
        F::ProfileNeeded => (
            "No profile is installed, and this command needs one.".into(),
            "Put the product's profile.toml at /etc/countersign/profile.toml or name it with --profile. To practise: countersign practice".into(),
        ),
        F::HardwareNotFound { path } => (
            format!("There is nothing at {path}."),
            "Check the path of the recording.".into(),
        ),
        F::HardwareDenied { path } => (
            format!("You may not read {path}."),
            "Run the program as root, or copy the file to where you can read it.".into(),
        ),
        F::HardwareEmpty { path } => (
            format!("{path} is empty."),
            "Make the recording again: dmidecode --dump-bin FILE, as root.".into(),
        ),
        F::HardwareTooLarge { path } => (
            format!("{path} is larger than 16 MiB, so it is not a recording of a machine."),
            "Make one: dmidecode --dump-bin FILE, as root.".into(),
        ),
        F::HardwareUnknown { path } => (
            format!("{path} is not a recording of a machine."),
            "Give a file made by dmidecode --dump-bin FILE, the text that dmidecode prints, or a folder laid out like /sys.".into(),
        ),
        F::HardwareNotUnderstood { path, line, text } => (
            format!(
                "{path} looks like the output of dmidecode, but line {line}, \"{text}\", can't be parsed."
            ),
            "Save the output of dmidecode unchanged, or record again: dmidecode --dump-bin FILE, as root.".into(),
        ),
        F::HardwareCut { path } => (
            format!("{path} looks like the output of dmidecode, but ends before the first value."),
            "Record again as root: dmidecode --dump-bin FILE".into(),
        ),
        F::HardwareBroken { path } => (
            format!("{path} could not be read to its end."),
            "Copy it again, from another medium if necessary.".into(),
        ),
        F::HardwareOne => (
            "This command takes one --hardware.".into(),
            "Name one machine; only inspect accepts several.".into(),
        ),
        F::StateNeeded => (
            "With --hardware this command needs --state too, so that nothing on this computer is changed.".into(),
            "Add --state DIR.".into(),
        ),
        F::NumberNeeded => (
            "A license number is needed: no request is open.".into(),
            "Add --number N, as on the certificate.".into(),
        ),
        F::NumberMalformed { why, example } => (
            format!("This is not a license number: {why}"),
            format!("Compare it with the certificate; it looks like {example}."),
        ),
        F::RequestNone => (
            "No request is open here, so no code can be checked.".into(),
            "Make one first: countersign request --number N".into(),
        ),
        F::WayNotOffered { way } => (
            format!("This product does not allow {way}."),
            "Correct the firmware: countersign inspect shows how. Ask the desk whether the product's rules can be changed.".into(),
        ),
        F::SpokenNotOffered => (
            "The desk of this product accepts no requests by telephone.".into(),
            "Use another form: the text, --out FILE or --qr.".into(),
        ),
        F::WayUnanchored { way, cure } => (
            format!("{way} needs a board serial, a UUID or an on-board network port that identifies this machine, and none can be read."),
            cure.clone(),
        ),
        F::DeclareForm { given } => (
            format!("--declare {given} is not understood."),
            "Write --declare serial=VALUE, or manufacturer= or model=, with the value as on the label.".into(),
        ),
        F::DeclareTwice { field } => (
            format!("{field} is declared twice."),
            "Omit one of the two --declare.".into(),
        ),
        F::DeclareNeedless { field, value } => (
            format!("{field}: the firmware's own value {value} is accepted, so there is nothing to declare."),
            "Omit this --declare.".into(),
        ),
        F::DeclareRefused { field, why } => (
            format!("{field}: the declared value is refused. {why}"),
            "Read the label again and declare its value.".into(),
        ),
        F::RequestTooLong => (
            "The request does not fit this form.".into(),
            "Use the text form: countersign request --text".into(),
        ),
        F::RequestNotMade { why } => (
            format!("No request can be made with the values of this machine: {why}."),
            "Send the report (countersign report) to the desk.".into(),
        ),
        F::SecretFailed { why } => (
            format!("The system gives no random numbers ({why}), so no request was made."),
            "Try again. If it fails again, restart the machine.".into(),
        ),
        F::CodeLines { lines } => (
            format!("These lines can't be read: {lines}."),
            "Check them again; type ? for a character you can't read.".into(),
        ),
        F::CodeLookAgain { lines, mended } => (
            format!("The code does not verify, and typing errors were corrected in these lines: {lines}."),
            format!("Check those lines again. {mended}").trim_end().to_owned(),
        ),
        F::CodeNotThis { name } if name.is_empty() => (
            "The code was typed correctly, but it is not for this machine, number and request.".into(),
            "Make a new request (countersign request --new), and ask the desk again.".into(),
        ),
        F::CodeNotThis { name } => (
            "The code was typed correctly, but it is not for this machine, number and request.".into(),
            format!("Compare the request's name ({name}) with what the desk answered, and ask the desk again. Then type the new code."),
        ),
        F::CodeForOther { what, name } if name.is_empty() => (
            format!("The code is genuine, but for {what}."),
            "Make a new request (countersign request --new), and ask the desk again.".into(),
        ),
        F::CodeForOther { what, name } => (
            format!("The code is genuine, but for {what}."),
            format!("Ask the desk for a code for this request ({name})."),
        ),
        F::CodeMachineChanged { request } if request.is_empty() => (
            "The code is genuine and answers an earlier request, but this machine's values have changed since then.".into(),
            "Put the old values back, or make a new request and ask the desk for its code.".into(),
        ),
        F::CodeMachineChanged { request } => (
            format!("The code is genuine and answers the request {request}, but this machine's values have changed since then."),
            "Put the old values back, or make a new request and ask the desk for its code.".into(),
        ),
        F::CodeMachineUnread { request } => (
            format!("The code is genuine and answers the request {request}, but this machine's values can't all be read now."),
            "Restart the computer, or run this as root and on the host, then enter the code again: it stays good.".into(),
        ),
        F::CodeKeyUnknown { key } => (
            format!("The code was signed with key {key}, which this profile does not know."),
            "Get the newest profile from the desk, and check line 1.".into(),
        ),
        F::CodeExpired { date } => (
            format!("The license expired on {date}."),
            "Ask the desk to renew it. If the date looks wrong, check this machine's clock.".into(),
        ),
        F::CodeForm => (
            "This is not a license code of a known format.".into(),
            "Update the program, or check line 1.".into(),
        ),
        F::CodeNotInFile => (
            "The given text contains no license code (seven lines of 20 characters), and is no line of one.".into(),
            "Check that it is the desk's answer.".into(),
        ),
        F::CodeIsRefusal { code } => (
            format!("This is the desk's refusal {code}, not a license code."),
            "Its text says why, and what to do. Do that, and ask the desk again. The lines typed so far are kept.".into(),
        ),
        F::CodeIsRequest { name } if name.is_empty() => (
            "This is a request; the answer is another text or file.".into(),
            "Give the request to the desk, and enter the seven lines of its answer. The lines typed so far are kept.".into(),
        ),
        F::CodeIsRequest { name } => (
            format!("This is the request {name}; the answer is another text or file."),
            "Give the request to the desk, and enter the seven lines of its answer. The lines typed so far are kept.".into(),
        ),
        F::CodeIsReceipt => (
            "This is the receipt of a release, not a license code.".into(),
            "Give it to the desk. Type the seven lines of the desk's answer here. The lines typed so far are kept.".into(),
        ),
        F::CodeIsNumber => (
            "This is a license number, not a license code.".into(),
            "Type the seven lines of the desk's answer. The lines typed so far are kept.".into(),
        ),
        F::FileRead { path, why } => (
            format!("{path} can't be read: {why}."),
            "Check the path and the permissions.".into(),
        ),
        F::FileWrite { path, why } => (
            format!("{path} can't be written: {why}."),
            "Check the path, the permissions and the free space on the disk.".into(),
        ),
        F::OutputTwice => (
            "Standard output can have only one form, and the options name two.".into(),
            "Name a file for one of them.".into(),
        ),
        F::PngTerminal => (
            "A terminal can't show a PNG picture.".into(),
            "Name a file, or pipe the picture to a program: countersign request --png - > request.png".into(),
        ),
        F::LockHeld { holder } => (
            format!("Another countersign is open {holder}."),
            "Continue there, or close it.".into(),
        ),
        F::NoTerminal => (
            "The wizard needs a terminal, and there is none here.".into(),
            "Add --plain to go line by line, or use the commands: inspect, request, enter, status (--help lists them).".into(),
        ),
        F::SampleUnknown { name, names } => (
            format!("There is no sample machine \"{name}\"."),
            format!("Sample machines: {names}."),
        ),
        F::TopicUnknown { topic, topics } => (
            format!("There is no help on \"{topic}\"."),
            format!("Topics: {topics}, and the name of each command."),
        ),
        F::ReleaseAsk => (
            "Giving a license back needs a confirmation, and there is no terminal.".into(),
            "Add --yes.".into(),
        ),
        F::NotKept { what, cure, .. } => (
            format!("Not kept: {what}"),
            cure.clone(),
        ),
        F::State { what, cure, .. } => (
            format!("What is kept here can't be used: {what}"),
            cure.clone(),
        ),
        F::OnlineName { desk } => (
            format!("No host named {desk} was found."),
            "Check this machine's network and name server, or use another route.".into(),
        ),
        F::OnlineUnreachable { desk, why } => (
            format!("The desk at {desk} can't be reached: {why}."),
            "Check this machine's network and firewall, or use another route.".into(),
        ),
        F::OnlineTimeout { desk } => (
            format!("The desk at {desk} did not answer in time."),
            "Try again, or use another route: the same request gets the same code.".into(),
        ),
        F::OnlineCertificate { desk, why } => (
            format!("The server at {desk} can't prove that it is the desk: {why}."),
            "Check this machine's clock. A network that requires a sign-in, or a company's own certificate (name its file in SSL_CERT_FILE), can also be the cause.".into(),
        ),
        F::OnlinePortal => (
            "Something on the network answers in place of the desk, such as a sign-in page.".into(),
            "Sign in to the network first, or use another route.".into(),
        ),
        F::OnlineProxy { why } => (
            format!("The proxy does not forward the request: {why}."),
            "Check HTTPS_PROXY and NO_PROXY (sudo drops them unless you use sudo -E), or use another route.".into(),
        ),
        F::OnlineBusy => (
            "The desk is busy and decided nothing.".into(),
            "Try again in a minute, or use another route.".into(),
        ),
        F::OnlineNotTaken { code } => (
            format!("The desk does not accept this request: {code}."),
            "Get the newest profile and program from the desk, or use another route.".into(),
        ),
        #[cfg(feature = "online")]
        F::DeskNeeded => (
            "No profile here names the desk to ask.".into(),
            "Name it: countersign relay --desk https://HOST".into(),
        ),
        #[cfg(feature = "online")]
        F::DeskAddress { given } => (
            format!("\"{given}\" is not the address of a desk."),
            "Write --desk https://HOST or https://HOST:PORT, without a path.".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleOther { path } => (
            format!("{path} holds answers, not requests."),
            "Nothing was asked. Give the bundle of the requests.".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleNewer { path, version } => (
            format!("{path} has version {version}, which this program does not support."),
            "Nothing was asked. Update this program.".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleAlone { path } => (
            format!("{path} is a bundle, and other files are given too."),
            "Give the bundle alone; its answers are a bundle too.".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleOutput => (
            "The answers for several machines and the object of --json would both go to standard output.".into(),
            "Write the answers to a file with --out FILE, or omit --json: each answer is JSON.".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleBusy { path } => (
            format!("Another program is writing these answers: {path}."),
            "Wait until it ends, or name another file with --out.".into(),
        ),
        #[cfg(feature = "online")]
        F::NoCode { what, cure, .. } => (
            format!("No code: {what}"),
            cure.clone(),
        ),
        F::Unexpected { why } => (
            format!("Something failed: {why}."),
            "Try again; if it fails again, send the report (countersign report) to the desk.".into(),
        ),
    }
}
