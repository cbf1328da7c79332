// Written by codebook/tables.py; change that, not this.

use crate::plover::{ModeInfo, Quad, TypeInfo};

/// What an event is: the sixteen types of PLOVER 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventType {
    /// `AGREE`: States readiness to cooperate: an agreement, offer, promise or pledge, including the promise to sign or ratify.
    Agree,
    /// `CONSULT`: A meeting, visit, talk or negotiation, in person or by telephone or other medium.
    Consult,
    /// `SUPPORT`: Non-material, diplomatic cooperation: praise, endorsement, recognition, opening or improving relations, signing or ratifying an agreement.
    Support,
    /// `CONCEDE`: A verbal concession with no immediate material effect: easing restrictions or curfews, calling off protests, declaring (not carrying out) a ceasefire or withdrawal.
    Concede,
    /// `COOPERATE`: Mutual material cooperation: economic exchange, joint military exercises, judicial help such as extradition, sharing intelligence.
    Cooperate,
    /// `AID`: Material help that mainly benefits the recipient: money, goods, arms, personnel, relief, asylum.
    Aid,
    /// `RETREAT`: A concession with immediate material effect: withdrawal from territory, release of captives, return of property, letting observers or relief in, disarming, keeping a ceasefire, resigning from office.
    Retreat,
    /// `REQUEST`: A request, demand or order in words.
    Request,
    /// `ACCUSE`: Disapproval, criticism, accusation, lawsuit, indictment, or any investigation.
    Accuse,
    /// `REJECT`: A refusal or rejection.
    Reject,
    /// `THREATEN`: A threat or forceful warning of serious consequences.
    Threaten,
    /// `PROTEST`: Civilians act together in public against somebody or something.
    Protest,
    /// `SANCTION`: Existing relations are reduced or broken off; not only formal sanctions.
    Sanction,
    /// `MOBILIZE`: Military or police moves short of force, by any organised armed group.
    Mobilize,
    /// `COERCE`: Repression, restriction of rights, or coercive use of power short of violence.
    Coerce,
    /// `ASSAULT`: A deliberate action that may cause serious physical harm.
    Assault,
}
impl EventType {
    /// Every one, in the codebook's order.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];
    /// The codebook's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }
}

