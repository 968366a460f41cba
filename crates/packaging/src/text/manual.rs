//! Lines of `countersign-profile(5)` and `countersign-exit-codes(7)`, and the headings of all pages.

use countersign_core::lines;

lines! {
    /// A heading, a paragraph, or the words of an entry.
    pub enum ManualLine in manual {
        HeadName,
        HeadSynopsis,
        HeadDescription,
        HeadNotes,
        HeadSeeAlso,
        HeadExample,
        HeadKeys,
        HeadPolicy,
        HeadPinned,
        HeadDevice,
        HeadDesk,

        ProfileAbout,
        ProfileWhat,
        ProfileTrust,
        KeyId,
        KeyPublished,
        KeyVersion,
        KeyProduct,
        KeyName,
        KeyMask,
        KeyDesk,
        KeyOnline,
        KeyHotline,
        KeyRules,
        KeyPolicy,
        KeyKeys,
        PolicyRecovered,
        PolicyAssigned,
        PolicyDeclared,
        PolicyOlder,
        PolicySpoken,
        PolicyGrace,
        PinnedId,
        PinnedPublic,

        ExitCodesAbout,
        ExitCodesContract,
        ExitCodesError,
        ExitCodesWizard,
        ExitCodesDeskError,
        DeskDone,
        DeskFault,
        DeskUsage,
        DeskRefused,
    }
}
