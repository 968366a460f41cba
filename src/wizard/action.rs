//! What a person can do in the wizard, whatever key does it.

/// Something a person can do. `text` has a label for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Go on.
    Next,
    /// Go back.
    Back,
    /// Show help for the step.
    Help,
    /// Close the overlay.
    Close,
    /// Leave; the session is saved.
    Quit,
    /// Stop the process until the shell continues it.
    Suspend,
    /// Switch the language.
    Language,
    /// Go on line by line, without screens.
    LineByLine,
    /// Move up in a list.
    Up,
    /// Move down in a list.
    Down,
    /// Scroll up.
    PageUp,
    /// Scroll down.
    PageDown,
    /// Choose that entry of a list, counted from 0.
    Choose(u8),
    /// Go on with the saved session.
    Resume,
    /// Start again.
    StartAgain,
    /// Ask the desk again with the number of the license that is kept.
    AskAgain,
    /// Show the list of products, to open another one.
    OtherProduct,
    /// Practice: take the next sample machine.
    NextMachine,
    /// Read the machine again.
    ReadAgain,
    /// Show every field.
    Details,
    /// Copy the report.
    CopyReport,
    /// Save the report.
    SaveReport,
    /// Start the program again with `sudo`.
    Sudo,
    /// Run the shown command.
    Run,
    /// Practice: pretend that the firmware was written.
    PretendFixed,
    /// Declare the typed values.
    Declare,
    /// Withdraw the chosen way.
    Withdraw,
    /// Ask the desk although a field is bad.
    AskAnyway,
    /// Show the QR.
    ShowQr,
    /// Show the request as text.
    ShowText,
    /// Show the request to read aloud.
    ShowSpoken,
    /// Copy the request.
    CopyRequest,
    /// Save the request as text.
    SaveText,
    /// Save the QR as PNG.
    SavePicture,
    /// Swap the QR's light and dark.
    InvertQr,
    /// Draw the QR in blanks, or in half blocks again.
    SwitchQrDrawing,
    /// Give the QR the whole screen, or show the words again.
    SwitchQrRoom,
    /// Both test lines end in the same column.
    BlocksAlign,
    /// The test lines end in different columns.
    BlocksDiffer,
    /// Make a new request, in place of the open one.
    NewRequest,
    /// Practice: ask the built-in desk.
    AskPracticeDesk,
    /// Practice: fill in the built-in desk's code.
    FillPracticeCode,
    /// Go to the line above.
    LineUp,
    /// Go to the line below.
    LineDown,
    /// Empty the line.
    ClearLine,
    /// Read the code from a file.
    CodeFile,
    /// Try again.
    Retry,
    /// Complete the path that is typed.
    CompletePath,
    /// Take the next path that is offered.
    NextOffer,
    /// Take the path that was offered before.
    PreviousOffer,
    /// Replace the file of that name.
    Replace,
}
