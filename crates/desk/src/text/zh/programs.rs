//! Programs and their tokens.

use crate::text::{ProgramLine as L, ProgramSentence as S};

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn programs(line: L) -> &'static str {
    match line {
        L::Tokens => "接口令牌，供程序使用接口",
        L::TokensAdd => "生成令牌，只显示一次",
        L::TokensList => "列出令牌",
        L::TokensRevoke => "撤销令牌",
        L::ArgName => "程序的名称，例如 shop：最多 40 个字母、数字和 . _ - @",
        L::ArgId => "令牌编号，见列表",
        L::OptScope => "令牌的权限范围；可多次给出",
        L::OptProduct => "令牌仅用于该产品；不给出则用于所有产品",
        L::OptDays => "令牌的有效天数；默认 90，最多 365",
        L::NoTokens => "没有令牌。",
        L::NoTokensDo => "用 countersign-desk tokens add NAME --scope SCOPE 生成。",
        L::EveryProduct => "所有产品",
        L::NameBadDo => "没有生成。名称最多 40 个字母、数字和 . _ - @，不含空格。",
        L::ScopesNone => "该令牌没有任何权限。",
        L::ScopesNoneDo => "没有生成。请至少选择一个权限范围。",
        L::DaysBad => "令牌的有效期为 1 至 365 天。",
        L::DaysBadDo => "没有生成。请输入该范围内的天数。",
        L::TokenUnknown => "没有这个令牌。",
        L::TokenUnknownDo => "没有任何更改。用 countersign-desk tokens list 查看令牌。",
        L::TokenBeforeDo => "没有任何更改。该令牌已不能使用。",
        L::Valid => "有效",
        L::Expired => "已过期",
        L::Revoked => "已撤销",
        L::PageLead => {
            "程序凭令牌使用接口：创建和续期许可证号、答复请求、读取列表。请为每个程序单独生成，只给所需的权限。"
        }
        L::MakeTitle => "生成令牌",
        L::Name => "程序名称",
        L::NameHint => "在操作记录中显示为 token:名称。",
        L::Scopes => "权限范围",
        L::Days => "天数",
        L::MakeButton => "生成令牌",
        L::RevokeButton => "撤销",
        L::Shown => "请立即复制此令牌，只显示一次：",
        L::ShownDo => "请保存在只有该程序能读取的地方。如果丢失，请另行生成并撤销此令牌。",
        L::Made => "生成时间（UTC）",
        L::Ends => "有效期至（UTC）",
        L::LastUsed => "最近使用（UTC）",
        L::Never => "从未",
        L::TokenMissing => "请求没有携带令牌。",
        L::TokenMissingDo => "请发送标头 \"Authorization: Bearer cst_...\"，令牌由管理员生成。",
        L::TokenInvalid => "没有这个令牌，或令牌已撤销。",
        L::TokenInvalidDo => "没有任何更改。请确认令牌复制完整，或请管理员生成新令牌。",
        L::TokenExpired => "令牌已过期。",
        L::TokenExpiredDo => "没有任何更改。请管理员生成新令牌。",
        L::ScopeLacksDo => "没有任何更改。请管理员生成有该权限范围的令牌。",
        L::ProductOther => "该令牌用于另一产品。",
        L::ProductOtherDo => "没有任何更改。请使用该产品或所有产品的令牌。",
        L::ProductNamedDo => "没有任何更改。请用 ?product=ID 指明产品，或在正文中指明。",
        L::ProductUnknownDo => "没有任何更改。请检查产品标识；工作人员可在「配置文件」中查看。",
        L::NumberUnknown => "没有这个许可证号。",
        L::NumberUnknownDo => {
            "没有任何更改。请检查许可证号和产品。新的许可证号用 POST /api/v1/numbers 创建。"
        }
        L::NumbersMalformed => "有的值不是该产品的许可证号。",
        L::NumbersMalformedDo => "没有创建。errors 列出各项；请改正后重新发送。",
        L::NumbersDiffer => "有的许可证号已存在，但版本类型、有效期或席位数不同。",
        L::NumbersDifferDo => "没有创建。errors 列出各项；请去掉它们，或将它们续期、修改。",
        L::NumberOtherDo => "没有任何更改。请发送使用该许可证号的机器的请求。",
        L::RequestUnknown => "没有该标识的请求。",
        L::RequestUnknownDo => "请使用 GET /api/v1/requests 给出的标识。",
        L::CaseUnknownDo => "请使用 GET /api/v1/cases 给出的工单。",
        L::OperatorUnknownDo => "没有任何更改。请指明一位工作人员，或用 null 表示无人。",
        L::RequestInvalidDo => "没有答复。请发送机器显示的完整文本或链接。",
        L::ParameterInvalid => "地址中有未知的参数，或参数的值不正确。",
        L::BodyNotJsonDo => "没有任何更改。请以 UTF-8 发送一个 JSON 对象。",
        L::ImportStopped => "导入已停止：有的行有误或不同。",
        L::BundleName => "请求正文",
        L::ImportStoppedDo => "没有导入。report 列出各行；请改正文件，或去掉 way=strict。",
        L::NoMethod => "此地址不接受该方法。",
        L::BodyInvalid => "正文不符合此地址的要求。",
        L::MediaType => "正文的类型不符合此地址的要求。",
        L::MediaTypeDo => "没有任何更改。请发送 application/json；导入为 text/csv。",
        L::TooLong => "请求太长。",
        L::TooLongDo => "没有任何更改。请分几次发送。",
        L::KeyMalformed => "标头 Idempotency-Key 中没有有效的键。",
        L::KeyMalformedDo => "没有任何更改。键为 8 至 64 个字母、数字和 . _ : -，例如 UUID。",
        L::KeyReused => "此 Idempotency-Key 曾用于另一请求。",
        L::KeyReusedDo => {
            "没有任何更改。请为每个请求使用新的键，改正后的请求也是如此；同一个键只用于重新发送相同的内容。"
        }
        L::KeyBusy => "同一请求正在处理。",
        L::KeyBusyDo => "请稍后用同一个键重新发送，即可得到结果。",
        L::NoPage => "此地址没有内容。",
        L::NoPageDo => "所有地址和方法见 /api/v1/docs。",
        L::WaitDo => "没有任何更改。请等待标头 Retry-After 给出的秒数后重新发送。",
        L::DocsTitle => "程序接口",
        L::DocsLead => {
            "所有地址及其输入和输出，由服务台的代码生成。令牌由管理员在「接口令牌」中生成，或用 countersign-desk tokens add 生成。"
        }
        L::DocsFile => "OpenAPI 3.1 文件",
        L::DocsScope => "权限范围",
        L::DocsOpen => "任何人可用",
        L::DocsParameters => "参数",
        L::DocsBody => "正文",
        L::DocsReplies => "响应",
        L::DocsSchemas => "对象",
    }
}