/// How an event was carried out. A mode belongs to certain types only: see [`EventType::modes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `visit`: one side travels to the other; the visitor is the actor and the host the recipient (CONSULT).
    Visit,
    /// `third-party`: the meeting is hosted by somebody else (CONSULT).
    ThirdParty,
    /// `multilateral`: the meeting is held within an alliance or an intergovernmental organisation (CONSULT).
    Multilateral,
    /// `phone`: the talk is by telephone or another remote medium (CONSULT).
    Phone,
    /// `withdraw`: gives up territory or takes forces out of an area (RETREAT); takes oneself or one's non-military resources out of a group, mediation, body or country (SANCTION).
    Withdraw,
    /// `release`: lets captives go (RETREAT).
    Release,
    /// `disarm`: gives up weapons (RETREAT).
    Disarm,
    /// `ceasefire`: carries out a ceasefire (RETREAT).
    Ceasefire,
    /// `access`: lets third parties such as observers, peacekeepers or relief workers in (RETREAT).
    Access,
    /// `resign`: leaves an office (RETREAT).
    Resign,
    /// `assist`: about help, exchange, relations or any other form of assistance (REQUEST); about help, exchange, relations or any other form of assistance (REJECT).
    Assist,
    /// `change`: about a change of policy, government or institutions that is not a concession (REQUEST); about a change of policy, government or institutions that is not a concession (REJECT).
    Change,
    /// `yield`: about a concession: freeing prisoners, ending sanctions, curfews or boycotts, ceasing fire (REQUEST); about a concession: freeing prisoners, ending sanctions, curfews or boycotts, ceasing fire (REJECT).
    Yield,
    /// `meet`: about meeting or negotiating (REQUEST); about meeting or negotiating (REJECT).
    Meet,
    /// `disapprove`: criticises, condemns or complains (ACCUSE).
    Disapprove,
    /// `investigate`: an inquiry of any kind, judicial or political (ACCUSE).
    Investigate,
    /// `allege`: accuses, sues, indicts, charges or brings to trial (ACCUSE).
    Allege,
    /// `restrict`: to limit movement of people or goods or political activity: boycotts, strikes, blockades, curfews, bans (THREATEN); limits political freedom or movement, bans parties or persons from politics, cordons off (COERCE).
    Restrict,
    /// `arrest`: to detain or imprison (THREATEN); arrests or detains (COERCE).
    Arrest,
    /// `relations`: to suspend relations, talks or negotiations (THREATEN).
    Relations,
    /// `expel`: to expel diplomats, peacekeepers or organisations (THREATEN); puts a member, diplomat or group out of an organisation or country (SANCTION).
    Expel,
    /// `territory`: to occupy or seize territory (THREATEN).
    Territory,
    /// `violence`: to use violence (THREATEN).
    Violence,
    /// `demo`: organised, largely peaceful demonstration (PROTEST).
    Demo,
    /// `riot`: violent crowd meaning to hurt or damage (PROTEST).
    Riot,
    /// `strike`: members of an organisation or union stop work (PROTEST).
    Strike,
    /// `hunger`: hunger strike (PROTEST).
    Hunger,
    /// `boycott`: withdrawal of commercial or social relations (PROTEST).
    Boycott,
    /// `obstruct`: blocks passage or access (PROTEST).
    Obstruct,
    /// `vandalize`: symbolic damage to property, not in the course of a riot (PROTEST).
    Vandalize,
    /// `convict`: a court finds somebody guilty, liable, or something unconstitutional (SANCTION).
    Convict,
    /// `discontinue`: cuts diplomatic, commercial or material exchange; international sanctions (SANCTION).
    Discontinue,
    /// `troops`: armed personnel or units (MOBILIZE).
    Troops,
    /// `weapons`: weapons systems, ships or vehicles (MOBILIZE).
    Weapons,
    /// `police`: police or security units (MOBILIZE).
    Police,
    /// `militia`: non-state armed groups (MOBILIZE).
    Militia,
    /// `seize`: searches, raids, confiscates (COERCE).
    Seize,
    /// `censor`: bans or restricts publications or information (COERCE).
    Censor,
    /// `curfew`: imposes a curfew (COERCE).
    Curfew,
    /// `martial-law`: state of emergency or martial law (COERCE).
    MartialLaw,
    /// `deport`: deports individuals (COERCE).
    Deport,
    /// `withhold`: cuts off power, water, internet, food or other public goods (COERCE).
    Withhold,
    /// `misinformation`: deceives or manipulates; also sets the context misinformation (COERCE).
    Misinformation,
    /// `cyber`: hacks or attacks computers; also sets the context cyber (COERCE).
    Cyber,
    /// `abduct`: abducts, kidnaps, hijacks (ASSAULT).
    Abduct,
    /// `beat`: strikes by hand or blunt object (ASSAULT).
    Beat,
    /// `torture`: tortures (ASSAULT).
    Torture,
    /// `sexual`: sexual violence (ASSAULT).
    Sexual,
    /// `targeted`: assassinates, executes, or kills the defenceless on purpose, also when it fails (ASSAULT).
    Targeted,
    /// `destroy`: destroys property on purpose, or by an unknown method (ASSAULT).
    Destroy,
    /// `primitive`: fire, blades, rocks, farm tools (ASSAULT).
    Primitive,
    /// `firearms`: rifles, pistols, light machine guns (ASSAULT).
    Firearms,
    /// `explosives`: mines, bombs, car bombs (ASSAULT).
    Explosives,
    /// `suicide-attack`: suicide attack by person or vehicle (ASSAULT).
    SuicideAttack,
    /// `aerial`: manned aircraft (ASSAULT).
    Aerial,
    /// `drone`: unmanned aircraft (ASSAULT).
    Drone,
    /// `heavy-weapons`: artillery, rockets, armour (ASSAULT).
    HeavyWeapons,
    /// `crowd-control`: tear gas, water cannon, shots in the air and the like (ASSAULT).
    CrowdControl,
    /// `unconventional`: chemical, biological, radiological, nuclear (ASSAULT).
    Unconventional,
}
impl Mode {
    /// Every one, in the codebook's order.
    pub const ALL: [Self; 59] = [
        Self::Visit,
        Self::ThirdParty,
        Self::Multilateral,
        Self::Phone,
        Self::Withdraw,
        Self::Release,
        Self::Disarm,
        Self::Ceasefire,
        Self::Access,
        Self::Resign,
        Self::Assist,
        Self::Change,
        Self::Yield,
        Self::Meet,
        Self::Disapprove,
        Self::Investigate,
        Self::Allege,
        Self::Restrict,
        Self::Arrest,
        Self::Relations,
        Self::Expel,
        Self::Territory,
        Self::Violence,
        Self::Demo,
        Self::Riot,
        Self::Strike,
        Self::Hunger,
        Self::Boycott,
        Self::Obstruct,
        Self::Vandalize,
        Self::Convict,
        Self::Discontinue,
        Self::Troops,
        Self::Weapons,
        Self::Police,
        Self::Militia,
        Self::Seize,
        Self::Censor,
        Self::Curfew,
        Self::MartialLaw,
        Self::Deport,
        Self::Withhold,
        Self::Misinformation,
        Self::Cyber,
        Self::Abduct,
        Self::Beat,
        Self::Torture,
        Self::Sexual,
        Self::Targeted,
        Self::Destroy,
        Self::Primitive,
        Self::Firearms,
        Self::Explosives,
        Self::SuicideAttack,
        Self::Aerial,
        Self::Drone,
        Self::HeavyWeapons,
        Self::CrowdControl,
        Self::Unconventional,
    ];
    /// The codebook's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::ThirdParty => "third-party",
            Self::Multilateral => "multilateral",
            Self::Phone => "phone",
            Self::Withdraw => "withdraw",
            Self::Release => "release",
            Self::Disarm => "disarm",
            Self::Ceasefire => "ceasefire",
            Self::Access => "access",
            Self::Resign => "resign",
            Self::Assist => "assist",
            Self::Change => "change",
            Self::Yield => "yield",
            Self::Meet => "meet",
            Self::Disapprove => "disapprove",
            Self::Investigate => "investigate",
            Self::Allege => "allege",
            Self::Restrict => "restrict",
            Self::Arrest => "arrest",
            Self::Relations => "relations",
            Self::Expel => "expel",
            Self::Territory => "territory",
            Self::Violence => "violence",
            Self::Demo => "demo",
            Self::Riot => "riot",
            Self::Strike => "strike",
            Self::Hunger => "hunger",
            Self::Boycott => "boycott",
            Self::Obstruct => "obstruct",
            Self::Vandalize => "vandalize",
            Self::Convict => "convict",
            Self::Discontinue => "discontinue",
            Self::Troops => "troops",
            Self::Weapons => "weapons",
            Self::Police => "police",
            Self::Militia => "militia",
            Self::Seize => "seize",
            Self::Censor => "censor",
            Self::Curfew => "curfew",
            Self::MartialLaw => "martial-law",
            Self::Deport => "deport",
            Self::Withhold => "withhold",
            Self::Misinformation => "misinformation",
            Self::Cyber => "cyber",
            Self::Abduct => "abduct",
            Self::Beat => "beat",
            Self::Torture => "torture",
            Self::Sexual => "sexual",
            Self::Targeted => "targeted",
            Self::Destroy => "destroy",
            Self::Primitive => "primitive",
            Self::Firearms => "firearms",
            Self::Explosives => "explosives",
            Self::SuicideAttack => "suicide-attack",
            Self::Aerial => "aerial",
            Self::Drone => "drone",
            Self::HeavyWeapons => "heavy-weapons",
            Self::CrowdControl => "crowd-control",
            Self::Unconventional => "unconventional",
        }
    }
}

