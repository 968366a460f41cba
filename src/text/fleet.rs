//! The summary of many machines: `countersign inspect --summary` and `--html`.

use countersign_core::{lines, sentences};

lines! {
    /// The words of the summary.
    pub enum FleetLine in fleet {
        Title,
        AllMachines,
        Accepted,
        NotAccepted,
        CantTell,
        HeadWays,
        HeadFindings,
        HeadFillers,
        HeadModels,
        HeadFiles,
        FilledPart,
        FillersNote,
        PolicyUsual,
        NoWay,
        Way,
        Finding,
        Filler,
        Model,
        Code,
        Machines,
        Refused,
        Files,
    }
}

sentences! {
    /// The sentences of the summary that hold values.
    pub enum FleetSentence in fleet_sentence {
        Totals { count, good, bad, open },
        Unreadable { count },
        Passed { count },
        OtherModels { limit, count, bad },
        OtherFillers { limit, count },
        MoreRows { count },
        Policy { product },
        Made { made },
        WayTime { title, time },
        Of { count, all },
        ChartShows { count, label, value },
    }
}
