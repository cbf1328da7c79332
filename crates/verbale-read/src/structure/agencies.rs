//! Names a dateline can be told by: news agencies that sign with theirs, and cities that reports are filed from.

/// Whether a name is that of a news agency or outlet that signs datelines. Case counts for short forms only.
pub(crate) fn is_agency(name: &str) -> bool {
    let name =
        name.strip_suffix(" News Agency").or_else(|| name.strip_suffix(" news agency")).unwrap_or(name);
    SHORT.contains(&name) || LONG.iter().any(|long| long.eq_ignore_ascii_case(name))
}

/// Whether reports are often filed from a city of this name.
pub(crate) fn is_city(name: &str) -> bool {
    CITIES
        .split_ascii_whitespace()
        .any(|city| city.chars().map(|c| if c == '_' { ' ' } else { c }).eq(name.chars()))
        || (name.chars().all(|c| !c.is_lowercase()) && is_city_in_capitals(name))
}

fn is_city_in_capitals(name: &str) -> bool {
    let name = name.to_lowercase();
    CITIES.split_ascii_whitespace().any(|city| city.replace('_', " ").to_lowercase() == name)
}

const SHORT: &[&str] = &[
    "AA", "AAP", "ABC", "ABNA", "ACN", "ADN", "AFP", "AGI", "AKI", "AMNA", "ANA", "ANA-MPA", "ANI", "ANP",
    "ANSA", "AP", "APA", "APP", "APS", "ATA", "BBC", "BERNAMA", "BIRN", "BNA", "BNS", "BTA", "CBC", "CNA",
    "CNN", "CNS", "CP", "CTK", "DPA", "dpa", "EFE", "ELTA", "ENA", "FENA", "FNA", "GNA", "HINA", "IANS",
    "ICANA", "INA", "IRNA", "ISNA", "JTA", "KAP", "KBC", "KCNA", "KNA", "KUNA", "LETA", "MAP", "MENA", "MIA",
    "MNA", "MTI", "NAN", "NCNA", "NHK", "NINA", "NNA", "NPR", "NTB", "ONA", "PANA", "PAP", "PNA", "PTI",
    "QNA", "RAPSI", "RFE", "RFE/RL", "RIA", "RT", "SABA", "SANA", "SDA", "SLBC", "SNA", "SONNA", "SPA",
    "SRNA", "STA", "STT", "SUNA", "TAP", "TASR", "TASS", "TT", "TPS", "TTXVN", "UNB", "UNI", "UNIAN", "UPI",
    "VNA", "VNS", "VOA", "WAFA", "WAM", "ZNBC",
];

const LONG: &[&str] = &[
    "Adnkronos",
    "Agence France-Presse",
    "Agencia EFE",
    "Agerpres",
    "AKIpress",
    "Anadolu",
    "Anadolu Agency",
    "ANSAmed",
    "Antara",
    "AllAfrica",
    "Armenpress",
    "AsiaNews",
    "Associated Press",
    "The Associated Press",
    "Azertac",
    "BelTA",
    "Belga",
    "Bernama",
    "Bloomberg",
    "CNN Business",
    "Canadian Press",
    "The Canadian Press",
    "Deutsche Welle",
    "DW",
    "Dow Jones",
    "EurActiv",
    "Fana",
    "Fars",
    "Fars News",
    "Fides",
    "Hawar",
    "Interfax",
    "Interfax-Ukraine",
    "IRIN",
    "ITAR-TASS",
    "Jiji",
    "Jiji Press",
    "Kazinform",
    "Keystone-SDA",
    "Kurdistan24",
    "Kyodo",
    "Kyodo News",
    "Lusa",
    "Ma'an",
    "Mehr",
    "Mehr News",
    "NBC News",
    "Novinite",
    "Notimex",
    "PanARMENIAN.Net",
    "Petra",
    "Prensa Latina",
    "Press TV",
    "PressTV",
    "Reuters",
    "RIA Novosti",
    "Ritzau",
    "Rudaw",
    "SAnews",
    "Shafaq",
    "Sputnik",
    "Tanjug",
    "Tasnim",
    "Telam",
    "Telesur",
    "Thomson Reuters Foundation",
    "Trend",
    "Ukrinform",
    "UN News",
    "Wafa",
    "Xinhua",
    "Yonhap",
    "Zenit",
];

