//! Permissions: every route and every command is tried with each role, and the table of roles in `docs/desk.md` is checked.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use axum::http::Method;
use countersign_core::text::Lang;
use countersign_desk::access::{Access, Permission, Role};
use countersign_desk::commands::command_permissions;
use countersign_desk::text::access;
use countersign_desk::web::{RouteRow, route_rows};

use crate::harness::{Browser, Desk, MACHINE, NUMBER, PASSWORD, desk_with_operator, serve_office};

/// Adds an operator for each role except admin. The operator's name is the role's.
fn add_operators(desk: &Desk) {
    for role in [Role::Viewer, Role::Operator, Role::Lead] {
        let mut add =
            desk.command(&["operators", "add", role.name(), "--role", role.name(), "--password-stdin"]);
        let mut child = add.stdin(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
    }
}

/// The name of the operator with that role.
fn name_of(role: Role) -> &'static str {
    if role == Role::Admin { "li" } else { role.name() }
}

/// The path of a row, filled with values that the desk has.
fn path_of(row: &RouteRow) -> String {
    let path = row.path.replace("{number}", NUMBER).replace("{case}", "CAS-000001");
    path.replace("{file}", "numbers.csv").replace("{id}", "1").replace("{name}", "viewer")
}

fn operator_rows() -> Vec<(RouteRow, Permission)> {
    let rows = route_rows().into_iter();
    rows.filter_map(|row| match row.access {
        Access::Operator(permission) => Some((row, permission)),
        Access::Anyone | Access::Token(_) => None,
    })
    .collect()
}

#[test]
fn each_route_is_open_only_to_the_roles_of_its_row() {
    let desk = desk_with_operator(&[]);
    add_operators(&desk);
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    let server = serve_office(&desk);
    // The loop leaves out the admin, who may do everything and would change the desk for the other roles.
    for role in [Role::Viewer, Role::Operator, Role::Lead] {
        let browser = Browser::of(&server, name_of(role));
        for (row, permission) in operator_rows() {
            if row.path == "/office/logout" {
                continue;
            }
            let path = path_of(&row);
            let reply = if row.method == Method::GET { browser.get(&path) } else { browser.post(&path, &[]) };
            let lacks = reply.status == 403 && reply.body.contains("ROLE-LACKS");
            assert_eq!(lacks, !role.may(permission), "{role} {} {path}: {}", row.method, reply.status);
            // Forms with files have their own tests for a forged token.
            let with_files = ["/office/import", "/office/bundle"].contains(&row.path);
            if row.method == Method::POST && role.may(permission) && !with_files {
                let forged = browser.send(&path, &[("csrf", "0000")]);
                assert_eq!(forged.status, 403, "{path}");
            }
        }
    }
    let admin = Browser::new(&server);
    for (row, _) in operator_rows().into_iter().filter(|(row, _)| row.method == Method::GET) {
        let reply = admin.get(&path_of(&row));
        assert!(!reply.body.contains("ROLE-LACKS"), "{}", row.path);
    }
    for (row, _) in operator_rows() {
        let path = path_of(&row);
        let reply = if row.method == Method::GET { server.get(&path) } else { server.post(&path) };
        assert!(matches!(reply.status, 303), "{} {path} without a session: {}", row.method, reply.status);
    }
}

#[test]
fn who_may_not_publish_a_profile_sees_no_heading_for_it() {
    let desk = desk_with_operator(&[]);
    add_operators(&desk);
    let server = serve_office(&desk);
    for (name, may) in [("viewer", false), ("operator", false), ("lead", false), ("li", true)] {
        let page = Browser::of(&server, name).get("/office/profiles").body;
        assert_eq!(page.contains("Publish a new version"), may, "{name}: {page}");
        assert_eq!(page.contains("name=\"hotline\""), may, "{name}: {page}");
    }
}

#[test]
fn a_refused_form_names_the_missing_role_and_not_an_ended_session() {
    let desk = desk_with_operator(&[]);
    add_operators(&desk);
    let server = serve_office(&desk);
    let viewer = Browser::of(&server, "viewer");
    let reply = viewer.post("/office/operators", &[("operator", "evil"), ("role", "admin")]);
    assert!(reply.status == 403 && reply.body.contains("ROLE-LACKS"), "{}", reply.body);
    assert!(!reply.body.contains("SESSION-ENDED"), "{}", reply.body);
}

#[test]
fn an_action_on_a_number_needs_the_permission_of_its_kind() {
    let desk = desk_with_operator(&[]);
    add_operators(&desk);
    let server = serve_office(&desk);
    let operator = Browser::of(&server, "operator");
    for (act, lacks) in [
        ("suspend", true),
        ("resume", true),
        ("renew", true),
        ("edit", true),
        ("revoke", true),
        ("release", false),
        ("move", false),
    ] {
        let fields =
            [("act", act), ("reason", "asked"), ("expiry", "never"), ("edition", "1"), ("seats", "1")];
        let reply = operator.post(&format!("/office/numbers/{NUMBER}/act"), &fields);
        assert_eq!(reply.body.contains("ROLE-LACKS"), lacks, "{act}: {}", reply.body);
    }
    assert_eq!(desk.license(NUMBER)["state"], "unused");
}

