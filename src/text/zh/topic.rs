//! The topics of `countersign help`.

use crate::text::TopicLine as L;

/// The Chinese words.
pub fn topic(line: L) -> &'static str {
    match line {
        L::Keys => {
            "每屏最后一行列出可用的按键；按 ? 查看全部（输入时按 F1 或 Ctrl-G）。\n\
             Enter 继续，Esc 返回。用上下键或数字选择列表项。\n\
             PgUp 和 PgDn 翻页。Tab、Shift-Tab 和上下键在各输入行之间移动。\n\
             按 q 退出（输入时按 Ctrl-C）：会话已保存，再次运行 countersign 会从这里继续。\n\
             第 6 步按 F2 从文件读入授权码。Ctrl-P 改为逐行会话（见 countersign help plain）。\n\
             Ctrl-T 切换语言。Ctrl-Z 挂起程序，用 fg 恢复。"
        }
        L::Ways => {
            "服务台会拒绝本机时，可用以下办法使其接受，按推荐顺序列出。「修复」一步会列出适用于本机的办法及其值和命令。"
        }
        L::Routes => {
            "请求可通过以下途径送到服务台，得到的授权码相同。向导只为提供的途径编号。\n\
             - 用手机扫码：能上网的手机扫描二维码，手机页面会显示授权码。\n\
             - 用文件：countersign request --out 文件 写出请求；countersign enter --file 文件 读入答复。\n\
             - 电话口述：countersign request --spoken 输出要读出的内容。\n\
             - 用本机网络（联网版）。\n\
             - 旧版绑定（联网版），其他办法都不行时使用。"
        }
        L::Plain => {
            "countersign --plain 逐行进行会话：适合读屏软件、串口线路和脚本。已输出的内容不会被改写。设置环境变量 ACCESSIBLE=1 也会这样启动，会话中按 Ctrl-P 可改为逐行。\n\
             每页只输出一次，下面是带编号的选项。输入编号并按 Enter。需要输入文字时直接输入并按 Enter；输入 / 加编号选择其他操作。\n\
             随时可用：7 或「重复」，8 或「返回」，9 或「帮助」；「拼读」逐字拼读一行，「重复3」只重复第 3 行。\n\
             0 退出。每一步之后都会保存会话。也可以从管道读入，输入结束时退出。"
        }
        L::Practice => {
            "countersign practice 用内置的服务台走完整个会话。不保存任何内容，真实产品不接受其授权码。形如 AA03220123951 的许可证号都可以使用。\n\
             countersign practice 机器名 使用示例机器；按 Tab 换下一台。不写机器名时使用本机。\n\
             第 5 步按 a 由练习服务台答复，第 6 步按 Ctrl-F 填入授权码。"
        }
        L::ExitCodes => {
            "0  完成；已激活；可接受\n\
             1  故障，或无法判断\n\
             2  用法错误\n\
             3  不可接受；未激活；已到期；操作未经确认\n\
             4  机器有变化\n\
             5  被拒绝；无效\n\
             status --condition 故障时返回 255。"
        }
    }
}
