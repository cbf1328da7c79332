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
    /// ones; a read-me or a licence is no news either, whatever its name ends in. Links to folders are not followed. A
    /// path without any file stands for itself, so that opening it says why.
    pub fn under(path: &Path) -> Under {
        let named = Self::from(path);
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
        let mut under = Under::default();
        if named == Self::Stdin {
            under.inputs.push(named);
            return under;
        } else if path.is_dir() {
            under.add(path);
        } else if !path.exists()
            && let Some(pattern) = path.to_str().filter(|pattern| pattern.contains(['*', '?', '[']))
            && let Ok(matches) = glob::glob_with(pattern, options)
        {
            under.inputs.extend(matches.flatten().filter(|path| path.is_file()).map(Self::File));
        }
        if under.inputs.is_empty() {
            under.inputs.push(named);
        }
        under
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

/// What a path stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Under {
    /// What is to be read.
    pub inputs: Vec<Input>,
    /// Files of a folder that are not, as their names tell; hidden ones are not listed.
    pub passed_over: Vec<PathBuf>,
}

impl Under {
    /// Adds the files of a folder and those of its folders, in the order of their names.
    fn add(&mut self, folder: &Path) {
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
                self.add(&path);
            } else if path.is_file() {
                if Kind::may_be_named(&name.to_string_lossy()) {
                    self.inputs.push(Input::File(path));
                } else {
                    self.passed_over.push(path);
                }
            }
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
        for name in ["b/README.md", "notes.md", "LICENSE.txt", "robots.txt"] {
            fs::write(top.join(name), "x").unwrap();
        }
        let short = |path: &Path| path.display().to_string().replace(&format!("{}/", top.display()), "");
        let names = |path: PathBuf| -> Vec<String> {
            Input::under(&path).inputs.iter().map(|input| short(Path::new(&input.name()))).collect()
        };
        let passed_over = Input::under(&top).passed_over;
        assert_eq!(
            passed_over.iter().map(|path| short(path)).collect::<Vec<_>>(),
            ["LICENSE.txt", "b/README.md", "notes.md", "photo.jpg", "robots.txt"]
        );
        assert_eq!(names(top.clone()), ["a.jsonl.gz", "b/10.xml.zst", "b/2.txt", "c.html"]);
        assert_eq!(names(top.join("b/*.txt")), ["b/2.txt"]);
        // A pattern names its files.
        assert_eq!(names(top.join("**/*.md")), ["b/README.md", "notes.md"]);
        assert_eq!(names(top.join("*.pdf")), ["*.pdf"]);
        assert_eq!(names(top.join("photo.jpg")), ["photo.jpg"]);
        assert_eq!(Input::under(Path::new("-")).inputs, [Input::Stdin]);
        drop(folder);
    }
}
