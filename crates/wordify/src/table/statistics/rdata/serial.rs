//! Objects as R serialises them. Numbers and texts stay where they are in the file.

use super::super::input::Input;
use crate::error::{Error, ErrorKind};

/// Objects within objects: models nest some tens of levels, data frames three.
const DEPTH_MAX: usize = 200;
/// Objects of a file, texts not counted: a data frame has some in each column, a workspace of models some hundred thousand.
const OBJECTS_MAX: usize = 4_000_000;

const HAS_ATTRIBUTES: u32 = 0x200;
const HAS_TAG: u32 = 0x400;
/// Kinds that only compiled code has: a part that came before, one that comes again, and chains with attributes.
const REFERENCE: u32 = 243;
const DEFINITION: u32 = 244;
const LANGUAGE_WITH_ATTRIBUTES: u32 = 240;
const LIST_WITH_ATTRIBUTES: u32 = 239;
const COMPILED: u32 = 21;
const LIST: u32 = 2;
const LANGUAGE: u32 = 6;
/// Length of a text that is NA.
const NOT_AVAILABLE: u32 = u32::MAX;

/// A text as R stores it, and its flags; none is NA.
pub(super) type Text<'a> = Option<(&'a [u8], u32)>;

/// What an object holds, as far as tables need it.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// What no table holds: environments, functions, raw bytes and others.
    Other,
    Symbol(&'a [u8]),
    Char(Text<'a>),
    Texts(Vec<Text<'a>>),
    /// Four bytes each.
    Logicals(&'a [u8]),
    /// Four bytes each.
    Integers(&'a [u8]),
    /// Eight bytes each.
    Reals(&'a [u8]),
    /// Numbers that R keeps as length, first and step.
    Sequence(usize, f64, f64),
    /// Numbers that become texts only when they are needed.
    Deferred(Box<Object<'a>>),
    List(Vec<Object<'a>>),
    /// Objects with their names.
    Pairs(Pairs<'a>),
}

type Pairs<'a> = Vec<(&'a [u8], Object<'a>)>;

/// An object with its attributes.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) value: Value<'a>,
    attributes: Pairs<'a>,
}

impl<'a> Object<'a> {
    fn plain(value: Value<'a>) -> Self {
        Self { value, attributes: Vec::new() }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&Object<'a>> {
        self.attributes.iter().find(|(of, _)| *of == name.as_bytes()).map(|(_, attribute)| attribute)
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        let Some(Value::Texts(classes)) = self.attribute("class").map(|classes| &classes.value) else {
            return false;
        };
        classes.iter().flatten().any(|(name, _)| *name == class.as_bytes())
    }
}

/// Reads the one object of a file, and the name of its usual character set if it is said.
pub(super) fn read<'a>(input: &mut Input<'a>) -> Result<(Object<'a>, Option<String>), Error> {
    match input.take(2)? {
        b"X\n" => {}
        b"A\n" => return Err(input.origin.holds("objects that were saved as text (ascii = TRUE)")),
        b"B\n" => {
            return Err(input.origin.holds("objects in the order of this machine or another (xdr = FALSE)"));
        }
        _ => return Err(input.damaged()),
    }
    let version = input.u32()?;
    input.take(8)?;
    let native = match version {
        2 => None,
        3 => {
            let length = input.length()?;
            Some(String::from_utf8_lossy(input.take(length)?).into_owned())
        }
        other => return Err(input.origin.holds(&format!("objects of version {other}; 2 and 3 are read"))),
    };
    let mut reader = Reader { input: *input, references: Vec::new(), objects: 0 };
    Ok((reader.object(0)?, native))
}

/// Reads objects, one after the other.
struct Reader<'a> {
    input: Input<'a>,
    /// Symbols, by the order in which they came; others are empty.
    references: Vec<&'a [u8]>,
    objects: usize,
}

impl<'a> Reader<'a> {
    /// Reads an object that stands so deep in others.
    fn object(&mut self, depth: usize) -> Result<Object<'a>, Error> {
        let flags = self.input.u32()?;
        self.of(flags, depth)
    }

    fn of(&mut self, flags: u32, depth: usize) -> Result<Object<'a>, Error> {
        self.objects += 1;
        if self.objects > OBJECTS_MAX {
            return Err(Error::new(ErrorKind::Limit, "the R data file holds too many objects")
                .remedy(self.input.origin.remedy));
        }
        if depth > DEPTH_MAX {
            return Err(self.input.origin.holds("objects within objects, too deep to be a table"));
        }
        let depth = depth + 1;
        let value = match flags & 0xff {
            2 | 3 | 5 | 6 | 17 => return self.pairs(flags, depth),
            238 => return self.alternative(depth),
            1 => self.symbol(depth)?,
            4 => {
                self.references.push(b"");
                self.input.take(4)?;
                return self.skip(4, depth);
            }
            7 | 8 => self.bytes(1).map(|_| Value::Other)?,
            9 => return self.char(flags).map(|text| Object::plain(Value::Char(text))),
            10 => Value::Logicals(self.bytes(4)?),
            13 => Value::Integers(self.bytes(4)?),
            14 => Value::Reals(self.bytes(8)?),
            15 => self.bytes(16).map(|_| Value::Other)?,
            16 => self.texts()?,
            19 | 20 => self.list(depth)?,
            21 => self.skip_compiled(depth).map(|()| Value::Other)?,
            kind @ (22 | 23) => {
                self.references.push(b"");
                self.skip(if kind == 22 { 2 } else { 0 }, depth)?.value
            }
            24 => self.bytes(1).map(|_| Value::Other)?,
            25 | 241 | 242 | 250..=254 => Value::Other,
            247..=249 => {
                self.input.take(4)?;
                let count = self.input.length()?;
                self.references.push(b"");
                return self.skip(count, depth);
            }
            255 => {
                let number = flags >> 8;
                let number = if number == 0 { self.input.u32()? } else { number } as usize;
                let name = number.checked_sub(1).and_then(|index| self.references.get(index));
                return Ok(Object::plain(Value::Symbol(name.ok_or_else(|| self.input.damaged())?)));
            }
            _ => return Err(self.input.origin.holds("a kind of object that is not read here")),
        };
        let attributes = if flags & HAS_ATTRIBUTES > 0 { self.attributes(depth)? } else { Vec::new() };
        Ok(Object { value, attributes })
    }

    /// Passes over this many objects.
    fn skip(&mut self, count: usize, depth: usize) -> Result<Object<'a>, Error> {
        for _ in 0..count {
            self.object(depth)?;
        }
        Ok(Object::plain(Value::Other))
    }

    fn attributes(&mut self, depth: usize) -> Result<Pairs<'a>, Error> {
        match self.object(depth)?.value {
            Value::Pairs(pairs) => Ok(pairs),
            _ => Ok(Vec::new()),
        }
    }

    fn symbol(&mut self, depth: usize) -> Result<Value<'a>, Error> {
        let Value::Char(text) = self.object(depth)?.value else { return Err(self.input.damaged()) };
        let name = text.map_or(&b"NA"[..], |(bytes, _)| bytes);
        self.references.push(name);
        Ok(Value::Symbol(name))
    }

    /// A chain of pairs, which R ends by a nil.
    fn pairs(&mut self, mut flags: u32, depth: usize) -> Result<Object<'a>, Error> {
        let mut pairs = Vec::new();
        while matches!(flags & 0xff, 2 | 3 | 5 | 6 | 17) {
            if flags & HAS_ATTRIBUTES > 0 {
                self.object(depth)?;
            }
            let mut name: &[u8] = b"";
            if flags & HAS_TAG > 0
                && let Value::Symbol(tag) = self.object(depth)?.value
            {
                name = tag;
            }
            pairs.push((name, self.object(depth)?));
            flags = self.input.u32()?;
        }
        // What ends a chain is an object as well, most often nil.
        self.of(flags, depth)?;
        Ok(Object::plain(Value::Pairs(pairs)))
    }

    /// A vector in a form of its own.
    fn alternative(&mut self, depth: usize) -> Result<Object<'a>, Error> {
        let class = match self.object(depth)?.value {
            Value::Pairs(info) => match info.into_iter().next() {
                Some((_, Object { value: Value::Symbol(class), .. })) => class,
                _ => b"",
            },
            _ => b"",
        };
        let state = self.object(depth)?;
        let attributes = self.attributes(depth)?;
        let first = |state: Object<'a>| match state.value {
            Value::List(parts) => parts.into_iter().next(),
            Value::Pairs(parts) => parts.into_iter().next().map(|(_, part)| part),
            _ => None,
        };
        let value = match class {
            b"compact_intseq" | b"compact_realseq" => sequence(&state.value),
            b"deferred_string" => first(state).map(|inner| Value::Deferred(Box::new(inner))),
            _ if class.starts_with(b"wrap_") => first(state).map(|inner| inner.value),
            _ => None,
        };
        let value = value.ok_or_else(|| self.input.origin.holds("a kind of vector that is not read here"))?;
        Ok(Object { value, attributes })
    }

    fn bytes(&mut self, each: usize) -> Result<&'a [u8], Error> {
        // R writes the sign of a length beyond four bytes, which no file within the limits has.
        let count = self.input.length()?;
        self.input.take(count.checked_mul(each).ok_or_else(|| self.input.damaged())?)
    }

    fn char(&mut self, flags: u32) -> Result<Text<'a>, Error> {
        let length = self.input.u32()?;
        if length == NOT_AVAILABLE {
            return Ok(None);
        }
        Ok(Some((self.input.take(length as usize)?, flags)))
    }

    fn texts(&mut self) -> Result<Value<'a>, Error> {
        let mut texts = Vec::new();
        for _ in 0..self.input.length()? {
            let flags = self.input.u32()?;
            if flags & 0xff != 9 {
                return Err(self.input.damaged());
            }
            texts.push(self.char(flags)?);
        }
        Ok(Value::Texts(texts))
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, Error> {
        let mut objects = Vec::new();
        for _ in 0..self.input.length()? {
            objects.push(self.object(depth)?);
        }
        Ok(Value::List(objects))
    }
}

