//! The languages of the texts. The words are in `text`.

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The language of a tag or locale name (`zh`, `zh_CN.UTF-8`, `en`); English for any other. A locale with another character
    /// set (`zh_CN.GBK`) gives English, since all text is UTF-8.
    #[must_use]
    pub fn from_locale(locale: &str) -> Self {
        let locale = locale.trim().to_ascii_lowercase();
        let charset =
            locale.split_once('.').map(|(_, charset)| charset.split('@').next().unwrap_or_default());
        let garbled = charset.is_some_and(|charset| !matches!(charset, "utf8" | "utf-8"));
        if locale.starts_with("zh") && !garbled { Self::Zh } else { Self::En }
    }

    /// Its tag: `en` or `zh`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The language of exactly that tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::En, Self::Zh].into_iter().find(|lang| lang.tag() == tag)
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_exactly() {
        for lang in [Lang::En, Lang::Zh] {
            assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        }
        assert_eq!(["", "ZH", "zh-Hans", "fr"].map(Lang::from_tag), [None; 4]);
    }

    #[test]
    fn chinese_locales_in_utf8_give_chinese_and_all_others_english() {
        for zh in ["zh", "zh_CN.UTF-8", "zh_CN.utf8", "zh_SG.UTF-8@x", "ZH", "zh-Hans"] {
            assert_eq!(Lang::from_locale(zh), Lang::Zh, "{zh}");
        }
        for en in ["", "C", "en", "en_US.UTF-8", "de_DE", "zh_CN.GBK", "zh_CN.GB18030", "zh_TW.Big5@x"] {
            assert_eq!(Lang::from_locale(en), Lang::En, "{en}");
        }
    }
}