/// The field of politics an event belongs to: the thirty-seven contexts of PLOVER 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// `military`: state armed forces and military assistance; not militias, police or rebels.
    Military,
    /// `intelligence`: state intelligence services and spying.
    Intelligence,
    /// `executive`: the executive, its agencies, its head and family; not routine mentions.
    Executive,
    /// `legislative`: parliaments, their debates and coalitions.
    Legislative,
    /// `election`: elections, campaigns, monitoring, fraud claims.
    Election,
    /// `political_institutions`: change in, or unusual dealings between, political bodies and parties, in either direction.
    PoliticalInstitutions,
    /// `pro_democracy`: steps towards democracy.
    ProDemocracy,
    /// `pro_autocracy`: steps away from democracy: coups, cancelled elections, weakened institutions.
    ProAutocracy,
    /// `economic`: trade, finance, growth, inflation, jobs; not plain company news.
    Economic,
    /// `legal`: courts, judges, national and international law; not crime as such.
    Legal,
    /// `reparations`: paying or acknowledging past harm.
    Reparations,
    /// `human_rights`: human rights in general.
    HumanRights,
    /// `rights_freedoms`: particular rights and liberties: press, assembly, movement, religion, work.
    RightsFreedoms,
    /// `repression`: force by security forces against mostly unarmed people or groups; not civil war.
    Repression,
    /// `human_security`: access to water, food, housing, energy, land.
    HumanSecurity,
    /// `gender`: women's issues, gender equality, reproductive rights.
    Gender,
    /// `lgbt`: LGBTQ groups, laws and discrimination.
    Lgbt,
    /// `religion_ethnicity`: religious, ethnic, caste or linguistic groups and issues.
    ReligionEthnicity,
    /// `inequality`: unequal distribution of wealth, rights or chances.
    Inequality,
    /// `diplomatic`: diplomacy between states, or with groups inside one.
    Diplomatic,
    /// `territory`: territorial and border disputes, independence, displacement.
    Territory,
    /// `peacekeeping`: watching over or keeping a peace, mostly multilateral.
    Peacekeeping,
    /// `health`: public health, disease, health systems.
    Health,
    /// `asylum`: seeking or granting asylum.
    Asylum,
    /// `migration`: migrants, refugees, displaced people.
    Migration,
    /// `disasters`: natural disasters and accidents.
    Disasters,
    /// `natural_resource`: extraction, trade and dispute over resources.
    NaturalResource,
    /// `environment`: pollution, climate, environmental policy and protest.
    Environment,
    /// `technology`: new technology and high-tech industry.
    Technology,
    /// `terrorism`: terrorist groups and acts, and measures against them.
    Terrorism,
    /// `cbrn`: chemical, biological, radiological, nuclear weapons; not nuclear energy.
    Cbrn,
    /// `cyber`: cyber attack, crime and security.
    Cyber,
    /// `misinformation`: disinformation and influence operations.
    Misinformation,
    /// `crime`: crime and criminals, unless a narrower context fits.
    Crime,
    /// `corruption`: abuse of office, bribery, nepotism.
    Corruption,
    /// `illegal_drugs`: drug trade and drug law.
    IllegalDrugs,
    /// `trafficking`: smuggling and trafficking of people or goods.
    Trafficking,
}
impl Context {
    /// Every one, in the codebook's order.
    pub const ALL: [Self; 37] = [
        Self::Military,
        Self::Intelligence,
        Self::Executive,
        Self::Legislative,
        Self::Election,
        Self::PoliticalInstitutions,
        Self::ProDemocracy,
        Self::ProAutocracy,
        Self::Economic,
        Self::Legal,
        Self::Reparations,
        Self::HumanRights,
        Self::RightsFreedoms,
        Self::Repression,
        Self::HumanSecurity,
        Self::Gender,
        Self::Lgbt,
        Self::ReligionEthnicity,
        Self::Inequality,
        Self::Diplomatic,
        Self::Territory,
        Self::Peacekeeping,
        Self::Health,
        Self::Asylum,
        Self::Migration,
        Self::Disasters,
        Self::NaturalResource,
        Self::Environment,
        Self::Technology,
        Self::Terrorism,
        Self::Cbrn,
        Self::Cyber,
        Self::Misinformation,
        Self::Crime,
        Self::Corruption,
        Self::IllegalDrugs,
        Self::Trafficking,
    ];
    /// The codebook's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Military => "military",
            Self::Intelligence => "intelligence",
            Self::Executive => "executive",
            Self::Legislative => "legislative",
            Self::Election => "election",
            Self::PoliticalInstitutions => "political_institutions",
            Self::ProDemocracy => "pro_democracy",
            Self::ProAutocracy => "pro_autocracy",
            Self::Economic => "economic",
            Self::Legal => "legal",
            Self::Reparations => "reparations",
            Self::HumanRights => "human_rights",
            Self::RightsFreedoms => "rights_freedoms",
            Self::Repression => "repression",
            Self::HumanSecurity => "human_security",
            Self::Gender => "gender",
            Self::Lgbt => "lgbt",
            Self::ReligionEthnicity => "religion_ethnicity",
            Self::Inequality => "inequality",
            Self::Diplomatic => "diplomatic",
            Self::Territory => "territory",
            Self::Peacekeeping => "peacekeeping",
            Self::Health => "health",
            Self::Asylum => "asylum",
            Self::Migration => "migration",
            Self::Disasters => "disasters",
            Self::NaturalResource => "natural_resource",
            Self::Environment => "environment",
            Self::Technology => "technology",
            Self::Terrorism => "terrorism",
            Self::Cbrn => "cbrn",
            Self::Cyber => "cyber",
            Self::Misinformation => "misinformation",
            Self::Crime => "crime",
            Self::Corruption => "corruption",
            Self::IllegalDrugs => "illegal_drugs",
            Self::Trafficking => "trafficking",
        }
    }
}

