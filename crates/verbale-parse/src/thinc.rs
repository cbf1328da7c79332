//! A network's weights as thinc's `Model.to_bytes` writes them: the layers breadth first, each with its name and
//! parameters. The file says nothing of how they hang together, so it is read against the layers that the
//! configuration asks for.

use std::collections::VecDeque;

use rmpv::ValueRef;

use crate::model_dir::{ModelDir, ModelError};

/// thinc's layers are nested some six deep; rmpv's own limit is too high for a thread's stack.
const MOST_NESTED: usize = 64;

/// The layers a network should have.
pub(crate) enum Layer {
    /// A layer with this name in the file, and the part it plays.
    Leaf(&'static str, Part),
    /// Layers within one that has no weights of its own. What it is called in the file does not matter.
    Group(Vec<Layer>),
}

/// What a layer with weights is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Nothing: it has no weights.
    Plain,
    /// The table of one attribute.
    Table(usize),
    /// The projection of the static vectors.
    Vectors,
    /// The layer that mixes the embeddings, and the normalization after it.
    Mix,
    MixNorm,
    /// A convolution, and the normalization after it.
    Convolution(usize),
    ConvolutionNorm(usize),
    /// From vectors to the scores of tags.
    Output,
    /// A transition system's network: vectors made narrower, their share in a state, and the scores of moves.
    Narrow,
    Lower,
    Upper,
}

impl Layer {
    /// A layer without weights.
    pub(crate) fn plain(name: &'static str) -> Self {
        Self::Leaf(name, Part::Plain)
    }
}

/// A network's file, read.
pub(crate) struct Network<'a> {
    dir: &'a ModelDir,
    file: &'a str,
    nodes: Vec<Node<'a>>,
}

/// A layer of the file.
struct Node<'a> {
    name: &'a str,
    part: Part,
    params: Vec<(&'a str, Array<'a>)>,
    attrs: Vec<(&'a str, &'a [u8])>,
}

/// Numbers as the file holds them: 32-bit, little-endian, row-major.
pub(crate) struct Array<'a> {
    pub(crate) shape: Vec<usize>,
    bytes: &'a [u8],
}

impl Array<'_> {
    pub(crate) fn numbers(&self) -> Vec<f32> {
        self.bytes.as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
    }
}

impl<'a> Network<'a> {
    /// Reads a network that should have these layers.
    pub(crate) fn read(
        dir: &'a ModelDir,
        file: &'a str,
        bytes: &'a [u8],
        layers: Layer,
    ) -> Result<Self, ModelError> {
        let root = read_value(dir, file, bytes)?;
        let list = |name: &str| {
            let value = field(&root, name).and_then(ValueRef::as_array_ref);
            value.ok_or_else(|| dir.invalid(file, name.to_owned(), "the list is missing"))
        };
        let (names, params, attrs) = (list("nodes")?, list("params")?, list("attrs")?);
        let expected = breadth_first(layers);
        if [names.len(), params.len(), attrs.len()] != [expected.len(); 3] {
            let what = format!("expected {} layers, found {}", expected.len(), names.len());
            return Err(dir.invalid(file, "nodes", what));
        }
        let mut nodes = Vec::with_capacity(expected.len());
        for (number, expected) in expected.into_iter().enumerate() {
            let invalid = |what: String| dir.invalid(file, format!("layer {number}"), what);
            let name = field(&names[number], "name").and_then(str_ref);
            let name = name.ok_or_else(|| invalid("it has no name".to_owned()))?;
            let Some((expected, part)) = expected else { continue };
            if name != expected {
                return Err(invalid(format!("expected {expected:?}, found {name:?}")));
            }
            let params = read_params(&params[number]).map_err(|what| invalid(format!("{name}: {what}")))?;
            nodes.push(Node { name, part, params, attrs: read_attrs(&attrs[number]) });
        }
        Ok(Self { dir, file, nodes })
    }

