//! Prints the cast of CoNLL-U on standard input: `cast DAY < parse.conllu`.
#![allow(clippy::print_stdout, reason = "it prints")]

use std::io::Read;

use verbale_doc::{Article, Doc, Published, PublishedBasis};
use verbale_know::Knowledge;
use verbale_resolve::Resolver;

fn main() {
    let mut conllu = String::new();
    std::io::stdin().read_to_string(&mut conllu).expect("standard input is UTF-8");
    let doc = Doc::from_conllu(&conllu).expect("CoNLL-U");
    let date = std::env::args().nth(1).and_then(|day| day.parse().ok());
    let published = date.map(|date| Published { date, basis: PublishedBasis::Given });
    let article = Article { published, text: doc.text().clone(), ..Article::default() };
    let cast = Resolver::new(Knowledge::bundled()).resolve(&article, &doc);
    for mention in &cast.place_mentions {
        let place = cast.place(mention.place);
        let country = place.country.map_or(String::new(), |country| country.code().to_owned());
        println!(
            "place {:?} is {} [{country}] acts {}",
            doc.str(mention.tokens),
            place.name,
            mention.as_actor
        );
    }
    for (number, actor) in cast.actors.iter().enumerate() {
        let country = actor.country.map_or(String::new(), |country| country.code().to_owned());
        println!(
            "a{number} {:?} {} [{country}] {:?} {} {}",
            actor.kind,
            actor.name,
            actor.sectors,
            actor.role.as_deref().unwrap_or("-"),
            actor.entity.as_deref().unwrap_or("-")
        );
        for mention in cast.mentions.iter().filter(|mention| mention.actor.0 as usize == number) {
            println!("     {:?} {:?} head {}", mention.form, doc.str(mention.tokens), doc.word(mention.head));
        }
    }
}
