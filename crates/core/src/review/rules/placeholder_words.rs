//! The English word lists of all rules, with blanks between the words; only data. "Joined" means without blanks and punctuation.

use super::list_lookup::List;
use crate::review::finding::FindingKind;

/// Words that name a field or the part of the machine that holds it.
pub(super) static FIELD: List = List::new(
    "manufacturer manufacture manufacturing vendor brand maker mfg mfr model name product serial sernum \
     number num no sn version ver sku family asset tag tracking uuid guid id planar string strings value type config \
     configuration information info data system sys base board baseboard mainboard mainbrd motherboard mb chassis \
     enclosure bios smbios dmi",
);

/// Words of [`FIELD`] that a digit may follow directly (`Name1`, `SerNum0`, `Type2`). `system` is left out: `System76` is a maker.
pub(super) static NUMBERED: List =
    List::new("name number num sernum type version tag serial define string manufacturer model value");

/// Words that only connect other words.
pub(super) static GLUE: List = List::new(
    "to be by of the is in here for at least an a digits yet please or and ser service card machine specified \
     available applicable defined present installed supported support set settable assigned provided programmed used \
     found filled valid define pc computer device company unit kit build phase stage part parts",
);

/// Words that are a filler by themselves, and make a phrase a filler.
pub(super) static MODIFIERS: [(FindingKind, List); 5] = [
    (FindingKind::DefaultString, List::new("default defaults")),
    (
        FindingKind::ToBeFilled,
        List::new(
            "oem odm tbd tba tbc pending tbfboem fill change changeme enter insert put your todo fixme placeholder",
        ),
    ),
    (
        FindingKind::NoValue,
        List::new(
            "unknown unknow unkn unspecified undefined undefine undef unde unassigned unavailable unprogrammed uninitialized unset not \
         none none1 no null nil na nan empty blank void missing reserved temp temporary unnamed untitled unidentified unbranded \
             nothing other others various misc redacted removed masked anonymized anonymised erased deleted hidden",
        ),
    ),
    (
        FindingKind::VendorFiller,
        List::new(
            "invalid error standard generic custom customer customized customised spare replacement refurbished refurb repair \
             rma corrupt corrupted fail failed failure",
        ),
    ),
    (
        FindingKind::TestWord,
        List::new(
            "test testing sample dummy fake demo example eval evaluation engineering prototype debug foo \
         foobar qwerty abc123 snabc123 deadbeef cafebabe feedface password xyz",
        ),
    ),
];

/// Serials that makers' tools left on many machines and that no rule by shape matches.
pub(super) static SERIAL_FILLERS: List =
    List::new("iatpass sn123456fvgv3i0b8o5n6n7k ssn bsn csn msn psn ssnumber bsnumber csnumber mbsn");

/// Serials that are compiled into firmware or a vendor's tool for all boards of a kind, and that no rule by shape matches: Rockchip's
/// vendor storage (PX30, RV1126, RK3562), U-Boot's `serial#` of Amlogic boards. Similar serials may be genuine.
pub(super) static COMPILED_IN: List = List::new("c3d9b8674f4b94f6 amlg12asei510 amlg12asei610");

/// Stages of a product's development; a number may follow.
pub(super) static STAGES: List = List::new("evt dvt pvt proto prototype");

/// Words that may precede a count.
pub(super) static COUNT_WORDS: List = List::new("sn mb nb pc sys oem bsn csn ssn serial");

/// Words that may precede the number of a serial.
pub(super) static SERIAL_WORDS: List = List::new("sn s no nr num number serial serialno serialnumber ser");

/// Names of makers and hypervisors that are found as serials, in addition to those of `maker_spellings`.
pub(super) static SERIAL_NAMES: List =
    List::new("supermicro vmware qemu kvm virtualbox vbox xen bhyve hyperv parallels asrock msi");

/// Countries, instead of a maker.
pub(super) static COUNTRIES: List =
    List::new("china prc prchina taiwan japan korea usa russia india germany 中国");

/// Beginnings of the names of firmware vendors, joined.
pub(super) static FIRMWARE_VENDORS: List = List::new(
    "americanmegatrends insyde phoenixtechnologies phoenixaward phoenixsis awardsoftware byosoft edkii tianocore seabios \
     coreboot libreboot slimbootloader uboot efidevelopmentkit generalsoftware",
);