#[test]
fn a_role_also_limits_the_commands_of_its_operator() {
    let desk = desk_with_operator(&[]);
    add_operators(&desk);
    for role in Role::ALL {
        for (words, permission) in command_permissions() {
            // Each command refuses the role before it uses these arguments.
            let Some(arguments) = arguments(&words) else {
                assert!(WITHOUT_A_ROLE.contains(&words.join(" ").as_str()), "{words:?}");
                continue;
            };
            let mut command = desk.command(&[&words[..], arguments].concat());
            let output = command.env("USER", name_of(role)).output().unwrap();
            let lacks = String::from_utf8_lossy(&output.stderr).contains("ROLE-LACKS");
            assert_eq!(lacks, !role.may(permission), "{role}: {words:?}");
        }
    }
    let owner = desk.command(&["operators", "list"]).env("USER", "root").output().unwrap();
    assert!(owner.status.success(), "a user who is not an operator may run the command");
}

/// The commands that create a desk, or that read a desk which can't be opened. They can't look up a role.
const WITHOUT_A_ROLE: [&str; 4] = ["init", "restore", "database check", "database migrate"];

/// Arguments with which a command changes nothing; `None` if it has no such arguments.
fn arguments(words: &[&str]) -> Option<&'static [&'static str]> {
    Some(match words {
        ["licenses", "list"] | ["cases", "list"] | ["statistics"] | ["products", "list"] => &[],
        ["licenses", "show"] => &[NUMBER],
        ["licenses", "release" | "move" | "suspend" | "revoke" | "resume"] => {
            &["AA09999999999", "--reason", "x"]
        }
        ["licenses", "renew"] => &["AA09999999999", "--never", "--reason", "x"],
        ["licenses", "edit"] => &["AA09999999999", "--seats", "2", "--reason", "x"],
        ["licenses", "customer"] => &["AA09999999999", "--contact", "x"],
        ["licenses", "add"] => &["x"],
        ["cases", "show"] | ["cases", "wait"] => &["CAS-000099"],
        ["profiles" | "keys", "list"] | ["operators", "list"] | ["downloads", "list" | "links"] => &[],
        ["downloads", "remove"] => &["99"],
        ["downloads", "revoke"] => &["acdefghjk"],
        ["operators", "add" | "passwd"] => &["nobody", "--password-stdin"],
        ["operators", "role"] => &["nobody", "viewer"],
        ["tokens", "list"] => &[],
        ["tokens", "revoke"] => &["99"],
        ["tokens", "add"] => &["x", "--scope", "numbers:read", "--product", "nothing"],
        ["audit", "verify" | "head" | "export"] => &[],
        ["profiles", "show"] => &["99"],
        ["profiles", "publish"] => &["/dev/null/profile.toml"],
        ["products", "add"] => &["x"],
        ["keys", "add"] => &["--pkcs11", "/dev/null/module.so", "--token", "x", "--label", "x"],
        ["downloads", "add"] => &["/dev/null/program", "--version", "1"],
        ["downloads", "link"] => &["--case", "CAS-000099"],
        ["prune"] => &["--older-than", "36500"],
        ["backup"] => &["/dev/null/deep/copy"],
        ["database", "copy"] => &["--to", "/dev/null/deep/copy.db"],
        ["serve"] => &["--listen", "192.0.2.1:1"],
        ["cases", "mail"] => &["CAS-000099"],
        ["cases", "note"] => &["CAS-000099", "x"],
        ["cases", "assign" | "go-on"] => &["CAS-000099"],
        ["cases", "close" | "reopen"] => &["CAS-000099", "--reason", "x"],
        ["cases", "customer"] => &["CAS-000099", "--contact", "x"],
        ["licenses", "import"] => &["/dev/null/numbers.csv"],
        ["operators", "remove" | "unlock" | "unlink"] => &["nobody"],
        ["operators", "link"] => &["nobody", "s-1", "--issuer", "https://id.example"],
        ["operators", "totp"] => &["nobody", "--remove"],
        ["keys", "retire"] => &["30"],
        ["answer"] => &["nothing"],
        _ => return None,
    })
}

#[test]
fn the_table_of_roles_equals_that_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/desk.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- roles -->\n", "<!-- /roles -->");
    let from = text.find(begin).unwrap() + begin.len();
    let to = text.find(end).unwrap();
    if std::env::var_os("UPDATE_ROLES").is_some() {
        std::fs::write(path, format!("{}{}{}", &text[..from], table(), &text[to..])).unwrap();
        return;
    }
    assert_eq!(&text[from..to], table(), "run UPDATE_ROLES=1 cargo test the_table_of_roles");
}

fn table() -> String {
    let mut table = String::from("| may | from | pages | commands |\n| --- | --- | --- | --- |\n");
    for permission in Permission::ALL {
        let mut pages: Vec<String> = Vec::new();
        for (row, _) in operator_rows().into_iter().filter(|(_, needs)| *needs == permission) {
            let page = row.path.strip_prefix("/office").unwrap();
            let page = if page.is_empty() { "/" } else { page };
            let page = if row.method == Method::GET {
                format!("`{page}`")
            } else {
                format!("`{} {page}`", row.method)
            };
            if !pages.contains(&page) {
                pages.push(page);
            }
        }
        let commands: Vec<_> = command_permissions()
            .into_iter()
            .filter(|(_, needs)| *needs == permission)
            .map(|(words, _)| format!("`{}`", words.join(" ")))
            .collect();
        let (words, lowest) = (access::permission(Lang::En, permission), permission.lowest_role());
        let _ = writeln!(table, "| {words} | {lowest} | {} | {} |", pages.join(", "), commands.join(", "));
    }
    table
}
