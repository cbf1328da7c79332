use super::*;

fn most_populous(gazetteer: &Gazetteer, name: &str) -> String {
    let places = gazetteer.find(&fold(name)).map(|(id, kind)| (gazetteer.place(id), kind));
    let (place, kind) = places
        .max_by_key(|(place, kind)| {
            (*kind != NameKind::Alternate || place.kind.is_settlement(), place.population)
        })
        .unwrap();
    let admin1 = place.admin1.map_or("-", |admin1| gazetteer.place(admin1).name);
    format!("{} {:?} {:?} {admin1} {:?}", place.name, place.kind, place.country, kind)
}

#[test]
fn the_committed_file_is_whole() {
    let gazetteer = Gazetteer::bundled();
    assert_eq!(build::identity_of(&gazetteer.bytes[HEADER..]), gazetteer.identity());
    assert!(gazetteer.len() > 200_000, "{}", gazetteer.len());
    for index in (0..gazetteer.n_entries).step_by(97) {
        let place = gazetteer.place(EntryId(index));
        assert!(!place.name.is_empty());
        assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0, "{place:?}");
        let found = gazetteer.find(&fold(place.name)).any(|(id, _)| id == EntryId(index));
        assert!(found || fold(place.name).is_empty(), "{place:?} is not found by its name");
    }
}

#[test]
fn places_are_found_by_their_names() {
    let gazetteer = Gazetteer::bundled();
    let moscow = gazetteer.find("moscow").find(|&(id, _)| gazetteer.kind(id) == PlaceKind::Capital).unwrap();
    let place = gazetteer.place(moscow.0);
    assert_eq!((place.geoname, place.lat, place.lon), (Some(524_901), 55.75, 37.62));
    assert_eq!(gazetteer.place(place.admin1.unwrap()).name, "Moscow");
    assert_eq!(most_populous(&gazetteer, "Kiev"), "Kyiv Capital Some(UKR) Kyiv Alternate");
    assert_eq!(most_populous(&gazetteer, "Texas"), "Texas Admin1 Some(USA) - Main");
    assert_eq!(most_populous(&gazetteer, "Kosovo"), "Kosovo Country Some(KOS) - Main");
    assert_eq!(most_populous(&gazetteer, "Calif."), "California Admin1 Some(USA) - Short");
    assert_eq!(most_populous(&gazetteer, "Syrians"), "Syria Country Some(SYR) - People");
    assert!(gazetteer.find("springfield").count() > 15);
    assert!(gazetteer.most_words("new") >= 3);
    let country = gazetteer.country("CHE".parse().unwrap()).unwrap();
    assert_eq!(gazetteer.place(country).name, "Switzerland");
}

#[test]
fn damaged_files_are_refused() {
    let whole = GazetteerBuilder::default().build();
    assert!(Gazetteer::read(whole.clone()).unwrap().is_empty());
    assert_eq!(Gazetteer::read(&b"PK"[..]).unwrap_err(), GazetteerError::NotAGazetteer);
    let cut = whole[..whole.len() - 1].to_vec();
    assert_eq!(Gazetteer::read(cut).unwrap_err().to_string().split(':').next(), Some("damaged gazetteer"));
    let mut newer = whole;
    newer[8] = 9;
    assert_eq!(Gazetteer::read(newer).unwrap_err().to_string(), "gazetteer format 9; this program reads 1");
}
