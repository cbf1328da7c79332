use std::process::ExitCode;

use verbale_model::ModelError;
use verbale_serve::ServeError;
use verbale_store::StoreError;

/// How a run ended, as its exit status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well.
    Fine,
    /// Some documents could not be read; the rest was done.
    SomeFailed,
    /// The program could not run: wrong arguments, no model.
    Misuse,
    /// Stopped by the user; what was printed is whole.
    Stopped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::SomeFailed => 1,
            Exit::Misuse => 2,
            Exit::Stopped => 130,
        })
    }
}

/// What to do about an error that ended the run, where its cause says so.
pub(crate) fn help(error: &anyhow::Error) -> Option<String> {
    let of_model =
        error.chain().find_map(|cause| cause.downcast_ref::<ModelError>()).and_then(ModelError::help);
    let of_server =
        || error.chain().find_map(|cause| cause.downcast_ref::<ServeError>()).and_then(ServeError::help);
    let of_store =
        || error.chain().find_map(|cause| cause.downcast_ref::<StoreError>()).and_then(StoreError::help);
    of_model.or_else(|| of_server().map(str::to_owned)).or_else(|| of_store().map(str::to_owned))
}
