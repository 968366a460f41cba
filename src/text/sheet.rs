//! The sheet to take along.

use countersign_core::{lines, sentences};

lines! {
    /// The words of the sheet.
    pub enum SheetLine in sheet {
        TitleAlone,
        Number,
        Request,
        Desk,
        Hotline,
        Case,
        Printed,
        RequestLead,
        RequestNone,
        QrElsewhere,
        Code,
        CodeDo,
        Machine,
    }
}

sentences! {
    /// The sentences of the sheet that hold values.
    pub enum SheetSentence in sheet_sentence {
        Title { product },
        Page { number, of },
        WayTaken { way },
        WayTakenOthers { way, others },
        LogEarlier { count, command },
    }
}
