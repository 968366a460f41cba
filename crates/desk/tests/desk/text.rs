//! The texts of this crate in both languages.

use countersign_core::screen_kind::ScreenKind;
use countersign_core::text::{Lang, Line as _};
use countersign_desk::text::{
    AdminLine, AdminSentence, CaseLine, CaseSentence, DatabaseLine, DatabaseSentence, DeskLine, DeskSentence,
    DownloadLine, DownloadSentence, GuideRemark, MailLine, MailSentence, OfficeLine, OfficeSentence,
    PhoneLine, PhoneSentence, ProgramLine, ProgramSentence, ServeLine, ServeSentence, StaffLine,
    StaffSentence, UpkeepLine, UpkeepSentence, guide_words,
};
use countersign_testing::lines::{check, check_sentences, check_words};

#[test]
fn lines_and_sentences_have_words_in_both_languages() {
    check::<AdminLine>();
    check::<CaseLine>();
    check::<DatabaseLine>();
    check::<DeskLine>();
    check::<DownloadLine>();
    check::<GuideRemark>();
    check::<ProgramLine>();
    check::<MailLine>();
    check::<OfficeLine>();
    check::<PhoneLine>();
    check::<ServeLine>();
    check::<StaffLine>();
    check::<UpkeepLine>();
    for screen in ScreenKind::ALL {
        check_words(screen.name(), guide_words(Lang::En, *screen), guide_words(Lang::Zh, *screen));
    }
    check_sentences(AdminSentence::samples(), AdminSentence::say);
    check_sentences(CaseSentence::samples(), CaseSentence::say);
    check_sentences(DatabaseSentence::samples(), DatabaseSentence::say);
    check_sentences(DeskSentence::samples(), DeskSentence::say);
    check_sentences(DownloadSentence::samples(), DownloadSentence::say);
    check_sentences(ProgramSentence::samples(), ProgramSentence::say);
    check_sentences(MailSentence::samples(), MailSentence::say);
    check_sentences(OfficeSentence::samples(), OfficeSentence::say);
    check_sentences(PhoneSentence::samples(), PhoneSentence::say);
    check_sentences(ServeSentence::samples(), ServeSentence::say);
    check_sentences(StaffSentence::samples(), StaffSentence::say);
    check_sentences(UpkeepSentence::samples(), UpkeepSentence::say);
}

#[test]
fn the_hint_about_answering_again_names_the_limit_of_the_ledger() {
    let limit = format!(" {} ", countersign_ledger::PUBLIC_NONCES_A_DAY);
    for lang in [Lang::En, Lang::Zh] {
        let hint = StaffLine::AgainHint.say(lang);
        assert!(hint.contains(&limit), "{hint}");
    }
}
