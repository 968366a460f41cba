//! The words the phrase rules are made of, as blank-separated lists. Data only.

use std::sync::OnceLock;

use crate::review::finding::Kind;

/// Words that name a field or the part of the machine that holds it.
pub(super) static FIELD: List = List::new(
    "manufacturer manufacture manufacturing vendor brand maker mfg mfr model name product serial sernum \
     number num no sn version ver sku family asset tag tracking uuid guid id planar string strings value type config \
     configuration information info data system sys base board baseboard mainboard mainbrd motherboard mb chassis \
     enclosure bios smbios dmi",
);

/// Words of those that a digit may follow directly (`Name1`, `SerNum0`, `Type2`). `System76` is a maker.
pub(super) static NUMBERED: List =
    List::new("name number num sernum type version tag serial define string manufacturer model value");

/// Words that only pass between others.
pub(super) static GLUE: List = List::new(
    "to be by of the is in here for at least an a digits yet please or and ser service card machine specified \
     available applicable defined present installed supported support set settable assigned provided programmed used \
     found filled valid define pc computer device company",
);

/// Words that make a filler of what they stand with, and alone are one.
pub(super) static MODIFIERS: [(Kind, List); 5] = [
    (Kind::DefaultString, List::new("default defaults")),
    (
        Kind::ToBeFilled,
        List::new(
            "oem odm tbd tba tbfboem fill change changeme enter insert put your todo fixme placeholder",
        ),
    ),
    (
        Kind::NoValue,
        List::new(
            "unknown unknow unkn unspecified undefined undefine undef unde unassigned unavailable unprogrammed uninitialized unset not \
         none none1 no null nil na nan empty blank void missing reserved temp temporary",
        ),
    ),
    (Kind::VendorFiller, List::new("invalid error standard generic custom customer")),
    (
        Kind::TestWord,
        List::new(
            "test testing sample dummy fake demo example eval evaluation engineering prototype debug foo \
         foobar qwerty abc123 snabc123 deadbeef cafebabe feedface password xyz",
        ),
    ),
];

/// Fillers of firmware in Chinese, the whole of them: to be decided, unknown, none, default, test, names of fields.
pub(super) static CHINESE: [(Kind, List); 5] = [
    (Kind::ToBeFilled, List::new("由oem填写 待定")),
    (Kind::NoValue, List::new("未知 未设置 未指定 未定义 不可用 不适用 空 无")),
    (Kind::DefaultString, List::new("默认")),
    (Kind::TestWord, List::new("测试 样机")),
    (
        Kind::FieldName,
        List::new(
            "制造商 生产商 厂商 厂家 品牌 型号 产品型号 产品名称 系统型号 序列号 产品序列号 系统序列号 主板序列号",
        ),
    ),
];

/// How fillers in Chinese begin: please fill in, please enter, to be filled, default.
pub(super) static CHINESE_BEGINNINGS: [(Kind, List); 2] = [
    (Kind::ToBeFilled, List::new("请填写 请输入 待填")),
    (Kind::DefaultString, List::new("默认值 默认字符 默认序列 默认型号 默认厂商")),
];

/// Serials that makers' tools left on many machines and that no shape gives away.
pub(super) static SERIAL_FILLERS: List = List::new("iatpass sn123456fvgv3i0b8o5n6n7k");

/// Where it was made, instead of who made it.
pub(super) static COUNTRIES: List =
    List::new("china prc prchina taiwan japan korea usa russia india germany 中国");

/// Firms that write firmware, as their names begin, run together.
pub(super) static FIRMWARE_VENDORS: List = List::new(
    "americanmegatrends insyde phoenixtechnologies phoenixaward phoenixsis awardsoftware byosoft edkii tianocore seabios",
);

/// Firms that write firmware, where that is the whole name.
pub(super) static FIRMWARE_VENDORS_SHORT: List =
    List::new("ami amibios amicorp amicorporation phoenix award");

/// Who says that nobody made it, run together.
pub(super) static HOME_MADE: List =
    List::new("selfbuilt selfbuild selfmade homebuilt homebuild homemade custombuilt diy");

/// How a note of whoever changed the firmware begins, run together.
pub(super) static CHANGED_BY: List = List::new("modby moddedby modifiedby poweredby patchedby");

/// Phrases that end in the field's own name, and say no more; what stands before them is not a value either.
pub(super) static ENDINGS: [[&str; 2]; 5] =
    [["service", "tag"], ["serial", "number"], ["serial", "no"], ["asset", "tag"], ["part", "number"]];

/// How an instruction to whoever fills the field begins.
pub(super) static INSTRUCTIONS: List = List::new("enter insert put type write please fill");

/// What follows there: no name goes on so.
pub(super) static INSTRUCTED: List = List::new("the your a an in here change enter fill insert");

/// Rows of a keyboard.
pub(super) static ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// What stands behind a firm's name; alone it is none.
pub(super) static LEGAL_FORMS: List = List::new("inc co ltd corp corporation company llc gmbh limited");

