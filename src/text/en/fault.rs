//! Refusals and failures.

use crate::text::Fault as L;

/// The English words: what it is, a line break, what to do now.
pub fn fault(line: L) -> &'static str {
    match line {
        L::ProfileMissing => "There is no profile at {path}.\nCheck the path after --profile.",
        L::ProfileUnreadable => {
            "The profile {path} can't be read: {why}.\nCheck its rights, or start as root."
        }
        L::ProfileSyntax => {
            "The profile {path} is not as it should be: {why}.\nGet it anew from the desk; countersign-desk init writes it."
        }
        L::ProfileNoKeys => {
            "The profile {path} pins no keys, so no code could ever be checked.\nGet it anew from the desk."
        }
        L::ProfileBadKey => "The profile {path} holds a bad key: {why}.\nGet it anew from the desk.",
        L::ProfileTwinKeys => {
            "The profile {path} holds two keys that are alike: {why}.\nGet it anew from the desk."
        }
        L::ProfileNeeded => {
            "No profile is installed, and this command needs one.\nPut the product's profile.toml at /etc/countersign/profile.toml or name it with --profile. To practise: countersign practice"
        }
        L::HardwareNotFound => "There is nothing at {path}.\nCheck the path given with --hardware.",
        L::HardwareDenied => {
            "You may not read {path}.\nRun the program as root, or copy the file to where you can read it."
        }
        L::HardwareEmpty => "{path} is empty.\nMake the recording again: dmidecode --dump-bin FILE, as root.",
        L::HardwareTooLarge => {
            "{path} is larger than 16 MiB, so it is no recording of a machine.\nMake one: dmidecode --dump-bin FILE, as root."
        }
        L::HardwareUnknown => {
            "{path} is not a recording of a machine.\nGive a file made by dmidecode --dump-bin FILE, the text that dmidecode prints, or a folder laid out like /sys."
        }
        L::HardwareBroken => {
            "{path} could not be read to its end.\nCopy it again, from another medium if need be."
        }
        L::HardwareOne => {
            "This command takes one --hardware.\nName one machine; inspect alone takes several."
        }
        L::StateNeeded => {
            "With --hardware this command needs --state too, so that nothing of this computer is touched.\nAdd --state DIR."
        }
        L::NumberNeeded => {
            "A license number is needed: no request is open.\nAdd --number N, as on the certificate."
        }
        L::NumberMalformed => {
            "This is no license number: {why}\nCompare it with the certificate; it looks like {example}."
        }
        L::RequestNone => {
            "No request is open here, so no code can be checked.\nMake one first: countersign request --number N"
        }
        L::RequestTooLong => {
            "The request does not fit this form.\nUse the text form: countersign request --text"
        }
        L::CodeLines => {
            "These lines can't be read: {lines}.\nLook at them again; ? stands for a character you can't read."
        }
        L::CodeLookAgain => {
            "The code does not verify, and slips were put right in these lines: {lines}.\nLook at those lines again."
        }
        L::CodeNotThis => {
            "The code was typed correctly, but it is not for this machine, number and request.\nCompare the request's name ({name}) with what the desk answered, and ask the desk again."
        }
        L::CodeForOther => {
            "The code is genuine, but for {what}.\nAsk the desk for a code for this request ({name})."
        }
        L::CodeKeyUnknown => {
            "The code was signed with key {key}, which this profile does not know.\nGet the newest profile from the desk, and check line 1."
        }
        L::CodeExpired => {
            "The license ended on {date}.\nAsk the desk to extend it. If the date looks wrong, check this machine's clock."
        }
        L::CodeForm => "This is no license code of a known form.\nGet the newest program, or check line 1.",
        L::CodeNotInFile => {
            "No license code was found in it: seven lines of 20 characters.\nCheck that it is the desk's answer."
        }
        L::FileRead => "{path} can't be read: {why}.\nCheck the path and the rights.",
        L::FileWrite => {
            "{path} can't be written: {why}.\nCheck the path, the rights and the room on the disk."
        }
        L::LockHeld => {
            "Another countersign is open on {terminal} (process {pid}).\nGo on there, or close it."
        }
        L::NoTerminal => {
            "The wizard needs a terminal, and there is none here.\nAdd --plain to be led line by line, or use the commands: inspect, request, enter, status (--help lists them)."
        }
        L::SampleUnknown => "There is no sample machine \"{name}\".\nThere are: {names}.",
        L::ReleaseAsk => {
            "Giving a license back wants an answer, and there is no terminal to ask on.\nAdd --yes."
        }
        L::NotKept => "Not kept: {what}\n{cure}",
        L::OnlineName => {
            "No computer of the name {desk} was found.\nCheck this machine's network and name server, or take another way."
        }
        L::OnlineUnreachable => {
            "The desk at {desk} can't be reached: {why}.\nCheck this machine's network and firewall, or take another way."
        }
        L::OnlineTimeout => {
            "The desk at {desk} did not answer in time.\nTry again, or take another way: the same request gets the same code."
        }
        L::OnlineCertificate => {
            "What answers at {desk} can't prove that it is the desk: {why}.\nCheck this machine's clock. A network that wants a sign-in, or a company's own certificate (name its file in SSL_CERT_FILE), looks like this too."
        }
        L::OnlinePortal => {
            "Something on the way answers in the desk's place, such as a page to sign in at.\nSign in to the network first, or take another way."
        }
        L::OnlineProxy => {
            "The proxy doesn't let the request through: {why}.\nCheck HTTPS_PROXY and NO_PROXY (sudo drops them unless told: sudo -E), or take another way."
        }
        L::OnlineBusy => {
            "The desk is busy, and decided nothing.\nTry again in a minute, or take another way."
        }
        L::OnlineNotTaken => {
            "The desk doesn't take this request: {code}.\nGet the newest profile and program from the desk, or take another way."
        }
        L::Unexpected => {
            "Something failed: {why}.\nTry again; if it stays, send the report (countersign report) to the desk."
        }
    }
}
