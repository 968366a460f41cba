//! Lines about downloads of the program: the commands `downloads`, the pages of the office, the page of a link, and the README.

use countersign_core::text::Lang;
use countersign_core::{lines, sentences};

use crate::downloads::{LinkState, Processor, Route};

lines! {
    /// Help, reports, labels and refusals. `…Do` is what to do about the line before it.
    pub enum DownloadLine in downloads {
        // Help
        Downloads, Add, List, Remove, Link, Links, Revoke, ArgProgram, OptArch, OptOnline, OptSignature, OptVersion, OptProduct,
        ArgBuild, OptCase, OptDays, ArgLink,
        // Builds
        BuildUnknownDo, NotElf, NotExecutable, NotProgramDo, ProcessorDiffersDo, TooLongDo, VersionBadDo, NotRegularDo, NoBuilds, NoBuildsDo, CaseOfProductDo,
        EveryProduct, WithRoute, WithoutRoute, Signed, Unsigned, SignatureUnreadable,
        // Links
        LinkNotKnown, LinkNotKnownDo, NoLinks, StateValid, StateExpired, StateRevoked, StateUsedUp, DaysBad, DaysBadDo,
        // The office
        OfficeTitle, OfficeLead, MakeTitle, MakeButton, DaysLabel, CaseLabel, CaseNone, LinkLabel, CopyLink, GoodUntil, Count, LastUse,
        RevokeButton, BuildsTitle, Version, Processor, Size, Added, DownloadedTitle, SpellTitle,
        // The page of a link
        WhichProcessor, Intel, Arm, Button, Archive, ArchiveSum, ProgramSum, Signature, ByCommand, ThenTitle, ThenLead, NothingElse,
        LinkUnknown, LinkUnknownDo, LinkExpired, LinkRevoked, LinkUsedUp, LinkOverDo, BuildNone, BuildNoneDo,
    }
}

sentences! {
    /// Help, reports, labels and refusals that hold values. `…Do` is what to do about the line before it.
    pub enum DownloadSentence in downloads_sentence {
        // Builds
        BuildAdded { id, processor, version, size },
        BuildSum { sum },
        BuildLine { id, processor, version, route, product, size, signed },
        BuildRemoved { id, processor, version },
        BuildUnknown { id },
        NotProgram { path, why },
        OtherMachine { machine },
        ProcessorDiffers { path, found, given },
        ProgramTooLong { path, most },
        SignatureTooLong { path, most },
        VersionBad { version },
        NoBuildFor { product },
        CaseOfProduct { case, product },
        // Links
        LinkMade { address, until },
        LinkLine { address, state, until, count, product },
        LinkFor { case },
        LinkRevokedNow { code },
        // The page of a link
        Title { product },
        GoodUntilTime { until },
        SizeOf { megabytes, bytes },
        // The README
        ReadMe { product, version, processor },
        ReadMeHelp { hotline },
    }
}

impl DownloadLine {
    /// The word for the state of a link.
    #[must_use]
    pub const fn of_state(state: LinkState) -> Self {
        match state {
            LinkState::Valid => Self::StateValid,
            LinkState::Expired => Self::StateExpired,
            LinkState::Revoked => Self::StateRevoked,
            LinkState::UsedUp => Self::StateUsedUp,
        }
    }

    /// The words for the route of a build.
    #[must_use]
    pub const fn of_route(route: Route) -> Self {
        match route {
            Route::Offline => Self::WithoutRoute,
            Route::Online => Self::WithRoute,
        }
    }

    /// The words for a processor, as buyers of computers use them.
    #[must_use]
    pub const fn of_processor(processor: Processor) -> Self {
        match processor {
            Processor::X86_64 => Self::Intel,
            Processor::Aarch64 => Self::Arm,
        }
    }
}

/// A size in megabytes with one decimal, and in bytes.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    DownloadSentence::SizeOf { megabytes: &megabytes(bytes), bytes: &bytes }.say(lang)
}

/// A size in megabytes with one decimal.
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The README of an archive, in both languages.
#[must_use]
pub fn readme(product: &str, hotline: Option<&str>, version: &str, processor: Processor) -> String {
    let part = |lang: Lang| {
        let read =
            DownloadSentence::ReadMe { product: &product, version: &version, processor: &processor.name() };
        let help = hotline.map(|hotline| DownloadSentence::ReadMeHelp { hotline: &hotline }.say(lang) + "\n");
        format!("{}\n{}", read.say(lang), help.unwrap_or_default())
    };
    format!("{}\n{}", part(Lang::En), part(Lang::Zh))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded() {
        for (bytes, said) in
            [(0, "0.0"), (49_999, "0.0"), (50_000, "0.1"), (3_863_448, "3.9"), (33_554_432, "33.6")]
        {
            assert_eq!(megabytes(bytes), said);
        }
    }

    #[test]
    fn the_readme_has_both_languages() {
        let text = readme("Example OS", Some("400 123 4567"), "1.2.0", Processor::X86_64);
        let expected_parts = [
            "Countersign 1.2.0 for Example OS",
            "sha256sum -c SHA256SUMS",
            "./countersign",
            "校验",
            "400 123 4567",
        ];
        for part in expected_parts {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{text}");
    }
}
