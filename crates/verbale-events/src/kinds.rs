use verbale_codes::Sector;
use verbale_doc::{Doc, TokenIdx, label};
use verbale_resolve::{Actor, ActorKind, Cast, Resolution};

use crate::actors::actors_at;

/// What conditions in event rules may ask of a word (`#state`), beside PLOVER's sectors (`#MIL`).
pub(crate) const KINDS: [&str; 36] = [
    "actor",
    "person",
    "organization",
    "state",
    "group",
    "people",
    "place",
    "country",
    "armed",
    "civilian",
    "money",
    "COP",
    "GOV",
    "JUD",
    "LEG",
    "MIL",
    "PRM",
    "PTY",
    "REB",
    "SPY",
    "UAF",
    "UNK",
    "AGR",
    "BUS",
    "CRM",
    "CVL",
    "EDU",
    "ELI",
    "JRN",
    "LAB",
    "MED",
    "REF",
    "OPP",
    "PRE",
    "REL",
    "SOC",
];

/// Whether a word is of a kind, by the number of the kind in [`KINDS`].
pub(crate) fn is_kind(doc: &Doc, cast: &Cast, token: TokenIdx, kind: usize) -> bool {
    let Some(&name) = KINDS.get(kind) else { return false };
    // Of what kind a phrase is, its own head says: "a Clinton event" is no person.
    let actors = || cast.mention_headed(token).into_iter().map(|mention| cast.actor(mention.actor));
    let place = || cast.place_at(token).map(|mention| cast.place(mention.place));
    match name {
        "actor" => !actors_at(doc, cast, token).is_empty(),
        "person" => actors().any(|actor| actor.kind == ActorKind::Person),
        "organization" => actors().any(|actor| actor.kind == ActorKind::Organization),
        "state" => actors().any(|actor| actor.kind == ActorKind::State),
        "group" => actors().any(|actor| actor.kind == ActorKind::Group),
        "people" => actors().any(|actor| actor.kind == ActorKind::People),
        "place" => {
            place().is_some() || is_named(doc, token, &[label::ENT_GPE, label::ENT_LOC, label::ENT_FAC])
        }
        "country" => {
            place().is_some_and(|place| place.resolution == Resolution::Country)
                || actors().any(|actor| actor.kind == ActorKind::State)
        }
        "armed" => actors().any(is_armed),
        "civilian" => {
            actors().any(|actor| has_sector(actor, &[Sector::Cvl, Sector::Ref, Sector::Edu, Sector::Jrn]))
        }
        "money" => is_named(doc, token, &[label::ENT_MONEY]),
        code => {
            code.parse().is_ok_and(|sector: Sector| actors().any(|actor| actor.sectors.contains(&sector)))
        }
    }
}

/// Whether an actor bears arms.
fn is_armed(actor: &Actor) -> bool {
    has_sector(actor, &[Sector::Mil, Sector::Reb, Sector::Uaf, Sector::Prm, Sector::Cop, Sector::Crm])
}

fn has_sector(actor: &Actor, sectors: &[Sector]) -> bool {
    actor.sectors.iter().any(|sector| sectors.contains(sector))
}

fn is_named(doc: &Doc, token: TokenIdx, labels: &[verbale_doc::Label]) -> bool {
    doc.entity(token).is_some_and(|entity| labels.contains(&entity.label))
}
