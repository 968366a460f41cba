//! The words the phrase rules are made of, as blank-separated lists. Data only.

use super::list::List;
use crate::review::finding::FindingKind;

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
     found filled valid define pc computer device company unit kit build phase stage part parts",
);

/// Words that make a filler of what they stand with, and alone are one.
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

/// Serials that makers' tools left on many machines and that no shape gives away.
pub(super) static SERIAL_FILLERS: List =
    List::new("iatpass sn123456fvgv3i0b8o5n6n7k ssn bsn csn msn psn ssnumber bsnumber csnumber mbsn");

/// Stages of a product before it is sold; a number may follow.
pub(super) static STAGES: List = List::new("evt dvt pvt proto prototype");

/// What may stand before a count, besides words for a serial.
pub(super) static COUNT_WORDS: List = List::new("sn mb nb pc sys oem bsn csn ssn serial");

/// What may stand before the number of a serial.
pub(super) static SERIAL_WORDS: List = List::new("sn s no nr num number serial serialno serialnumber ser");

/// Makers that stand in serials besides those of `spellings`, and what a guest runs under.
pub(super) static SERIAL_NAMES: List =
    List::new("supermicro vmware qemu kvm virtualbox vbox xen bhyve hyperv parallels asrock msi");

/// Where it was made, instead of who made it.
pub(super) static COUNTRIES: List =
    List::new("china prc prchina taiwan japan korea usa russia india germany 中国");

/// Firms that write firmware, as their names begin, run together.
pub(super) static FIRMWARE_VENDORS: List = List::new(
    "americanmegatrends insyde phoenixtechnologies phoenixaward phoenixsis awardsoftware byosoft edkii tianocore seabios \
     coreboot libreboot slimbootloader uboot efidevelopmentkit generalsoftware",
);

/// Firms that write firmware, where that is the whole name.
pub(super) static FIRMWARE_VENDORS_SHORT: List =
    List::new("ami amibios amicorp amicorporation phoenix award");

/// Who says that nobody made it, or that it is nobody's in particular; run together.
pub(super) static HOME_MADE: List = List::new(
    "selfbuilt selfbuild selfmade homebuilt homebuild homemade handmade custombuilt custommade diy diypc nobrand whitelabel \
     whitebox clone pcclone mycompany yourcompany mycomputer yourcomputer mypc yourpc factory",
);

/// Notes of a production line that stayed behind, run together.
pub(super) static LINE_NOTES: List = List::new("unlockinstall mfgingo");

/// Processor platforms by the letters that stand for them. Those that are makers too (ADL, ICL) are left out.
pub(super) static PLATFORMS: List = List::new("bsw cfl glk glkr jsl kbl mtl rpl skl tgl whl");

/// How a chipset's number begins.
pub(super) static CHIP_PREFIXES: List = List::new("b g gm gs h hm i k km n nm p pm pt q qm x z");

/// Who makes the chips, and the words around a chipset's name.
pub(super) static CHIP_WORDS: List =
    List::new("amd ati intel nvidia sis via express series m r chipset chipsets");

/// How a note of whoever changed the firmware begins, run together.
pub(super) static CHANGED_BY: List = List::new("modby moddedby modifiedby poweredby patchedby");

/// Phrases that end in the field's own name, and say no more; what stands before them is not a value either.
pub(super) static ENDINGS: [[&str; 2]; 5] =
    [["service", "tag"], ["serial", "number"], ["serial", "no"], ["asset", "tag"], ["part", "number"]];

/// How an instruction to whoever fills the field begins.
pub(super) static INSTRUCTIONS: List = List::new("enter insert put type write please fill");

/// What follows there: no name goes on so.
pub(super) static INSTRUCTED: List = List::new("the your a an in here change enter fill insert");

/// What stands behind a firm's name; alone it is none.
pub(super) static LEGAL_FORMS: List = List::new("inc co ltd corp corporation company llc gmbh limited");

/// Names of one model that stand on thousands of different ones, run together.
pub(super) static SERIES_NAMES: List = List::new(
    "lnvnb161216 vaio intelpoweredclassmatepc samsungdesktopsystem lenovo \
     x64basedpc x86basedpc atatcompatible atcompatible ibmpccompatible ibmcompatible pccompatible compatible amd nvidia via",
);

/// What kind of computer it is.
pub(super) static FORM_NOUNS: List = List::new(
    "notebook laptop desktop pc computer minipc workstation server tablet netbook ultrabook \
     tower aio barebone minitower thinclient handheld subnotebook allinone machine convertible detachable pcstick stickpc 2in1 \
     itx atx matx miniitx microatx nanoitx lowprofiledesktop pizzabox dockingstation spacesaving lunchbox mainserverchassis subchassis \
     expansionchassis rackmountchassis raidchassis sealedcasepc multisystem iotgateway",
);

/// Words that say no more about it.
pub(super) static FORM_ADJECTIVES: List = List::new(
    "mini portable mobile fanless personal industrial embedded gaming thin client all in one system rack box board home office \
     tiny ultra 1u 2u 4u",
);

/// Code names of processors and chipsets that reference firmware carries, run together.
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
