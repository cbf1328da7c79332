//! Names a dateline can be told by: news agencies that sign with theirs, and cities that reports are filed from.

use std::sync::LazyLock;

/// Whether a name is that of a news agency or outlet that signs datelines. Case counts for short forms only.
pub(crate) fn is_agency(name: &str) -> bool {
    let name =
        name.strip_suffix(" News Agency").or_else(|| name.strip_suffix(" news agency")).unwrap_or(name);
    SHORT.contains(&name) || LONG.iter().any(|long| long.eq_ignore_ascii_case(name))
}

/// Whether reports are often filed from a city of this name.
pub(crate) fn is_city(name: &str) -> bool {
    /// As written, and in capitals; sorted.
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let names = CITIES.split_ascii_whitespace().map(|city| city.replace('_', " "));
        let mut names: Vec<String> = names.flat_map(|city| [city.to_uppercase(), city]).collect();
        names.sort_unstable();
        names
    });
    NAMES.binary_search_by(|city| city.as_str().cmp(name)).is_ok()
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
    Aarhus Aberdeen Abidjan Abu_Dhabi Abuja Accra Adana Addis_Ababa Adelaide Aden Agadez Ahmedabad Ahvaz Aktau \
    Albany Aleppo Alexandria Algiers Almaty Amman Amritsar Amsterdam Anchorage Ankara Antalya Antananarivo Antwerp \
    Apia Arequipa Ashgabat Asmara Astana Asuncion Athens Atlanta Auckland Austin Baghdad Baku Baltimore Bamako \
    Banda_Aceh Bandung Bangkok Bangui Banja_Luka Banjul Barcelona Bari Basel Basra Batumi Beersheba Beijing Beirut \
    Belfast Belgorod Belgrade Belize_City Bengaluru Benghazi Bergen Berlin Bern Bethlehem Bhopal Bilbao Birmingham \
    Bishkek Bloemfontein Bogota Boise Bologna Bonn Bordeaux Boston Brasilia Bratislava Brazzaville Bremen Brest \
    Bridgetown Brisbane Bristol Brno Brussels Bucharest Budapest Buenos_Aires Buffalo Bujumbura Bukavu Bukhara \
    Bulawayo Bursa Busan Bushehr Cairo Calais Calcutta Calgary Cali Can_Tho Canberra Cape_Town Caracas Cardiff \
    Casablanca Catania Cebu Chandigarh Charleston Charlotte Chengdu Chennai Chernihiv Chiang_Mai Chicago Chisinau \
    Chittagong Chongqing Cincinnati Cleveland Cluj Cologne Colombo Columbus Conakry Constanta Copenhagen Cordoba \
    Cork Cox's_Bazar Da_Nang Dakar Dalian Dallas Damascus Dammam Daraa Darwin Daugavpils Davao Davos Debrecen \
    Deir_Ezzor Delhi Denpasar Denver Des_Moines Detroit Dhaka Dili Diyarbakir Djibouti Dnipro Dodoma Doha Dohuk \
    Donetsk Dresden Dubai Dublin Dubrovnik Durban Dushanbe Dusseldorf Edinburgh Edmonton El_Fasher El_Paso Erbil \
    Faisalabad Fallujah Famagusta Fez Florence Fort_Worth Frankfurt Freetown Fukuoka Fuzhou Gaborone Galway Ganja \
    Gao Gaza Gaza_City Gaziantep Gdansk Geneva Genoa Georgetown Ghazni Ghent Glasgow Goma Gomel Gothenburg Graz \
    Grozny Guadalajara Guangzhou Guatemala_City Guayaquil Guwahati Gyumri Haifa Haikou Halifax Hama Hamburg Hangzhou \
    Hanoi Hanover Harare Harbin Hargeisa Hartford Havana Hebron Helsinki Herat Hiroshima Ho_Chi_Minh_City Hobart \
    Hodeidah Homs Hong_Kong Honiara Honolulu Houston Hue Hyderabad Iasi Ibadan Idlib Imphal Incheon Indianapolis \
    Innsbruck Irbid Irkutsk Isfahan Islamabad Istanbul Izmir Jacksonville Jaffna Jaipur Jakarta Jalalabad Jammu \
    Jeddah Jenin Jericho Jerusalem Johannesburg Juba Kabul Kaduna Kaesong Kaliningrad Kampala Kandahar Kandy Kano \
    Kansas_City Karachi Karbala Kathmandu Kaunas Kazan Kerch Khabarovsk Khan_Younis Kharkiv Khartoum Kherson Khujand \
    Kidal Kiev Kigali Kilis Kingston Kinshasa Kirkuk Kismayo Kisumu Klaipeda Kochi Kolkata Kosice Krakow Krasnoyarsk \
    Kuala_Lumpur Kumasi Kunduz Kunming Kursk Kuwait_City Kyiv Kyoto La_Paz Lagos Lahore Lampedusa Larnaca Las_Vegas \
    Lashkar_Gah Latakia Lausanne Leeds Leipzig Lesbos Lhasa Libreville Liege Lille Lilongwe Lima Limassol Linz \
    Lisbon Liverpool Ljubljana Lodz London Londonderry Los_Angeles Louisville Luanda Lubumbashi Lucknow Lugano \
    Luhansk Lusaka Luxembourg Lviv Lyon Macau Madison Madrid Maiduguri Malaga Male Malmo Managua Manama Manchester \
    Mandalay Manila Maputo Maracaibo Marawi Marib Maribor Mariupol Marrakesh Marseille Mary Maseru Mashhad Massawa \
    Mazar-i-Sharif Mecca Medan Medellin Medina Mekelle Melbourne Memphis Mexico_City Miami Milan Milwaukee \
    Minneapolis Minsk Misrata Mitrovica Mogadishu Mombasa Monrovia Monterrey Montevideo Montreal Mopti Moscow Mostar \
    Mosul Multan Mumbai Munich Murmansk Muscat Muzaffarabad N'Djamena Nablus Nagasaki Nagoya Nagpur Nairobi Najaf \
    Najran Nanjing Nantes Naples Nashville Nassau Natanz Naypyidaw New_Delhi New_Orleans New_York Newark Niamey Nice \
    Nicosia Nis Nouakchott Novi_Sad Novosibirsk Nuku'alofa Nur-Sultan Nuremberg Nyala Oakland Odessa Oklahoma_City \
    Omaha Omdurman Omsk Oran Orlando Osaka Osh Oslo Ostrava Ottawa Ouagadougou Palermo Palmyra Panama_City \
    Paramaribo Paris Patna Patras Perth Peshawar Philadelphia Phnom_Penh Phuket Pittsburgh Plovdiv Podgorica Poltava \
    Port-au-Prince Port_Moresby Port_Said Port_Sudan Port_Vila Portland Porto Poznan Prague Praia Pretoria Pristina \
    Pune Pyongyang Qingdao Qom Quebec_City Quetta Quito Rabat Rafah Raleigh Ramadi Ramallah Rangoon Raqqa Rawalpindi \
    Recife Reykjavik Richmond Riga Rio_de_Janeiro Riyadh Rome Rosario Rostov-on-Don Rotterdam Sacramento \
    Saint_Petersburg Salt_Lake_City Salvador Salzburg Samarkand Samarra San_Antonio San_Diego San_Francisco San_Jose \
    San_Juan San_Salvador Sanaa Santa_Fe Santiago Santo_Domingo Sao_Paulo Sapporo Sarajevo Seattle Seoul Sevastopol \
    Seville Sfax Shanghai Sharjah Shenzhen Shiraz Shymkent Sialkot Sidon Simferopol Singapore Sirte Sittwe Skopje \
    Sochi Sofia Split Srinagar St._Louis St._Paul St._Petersburg Stepanakert Stockholm Strasbourg Stuttgart Suez \
    Sukhumi Sulaimaniyah Surabaya Surat Suva Sydney Sylhet Tabriz Taipei Taiz Tallahassee Tallinn Tampa Tampere \
    Tangier Tarawa Tartu Tartus Tashkent Tbilisi Tegucigalpa Tehran Tel_Aviv The_Hague Thessaloniki Thimphu Tianjin \
    Tijuana Tikrit Timbuktu Timisoara Tirana Tiraspol Tobruk Tokyo Toronto Toulouse Trabzon Tripoli Trondheim \
    Tskhinvali Tucson Tulkarm Tunis Turin Turku Tyre Ulaanbaatar Ulan_Bator United_Nations Urumqi Utrecht Valencia \
    Valletta Vancouver Varanasi Varna Vatican_City Venice Vienna Vientiane Vilnius Vladivostok Volgograd Warsaw \
    Washington Wellington Windhoek Winnipeg Wroclaw Wuhan Xiamen Yalta Yangon Yaounde Yekaterinburg Yerevan Yokohama \
    Zagreb Zamboanga Zaporizhzhia Zaragoza Zinder Zurich";

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