    /// A parameter of the layer with this part.
    pub(crate) fn param(&self, part: Part, name: &str) -> Result<&Array<'a>, ModelError> {
        let node = self.node(part)?;
        let param = node.params.iter().find(|(param, _)| *param == name);
        param
            .map(|(_, array)| array)
            .ok_or_else(|| self.invalid(part, &format!("it has no parameter {name:?}")))
    }

    /// A whole-number attribute of the layer with this part.
    pub(crate) fn attr(&self, part: Part, name: &str) -> Result<u32, ModelError> {
        let attr = self.node(part)?.attrs.iter().find(|(attr, _)| *attr == name);
        let value = attr.and_then(|&(_, bytes)| rmpv::decode::read_value_ref(&mut &*bytes).ok()?.as_u64());
        value
            .and_then(|value| u32::try_from(value).ok())
            .ok_or_else(|| self.invalid(part, &format!("its attribute {name:?} is no number of 32 bits")))
    }

    /// An error about the layer with this part.
    pub(crate) fn invalid(&self, part: Part, what: &str) -> ModelError {
        let name = self.nodes.iter().find(|node| node.part == part).map_or("", |node| node.name);
        self.dir.invalid(self.file, format!("{part:?} {name}").to_lowercase(), what)
    }

    fn node(&self, part: Part) -> Result<&Node<'a>, ModelError> {
        let node = self.nodes.iter().find(|node| node.part == part);
        node.ok_or_else(|| self.invalid(part, "the layer is missing"))
    }
}

/// Reads all of a msgpack file.
pub(crate) fn read_value<'a>(
    dir: &ModelDir,
    file: &str,
    bytes: &'a [u8],
) -> Result<ValueRef<'a>, ModelError> {
    let mut rest = bytes;
    rmpv::decode::read_value_ref_with_max_depth(&mut rest, MOST_NESTED).map_err(|error| {
        dir.invalid(file, format!("byte {}", bytes.len() - rest.len()), format!("not msgpack: {error}"))
    })
}

/// A value of a map by its name.
pub(crate) fn field<'a, 'v>(map: &'v ValueRef<'a>, name: &str) -> Option<&'v ValueRef<'a>> {
    let ValueRef::Map(entries) = map else { return None };
    entries.iter().find(|(key, _)| str_ref(key) == Some(name)).map(|(_, value)| value)
}

/// A text, also where it was written as bytes.
pub(crate) fn str_ref<'a>(value: &ValueRef<'a>) -> Option<&'a str> {
    match value {
        ValueRef::String(string) => string.into_str(),
        ValueRef::Binary(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

trait ArrayRef<'a> {
    fn as_array_ref(&self) -> Option<&[ValueRef<'a>]>;
}

impl<'a> ArrayRef<'a> for ValueRef<'a> {
    fn as_array_ref(&self) -> Option<&[ValueRef<'a>]> {
        if let ValueRef::Array(array) = self { Some(array) } else { None }
    }
}

/// The layers in the order of the file; none for a group.
fn breadth_first(root: Layer) -> Vec<Option<(&'static str, Part)>> {
    let mut order = Vec::new();
    let mut queue = VecDeque::from([root]);
    while let Some(layer) = queue.pop_front() {
        match layer {
            Layer::Leaf(name, part) => order.push(Some((name, part))),
            Layer::Group(layers) => {
                order.push(None);
                queue.extend(layers);
            }
        }
    }
    order
}

fn read_attrs<'a>(attrs: &ValueRef<'a>) -> Vec<(&'a str, &'a [u8])> {
    let ValueRef::Map(entries) = attrs else { return Vec::new() };
    let pairs = entries.iter().filter_map(|(name, value)| match value {
        ValueRef::Binary(bytes) => Some((str_ref(name)?, *bytes)),
        _ => None,
    });
    pairs.collect()
}

fn read_params<'a>(params: &ValueRef<'a>) -> Result<Vec<(&'a str, Array<'a>)>, String> {
    let ValueRef::Map(entries) = params else { return Ok(Vec::new()) };
    let mut read = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        let name = str_ref(name).ok_or("a parameter without a name")?;
        if !matches!(value, ValueRef::Nil) {
            read.push((name, read_array(value).map_err(|what| format!("parameter {name:?}: {what}"))?));
        }
    }
    Ok(read)
}

/// An array as msgpack-numpy writes it: its type, its shape, and its bytes.
fn read_array<'a>(value: &ValueRef<'a>) -> Result<Array<'a>, String> {
    let kind = field(value, "type").and_then(str_ref).ok_or("not an array")?;
    if kind != "<f4" {
        return Err(format!("expected numbers of type \"<f4\", found {kind:?}"));
    }
    let shape = field(value, "shape").and_then(ArrayRef::as_array_ref).ok_or("it has no shape")?;
    let shape: Option<Vec<usize>> =
        shape.iter().map(|dim| dim.as_u64().and_then(|dim| usize::try_from(dim).ok())).collect();
    let shape = shape.ok_or("a dimension is no whole number")?;
    let Some(ValueRef::Binary(bytes)) = field(value, "data") else { return Err("it has no data".to_owned()) };
    let size = shape.iter().try_fold(4_usize, |size, &dim| size.checked_mul(dim));
    if size != Some(bytes.len()) {
        return Err(format!("its shape is {shape:?}, but there are {} bytes", bytes.len()));
    }
    Ok(Array { shape, bytes })
}

