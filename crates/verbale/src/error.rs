use verbale_parse::ModelError;

/// Why a coder cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] ModelError);

impl Error {
    /// Whether the model is sound, but of an architecture that cannot be run.
    pub fn is_unsupported_model(&self) -> bool {
        self.0.is_unsupported()
    }
}
