use std::str::FromStr;

use crate::UnknownCode;

/// What an actor is in political life: PLOVER 2.0's sectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// COP: police and investigators.
    Cop,
    /// GOV: the executive, governing parties and agencies.
    Gov,
    /// JUD: judges and courts.
    Jud,
    /// LEG: parliaments and their members.
    Leg,
    /// MIL: state armed forces, people and equipment.
    Mil,
    /// PRM: paramilitaries not opposed to the government.
    Prm,
    /// PTY: political parties.
    Pty,
    /// REB: armed opposition.
    Reb,
    /// SPY: intelligence services.
    Spy,
    /// UAF: unidentified armed men.
    Uaf,
    /// UNK: actors who cannot be identified.
    Unk,
    /// AGR: farm labour, peasants.
    Agr,
    /// BUS: business, not multinational.
    Bus,
    /// CRM: criminals and gangs.
    Crm,
    /// CVL: civilians, protesters, activists without another sector.
    Cvl,
    /// EDU: schools, teachers, students.
    Edu,
    /// ELI: former officials, exiles, officials' relatives.
    Eli,
    /// JRN: journalists and media.
    Jrn,
    /// LAB: labour in services or industry.
    Lab,
    /// MED: doctors and health organisations.
    Med,
    /// REF: refugees and displaced people.
    Ref,
    /// OPP: political opposition; mostly a second code.
    Opp,
    /// PRE: breakaway or partly recognised entity; an added code.
    Pre,
    /// REL: religious bodies.
    Rel,
    /// SOC: other civil society.
    Soc,
}

impl Sector {
    /// Every sector, in the codebook's order.
    pub const ALL: [Self; 25] = [
        Self::Cop,
        Self::Gov,
        Self::Jud,
        Self::Leg,
        Self::Mil,
        Self::Prm,
        Self::Pty,
        Self::Reb,
        Self::Spy,
        Self::Uaf,
        Self::Unk,
        Self::Agr,
        Self::Bus,
        Self::Crm,
        Self::Cvl,
        Self::Edu,
        Self::Eli,
        Self::Jrn,
        Self::Lab,
        Self::Med,
        Self::Ref,
        Self::Opp,
        Self::Pre,
        Self::Rel,
        Self::Soc,
    ];

    /// The three letters of the codebook.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cop => "COP",
            Self::Gov => "GOV",
            Self::Jud => "JUD",
            Self::Leg => "LEG",
            Self::Mil => "MIL",
            Self::Prm => "PRM",
            Self::Pty => "PTY",
            Self::Reb => "REB",
            Self::Spy => "SPY",
            Self::Uaf => "UAF",
            Self::Unk => "UNK",
            Self::Agr => "AGR",
            Self::Bus => "BUS",
            Self::Crm => "CRM",
            Self::Cvl => "CVL",
            Self::Edu => "EDU",
            Self::Eli => "ELI",
            Self::Jrn => "JRN",
            Self::Lab => "LAB",
            Self::Med => "MED",
            Self::Ref => "REF",
            Self::Opp => "OPP",
            Self::Pre => "PRE",
            Self::Rel => "REL",
            Self::Soc => "SOC",
        }
    }
}

impl FromStr for Sector {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        let found = Self::ALL.into_iter().find(|sector| sector.code() == code);
        found.ok_or_else(|| UnknownCode { list: "sectors", code: code.to_owned() })
    }
}
