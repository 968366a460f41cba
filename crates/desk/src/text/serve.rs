//! Lines of `countersign-desk serve`: its options, its faults, and the reports of its start and end.

use countersign_core::{lines, sentences};

lines! {
    /// Options, faults and reports of serving. `…Do` is what to do about the line before it.
    pub enum ServeLine in serve {
        // Help
        Serve, ServeMore, OptListen, OptMetricsListen, OptLog, OptLogLevel, OptTlsCert, OptTlsKey, OptBehindProxy,
        OptConfig, OptPassphraseFile, OptPinFile, OptPerSource, OptPerNumber, OptPerNumberTotal, OptUnknownPerSource, OptUnknownTotal, OptSignIns, OptPerToken,
        OptDrain, OptTimeZone, TimeZoneUnknown, OptMailSignature, OptMailFrom, MailFromInvalid,
        // Faults
        ServingInTheOpen, TlsFilesDo, ListenFailedDo,
        ConfigUnreadableDo, ConfigNotRegular, ConfigInvalidDo, TlsNeedsBoth, TlsOrProxy,
        PassphraseNotRegularDo, PassphraseExposedDo, PassphraseEmptyDo,
        // The end
        Served,
    }
}

sentences! {
    /// Faults and reports of serving that hold values.
    pub enum ServeSentence in serve_sentence {
        Serving { url },
        ServingMetrics { url },
        TlsFiles { detail },
        ListenFailed { detail },
        ConfigUnreadable { path, detail },
        ConfigNotToml { path, line },
        ConfigUnknown { path, line, key },
        ConfigValue { path, line, key },
        FileNotRegular { path },
        PassphraseExposed { path, mode },
        PassphraseEmpty { path },
    }
}
