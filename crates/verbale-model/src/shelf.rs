use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Model, ModelError, Pin};

/// The folder models are kept in, each in a folder of its own named `NAME-VERSION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// The user's: `verbale/models` in `$XDG_CACHE_HOME`, or in `~/.cache`.
    pub fn of_user() -> Result<Self, ModelError> {
        let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let cache = absolute("XDG_CACHE_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
            .or_else(|| absolute("LOCALAPPDATA"))
            .ok_or(ModelError::NoCache)?;
        Ok(Self::at(cache.join("verbale").join("models")))
    }

    /// A shelf at a folder, which need not exist yet.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The model a user means: a folder's path, a name, or a name with its version; without one, the default.
    ///
    /// Of several versions of a name the pinned one is taken, else the last in order.
    pub fn find(&self, asked: Option<&str>) -> Result<Model, ModelError> {
        let asked = asked.unwrap_or(Pin::DEFAULT.name);
        let path = Path::new(asked);
        if path.is_dir()
            && (path.is_absolute() || path.components().count() > 1 || path.join("meta.json").is_file())
        {
            return Model::open(path);
        }
        let pinned = Pin::find(asked).map(Pin::folder_name);
        let is_meant = |model: &Model| model.name == asked || file_name(&model.folder) == asked;
        let mut models: Vec<Model> = self.models()?.into_iter().filter(is_meant).collect();
        let at = models.iter().position(|model| Some(file_name(&model.folder)) == pinned.as_deref());
        let model = at.map(|at| models.swap_remove(at)).or_else(|| models.pop());
        model.ok_or_else(|| ModelError::Missing { name: asked.to_owned(), shelf: self.folder.clone() })
    }

    /// The models on the shelf, in order of their folders' names.
    pub fn models(&self) -> Result<Vec<Model>, ModelError> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Ok(Vec::new()) };
        let mut folders = Vec::new();
        for entry in entries {
            let path = entry.map_err(ModelError::io(&self.folder))?.path();
            if path.is_dir() && !file_name(&path).starts_with('.') {
                folders.push(path);
            }
        }
        folders.sort();
        // What is no model is none of ours to complain of.
        Ok(folders.iter().filter_map(|folder| Model::open(folder).ok()).collect())
    }

    /// Copies a model's folder onto the shelf, under the name it gives itself or another.
    pub fn add(&self, folder: &Path, name: Option<&str>) -> Result<Model, ModelError> {
        let model = Model::open(folder)?;
        let name = name.unwrap_or(&model.name);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let shelf_name = format!("{name}-{}", model.version);
        if name.is_empty() || !shelf_name.chars().all(is_plain) || shelf_name.starts_with('.') {
            return Err(ModelError::BadName(shelf_name));
        }
        let staging = self.staging()?;
        copy_folder(folder, staging.path())?;
        self.put(&staging, &shelf_name)?;
        Model::open(&self.folder.join(shelf_name))
    }

    /// A fresh folder on the shelf, hidden, and gone again unless it is [`put`](Self::put) in place.
    pub(crate) fn staging(&self) -> Result<Staging, ModelError> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        fs::create_dir_all(&self.folder).map_err(ModelError::io(&self.folder))?;
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = self.folder.join(format!(".new-{}-{number}", process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Staging { path }),
                // Of a run that was killed, or of one with the same number in another container.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(ModelError::io(path)(error)),
            }
        }
    }

    /// Puts a staged folder in place in one step. Where another run was quicker, or an older folder stands there, that
    /// one is moved aside and removed.
    pub(crate) fn put(&self, staging: &Staging, name: &str) -> Result<(), ModelError> {
        let place = self.folder.join(name);
        if fs::rename(staging.path(), &place).is_ok() {
            return Ok(());
        }
        let aside = self.staging()?;
        let old = aside.path().join("old");
        match fs::rename(&place, &old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ModelError::io(&place)(error)),
            _ => fs::rename(staging.path(), &place).map_err(ModelError::io(&place)),
        }
    }
}

/// A folder that is removed when dropped; once renamed there is nothing left to remove.
pub(crate) struct Staging {
    path: PathBuf,
}

impl Staging {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), ModelError> {
    fs::create_dir_all(to).map_err(ModelError::io(to))?;
    for entry in fs::read_dir(from).map_err(ModelError::io(from))? {
        let entry = entry.map_err(ModelError::io(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(ModelError::io(&source))?;
        if kind.is_dir() {
            copy_folder(&source, &target)?;
        } else if kind.is_file() {
            fs::copy(&source, &target).map_err(ModelError::io(&source))?;
        }
    }
    Ok(())
}
