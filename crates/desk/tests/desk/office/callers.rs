//! Helping a caller: the search, the guide, the answer, and a spoken request.

use countersign_core::machine::SourceKind;
use countersign_core::protocol::WritingPlace;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::text::Lang;
use countersign_desk::text::office::spelled;
use countersign_ledger::IncomingRequest;

use crate::harness::{
    BAD, Browser, MACHINE, NUMBER, desk_with_operator, encode_form, path, serve_office, spoken, strings,
};

#[test]
fn a_caller_is_found_guided_and_answered() {
    let desk = desk_with_operator(&["--older-binding", "--declared", "serial"]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let bad = desk.request(BAD, "BR80G1234567", 1);
    server.post(&path(&bad));
    for query in [NUMBER, "aa 0322-0123951", &bad.name().to_string(), "To Be Filled", "CAS-1"] {
        let page = browser.get(&format!("/office?{}", encode_form(&[("q", query)])));
        assert!(page.body.contains("CAS-000001"), "{query}: {}", page.body);
    }
    assert!(browser.get("/office").body.contains("CAS-000001"), "the first page lists open cases");
    let address = browser.request_path(&bad);
    let page = browser.get(&address).body;
    for part in [
        "MODEL-BLANK",
        "SERIAL-PLACEHOLDER",
        "To Be Filled By O.E.M.",
        "AMIDEEFI",
        "CAS-000001",
        "MACHINE-REFUSED",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // The operator's language and the caller's language are chosen independently.
    for (lang, caller, parts) in [
        ("en", "en", ["2 INSPECT", "Say", "Read me each line with a cross"]),
        ("zh", "zh", ["2 检查", "您可以说", "请把打叉的每一行读给我"]),
        ("zh", "en", ["2 INSPECT", "您可以说", "Read me each line with a cross"]),
        ("en", "zh", ["2 检查", "Say", "请把打叉的每一行读给我"]),
    ] {
        let page =
            browser.get(&format!("{address}/guide?at=inspect-refused&caller={caller}&lang={lang}")).body;
        for part in parts.into_iter().chain(["SERIAL-PLACEHOLDER", "guide?at=fix-list&amp;caller="]) {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    browser.get("/office?lang=en");
    // The screen that this machine shows has its values; any other screen says that its values are an example.
    let example = "The values are an example";
    let page = browser.get(&format!("{address}/guide?at=inspect-refused")).body;
    assert!(page.contains("To Be Filled By O.E.M.") && !page.contains(example), "{page}");
    let page = browser.get(&format!("{address}/guide?at=inspect-accepted")).body;
    assert!(page.contains(example) && page.contains("(as reported by this request)"), "{page}");
    // The list of ways is the request's own; without a request it is an example's.
    let page = browser.get(&format!("{address}/guide?at=fix-list")).body;
    assert!(page.contains("SERIAL-PLACEHOLDER") && !page.contains(example), "{page}");
    let page = browser.get("/office/guide?at=fix-list").body;
    assert!(page.contains(example) && page.contains("numbers are an example"), "{page}");
    // A screen is chosen by what the caller sees. The number is that of this caller.
    let page = browser.get(&format!("{address}/guide?step=3")).body;
    assert!(page.contains("a list with &quot;1  Write the firmware"), "{page}");
    let page = browser.get(&format!("{address}/guide?at=done-kept")).body;
    assert!(page.contains(&format!("is activated on this machine with {NUMBER}.")), "{page}");
    // An unknown place leads to the beginning. Of two places in a query, the first counts.
    for query in ["", "?at=nothing", "?step=9", "?caller=fr", "?at=%3Cb%3E&at=fix-list"] {
        let page = browser.get(&format!("/office/guide{query}"));
        assert!(page.status == 200 && page.body.contains("Ask for the number"), "{query}: {}", page.body);
    }
    let case = browser.get("/office/cases/CAS-000001").body;
    assert!(case.contains(&format!("{address}/guide")), "{case}");
    let page = browser
        .post("/office/answer", &[("request", &desk.request(MACHINE, "BR80G1234567", 2).text().unwrap())]);
    assert!(page.body.contains("License code") && page.body.contains("groups"), "{}", page.body);
    assert_eq!(desk.license(NUMBER)["requests"][1]["operator"], "li");
    let case = browser.get("/office/cases/CAS-000001").body;
    assert!(case.contains("closed") && case.contains("M80-D8018200512"), "{case}");
    assert_eq!(browser.post("/office/answer", &[("request", "hello")]).status, 422);
}

/// A machine with one bad field, a good value elsewhere, and a tool that writes the firmware. The product has no older binding.
#[test]
fn a_refused_caller_is_guided_by_the_ways_of_the_machine() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let mut refused = desk.request([MACHINE[0], MACHINE[1], BAD[2]], "MB8812093C", 1);
    refused.head.available[2] = Some(SourceKind::Board);
    refused.head.surroundings.writing = WritingPlace::Here;
    server.post(&path(&refused));
    let address = browser.request_path(&refused);
    let name = refused.name().to_string();
    for (lang, count, write, vendor, older, changes, left_out) in [
        (
            "en",
            "1 of",
            "Write the firmware from this running system",
            "maker's tool",
            "older binding",
            "name changes after the repair",
            "What only the machine knows is left out",
        ),
        (
            "zh",
            "有 1 个不可用",
            "在当前系统中写入固件",
            "用厂商工具",
            "旧版绑定",
            "修复后请求名会变",
            "只有机器自己知道的内容没有列出",
        ),
    ] {
        let page = |query: &str| {
            let page = browser.get(&format!("{address}/guide?{query}&caller={lang}&lang={lang}")).body;
            // The title and its link name the request that the page belongs to.
            page.replace(&format!("{name}</a>"), "")
        };
        // Step 2 has the values and the count of the request, and nothing of the example.
        let inspect = page("at=inspect-refused");
        assert!(inspect.contains(count) && inspect.contains(left_out), "{inspect}");
        assert!(!inspect.contains("BR80G1234567"), "{inspect}");
        assert!(page("step=2").contains(count), "{}", page("step=2"));
        // Step 3 has two ways, and each number leads to its page.
        let list = page("at=fix-list");
        assert!(list.contains(&format!("2  {write}")) && list.contains("<kbd>2</kbd>"), "{list}");
        assert!(!list.contains("<kbd>3</kbd>") && !list.contains(vendor), "{list}");
        let keys = list.split("<kbd>2</kbd>").nth(1).unwrap().split("</tr>").next().unwrap();
        assert!(keys.contains(write) && keys.contains("at=fix-write-here&amp;"), "{keys}");
        assert!(!keys.contains("at=fix-declare"), "{keys}");
        let keys = list.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        assert!(!keys.to_lowercase().contains(older), "{keys}");
        let way = page("at=fix-write-here");
        let way = way.split("<figure").nth(1).unwrap().split("<h3>").next().unwrap();
        assert!(way.contains(write) && way.contains(left_out) && !way.contains("BR80G1234567"), "{way}");
        // From step 5 on the name isn't that of the refused request.
        for screen in ["request-qr", "request-spoken", "request-text", "code-refused"] {
            let request = page(&format!("at={screen}"));
            assert!(!request.contains(&name) && request.contains(changes), "{screen}: {request}");
        }
        // A request that gets its code keeps its name.
        let accepted = desk.request(MACHINE, "BR80G1234567", 2);
        server.post(&path(&accepted));
        let query = format!("guide?at=request-qr&caller={lang}&lang={lang}");
        let page = browser.get(&format!("{}/{query}", browser.request_path(&accepted))).body;
        let name = accepted.name().to_string();
        assert!(page.matches(&name).count() > 2 && !page.contains(changes), "{page}");
        // Without a request the name is an example's.
        let page = browser.get(&format!("/office/{query}")).body;
        let example = if lang == "zh" { "画面中的值只是示例" } else { "The values are an example" };
        assert!(page.contains("K7Q-F2M") && page.contains(example), "{page}");
    }
}

#[test]
fn a_spoken_request_is_corrected_and_answered() {
    let desk = desk_with_operator(&["--spoken"]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let lines = SpokenRequest::of(&request).lines();
    let slip = |line: &str, at: usize| {
        let with = if &line[at..=at] == "7" { "8" } else { "7" };
        format!("{}{with}{}", &line[..at], &line[at + 1..])
    };
    let names = ["line8", "line9", "line10", "line11"];
    let post_with = |lines: &[String], more: &[(&str, &str)]| {
        let mut fields: Vec<(&str, &str)> = names.into_iter().zip(lines.iter().map(String::as_str)).collect();
        fields.push(("number", "aa 0322-0123951"));
        fields.extend(more);
        browser.post("/office/spoken", &fields).body
    };
    let post = |lines: &[String], button: &str| post_with(lines, &[("do", button)]);
    // One line with one wrong character.
    let first = post(&[slip(&lines[0], 3), String::new(), String::new(), String::new()], "check");
    assert!(first.contains("corrected at place 4"), "{first}");
    assert!(first.contains("name=\"mended8\" value=\"3\"") && !first.contains("value=\"answer\""), "{first}");
    // The typed text stays; the corrected place is marked beside it.
    let marked = format!("<mark>{}</mark>", &lines[0][3..=3]);
    assert!(
        first.contains(&format!("value=\"{}\"", slip(&lines[0], 3))) && first.contains(&marked),
        "{first}"
    );
    // A line that can't be corrected has to be read again, and nothing is answered.
    let short =
        post(&[lines[0].clone(), lines[1][..17].to_owned(), lines[2].clone(), String::new()], "answer");
    let nothing_asked = || desk.license(NUMBER)["requests"].as_array().unwrap().is_empty();
    assert!(short.contains("3 missing") && nothing_asked(), "{short}");
    // All four lines pasted into the first field.
    let pasted = post(&[lines.join("\n"), String::new(), String::new(), String::new()], "check");
    let name = request.name().to_string();
    assert!(pasted.contains(NUMBER) && pasted.contains(&name) && !pasted.contains("confirmed"), "{pasted}");
    // A wrong number fails the check; a number that fits no profile is reported.
    for (number, said) in [
        ("AA03220123952", "belong to the license number AA03220123952"),
        ("hello", "hello is not a license number"),
    ] {
        let fields = [("number", number), ("line8", &*lines.join("\n")), ("do", "answer")];
        let page = browser.post("/office/spoken", &fields).body;
        assert!(page.contains(said) && nothing_asked(), "{page}");
    }
    // Corrected lines: the page shows the name, and answers only after the caller has confirmed it. Posting the corrected
    // lines again doesn't remove their mark.
    let typed: Vec<String> = lines.iter().map(|line| slip(line, 7).to_lowercase()).collect();
    let unconfirmed = post(&typed, "answer");
    assert!(unconfirmed.contains(&format!("value=\"{name}\"")) && nothing_asked(), "{unconfirmed}");
    assert!(unconfirmed.contains("REQUEST-CONFIRM"), "{unconfirmed}");
    assert!(!post(&typed, "check").contains("REQUEST-CONFIRM"));
    let again = post_with(&lines, &[("mended9", "7"), ("do", "answer")]);
    assert!(again.contains("name=\"confirmed\"") && nothing_asked(), "{again}");
    assert!(
        again.contains("corrected at place 8") && again.contains("name=\"mended9\" value=\"7\""),
        "{again}"
    );
    let wrong = post_with(&typed, &[("confirmed", "K7Q-F2M"), ("do", "answer")]);
    assert!(wrong.contains("name=\"confirmed\"") && nothing_asked(), "{wrong}");
    let answer = post_with(&typed, &[("confirmed", &name), ("do", "answer")]);
    let first_request = &desk.license(NUMBER)["requests"][0];
    assert_eq!((&first_request["by_word"], &first_request["operator"]), (&true.into(), &"li".into()));
    let code = strings(&desk.run(&["answer", "--json", &spoken(NUMBER, &request)]).json()["lines"]);
    for group in code.iter().flat_map(|line| line.split(' ')) {
        assert!(answer.contains(&format!("<b>{group}</b>")), "{group}: {answer}");
        assert!(answer.contains(&spelled(Lang::En, group)));
    }
    assert_eq!(IncomingRequest::Full(request.clone()).name(), name);
    // With more than two wrong characters in a line, the most likely line is shown, but the request is answered only after the name is
    // confirmed.
    let worse = slip(&slip(&slip(&lines[1], 2), 9), 15);
    let guessed = post(&[lines[0].clone(), worse, lines[2].clone(), lines[3].clone()], "answer");
    assert!(!guessed.contains("class=\"groups\"") && guessed.contains(&name), "{guessed}");
    assert!(guessed.contains("most likely text") && !guessed.contains("read out again"), "{guessed}");
}

#[test]
fn each_line_of_a_spoken_request_gets_one_verdict() {
    let desk = desk_with_operator(&["--spoken"]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let [a, b, c, d] = SpokenRequest::of(&desk.request(MACHINE, "BR80G1234567", 1)).lines();
    let check = |number: &str, lines: [&str; 4]| {
        let names = ["line8", "line9", "line10", "line11"];
        let mut fields: Vec<(&str, &str)> = names.into_iter().zip(lines).collect();
        fields.extend([("number", number), ("do", "check")]);
        browser.post("/office/spoken", &fields).body
    };
    // Swapped lines are sorted, and no line is reported as wrong.
    for number in [NUMBER, "AA03220123952"] {
        let swapped = check(number, [&b, &a, &c, &d]);
        assert!(swapped.contains("They are sorted now") && !swapped.contains('✗'), "{swapped}");
        assert!(swapped.find(&a) < swapped.find(&b), "{swapped}");
        assert_eq!(swapped.contains("value=\"answer\""), number == NUMBER);
    }
    // With a wrong number, a corrected line may be wrong too.
    let mut slipped = a.clone();
    slipped.replace_range(3..4, if a[3..4] == *"7" { "8" } else { "7" });
    let doubtful = check("AA03220123952", [&slipped, &b, &c, &d]);
    assert!(doubtful.contains("Number and lines don't match"), "{doubtful}");
    assert!(doubtful.contains("✗ Corrected, but") && !doubtful.contains("corrected at place"), "{doubtful}");
    // The same line twice: the other one is missing.
    let twice = check(NUMBER, [&a, &a, &c, &d]);
    assert!(twice.contains("This is line 8.") && twice.contains("the marked line"), "{twice}");
}

#[test]
fn typed_input_is_checked_while_typing() {
    let desk = desk_with_operator(&["--spoken"]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let lines = SpokenRequest::of(&request).lines();
    let check = |fields: &[(&str, &str)]| browser.post("/office/spoken/check", fields).body;
    // The number comes first, and is checked by the masks.
    for (number, said) in [
        ("aa0322", "7 missing"),
        (NUMBER, "✓ "),
        ("AA032201239512", "1 too many"),
        ("AAX3220123951", "Character 3 is wrong"),
        ("", "id=\"part-number\"></div>"),
    ] {
        let parts = check(&[("number", number), ("do", "type")]);
        assert!(
            parts.contains(said) && !parts.contains("<form") && !parts.contains("<html"),
            "{number}: {parts}"
        );
    }
    let all: Vec<(&str, &str)> =
        ["line8", "line9", "line10", "line11"].into_iter().zip(lines.iter().map(String::as_str)).collect();
    let with = |at: usize, line: &str, action: &str| {
        let mut fields = all.clone();
        fields[at].1 = line;
        check(&[&fields[..], &[("number", NUMBER), ("do", action)]].concat())
    };
    let whole = with(0, &lines[0], "type");
    assert!(whole.contains("All four lines match") && whole.contains("value=\"answer\""), "{whole}");
    // The last line is only half typed: the missing part isn't guessed.
    let half = with(3, &lines[3][..18], "type");
    assert!(half.contains("2 missing") && !half.contains("value=\"answer\""), "{half}");
    assert!(half.contains("name=\"mended11\" value=\"\""), "{half}");
    // With three typing errors, the most likely reading is searched for only when the operator asks.
    let mut worse: Vec<char> = lines[1].chars().collect();
    for at in [2, 9, 15] {
        worse[at] = if worse[at] == '7' { '8' } else { '7' };
    }
    let worse: String = worse.into_iter().collect();
    let typed = with(1, &worse, "type");
    assert!(typed.contains("Check looks for") && !typed.contains("value=\"answer\""), "{typed}");
    let asked = with(1, &worse, "check");
    assert!(asked.contains("most likely text") && asked.contains("name=\"confirmed\""), "{asked}");
    assert!(asked.contains("name=\"mended9\" value=\"2 9 15\""), "{asked}");
    assert!(desk.license(NUMBER)["requests"].as_array().unwrap().is_empty(), "a check records no request");
}