/// The Chinese words of sentences.
pub fn program_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::TokenMade { name, until } => format!("已生成 {name} 的令牌，有效至 {until}。"),
        S::TokenText { text } => format!("令牌，只显示一次：{text}"),
        S::TokenLine { id, name, state, until, used, scopes, product } => {
            format!("{id}  {name}  {state}，至 {until}，最近使用 {used}，{product}：{scopes}")
        }
        S::TokenRevokedNow { id, name } => format!("已撤销 {name} 的令牌 {id}，不能再使用。"),
        S::TokenThere { name } => format!("{name} 已有令牌。"),
        S::TokenThereDo { name } => format!("没有生成。请先撤销 {name} 的令牌，或换一个名称。"),
        S::TokenBefore { id } => format!("令牌 {id} 已经撤销过。"),
        S::ScopeLacks { scope } => format!("该令牌没有权限范围 {scope}。"),
        S::ValueInvalid { name } => format!("{name} 的值不能使用。"),
        S::BodyNotJson { line, column } => format!("正文不是 JSON：读到第 {line} 行第 {column} 列为止。"),
        S::RuleBroken { rule } => format!("没有任何更改。{rule}"),
        S::RuleBetween { name, least, most } => format!("{name} 应为 {least} 至 {most} 的整数。"),
        S::RuleCharacters { name, least, most } => format!("{name} 应有 {least} 至 {most} 个字符。"),
        S::RuleEntries { name, least, most } => format!("{name} 应有 {least} 至 {most} 项。"),
        S::RuleExpiry { name } => {
            format!("{name} 应为 never、日期（如 2027-12-31），或自首次使用起的天数（如 365d）。")
        }
        S::RuleExpiryDays { name, most } => format!("{name} 应为自首次使用起 1 至 {most} 天。"),
        S::RuleDay { name } => format!("{name} 必须是存在的日期，如 2027-12-31。"),
        S::RuleNotPast { name } => format!("{name} 必须是今天或以后。"),
        S::RuleWithout { name, other } => format!("{name} 与 {other} 不能同时使用。"),
        S::RuleCursor { name } => format!("{name} 必须是同一排序的上一页给出的 next。"),
        S::Detail { detail } => format!("没有任何更改。服务台的说明：{detail}。要求见 /api/v1/docs。"),
    }
}
