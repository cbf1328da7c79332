use super::{ATTRS, Attr};
use crate::config::Config;
use crate::model_dir::ModelError;
use crate::thinc::{Layer, Part};

const TOK2VEC: &[&str] =
    &["spacy.Tok2Vec.v1", "spacy.Tok2Vec.v2", "spacy.HashEmbedCNN.v1", "spacy.HashEmbedCNN.v2"];
const EMBED: &[&str] = &["spacy.MultiHashEmbed.v1", "spacy.MultiHashEmbed.v2"];
const ENCODE: &[&str] = &["spacy.MaxoutWindowEncoder.v1", "spacy.MaxoutWindowEncoder.v2"];

/// What the configuration says of a network from words to vectors.
#[derive(Debug)]
pub(crate) struct Design {
    pub(super) attrs: Vec<Attr>,
    pub(super) rows: Vec<u32>,
    pub(super) has_vectors: bool,
    /// Version 1 takes the last vector for a word that has none, version 2 takes zeros.
    pub(super) unknown_is_last: bool,
    pub(super) width: usize,
    pub(super) depth: usize,
    pub(super) reach: usize,
}

impl Design {
    pub(crate) fn read(config: &Config, section: &str) -> Result<Self, ModelError> {
        let architecture = config.architecture(section)?;
        if !TOK2VEC.contains(&architecture.as_str()) {
            return Err(config.unsupported(section, &architecture, TOK2VEC));
        }
        let design = if architecture.contains("HashEmbedCNN") {
            Self::read_hash_embed_cnn(config, section)?
        } else {
            Self::read_parts(config, &format!("{section}.embed"), &format!("{section}.encode"))?
        };
        let bounded = (1..=8192).contains(&design.width) && design.depth <= 64 && design.reach <= 16;
        if !bounded || design.attrs.is_empty() || design.attrs.len() != design.rows.len() {
            return Err(config.invalid(
                section,
                "width, depth, window_size, attrs, rows",
                "the sizes make no network",
            ));
        }
        Ok(design)
    }

    fn read_parts(config: &Config, embed: &str, encode: &str) -> Result<Self, ModelError> {
        let embedder = config.architecture(embed)?;
        if !EMBED.contains(&embedder.as_str()) {
            return Err(config.unsupported(embed, &embedder, EMBED));
        }
        let encoder = config.architecture(encode)?;
        if !ENCODE.contains(&encoder.as_str()) {
            return Err(config.unsupported(encode, &encoder, ENCODE));
        }
        let width = config.value(encode, "width")?;
        if config.value::<usize>(embed, "width")? != width {
            return Err(config.invalid(embed, "width", "it is not the encoder's"));
        }
        let names: Vec<String> = config.value(embed, "attrs")?;
        let attr = |name: &String| {
            Attr::find(name).ok_or_else(|| config.unsupported(&format!("{embed}.attrs"), name, ATTRS))
        };
        Ok(Self {
            attrs: names.iter().map(attr).collect::<Result<_, _>>()?,
            rows: config.value(embed, "rows")?,
            has_vectors: config.value(embed, "include_static_vectors")?,
            unknown_is_last: embedder.ends_with("v1"),
            width,
            depth: config.value(encode, "depth")?,
            reach: config.value(encode, "window_size")?,
        })
    }

    /// The older architecture that sets both halves at once.
    fn read_hash_embed_cnn(config: &Config, section: &str) -> Result<Self, ModelError> {
        let rows: u32 = config.value(section, "embed_size")?;
        let has_subwords: bool = config.value(section, "subword_features")?;
        let n_attrs = if has_subwords { 4 } else { 1 };
        Ok(Self {
            attrs: [Attr::Norm, Attr::Prefix, Attr::Suffix, Attr::Shape][..n_attrs].to_vec(),
            rows: [rows, rows / 2, rows / 2, rows / 2][..n_attrs].to_vec(),
            has_vectors: config.optional(section, "pretrained_vectors")?.unwrap_or(false),
            unknown_is_last: config.architecture(section)?.ends_with("v1"),
            width: config.value(section, "width")?,
            depth: config.value(section, "depth")?,
            reach: config.value(section, "window_size")?,
        })
    }

    /// Whether the network asks for the vocabulary's vectors.
    pub(crate) fn has_vectors(&self) -> bool {
        self.has_vectors
    }

    /// The layers of the network's file.
    pub(crate) fn layers(&self) -> Layer {
        use Layer::{Group, Leaf};
        let maxout = |weights, norm| {
            let normalized = Group(vec![Leaf("maxout", weights), Leaf("layernorm", norm)]);
            Group(vec![normalized, Layer::plain("dropout")])
        };
        let table = |i| Group(vec![Layer::plain("ints-getitem"), Leaf("hashembed", Part::Table(i))]);
        let mut tables: Vec<Layer> = (0..self.attrs.len()).map(table).collect();
        let tables = if tables.len() == 1 { tables.remove(0) } else { Group(tables) };
        let extract =
            vec![Layer::plain("extract_features"), Layer::plain("list2ragged"), Group(vec![tables])];
        let mix = Group(vec![maxout(Part::Mix, Part::MixNorm)]);
        let embed = if self.has_vectors {
            let vectors = Leaf("static_vectors", Part::Vectors);
            vec![Group(vec![Group(extract), vectors]), mix, Layer::plain("ragged2list")]
        } else {
            extract.into_iter().chain([mix, Layer::plain("ragged2list")]).collect()
        };
        let convolution = |i| {
            let layer = maxout(Part::Convolution(i), Part::ConvolutionNorm(i));
            Group(vec![Group(vec![Layer::plain("expand_window"), layer])])
        };
        let mut convolutions: Vec<Layer> = (0..self.depth).map(convolution).collect();
        let encode = match convolutions.len() {
            0 => Layer::plain("noop"),
            1 => convolutions.remove(0),
            _ => Group(convolutions),
        };
        Group(vec![Group(embed), Group(vec![encode])])
    }
}