/// Compiled functions, which stand beside data frames in a saved workspace and are passed over.
impl Reader<'_> {
    /// Passes over a compiled function.
    fn skip_compiled(&mut self, depth: usize) -> Result<(), Error> {
        // How many parts come again.
        self.input.u32()?;
        self.code(depth)
    }

    fn code(&mut self, depth: usize) -> Result<(), Error> {
        if depth > DEPTH_MAX {
            return Err(self.input.damaged());
        }
        let depth = depth + 1;
        self.object(depth)?;
        for _ in 0..self.input.length()? {
            match self.input.u32()? {
                COMPILED => self.code(depth)?,
                kind @ (LANGUAGE
                | LIST
                | DEFINITION
                | REFERENCE
                | LANGUAGE_WITH_ATTRIBUTES
                | LIST_WITH_ATTRIBUTES) => {
                    self.language(kind, depth)?;
                }
                _ => {
                    self.object(depth)?;
                }
            }
        }
        Ok(())
    }

    /// A chain of a call: each link has a name, what it holds, and the next link.
    fn language(&mut self, mut kind: u32, depth: usize) -> Result<(), Error> {
        if depth > DEPTH_MAX {
            return Err(self.input.damaged());
        }
        loop {
            if kind == REFERENCE {
                self.input.u32()?;
                return Ok(());
            }
            if kind == DEFINITION {
                self.input.u32()?;
                kind = self.input.u32()?;
            }
            match kind {
                LANGUAGE_WITH_ATTRIBUTES | LIST_WITH_ATTRIBUTES => {
                    self.object(depth + 1)?;
                }
                LANGUAGE | LIST => {}
                _ => {
                    self.object(depth + 1)?;
                    return Ok(());
                }
            }
            self.object(depth + 1)?;
            let held = self.input.u32()?;
            self.language(held, depth + 1)?;
            kind = self.input.u32()?;
        }
    }
}

/// Length, first and step, as R keeps a sequence.
fn sequence<'a>(state: &Value<'a>) -> Option<Value<'a>> {
    let Value::Reals(bytes) = state else { return None };
    let number = |at: usize| Some(f64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let (count, first, step) = (number(0)?, number(8)?, number(16)?);
    (0.0..4e9).contains(&count).then_some(Value::Sequence(count as usize, first, step))
}
