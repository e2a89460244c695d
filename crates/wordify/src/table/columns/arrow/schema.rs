//! The description of the columns.

use super::super::flatbuffer::Fields;
use super::super::meaning::Meaning;
use super::damaged;
use crate::error::{Error, ErrorKind};
use crate::table::limits::check_table;

/// Structures within structures: more than anyone makes by hand.
const DEPTH_MAX: usize = 32;

/// A column, or what has parts that are columns.
#[derive(Debug)]
pub(super) struct Field<'a> {
    name: &'a str,
    /// What it holds; of a dictionary, what its values are.
    pub(super) kind: Layout,
    /// The number of its dictionary, and how the numbers of its values are stored.
    pub(super) dictionary: Option<(i64, Layout)>,
    pub(super) children: Vec<Field<'a>>,
}

/// How cells are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Null,
    Bool,
    /// Whole numbers of this many bytes.
    Whole {
        width: usize,
        is_signed: bool,
        meaning: Meaning,
    },
    /// Numbers of four or eight bytes.
    Float {
        width: usize,
    },
    /// This many bytes, the lowest first.
    Decimal {
        width: usize,
        scale: u32,
    },
    /// This many bytes.
    Fixed {
        width: usize,
        meaning: Meaning,
    },
    /// Texts or bytes, one behind the other; their ends take this many bytes.
    Bytes {
        offset: usize,
    },
    /// Texts or bytes, the short ones in place.
    View,
    /// Parts that are columns.
    Struct,
    /// What is not a column: this many buffers, and whether rows are counted.
    LeftOut {
        buffers: usize,
        has_node: bool,
    },
}

/// Reads the fields of a description.
pub(super) fn read(schema: Fields<'_>) -> Result<Vec<Field<'_>>, Error> {
    if schema.u16(0).unwrap_or(0) != 0 {
        return Err(Error::new(
            ErrorKind::Input,
            "the Arrow file comes from a machine with another order of bytes",
        )
        .remedy("Write it anew as Parquet: in pandas data.to_parquet(\"data.parquet\")."));
    }
    let mut count = 0;
    let fields: Vec<Field<'_>> = schema
        .tables(1)
        .map(|field| of(field.ok_or_else(damaged)?, 0, &mut count))
        .collect::<Result<_, _>>()?;
    if fields.is_empty() { Err(damaged()) } else { Ok(fields) }
}

fn of<'a>(field: Fields<'a>, depth: usize, count: &mut usize) -> Result<Field<'a>, Error> {
    *count += 1;
    check_table(0, *count)?;
    if depth > DEPTH_MAX {
        return Err(damaged());
    }
    let kind = Layout::of(field).ok_or_else(damaged)?;
    let dictionary = match field.table(4) {
        None => None,
        // Numbers of values are whole numbers of four bytes where nothing is said.
        Some(coding) => {
            let stored = match coding.table(1) {
                Some(whole) => Layout::whole(whole).ok_or_else(damaged)?,
                None => Layout::Whole { width: 4, is_signed: true, meaning: Meaning::Plain },
            };
            Some((coding.i64(0).unwrap_or(0), stored))
        }
    };
    let children = field.tables(5).map(|child| of(child.ok_or_else(damaged)?, depth + 1, count));
    let children = children.collect::<Result<_, _>>()?;
    Ok(Field { name: field.text(0).unwrap_or_default(), kind, dictionary, children })
}