#[cfg(test)]
pub(crate) mod tests {
    use rmpv::Value;

    use super::*;

    /// A network's file as thinc writes it. Layers are given with their parameters (shape and numbers) and attributes.
    pub(crate) fn write(
        layers: Layer,
        params: impl Fn(Part) -> Vec<(&'static str, Vec<usize>, Vec<f32>)>,
    ) -> Vec<u8> {
        let map =
            |pairs: Vec<(&str, Value)>| Value::Map(pairs.into_iter().map(|(k, v)| (k.into(), v)).collect());
        let array = |shape: &[usize], numbers: &[f32]| {
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            let shape = shape.iter().map(|&dim| Value::from(dim)).collect();
            let fields = [
                ("nd", true.into()),
                ("type", "<f4".into()),
                ("shape", Value::Array(shape)),
                ("data", Value::Binary(bytes)),
            ];
            map(fields.to_vec())
        };
        let order = breadth_first(layers);
        let node = |layer: &Option<(&str, Part)>| {
            map(vec![("name", layer.map_or("group", |(name, _)| name).into())])
        };
        let params = |layer: &Option<(&str, Part)>| {
            let params = layer.map(|(_, part)| params(part)).unwrap_or_default();
            map(params.iter().map(|(name, shape, numbers)| (*name, array(shape, numbers))).collect())
        };
        // The seeds count up from 8, as the reference sets them.
        let attrs = |layer: &Option<(&str, Part)>| match layer {
            Some((_, Part::Table(i))) => map(vec![("seed", Value::Binary(vec![8 + *i as u8]))]),
            _ => map(Vec::new()),
        };
        let file = map(vec![
            ("nodes", Value::Array(order.iter().map(node).collect())),
            ("params", Value::Array(order.iter().map(params).collect())),
            ("attrs", Value::Array(order.iter().map(attrs).collect())),
        ]);
        let mut bytes = Vec::new();
        rmpv::encode::write_value(&mut bytes, &file).unwrap();
        bytes
    }

    fn layers() -> Layer {
        let inner = vec![Layer::plain("list2array"), Layer::Leaf("linear", Part::Narrow)];
        Layer::Group(vec![Layer::Group(inner), Layer::Leaf("linear", Part::Upper)])
    }

    fn read(bytes: &[u8]) -> Result<Vec<f32>, String> {
        let dir = ModelDir::bundled("tiny", &[]);
        let network = Network::read(&dir, "net", bytes, layers()).map_err(|error| error.to_string())?;
        network.param(Part::Narrow, "W").map(Array::numbers).map_err(|error| error.to_string())
    }

    #[test]
    fn layers_stand_breadth_first() {
        let bytes = write(layers(), |part| match part {
            Part::Narrow => vec![("W", vec![1, 2], vec![1.0, -2.0])],
            _ => Vec::new(),
        });
        assert_eq!(read(&bytes).unwrap(), [1.0, -2.0]);
        let order: Vec<_> =
            breadth_first(layers()).into_iter().map(|layer| layer.map(|(name, _)| name)).collect();
        assert_eq!(order, [None, None, Some("linear"), Some("list2array"), Some("linear")]);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let short = write(layers(), |part| match part {
            Part::Narrow => vec![("W", vec![2, 2], vec![1.0])],
            _ => Vec::new(),
        });
        assert_eq!(
            read(&short).unwrap_err(),
            "tiny/net: layer 4: linear: parameter \"W\": its shape is [2, 2], but there are 4 bytes"
        );
        let huge = write(layers(), |part| match part {
            Part::Narrow => vec![("W", vec![1 << 62, 1 << 62], vec![1.0])],
            _ => Vec::new(),
        });
        assert!(read(&huge).unwrap_err().contains("but there are 4 bytes"));
        let none = write(layers(), |_| Vec::new());
        assert_eq!(read(&none).unwrap_err(), "tiny/net: narrow linear: it has no parameter \"W\"");
        assert!(read(&none[..9]).unwrap_err().starts_with("tiny/net: byte 9: not msgpack: "));
        let other = write(Layer::Group(vec![layers()]), |_| Vec::new());
        assert_eq!(read(&other).unwrap_err(), "tiny/net: nodes: expected 5 layers, found 6");
    }
}
