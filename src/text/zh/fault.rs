//! Refusals and failures.

use crate::text::Fault as L;

/// The Chinese words: what it is, a line break, what to do now.
pub fn fault(line: L) -> &'static str {
    match line {
        L::ProfileMissing => "{path} 处没有配置文件。\n请检查 --profile 后的路径。",
        L::ProfileUnreadable => "无法读取配置文件 {path}：{why}。\n请检查权限，或以 root 运行。",
        L::ProfileSyntax => {
            "配置文件 {path} 内容有误：{why}。\n请向服务台重新索取（由 countersign-desk init 生成）。"
        }
        L::ProfileNoKeys => "配置文件 {path} 中没有公钥，无法校验任何授权码。\n请向服务台重新索取。",
        L::ProfileBadKey => "配置文件 {path} 中的公钥无效：{why}。\n请向服务台重新索取。",
        L::ProfileTwinKeys => "配置文件 {path} 中有两个相同的公钥：{why}。\n请向服务台重新索取。",
        L::ProfileNeeded => {
            "没有安装配置文件，此命令需要它。\n请把产品的 profile.toml 放到 /etc/countersign/profile.toml，或用 --profile 指定。练习请用：countersign practice"
        }
        L::HardwareNotFound => "{path} 不存在。\n请检查 --hardware 后面的路径。",
        L::HardwareDenied => "没有权限读取 {path}。\n请以 root 身份运行，或把文件复制到可以读取的位置。",
        L::HardwareEmpty => "{path} 是空的。\n请以 root 身份重新采集：dmidecode --dump-bin 文件名",
        L::HardwareTooLarge => {
            "{path} 超过 16 MiB，不是硬件记录。\n请以 root 身份采集：dmidecode --dump-bin 文件名"
        }
        L::HardwareUnknown => {
            "{path} 不是硬件记录。\n请提供 dmidecode --dump-bin 生成的文件、dmidecode 输出的文字，或结构与 /sys 相同的文件夹。"
        }
        L::HardwareBroken => "{path} 没能读完。\n请重新复制一份，必要时换一个存储介质。",
        L::HardwareOne => "此命令只接受一个 --hardware。\n请只指定一台机器；只有 inspect 可以一次检查多台。",
        L::StateNeeded => "使用 --hardware 时此命令还需要 --state，以免改动本机。\n请加上 --state 目录。",
        L::NumberNeeded => "需要许可证号：当前没有未完成的请求。\n请加上 --number 许可证号（见授权证书）。",
        L::NumberMalformed => "许可证号格式不对：{why}\n请与授权证书核对，格式如 {example}。",
        L::RequestNone => {
            "这里没有未完成的请求，无法校验授权码。\n请先生成请求：countersign request --number 许可证号"
        }
        L::RequestTooLong => "请求放不进这种形式。\n请用文本形式：countersign request --text",
        L::CodeLines => "以下行无法识别：{lines}。\n请再核对；看不清的字符输入 ?。",
        L::CodeLookAgain => "授权码校验不通过，以下行曾被自动纠正：{lines}。\n请再核对这些行。",
        L::CodeNotThis => {
            "授权码输入正确，但不属于这台机器、这个许可证号和请求。\n请与服务台核对请求名（{name}），并重新申请。"
        }
        L::CodeForOther => "授权码有效，但属于{what}。\n请为此请求（{name}）向服务台申请授权码。",
        L::CodeKeyUnknown => {
            "授权码由密钥 {key} 签发，本配置文件不认识它。\n请向服务台索取最新配置文件，并核对第 1 行。"
        }
        L::CodeExpired => "许可证已于 {date} 到期。\n请联系服务台续期。若日期不对，请检查本机时钟。",
        L::CodeForm => "这不是已知格式的授权码。\n请更新程序，或核对第 1 行。",
        L::CodeNotInFile => "其中没有找到授权码（七行，每行 20 个字符）。\n请确认这是服务台的答复。",
        L::FileRead => "无法读取 {path}：{why}。\n请检查路径和权限。",
        L::FileWrite => "无法写入 {path}：{why}。\n请检查路径、权限和磁盘空间。",
        L::LockHeld => {
            "另一个 countersign 正在 {terminal} 上运行（进程 {pid}）。\n请到那里继续，或将其关闭。"
        }
        L::NoTerminal => {
            "向导需要终端，但这里没有。\n请加 --plain 逐行进行，或改用命令：inspect、request、enter、status（--help 查看）。"
        }
        L::SampleUnknown => "没有名为「{name}」的示例机器。\n可用的有：{names}。",
        L::ReleaseAsk => "交还许可证需要确认，但这里没有终端。\n请加 --yes。",
        L::NotKept => "未能保存：{what}\n{cure}",
        L::OnlineName => "找不到名为 {desk} 的主机。\n请检查本机网络和域名解析，或改用其他途径。",
        L::OnlineUnreachable => "无法连接服务台 {desk}：{why}。\n请检查本机网络和防火墙，或改用其他途径。",
        L::OnlineTimeout => "服务台 {desk} 没有及时答复。\n请重试或改用其他途径：同一请求得到相同的授权码。",
        L::OnlineCertificate => {
            "{desk} 的应答方无法证明自己是服务台：{why}。\n请检查本机时钟。需要登录的网络或公司自有证书（用 SSL_CERT_FILE 指定文件）也会这样。"
        }
        L::OnlinePortal => "途中有别的程序代替服务台应答，例如上网登录页。\n请先登录网络，或改用其他途径。",
        L::OnlineProxy => {
            "代理没有放行请求：{why}。\n请检查 HTTPS_PROXY 和 NO_PROXY（sudo 默认会去掉它们，可用 sudo -E），或改用其他途径。"
        }
        L::OnlineBusy => "服务台正忙，没有作出决定。\n请一分钟后重试，或改用其他途径。",
        L::OnlineNotTaken => {
            "服务台不接受此请求：{code}。\n请向服务台索取最新的配置文件和程序，或改用其他途径。"
        }
        L::Unexpected => "出错：{why}。\n请重试；若仍失败，请把报告（countersign report）发给服务台。",
    }
}