/// Capitals and the cities most reports come from; `_` is a space. Used where the form alone does not tell a place from
/// a name or a label ("Karachi: …" against "Lavrov: …").
const CITIES: &str = "\
    Abidjan Abu_Dhabi Abuja Accra Addis_Ababa Aden Ahmedabad Aleppo Algiers Almaty Amman Amsterdam Ankara Antananarivo \
    Ashgabat Asmara Astana Asuncion Athens Atlanta Auckland Baghdad Baku Bamako Bangkok Bangui Banjul Barcelona Basra \
    Beijing Beirut Belfast Belgrade Bengaluru Benghazi Berlin Bern Bethlehem Bishkek Bogota Bonn Boston Brasilia \
    Bratislava Brazzaville Brussels Bucharest Budapest Buenos_Aires Bujumbura Cairo Calcutta Cape_Town Caracas \
    Casablanca Chennai Chicago Chisinau Colombo Conakry Copenhagen Dakar Dallas Damascus Davos Delhi Denver Detroit Dhaka \
    Djibouti Dodoma Doha Donetsk Dubai Dublin Dushanbe Edinburgh Erbil Frankfurt Freetown Gaborone Gaza Gaza_City Geneva \
    Grozny Guatemala_City Guangzhou Hamburg Hanoi Harare Havana Hebron Helsinki Hiroshima Ho_Chi_Minh_City Homs Hong_Kong \
    Honolulu Houston Hyderabad Islamabad Istanbul Jakarta Jeddah Jenin Jerusalem Johannesburg Juba Kabul Kampala Kandahar \
    Karachi Kathmandu Khartoum Kiev Kigali Kingston Kinshasa Kirkuk Kolkata Kuala_Lumpur Kunduz Kuwait_City Kyiv Kyoto \
    Lagos Lahore La_Paz Lausanne Libreville Lilongwe Lima Lisbon Ljubljana London Los_Angeles Luanda Lusaka Luxembourg \
    Lviv Macau Madrid Male Managua Manama Manila Maputo Marrakesh Maseru Mecca Melbourne Mexico_City Miami Milan Minsk \
    Mogadishu Monrovia Montevideo Montreal Moscow Mosul Mumbai Munich Muscat Nablus Nagasaki Nairobi Nanjing Nassau \
    Naypyidaw N'Djamena New_Delhi New_York Niamey Nice Nicosia Nouakchott Nur-Sultan Odessa Osaka Oslo Ottawa Ouagadougou \
    Palermo Panama_City Paramaribo Paris Perth Peshawar Philadelphia Phnom_Penh Podgorica Port-au-Prince Port_Moresby \
    Port_Sudan Prague Praia Pretoria Pristina Pyongyang Quetta Quito Rabat Ramallah Rangoon Rawalpindi Reykjavik Riga \
    Rio_de_Janeiro Riyadh Rome Saint_Petersburg Sanaa San_Diego San_Francisco San_Jose San_Juan San_Salvador Santiago \
    Santo_Domingo Sao_Paulo Sarajevo Seattle Seoul Shanghai Shenzhen Simferopol Singapore Skopje Sochi Sofia Srinagar \
    St._Petersburg Stockholm Strasbourg Sydney Taipei Tallinn Tashkent Tbilisi Tegucigalpa Tehran Tel_Aviv The_Hague \
    Tirana Tokyo Toronto Tripoli Tunis Turin Ulaanbaatar Ulan_Bator United_Nations Valletta Vancouver Vatican_City Venice \
    Vienna Vientiane Vilnius Vladivostok Warsaw Washington Wellington Windhoek Wuhan Yangon Yaounde Yerevan Zagreb Zurich";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_and_cities() {
        assert!(is_agency("SANA") && is_agency("reuters") && is_agency("Xinhua News Agency"));
        assert!(!is_agency("map") && !is_agency("NATO"));
        assert!(is_city("Abu Dhabi") && is_city("NEW DELHI") && is_city("Moscow"));
        assert!(!is_city("Lavrov") && !is_city("moscow") && !is_city("New"));
    }
}
