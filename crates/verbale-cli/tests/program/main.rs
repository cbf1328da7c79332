//! The program itself, run in a fresh folder: what it prints, what it says, and its exit status.

mod explaining;
mod fetching;
mod grouping;
mod inputs;
mod keeping;
mod knowing;
mod models;
mod ruling;
mod running;
mod seed;
mod tool;
