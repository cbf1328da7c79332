//! What is to be read: files, folders of them, patterns, standard input.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Kind;

/// An input as it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, named `-`.
    Stdin,
}

impl Input {
    /// The inputs a path stands for: a file; the files of a folder and of those in it, in the order of their names; the
    /// files that match a pattern (`news/**/*.html`), where no file is called so.
    ///
    /// Of a folder the files are taken whose names end as those of some kind do (`.html`, `.jsonl.gz`), and no hidden
    /// ones. Links to folders are not followed. A path without any file stands for itself, so that opening it says why.
    pub fn under(path: &Path) -> Vec<Self> {
        let named = Self::from(path);
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
        let mut files = Vec::new();
        if named == Self::Stdin {
            return vec![named];
        } else if path.is_dir() {
            add_files(path, &mut files);
        } else if !path.exists()
            && let Some(pattern) = path.to_str().filter(|pattern| pattern.contains(['*', '?', '[']))
            && let Ok(matches) = glob::glob_with(pattern, options)
        {
            files.extend(matches.flatten().filter(|path| path.is_file()));
        }
        if files.is_empty() { vec![named] } else { files.into_iter().map(Self::File).collect() }
    }

    /// What it is called in messages.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
        }
    }

    /// Its size in bytes as it lies on the disk, where it is a regular file.
    pub fn size(&self) -> Option<u64> {
        let Self::File(path) = self else { return None };
        path.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len())
    }
}

impl From<&Path> for Input {
    /// `-` is standard input; `./-` is a file of that name.
    fn from(path: &Path) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::File(path.to_owned()) }
    }
}

/// Adds the files of a folder that are to be read, and those of its folders, in the order of their names.
fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    // A folder that cannot be listed is passed over like one that is empty.
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            add_files(&path, files);
        } else if Kind::may_be_named(&name.to_string_lossy()) && path.is_file() {
            files.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own below the system's temporary one, removed in the end.
    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn folders_and_patterns_stand_for_their_files() {
        let top = std::env::temp_dir().join(format!("verbale-inputs-{}", std::process::id()));
        let folder = Folder(top.clone());
        fs::create_dir_all(top.join("b/.hidden")).unwrap();
        for name in
            ["c.html", "a.jsonl.gz", "b/2.txt", "b/10.xml.zst", "b/.hidden/x.txt", "photo.jpg", ".x.txt"]
        {
            fs::write(top.join(name), "x").unwrap();
        }
        let names = |path: PathBuf| -> Vec<String> {
            let inputs = Input::under(&path);
            inputs.iter().map(|input| input.name().replace(&format!("{}/", top.display()), "")).collect()
        };
        assert_eq!(names(top.clone()), ["a.jsonl.gz", "b/10.xml.zst", "b/2.txt", "c.html"]);
        assert_eq!(names(top.join("**/*.txt")), ["b/2.txt"]);
        assert_eq!(names(top.join("*.md")), ["*.md"]);
        assert_eq!(names(top.join("photo.jpg")), ["photo.jpg"]);
        assert_eq!(Input::under(Path::new("-")), [Input::Stdin]);
        drop(folder);
    }
}
