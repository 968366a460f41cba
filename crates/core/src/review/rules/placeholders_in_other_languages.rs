//! Fillers in other languages than English, as the whole value or its beginning: words for unknown, none, to be filled in,
//! test, and the names of the fields.

use super::class::Class;
use super::fold::Folded;
use super::list_lookup::{List, holds, kind_of};
use crate::review::finding::FindingKind;

/// Chinese, as the whole value.
static CHINESE: [(FindingKind, List); 5] = [
    (FindingKind::ToBeFilled, List::new("由oem填写 待定 占位 占位符")),
    (
        FindingKind::NoValue,
        List::new(
            "未知 未设置 未指定 未定义 未填 未填写 未命名 未提供 不可用 不适用 不明 不详 暂无 没有 空 空值 空白 无 数据为空 \
             无序列号 无编号 无型号 无品牌 无厂商 无数据",
        ),
    ),
    (FindingKind::DefaultString, List::new("默认 缺省")),
    (FindingKind::TestWord, List::new("测试 測試 样机 测试机 测试机器 测试设备 示例")),
    (
        FindingKind::FieldName,
        List::new(
            "制造商 生产商 厂商 厂家 品牌 型号 产品型号 产品名称 系统型号 序列号 产品序列号 系统序列号 主板序列号 编号 \
             製造商 廠商 品名 型號 產品名稱 產品型號 序號 機器序號",
        ),
    ),
];

/// Chinese, as the beginning: please fill in, please enter, to be filled, default, unknown.
static CHINESE_BEGINNINGS: [(FindingKind, List); 3] = [
    (FindingKind::ToBeFilled, List::new("请填写 请输入 待填 序列号待")),
    (FindingKind::DefaultString, List::new("默认值 默认字符 默认序列 默认型号 默认厂商")),
    (FindingKind::NoValue, List::new("未知 未填写 未设置")),
];

/// Other languages, without blanks: Japanese, Korean, Russian, German, French, Spanish, Portuguese, Italian, Polish, Turkish,
/// Dutch, and the languages of Scandinavia and Finland.
static OTHERS: [(FindingKind, List); 2] = [
    (
        FindingKind::NoValue,
        List::new(
            "なし 不詳 未設定 없음 알수없음 해당없음 미정 неизвестно неизвестный неизвестен отсутствует нетданных \
             unbekannt nichtangegeben nichtverfügbar nichtverfuegbar nichtvorhanden inconnu inconnue nonspecifie nonspécifié \
             nondisponible nonrenseigné nonrenseigne desconocido desconocida sinnombre sinespecificar noespecificado \
             nodisponible desconhecido desconhecida naoinformado nãoinformado naodefinido nãodefinido naoespecificado \
             nãoespecificado indisponivel indisponível sconosciuto sconosciuta nondefinito nondisponibile nieznany nieznane \
             bilinmiyor belirtilmemiş okänd ukjent ukendt onbekend tuntematon",
        ),
    ),
    (
        FindingKind::FieldName,
        List::new(
            "シリアル番号 製造番号 メーカー 製造元 型番 製品名 일련번호 시리얼번호 제조사 제조업체 모델명 серийныйномер \
             заводскойномер производитель модель seriennummer hersteller modellname produktname numérodesérie numerodeserie \
             númerodeserie fabricant fabricante nombredelproducto númerodesérie nomedoproduto numerodiserie produttore \
             numerseryjny producent serinumarası",
        ),
    ),
];

/// "None" in these languages. The words are short and may be names, so they count only for serials and tags.
static NONE: List = List::new(
    "нет 無 无 kein keine keiner ohne aucun aucune vide sans ninguno ninguna vacio vacío nenhum nenhuma vazio nessuno \
     nessuna vuoto brak yok ingen geen leer sinserie sinnumero sinnúmero ohneseriennummer keineseriennummer",
);

/// The kind of a filler in another language.
pub(super) fn judge(class: Class, folded: &Folded<'_>) -> Option<FindingKind> {
    let squeezed = folded.squeezed;
    let whole = |lists: &[(FindingKind, List)]| kind_of(lists, |_, list| holds(list, squeezed));
    let none = || {
        (matches!(class, Class::Serial | Class::Tag) && holds(&NONE, squeezed))
            .then_some(FindingKind::NoValue)
    };
    let found = whole(&OTHERS).or_else(none);
    if folded.text.is_ascii() {
        return found;
    }
    found
        .or_else(|| whole(&CHINESE))
        .or_else(|| kind_of(&CHINESE_BEGINNINGS, |_, list| list.begins(squeezed)))
}
