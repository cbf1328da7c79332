#![allow(dead_code, unused)]
mod dom;
mod tag;
mod groups;
mod runs;