/// Names of one model that stand on thousands of different ones, run together.
pub(super) static SERIES_NAMES: List = List::new(
    "lnvnb161216 vaio intelpoweredclassmatepc samsungdesktopsystem lenovo \
     x64basedpc x86basedpc atatcompatible",
);

/// What kind of computer it is.
pub(super) static FORM_NOUNS: List = List::new(
    "notebook laptop desktop pc computer minipc workstation server tablet netbook ultrabook \
     tower aio barebone minitower thinclient handheld subnotebook allinone",
);

/// Words that say no more about it.
pub(super) static FORM_ADJECTIVES: List = List::new(
    "mini portable mobile fanless personal industrial embedded gaming thin client all in one system rack box board home office",
);

/// Code names of processors and chipsets that reference firmware carries, run together.
pub(super) static CODE_NAMES: List = List::new(
    "alderlake apollolake amberlake arrowlake baytrail braswell brazos broadwell calistoga \
     calpella cannonlake capellvalley cedartrail cherrytrail cherryview chiefriver clovertrail coffeelake cometlake \
     cougarpoint crescentbay crestline danube elkhartlake emeraldlake geminilake grantley greencity haswell huronriver \
     icelake ivybridge jasperlake kabini kabylake lynxpoint lunapier lunarlake mahobay meteorlake milstead moorefield \
     montevina napa nehalem oaktrail pinetrail raptorlake rocketlake sabine sandybridge santarosa sharkbay skybay \
     skylake sugarbay tigerlake tylersburg valleyview westmere whiskeylake twinlake eaglelake pineview bearlake lakeport \
     springdale grantsdale montara alviso thurley purley whitley",
);

/// A list of words, taken apart and put in order when it is first asked.
pub(super) struct List {
    text: &'static str,
    index: OnceLock<Index>,
}

/// The words by their first letter, so that a value's word is compared with a few of them and not with all.
struct Index {
    words: Vec<&'static str>,
    /// Where the words of each drawer end; they begin where those of the drawer before end.
    ends: [u8; DRAWERS],
}

/// One for each letter, and one for all that begin otherwise.
const DRAWERS: usize = 27;

/// The drawer of a text by its first letter.
fn drawer(text: &str) -> u8 {
    match text.bytes().next() {
        Some(letter @ b'a'..=b'z') => letter - b'a' + 1,
        _ => 0,
    }
}

/// How many letters a word must have for one of them to be a slip.
const LONG: usize = 7;

impl List {
    const fn new(text: &'static str) -> Self {
        Self { text, index: OnceLock::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut words = Vec::new();
            let mut ends = [0; DRAWERS];
            for (at, end) in (0..).zip(&mut ends) {
                words.extend(self.text.split_ascii_whitespace().filter(|word| drawer(word) == at));
                *end = u8::try_from(words.len()).unwrap_or(u8::MAX);
            }
            Index { words, ends }
        })
    }

    /// Its words.
    pub(super) fn words(&self) -> &[&'static str] {
        &self.index().words
    }

    /// Those of its words that begin as the text does.
    pub(super) fn beginning(&self, text: &str) -> &[&'static str] {
        let Index { words, ends } = self.index();
        let drawer = usize::from(drawer(text));
        let at = |drawer: usize| ends.get(drawer).map_or(0, |end| usize::from(*end));
        words.get(drawer.checked_sub(1).map_or(0, at)..at(drawer)).unwrap_or_default()
    }

    /// Whether one of its long words becomes the word by one slip.
    pub(super) fn misspelt(&self, word: &str) -> bool {
        self.misspelt_from(LONG, word)
    }

    /// The same for words of at least that many letters.
    pub(super) fn misspelt_from(&self, least: usize, word: &str) -> bool {
        // One slip leaves the first or the last letter as it was; few words end as this one does.
        word.len() + 1 >= least
            && self.words().iter().any(|known| {
                known.len() >= least
                    && known.len().abs_diff(word.len()) <= 1
                    && (known.bytes().next() == word.bytes().next()
                        || known.bytes().last() == word.bytes().last())
                    && one_slip(word.as_bytes(), known.as_bytes())
            })
    }
}

/// Whether one letter put in, left out or changed, or two neighbours swapped, make the one word of the other.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let turned =
        |part: Option<&[u8]>| matches!(part, Some([x, y]) if b.get(front..front + 2) == Some(&[*y, *x]));
    front + back + 1 >= a.len().max(b.len())
        || a.len() == b.len() && front + back + 2 == a.len() && turned(a.get(front..front + 2))
}

/// Whether the list holds the word.
pub(super) fn holds(list: &List, word: &str) -> bool {
    list.beginning(word).contains(&word)
}

/// The kind whose list holds a word that fits.
pub(super) fn kind_of(lists: &[(Kind, List)], fits: impl Fn(Kind, &List) -> bool) -> Option<Kind> {
    lists.iter().find(|(kind, list)| fits(*kind, list)).map(|(kind, _)| *kind)
}
