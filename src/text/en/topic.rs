//! The topics of `countersign help`.

use crate::text::TopicLine as L;

/// The English words.
pub fn topic(line: L) -> &'static str {
    match line {
        L::Keys => {
            "The last line of each screen names the keys that work there; ? lists them all (F1 or Ctrl-G while you type).\n\
             Enter goes on, Esc goes back. Up and Down choose an entry of a list, and so does its digit.\n\
             Page Up and Page Down scroll. Tab, Shift-Tab, Up and Down move between lines that are typed.\n\
             q leaves (Ctrl-C while you type): the session is saved, and countersign continues it.\n\
             F2 at step 6 reads the code from a file. Ctrl-P goes on line by line (countersign help plain).\n\
             Ctrl-T changes the language. Ctrl-Z stops the program until fg."
        }
        L::Ways => {
            "If the desk would refuse the machine, these are the ways to make it acceptable, best first. Fix shows those for this machine, with their values and commands."
        }
        L::Routes => {
            "A request reaches the desk by one of these routes. All give the same code. The wizard numbers those that it offers.\n\
             - By phone camera: a phone with a network scans the QR, and its page shows the code.\n\
             - By file: countersign request --out FILE writes it; countersign enter --file FILE reads the answer.\n\
             - By telephone: countersign request --spoken prints what to read out.\n\
             - By this machine's own network, in the online build.\n\
             - The older binding, in the online build, if nothing else helps."
        }
        L::Plain => {
            "countersign --plain runs the session line by line: for screen readers, for serial lines, and for scripts. Printed lines are never redrawn. ACCESSIBLE=1 in the environment starts it too, and Ctrl-P changes a running session to it.\n\
             Each page is printed once; the numbered choices follow. Type a number, then Enter. Where a text is asked for, type it, then Enter; / and a number make another choice.\n\
             These work everywhere: 7 or repeat, 8 or back, 9 or help; spell spells a line, and repeat 3 says line 3 alone.\n\
             0 leaves. The session is saved after each step. It reads a pipe too, and ends with the input."
        }
        L::Practice => {
            "countersign practice runs the whole session with a built-in desk. Nothing is kept, and no real product accepts its codes. The desk accepts any number of the form AA03220123951.\n\
             countersign practice MACHINE starts on a sample machine; Tab switches to the next one. Without a name it uses this computer.\n\
             At step 5, press a to ask the practice desk; at step 6, press Ctrl-F to fill its code in."
        }
        L::ExitCodes => {
            "0  done; activated; acceptable\n\
             1  a fault, or can't tell\n\
             2  wrong usage\n\
             3  not acceptable; not activated; expired; declined\n\
             4  the machine changed\n\
             5  refused; invalid\n\
             status --condition gives 255 for a fault."
        }
    }
}
