//! Refusals and failures.

use countersign_core::text::{Lang, Line as _};
use countersign_keep::text::{ProfileLine as L, ProfileSentence as S};

use crate::text::Fault as F;

/// The Chinese words: what it is, and what to do now.
pub fn fault(fault: &F) -> (String, String) {
    match fault {
        F::ProfileMissing { path } => (
            S::Missing { path }.say(Lang::Zh),
            "请检查 --profile 后的路径。".into(),
        ),
        F::ProfileUnreadable { path, why } => (
            S::Unreadable { path, why }.say(Lang::Zh),
            L::UnreadableDo.zh().into(),
        ),
        F::ProfileNotRegular { what, cure }
        | F::ProfileOwner { what, cure }
        | F::ProfileWritable { what, cure } => (
            S::NotUsed { why: what }.say(Lang::Zh),
            cure.clone(),
        ),
        F::ProfileTooLarge { path } => (
            S::TooLarge { path }.say(Lang::Zh),
            L::AnewDo.zh().into(),
        ),
        F::ProfileSyntax { path, why } => (
            S::Syntax { path, why }.say(Lang::Zh),
            L::SyntaxDo.zh().into(),
        ),
        F::ProfileNoKeys { path } => (
            S::NoKeys { path }.say(Lang::Zh),
            L::AnewDo.zh().into(),
        ),
        F::ProfileBadKey { path, why } => (
            S::BadKey { path, why }.say(Lang::Zh),
            L::AnewDo.zh().into(),
        ),
        F::ProfileTwinKeys { path, why } => (
            S::TwinKeys { path, why }.say(Lang::Zh),
            L::AnewDo.zh().into(),
        ),
        F::ProfileUnpublished { path } => (
            S::Unpublished { path }.say(Lang::Zh),
            L::UnpublishedDo.zh().into(),
        ),
        F::ProfileTwice { product, files } => (
            format!("产品 {product} 有多个配置文件，因此都不使用：{files}。"),
            "请保留最新的一个，删除其余的。".into(),
        ),
        F::ProfileTooMany { folder, limit } => (
            format!("目录 {folder} 中的配置文件超过 {limit} 个，因此都不使用。"),
            "请删除不需要的配置文件。".into(),
        ),
        F::ProductNeeded { products } => (
            "本机装有多个产品，而此命令只针对一个产品。".into(),
            format!("请加上 --product 并指定其中一个：{products}。"),
        ),
        F::ProductUnknown { product, products } => (
            format!("没有安装产品 {product} 的配置文件。"),
            format!("已安装的产品：{products}。"),
        ),
        F::ProfileNeeded => (
            "没有安装配置文件，而此命令需要配置文件。".into(),
            "请把产品的 profile.toml 放到 /etc/countersign/profile.toml，或用 --profile 指定。练习请用：countersign practice".into(),
        ),
        F::HardwareNotFound { path } => (
            format!("{path} 不存在。"),
            "请检查机器记录的路径。".into(),
        ),
        F::HardwareDenied { path } => (
            format!("没有权限读取 {path}。"),
            "请以 root 身份运行，或把文件复制到可以读取的位置。".into(),
        ),
        F::HardwareEmpty { path } => (
            format!("{path} 是空的。"),
            "请以 root 身份重新采集：dmidecode --dump-bin 文件名".into(),
        ),
        F::HardwareTooLarge { path } => (
            format!("{path} 超过 16 MiB，不是机器记录。"),
            "请以 root 身份采集：dmidecode --dump-bin 文件名".into(),
        ),
        F::HardwareUnknown { path } => (
            format!("{path} 不是机器记录。"),
            "请提供 dmidecode --dump-bin 生成的文件、dmidecode 输出的文字，或结构与 /sys 相同的目录。".into(),
        ),
        F::HardwareNotUnderstood { path, line, text } => (
            format!("{path} 像是 dmidecode 的输出，但看不懂第 {line} 行（{text}）。"),
            "请原样保存 dmidecode 的输出，或以 root 身份重新采集：dmidecode --dump-bin 文件名".into(),
        ),
        F::HardwareCut { path } => (
            format!("{path} 像是 dmidecode 的输出，但还没有出现任何值就结束了。"),
            "请以 root 身份重新采集：dmidecode --dump-bin 文件名".into(),
        ),
        F::HardwareBroken { path } => (
            format!("{path} 没能读完。"),
            "请重新复制一份，必要时换一个存储介质。".into(),
        ),
        F::HardwareOne => (
            "此命令只接受一个 --hardware。".into(),
            "请只指定一台机器；只有 inspect 可以一次检查多台。".into(),
        ),
        F::StateNeeded => (
            "使用 --hardware 时此命令还需要 --state，以免改动本机。".into(),
            "请加上 --state 目录。".into(),
        ),
        F::NumberNeeded => (
            "需要许可证号：当前没有未完成的请求。".into(),
            "请加上 --number 许可证号（见授权证书）。".into(),
        ),
        F::NumberMalformed { why, example } => (
            format!("许可证号格式不对：{why}"),
            format!("请与授权证书核对，格式如 {example}。"),
        ),
        F::RequestNone => (
            "这里没有未完成的请求，无法校验授权码。".into(),
            "请先生成请求：countersign request --number 许可证号".into(),
        ),
        F::WayNotOffered { way } => (
            format!("此产品不允许使用 {way}。"),
            "请修正固件：countersign inspect 会说明做法。产品规则能否更改，请询问服务台。".into(),
        ),
        F::SpokenNotOffered => (
            "此产品的服务台不受理电话口述的请求。".into(),
            "请改用其他形式：文字、--out FILE 或 --qr。".into(),
        ),
        F::WayUnanchored { way, cure } => (
            format!("{way} 需要能区分本机的主板序列号、UUID 或板载网口，但一个也读不到。"),
            cure.clone(),
        ),
        F::DeclareForm { given } => (
            format!("无法理解 --declare {given}。"),
            "请写成 --declare serial=值，或 manufacturer=、model=，值以标签为准。".into(),
        ),
        F::DeclareTwice { field } => (
            format!("{field}给出了两次。"),
            "请去掉其中一个 --declare。".into(),
        ),
        F::DeclareNeedless { field, value } => (
            format!("{field}：固件自己的值 {value} 可以接受，无需输入。"),
            "请去掉这个 --declare。".into(),
        ),
        F::DeclareRefused { field, why } => (
            format!("{field}：输入的值不被接受。{why}"),
            "请重新查看标签，按标签填写。".into(),
        ),
        F::RequestTooLong => (
            "请求放不进这种形式。".into(),
            "请用文本形式：countersign request --text".into(),
        ),
        F::RequestNotMade { why } => (
            format!("无法用本机的值生成请求（技术信息：{why}）。"),
            "请把报告（countersign report）发给服务台。".into(),
        ),
        F::SecretFailed { why } => (
            format!("系统无法提供随机数（{why}），没有生成请求。"),
            "请重试；若仍失败，请重启机器。".into(),
        ),
        F::CodeLines { lines } => (
            format!("以下行无法识别：{lines}。"),
            "请再核对；看不清的字符输入 ?。".into(),
        ),
        F::CodeLookAgain { lines, mended } => (
            format!("授权码校验不通过，以下行曾被自动纠正：{lines}。"),
            format!("请再核对这些行。{mended}").trim_end().to_owned(),
        ),
        F::CodeNotThis { name } if name.is_empty() => (
            "授权码没有输错，但不是发给本机这次请求的。".into(),
            "请重新生成请求（countersign request --new），再向服务台申请。".into(),
        ),
        F::CodeNotThis { name } => (
            "授权码没有输错，但不是发给本机这次请求的。".into(),
            format!("请与服务台核对请求名（{name}），重新申请，再输入新的授权码。"),
        ),
        F::CodeForOther { what, name } if name.is_empty() => (
            format!("授权码有效，但属于{what}。"),
            "请重新生成请求（countersign request --new），再向服务台申请。".into(),
        ),
        F::CodeForOther { what, name } => (
            format!("授权码有效，但属于{what}。"),
            format!("请为此请求（{name}）向服务台申请授权码。"),
        ),
        F::CodeMachineChanged { request } if request.is_empty() => (
            "授权码有效，对应较早的请求，但此后本机的值已经变化。".into(),
            "请恢复原来的值，或重新生成请求并向服务台申请授权码。".into(),
        ),
        F::CodeMachineChanged { request } => (
            format!("授权码有效，对应请求 {request}，但此后本机的值已经变化。"),
            "请恢复原来的值，或重新生成请求并向服务台申请授权码。".into(),
        ),
        F::CodeMachineUnread { request } => (
            format!("授权码有效，对应请求 {request}，但现在不能读出本机的全部值。"),
            "请重启计算机，或以 root 身份在宿主机上运行，然后再次输入授权码；它仍然有效。".into(),
        ),
        F::CodeKeyUnknown { key } => (
            format!("授权码由密钥 {key} 签发，本配置文件中没有该密钥。"),
            "请向服务台索取最新配置文件，并核对第 1 行。".into(),
        ),
        F::CodeExpired { date } => (
            format!("许可证已于 {date} 到期。"),
            "请联系服务台续期。若日期不对，请检查本机时钟。".into(),
        ),
        F::CodeForm => (
            "这不是已知格式的授权码。".into(),
            "请更新程序，或核对第 1 行。".into(),
        ),
        F::CodeNotInFile => (
            "所给文字中没有授权码（7 行，每行 20 个字符），也不是其中的一行。".into(),
            "请确认这是服务台的答复。".into(),
        ),
        F::CodeIsRefusal { code } => (
            format!("这是服务台的拒绝答复 {code}，不是授权码。"),
            "拒绝的原因和处理办法写在该答复中。处理后请再次向服务台申请。已输入的行没有改动。".into(),
        ),
        F::CodeIsRequest { name } if name.is_empty() => (
            "这是请求，不是授权码；答复在另一份文本或文件中。".into(),
            "请把请求交给服务台，再输入服务台答复的 7 行授权码。已输入的行没有改动。".into(),
        ),
        F::CodeIsRequest { name } => (
            format!("这是请求 {name}，不是授权码；答复在另一份文本或文件中。"),
            "请把请求交给服务台，再输入服务台答复的 7 行授权码。已输入的行没有改动。".into(),
        ),
        F::CodeIsReceipt => (
            "这是交还许可证的回执，不是授权码。".into(),
            "请把回执交给服务台。此处请输入服务台答复的 7 行授权码。已输入的行没有改动。".into(),
        ),
        F::CodeIsNumber => (
            "这是许可证号，不是授权码。".into(),
            "请输入服务台答复的 7 行授权码。已输入的行没有改动。".into(),
        ),
        F::FileRead { path, why } => (
            format!("无法读取 {path}：{why}。"),
            "请检查路径和权限。".into(),
        ),
        F::FileWrite { path, why } => (
            format!("无法写入 {path}：{why}。"),
            "请检查路径、权限和磁盘空间。".into(),
        ),
        F::OutputTwice => (
            "标准输出只能输出一种形式，而选项指定了两种。".into(),
            "请为其中一种指定文件。".into(),
        ),
        F::PngTerminal => (
            "终端无法显示 PNG 图片。".into(),
            "请指定文件，或把图片交给其他程序：countersign request --png - > request.png".into(),
        ),
        F::LockHeld { holder } => (
            format!("另一个 countersign 正在运行：{holder}。"),
            "请到那里继续，或将其关闭。".into(),
        ),
        F::NoTerminal => (
            "向导需要终端，但这里没有。".into(),
            "请加 --plain 逐行进行，或改用命令：inspect、request、enter、status（--help 查看）。".into(),
        ),
        F::SampleUnknown { name, names } => (
            format!("没有名为「{name}」的示例机器。"),
            format!("可用的有：{names}。"),
        ),
        F::TopicUnknown { topic, topics } => (
            format!("没有关于「{topic}」的帮助。"),
            format!("可用的主题：{topics}，以及各命令的名称。"),
        ),
        F::ReleaseAsk => (
            "交还许可证需要确认，但这里没有终端。".into(),
            "请加 --yes。".into(),
        ),
        F::NotKept { what, cure, .. } => (
            format!("未能保存：{what}"),
            cure.clone(),
        ),
        F::State { what, cure, .. } => (
            format!("此处保存的内容无法使用：{what}"),
            cure.clone(),
        ),
        F::OnlineName { desk } => (
            format!("找不到名为 {desk} 的主机。"),
            "请检查本机网络和域名解析，或改用其他途径。".into(),
        ),
        F::OnlineUnreachable { desk, why } => (
            format!("无法连接服务台 {desk}：{why}。"),
            "请检查本机网络和防火墙，或改用其他途径。".into(),
        ),
        F::OnlineTimeout { desk } => (
            format!("服务台 {desk} 没有及时答复。"),
            "请重试或改用其他途径：同一请求得到相同的授权码。".into(),
        ),
        F::OnlineCertificate { desk, why } => (
            format!("{desk} 的应答方无法证明自己是服务台：{why}。"),
            "请检查本机时钟。需要登录的网络或公司自有证书（用 SSL_CERT_FILE 指定文件）也会这样。".into(),
        ),
        F::OnlinePortal => (
            "途中有别的程序代替服务台应答，例如上网登录页。".into(),
            "请先登录网络，或改用其他途径。".into(),
        ),
        F::OnlineProxy { why } => (
            format!("代理没有放行请求：{why}。"),
            "请检查 HTTPS_PROXY 和 NO_PROXY（sudo 默认会去掉它们，可用 sudo -E），或改用其他途径。".into(),
        ),
        F::OnlineBusy => (
            "服务台正忙，没有作出决定。".into(),
            "请 1 分钟后重试，或改用其他途径。".into(),
        ),
        F::OnlineNotTaken { code } => (
            format!("服务台不接受此请求：{code}。"),
            "请向服务台索取最新的配置文件和程序，或改用其他途径。".into(),
        ),
        #[cfg(feature = "online")]
        F::DeskNeeded => (
            "这里没有配置文件指明要询问的服务台。".into(),
            "请指明：countersign relay --desk https://HOST".into(),
        ),
        #[cfg(feature = "online")]
        F::DeskAddress { given } => (
            format!("「{given}」不是服务台的地址。"),
            "请写 --desk https://HOST 或 https://HOST:PORT，不带路径。".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleOther { path } => (
            format!("{path} 中是答复，不是请求。"),
            "没有询问服务台。请提供请求的批量文件。".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleNewer { path, version } => (
            format!("{path} 的版本为 {version}，本程序不支持。"),
            "没有询问服务台。请升级本程序。".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleAlone { path } => (
            format!("{path} 是批量文件，却与其他文件一起给出。"),
            "请单独给出批量文件；其答复也是批量文件。".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleOutput => (
            "多台机器的答复与 --json 的对象都要写到标准输出。".into(),
            "请用 --out 把答复写入文件，或去掉 --json：每个答复本来就是 JSON。".into(),
        ),
        #[cfg(feature = "online")]
        F::BundleBusy { path } => (
            format!("另一个程序正在写入这些答复：{path}。"),
            "请等它结束，或用 --out 指定另一个文件。".into(),
        ),
        #[cfg(feature = "online")]
        F::NoCode { what, cure, .. } => (
            format!("没有得到授权码：{what}"),
            cure.clone(),
        ),
        F::Unexpected { why } => (
            format!("出错：{why}。"),
            "请重试；若仍失败，请把报告（countersign report）发给服务台。".into(),
        ),
    }
}
