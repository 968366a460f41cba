//! The words the phrase rules are made of, as blank-separated lists. Data only.

use crate::review::finding::Kind;

/// Words that name a field or the part of the machine that holds it.
pub(super) const FIELD: &str = "manufacturer manufacture manufacturing vendor brand maker mfg mfr model name product serial sernum \
     number num no sn version ver sku family asset tag tracking uuid guid id planar string strings value type config \
     configuration information info data system sys base board baseboard mainboard mainbrd motherboard mb chassis \
     enclosure bios smbios dmi";

/// Words of those that a digit may follow directly (`Name1`, `SerNum0`, `Type2`). `System76` is a maker.
pub(super) const NUMBERED: &str =
    "name number num sernum type version tag serial define string manufacturer model value";

/// Words that only pass between others.
pub(super) const GLUE: &str = "to be by of the is in here for at least digits yet please or and ser service specified \
     available applicable defined present installed supported support set settable assigned provided programmed used \
     found filled valid define pc computer device company";

/// Words that make a filler of what they stand with, and alone are one.
pub(super) const MODIFIERS: [(Kind, &str); 5] = [
    (Kind::DefaultString, "default defaults"),
    (Kind::ToBeFilled, "oem odm tbd tba fill change changeme enter insert your"),
    (
        Kind::NoValue,
        "unknown unknow unkn unspecified undefined undefine undef unde unassigned unavailable unprogrammed uninitialized unset not \
         none none1 no null nil na nan empty blank void missing reserved",
    ),
    (Kind::VendorFiller, "invalid error standard generic custom customer"),
    (
        Kind::TestWord,
        "test testing sample dummy demo example eval evaluation engineering prototype debug foo foobar qwerty asdf \
         asdfgh abc123 snabc123 deadbeef password xyz",
    ),
];

/// Fillers of firmware in Chinese, the whole of them: to be decided, unknown, none, default, test, names of fields.
pub(super) const CHINESE: [(Kind, &str); 5] = [
    (Kind::ToBeFilled, "由oem填写 待定"),
    (Kind::NoValue, "未知 未设置 未指定 未定义 不可用 不适用 空 无"),
    (Kind::DefaultString, "默认"),
    (Kind::TestWord, "测试 样机"),
    (
        Kind::FieldName,
        "制造商 生产商 厂商 厂家 品牌 型号 产品型号 产品名称 系统型号 序列号 产品序列号 系统序列号 主板序列号",
    ),
];

/// How fillers in Chinese begin: please fill in, please enter, to be filled, default.
pub(super) const CHINESE_BEGINNINGS: [(Kind, &str); 2] = [
    (Kind::ToBeFilled, "请填写 请输入 待填"),
    (Kind::DefaultString, "默认值 默认字符 默认序列 默认型号 默认厂商"),
];

/// Serials that makers' tools left on many machines and that no shape gives away.
pub(super) const SERIAL_FILLERS: &str = "iatpass sn123456fvgv3i0b8o5n6n7k";

/// Where it was made, instead of who made it.
pub(super) const COUNTRIES: &str = "china prc prchina taiwan japan korea usa russia india germany 中国";

/// Firms that write firmware, as their names begin, run together.
pub(super) const FIRMWARE_VENDORS: &str = "americanmegatrends insyde phoenixtechnologies phoenixaward phoenixsis awardsoftware byosoft edkii tianocore seabios";

/// Firms that write firmware, where that is the whole name.
pub(super) const FIRMWARE_VENDORS_SHORT: &str = "ami amibios amicorp amicorporation phoenix award";

/// What stands behind a firm's name; alone it is none.
pub(super) const LEGAL_FORMS: &str = "inc co ltd corp corporation company llc gmbh limited";

/// Names of one model that stand on thousands of different ones, run together.
pub(super) const SERIES_NAMES: &str = "lnvnb161216 vaio intelpoweredclassmatepc samsungdesktopsystem lenovo \
     x64basedpc x86basedpc atatcompatible";

/// What kind of computer it is.
pub(super) const FORM_NOUNS: &str = "notebook laptop desktop pc computer minipc workstation server tablet netbook ultrabook \
     tower aio barebone minitower thinclient handheld subnotebook allinone";

/// Words that say no more about it.
pub(super) const FORM_ADJECTIVES: &str = "mini portable mobile fanless personal industrial embedded gaming thin client all in one system rack box board home office";

/// Code names of processors and chipsets that reference firmware carries, run together.
pub(super) const CODE_NAMES: &str = "alderlake apollolake amberlake arrowlake baytrail braswell brazos broadwell calistoga \
     calpella cannonlake capellvalley cedartrail cherrytrail cherryview chiefriver clovertrail coffeelake cometlake \
     cougarpoint crescentbay crestline danube elkhartlake emeraldlake geminilake grantley greencity haswell huronriver \
     icelake ivybridge jasperlake kabini kabylake lynxpoint lunapier lunarlake mahobay meteorlake milstead moorefield \
     montevina napa nehalem oaktrail pinetrail raptorlake rocketlake sabine sandybridge santarosa sharkbay skybay \
     skylake sugarbay tigerlake tylersburg valleyview westmere whiskeylake twinlake";

/// Whether the list holds the word.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// The kind whose list holds a word that fits.
pub(super) fn kind_of(lists: &[(Kind, &str)], fits: impl Fn(Kind, &str) -> bool) -> Option<Kind> {
    lists
        .iter()
        .find(|(kind, list)| list.split_ascii_whitespace().any(|known| fits(*kind, known)))
        .map(|(kind, _)| *kind)
}