/// Whole names of firmware vendors.
pub(super) static FIRMWARE_VENDORS_SHORT: List =
    List::new("ami amibios amicorp amicorporation phoenix award");

/// Words for a self-built or unbranded machine, joined.
pub(super) static HOME_MADE: List = List::new(
    "selfbuilt selfbuild selfmade homebuilt homebuild homemade handmade custombuilt custommade diy diypc nobrand whitelabel \
     whitebox clone pcclone mycompany yourcompany mycomputer yourcomputer mypc yourpc factory",
);

/// Notes that a production line left, joined.
pub(super) static LINE_NOTES: List = List::new("unlockinstall mfgingo");

/// Abbreviations of processor platforms. Abbreviations that are also makers (ADL, ICL) are left out.
pub(super) static PLATFORMS: List = List::new("bsw cfl glk glkr jsl kbl mtl rpl skl tgl whl");

/// Letters before the number of a chipset.
pub(super) static CHIP_PREFIXES: List = List::new("b g gm gs h hm i k km n nm p pm pt q qm x z");

/// Makers of chips, and words around the name of a chipset.
pub(super) static CHIP_WORDS: List =
    List::new("amd ati intel nvidia sis via express series m r chipset chipsets");

/// Beginnings of a note by a person who modified the firmware, joined.
pub(super) static CHANGED_BY: List = List::new("modby moddedby modifiedby poweredby patchedby");

/// Ends of phrases that name the field; the words before them are not a value either.
pub(super) static ENDINGS: [[&str; 2]; 5] =
    [["service", "tag"], ["serial", "number"], ["serial", "no"], ["asset", "tag"], ["part", "number"]];

/// First words of an instruction to fill the field.
pub(super) static INSTRUCTIONS: List = List::new("enter insert put type write please fill");

/// Second words of such an instruction. No genuine name has them.
pub(super) static INSTRUCTED: List = List::new("the your a an in here change enter fill insert");

/// Legal forms of companies.
pub(super) static LEGAL_FORMS: List = List::new("inc co ltd corp corporation company llc gmbh limited");

/// Model names that many different models have, joined.
pub(super) static SERIES_NAMES: List = List::new(
    "lnvnb161216 vaio intelpoweredclassmatepc samsungdesktopsystem lenovo \
     x64basedpc x86basedpc atatcompatible atcompatible ibmpccompatible ibmcompatible pccompatible compatible amd nvidia via",
);

/// Nouns for a kind of computer.
pub(super) static FORM_NOUNS: List = List::new(
    "notebook laptop desktop pc computer minipc workstation server tablet netbook ultrabook \
     tower aio barebone minitower thinclient handheld subnotebook allinone machine convertible detachable pcstick stickpc 2in1 \
     itx atx matx miniitx microatx nanoitx lowprofiledesktop pizzabox dockingstation spacesaving lunchbox mainserverchassis subchassis \
     expansionchassis rackmountchassis raidchassis sealedcasepc multisystem iotgateway",
);

/// Adjectives for a kind of computer.
pub(super) static FORM_ADJECTIVES: List = List::new(
    "mini portable mobile fanless personal industrial embedded gaming thin client all in one system rack box board home office \
     tiny ultra 1u 2u 4u",
);

/// Code names of processors and chipsets in reference firmware, joined.
pub(super) static CODE_NAMES: List = List::new(
    "alderlake apollolake amberlake arrowlake baytrail braswell brazos broadwell calistoga \
     calpella cannonlake capellvalley cedartrail cherrytrail cherryview chiefriver clovertrail coffeelake cometlake \
     cougarpoint crescentbay crestline danube elkhartlake emeraldlake geminilake grantley greencity haswell huronriver \
     icelake ivybridge jasperlake kabini kabylake lynxpoint lunapier lunarlake mahobay meteorlake milstead moorefield \
     montevina napa nehalem oaktrail pinetrail raptorlake rocketlake sabine sandybridge santarosa sharkbay skybay \
     skylake sugarbay tigerlake tylersburg valleyview westmere whiskeylake twinlake eaglelake pineview bearlake lakeport \
     springdale grantsdale montara alviso thurley purley whitley crestline cantiga capella broadwater glenwood ibexpeak \
     pantherpoint wildcatpoint sunrisepoint nforce nvidianforce denlow haswellrefresh cedarview inagua",
);