impl Field<'_> {
    /// How the cells of a row are stored.
    pub(super) fn stored(&self) -> Layout {
        self.dictionary.map_or(self.kind, |(_, stored)| stored)
    }

    /// Whether this is not a column and has none.
    pub(super) fn is_left_out(&self) -> bool {
        matches!(self.kind, Layout::LeftOut { .. })
            || self.dictionary.is_some() && self.kind == Layout::Struct
    }

    /// Adds the names of the columns, those of parts with a point, and the names of what is left out.
    pub(super) fn names(&self, before: &str, names: &mut Vec<String>, left_out: &mut Vec<String>) {
        let name = if before.is_empty() { self.name.to_owned() } else { format!("{before}.{}", self.name) };
        if self.is_left_out() {
            left_out.push(name);
        } else if self.kind == Layout::Struct {
            self.children.iter().for_each(|child| child.names(&name, names, left_out));
        } else {
            names.push(name);
        }
    }

    /// What the values of the dictionary `id` are, where this field or a part of it has it.
    pub(super) fn dictionary_kind(&self, id: i64) -> Option<Layout> {
        let own = self.dictionary.filter(|&(of, _)| of == id).map(|_| self.kind);
        own.or_else(|| self.children.iter().find_map(|child| child.dictionary_kind(id)))
    }
}

impl Layout {
    fn of(field: Fields<'_>) -> Option<Self> {
        let kind = field.table(3)?;
        let left_out = |buffers| Self::LeftOut { buffers, has_node: true };
        // Units that are not written: milliseconds, but seconds for moments.
        let per_second = |number, usual: u16| 1000_i64.checked_pow(kind.u16(number).unwrap_or(usual).into());
        let whole = |width, meaning| Self::Whole { width, is_signed: true, meaning };
        Some(match field.u8(2)? {
            1 => Self::Null,
            2 => Self::whole(kind)?,
            3 => match kind.u16(0).unwrap_or(0) {
                0 => Self::Fixed { width: 2, meaning: Meaning::Float16 },
                1 => Self::Float { width: 4 },
                _ => Self::Float { width: 8 },
            },
            4 | 5 => Self::Bytes { offset: 4 },
            19 | 20 => Self::Bytes { offset: 8 },
            6 => Self::Bool,
            7 => {
                let width = kind.u32(2).unwrap_or(128) as usize / 8;
                match i32::try_from(kind.u32(1).unwrap_or(0)).ok().and_then(|scale| u32::try_from(scale).ok())
                {
                    Some(scale) if width <= 16 => Self::Decimal { width, scale },
                    _ => left_out(2),
                }
            }
            8 => match kind.u16(0).unwrap_or(1) {
                0 => whole(4, Meaning::Date),
                _ => whole(8, Meaning::Timestamp(1000)),
            },
            9 => match kind.u32(1).unwrap_or(32) {
                32 => whole(4, Meaning::Time(per_second(0, 1)?)),
                64 => whole(8, Meaning::Time(per_second(0, 1)?)),
                _ => return None,
            },
            10 => whole(8, Meaning::Timestamp(per_second(0, 0)?)),
            18 => whole(8, Meaning::Duration(per_second(0, 1)?)),
            11 => left_out(2),
            12 | 17 | 21 => left_out(2),
            13 => Self::Struct,
            14 if kind.u16(0).unwrap_or(0) == 0 => left_out(1),
            14 => left_out(2),
            15 => Self::Fixed { width: kind.u32(0).unwrap_or(0) as usize, meaning: Meaning::Plain },
            16 => left_out(1),
            22 => left_out(0),
            23 | 24 => Self::View,
            25 | 26 => left_out(3),
            _ => return None,
        })
    }

    fn whole(kind: Fields<'_>) -> Option<Self> {
        let width = kind.u32(0)? as usize / 8;
        let is_signed = kind.u8(1).unwrap_or(0) != 0;
        let meaning = if is_signed { Meaning::Plain } else { Meaning::Unsigned };
        matches!(width, 1 | 2 | 4 | 8).then_some(Self::Whole { width, is_signed, meaning })
    }

    /// Buffers of the kind itself, its parts not counted; a view has more of them.
    pub(super) fn buffers(self) -> usize {
        match self {
            Self::Null => 0,
            Self::Struct => 1,
            Self::Bytes { .. } => 3,
            Self::LeftOut { buffers, .. } => buffers,
            _ => 2,
        }
    }
}