/// The table behind [`EventType`], in its order.
pub(crate) const TYPES: [TypeInfo; 16] = [
    TypeInfo {
        definition: "States readiness to cooperate: an agreement, offer, promise or pledge, including the promise to sign or ratify.",
        quad: Quad::VerbalCooperation,
        score: 2.5,
        recipient_required: false,
        modes: &[],
    },
    TypeInfo {
        definition: "A meeting, visit, talk or negotiation, in person or by telephone or other medium.",
        quad: Quad::VerbalCooperation,
        score: 2.5,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Visit,
                definition: "one side travels to the other; the visitor is the actor and the host the recipient",
                score: Some(4.0),
            },
            ModeInfo {
                mode: Mode::ThirdParty,
                definition: "the meeting is hosted by somebody else",
                score: Some(1.0),
            },
            ModeInfo {
                mode: Mode::Multilateral,
                definition: "the meeting is held within an alliance or an intergovernmental organisation",
                score: Some(4.0),
            },
            ModeInfo {
                mode: Mode::Phone,
                definition: "the talk is by telephone or another remote medium",
                score: Some(1.5),
            },
        ],
    },
    TypeInfo {
        definition: "Non-material, diplomatic cooperation: praise, endorsement, recognition, opening or improving relations, signing or ratifying an agreement.",
        quad: Quad::VerbalCooperation,
        score: 5.0,
        recipient_required: false,
        modes: &[],
    },
    TypeInfo {
        definition: "A verbal concession with no immediate material effect: easing restrictions or curfews, calling off protests, declaring (not carrying out) a ceasefire or withdrawal.",
        quad: Quad::VerbalCooperation,
        score: 4.5,
        recipient_required: false,
        modes: &[],
    },
    TypeInfo {
        definition: "Mutual material cooperation: economic exchange, joint military exercises, judicial help such as extradition, sharing intelligence.",
        quad: Quad::MaterialCooperation,
        score: 9.5,
        recipient_required: true,
        modes: &[],
    },
    TypeInfo {
        definition: "Material help that mainly benefits the recipient: money, goods, arms, personnel, relief, asylum.",
        quad: Quad::MaterialCooperation,
        score: 10.0,
        recipient_required: true,
        modes: &[],
    },
    TypeInfo {
        definition: "A concession with immediate material effect: withdrawal from territory, release of captives, return of property, letting observers or relief in, disarming, keeping a ceasefire, resigning from office.",
        quad: Quad::MaterialCooperation,
        score: 6.5,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Withdraw,
                definition: "gives up territory or takes forces out of an area",
                score: Some(8.0),
            },
            ModeInfo { mode: Mode::Release, definition: "lets captives go", score: Some(6.5) },
            ModeInfo { mode: Mode::Disarm, definition: "gives up weapons", score: Some(10.0) },
            ModeInfo { mode: Mode::Ceasefire, definition: "carries out a ceasefire", score: Some(7.5) },
            ModeInfo {
                mode: Mode::Access,
                definition: "lets third parties such as observers, peacekeepers or relief workers in",
                score: Some(6.5),
            },
            ModeInfo { mode: Mode::Resign, definition: "leaves an office", score: Some(4.5) },
        ],
    },
    TypeInfo {
        definition: "A request, demand or order in words.",
        quad: Quad::VerbalConflict,
        score: 0.0,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Assist,
                definition: "about help, exchange, relations or any other form of assistance",
                score: Some(0.5),
            },
            ModeInfo {
                mode: Mode::Change,
                definition: "about a change of policy, government or institutions that is not a concession",
                score: Some(-1.0),
            },
            ModeInfo {
                mode: Mode::Yield,
                definition: "about a concession: freeing prisoners, ending sanctions, curfews or boycotts, ceasing fire",
                score: Some(-1.0),
            },
            ModeInfo { mode: Mode::Meet, definition: "about meeting or negotiating", score: Some(0.0) },
        ],
    },
    TypeInfo {
        definition: "Disapproval, criticism, accusation, lawsuit, indictment, or any investigation.",
        quad: Quad::VerbalConflict,
        score: -3.0,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Disapprove,
                definition: "criticises, condemns or complains",
                score: Some(-2.0),
            },
            ModeInfo {
                mode: Mode::Investigate,
                definition: "an inquiry of any kind, judicial or political",
                score: Some(-3.5),
            },
            ModeInfo {
                mode: Mode::Allege,
                definition: "accuses, sues, indicts, charges or brings to trial",
                score: Some(-3.5),
            },
        ],
    },
    TypeInfo {
        definition: "A refusal or rejection.",
        quad: Quad::VerbalConflict,
        score: -2.0,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Assist,
                definition: "about help, exchange, relations or any other form of assistance",
                score: Some(-1.5),
            },
            ModeInfo {
                mode: Mode::Change,
                definition: "about a change of policy, government or institutions that is not a concession",
                score: Some(-2.0),
            },
            ModeInfo {
                mode: Mode::Yield,
                definition: "about a concession: freeing prisoners, ending sanctions, curfews or boycotts, ceasing fire",
                score: Some(-2.0),
            },
            ModeInfo { mode: Mode::Meet, definition: "about meeting or negotiating", score: Some(-2.0) },
        ],
    },
    TypeInfo {
        definition: "A threat or forceful warning of serious consequences.",
        quad: Quad::VerbalConflict,
        score: -3.5,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Restrict,
                definition: "to limit movement of people or goods or political activity: boycotts, strikes, blockades, curfews, bans",
                score: Some(-3.0),
            },
            ModeInfo { mode: Mode::Arrest, definition: "to detain or imprison", score: Some(-3.5) },
            ModeInfo {
                mode: Mode::Relations,
                definition: "to suspend relations, talks or negotiations",
                score: Some(-3.5),
            },
            ModeInfo {
                mode: Mode::Expel,
                definition: "to expel diplomats, peacekeepers or organisations",
                score: Some(-3.5),
            },
            ModeInfo { mode: Mode::Territory, definition: "to occupy or seize territory", score: Some(-4.0) },
            ModeInfo { mode: Mode::Violence, definition: "to use violence", score: Some(-3.5) },
        ],
    },
    TypeInfo {
        definition: "Civilians act together in public against somebody or something.",
        quad: Quad::MaterialConflict,
        score: -5.0,
        recipient_required: false,
        modes: &[
            ModeInfo {
                mode: Mode::Demo,
                definition: "organised, largely peaceful demonstration",
                score: Some(-5.0),
            },
            ModeInfo {
                mode: Mode::Riot,
                definition: "violent crowd meaning to hurt or damage",
                score: Some(-7.0),
            },
            ModeInfo {
                mode: Mode::Strike,
                definition: "members of an organisation or union stop work",
                score: Some(-5.0),
            },
            ModeInfo { mode: Mode::Hunger, definition: "hunger strike", score: Some(-4.5) },
            ModeInfo {
                mode: Mode::Boycott,
                definition: "withdrawal of commercial or social relations",
                score: Some(-4.5),
            },
            ModeInfo { mode: Mode::Obstruct, definition: "blocks passage or access", score: Some(-4.5) },
            ModeInfo {
                mode: Mode::Vandalize,
                definition: "symbolic damage to property, not in the course of a riot",
                score: None,
            },
        ],
    },
    TypeInfo {
        definition: "Existing relations are reduced or broken off; not only formal sanctions.",
        quad: Quad::MaterialConflict,
        score: -6.0,
        recipient_required: true,
        modes: &[
            ModeInfo {
                mode: Mode::Convict,
                definition: "a court finds somebody guilty, liable, or something unconstitutional",
                score: Some(-6.0),
            },
            ModeInfo {
                mode: Mode::Expel,
                definition: "puts a member, diplomat or group out of an organisation or country",
                score: Some(-5.5),
            },
            ModeInfo {
                mode: Mode::Withdraw,
                definition: "takes oneself or one's non-military resources out of a group, mediation, body or country",
                score: Some(-6.0),
            },
            ModeInfo {
                mode: Mode::Discontinue,
                definition: "cuts diplomatic, commercial or material exchange; international sanctions",
                score: Some(-6.0),
            },
        ],
    },
    TypeInfo {
        definition: "Military or police moves short of force, by any organised armed group.",
        quad: Quad::MaterialConflict,
        score: -5.5,
        recipient_required: false,
        modes: &[
            ModeInfo { mode: Mode::Troops, definition: "armed personnel or units", score: Some(-6.5) },
            ModeInfo {
                mode: Mode::Weapons,
                definition: "weapons systems, ships or vehicles",
                score: Some(-6.5),
            },
            ModeInfo { mode: Mode::Police, definition: "police or security units", score: Some(-5.5) },
            ModeInfo { mode: Mode::Militia, definition: "non-state armed groups", score: Some(-6.0) },
        ],
    },
    TypeInfo {
        definition: "Repression, restriction of rights, or coercive use of power short of violence.",
        quad: Quad::MaterialConflict,
        score: -7.0,
        recipient_required: false,
        modes: &[
            ModeInfo { mode: Mode::Seize, definition: "searches, raids, confiscates", score: Some(-7.0) },
            ModeInfo {
                mode: Mode::Restrict,
                definition: "limits political freedom or movement, bans parties or persons from politics, cordons off",
                score: Some(-7.0),
            },
            ModeInfo {
                mode: Mode::Censor,
                definition: "bans or restricts publications or information",
                score: Some(-6.5),
            },
            ModeInfo { mode: Mode::Curfew, definition: "imposes a curfew", score: Some(-6.5) },
            ModeInfo {
                mode: Mode::MartialLaw,
                definition: "state of emergency or martial law",
                score: Some(-7.5),
            },
            ModeInfo { mode: Mode::Arrest, definition: "arrests or detains", score: Some(-7.0) },
            ModeInfo { mode: Mode::Deport, definition: "deports individuals", score: Some(-7.0) },
            ModeInfo {
                mode: Mode::Withhold,
                definition: "cuts off power, water, internet, food or other public goods",
                score: Some(-7.0),
            },
            ModeInfo {
                mode: Mode::Misinformation,
                definition: "deceives or manipulates; also sets the context misinformation",
                score: Some(-6.5),
            },
            ModeInfo {
                mode: Mode::Cyber,
                definition: "hacks or attacks computers; also sets the context cyber",
                score: Some(-7.0),
            },
        ],
    },
    TypeInfo {
        definition: "A deliberate action that may cause serious physical harm.",
        quad: Quad::MaterialConflict,
        score: -9.0,
        recipient_required: false,
        modes: &[
            ModeInfo { mode: Mode::Abduct, definition: "abducts, kidnaps, hijacks", score: Some(-8.5) },
            ModeInfo { mode: Mode::Beat, definition: "strikes by hand or blunt object", score: Some(-7.5) },
            ModeInfo { mode: Mode::Torture, definition: "tortures", score: Some(-8.5) },
            ModeInfo { mode: Mode::Sexual, definition: "sexual violence", score: Some(-8.5) },
            ModeInfo {
                mode: Mode::Targeted,
                definition: "assassinates, executes, or kills the defenceless on purpose, also when it fails",
                score: Some(-9.5),
            },
            ModeInfo {
                mode: Mode::Destroy,
                definition: "destroys property on purpose, or by an unknown method",
                score: Some(-8.5),
            },
            ModeInfo {
                mode: Mode::Primitive,
                definition: "fire, blades, rocks, farm tools",
                score: Some(-8.0),
            },
            ModeInfo {
                mode: Mode::Firearms,
                definition: "rifles, pistols, light machine guns",
                score: Some(-9.0),
            },
            ModeInfo { mode: Mode::Explosives, definition: "mines, bombs, car bombs", score: Some(-9.0) },
            ModeInfo {
                mode: Mode::SuicideAttack,
                definition: "suicide attack by person or vehicle",
                score: Some(-9.5),
            },
            ModeInfo { mode: Mode::Aerial, definition: "manned aircraft", score: Some(-9.5) },
            ModeInfo { mode: Mode::Drone, definition: "unmanned aircraft", score: Some(-9.5) },
            ModeInfo {
                mode: Mode::HeavyWeapons,
                definition: "artillery, rockets, armour",
                score: Some(-9.5),
            },
            ModeInfo {
                mode: Mode::CrowdControl,
                definition: "tear gas, water cannon, shots in the air and the like",
                score: Some(-7.5),
            },
            ModeInfo {
                mode: Mode::Unconventional,
                definition: "chemical, biological, radiological, nuclear",
                score: Some(-10.0),
            },
        ],
    },
];
