//! Bytes of a binary file, read from the front, in the order that its machine had.

use crate::count::grouped;
use crate::error::{Error, ErrorKind};

/// What a file is called, and how to get a better one.
#[derive(Debug, Clone, Copy)]
pub(in crate::table) struct Origin {
    /// Such as "the SPSS file".
    pub(in crate::table) name: &'static str,
    /// A whole sentence.
    pub(in crate::table) remedy: &'static str,
}

impl Origin {
    /// The error of a file that is not what it should be, found at the byte `at`.
    pub(in crate::table) fn damaged(self, at: usize) -> Error {
        Error::new(ErrorKind::Input, format!("{} is damaged or ends too early", self.name))
            .at(format!("byte {}", grouped(at)))
            .remedy(self.remedy)
    }

    /// The error of a file that holds what is not read, such as "a list instead of a data frame".
    pub(in crate::table) fn holds(self, what: &str) -> Error {
        Error::new(ErrorKind::Input, format!("{} holds {what}", self.name)).remedy(self.remedy)
    }
}

/// Bytes, and how far they are read.
#[derive(Debug, Clone, Copy)]
pub(in crate::table) struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether the highest byte of a number comes first.
    pub(in crate::table) is_big: bool,
    pub(in crate::table) origin: Origin,
}

impl<'a> Input<'a> {
    pub(in crate::table) fn new(bytes: &'a [u8], origin: Origin) -> Self {
        Self { bytes, at: 0, is_big: false, origin }
    }

    /// Bytes read so far.
    pub(in crate::table) fn at(&self) -> usize {
        self.at
    }

    /// The bytes that are not read.
    pub(in crate::table) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(in crate::table) fn damaged(&self) -> Error {
        self.origin.damaged(self.at)
    }

    /// Goes to the byte `at` of the file.
    pub(in crate::table) fn seek(&mut self, at: usize) -> Result<(), Error> {
        if at > self.bytes.len() {
            return Err(self.damaged());
        }
        self.at = at;
        Ok(())
    }

    pub(in crate::table) fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(count);
        let taken = end.and_then(|end| self.bytes.get(self.at..end)).ok_or_else(|| self.damaged())?;
        self.at += count;
        Ok(taken)
    }

    /// `N` bytes, the highest first.
    fn number<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut number = [0; N];
        number.copy_from_slice(self.take(N)?);
        if !self.is_big {
            number.reverse();
        }
        Ok(number)
    }

    pub(in crate::table) fn u8(&mut self) -> Result<u8, Error> {
        Ok(u8::from_be_bytes(self.number()?))
    }

    pub(in crate::table) fn u16(&mut self) -> Result<u16, Error> {
        Ok(u16::from_be_bytes(self.number()?))
    }

    pub(in crate::table) fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_be_bytes(self.number()?))
    }

    pub(in crate::table) fn i32(&mut self) -> Result<i32, Error> {
        Ok(i32::from_be_bytes(self.number()?))
    }

    pub(in crate::table) fn u64(&mut self) -> Result<u64, Error> {
        Ok(u64::from_be_bytes(self.number()?))
    }

    pub(in crate::table) fn f64(&mut self) -> Result<f64, Error> {
        Ok(f64::from_be_bytes(self.number()?))
    }

    /// A length of four bytes.
    pub(in crate::table) fn length(&mut self) -> Result<usize, Error> {
        let length = self.u32()?;
        usize::try_from(length).map_err(|_| self.damaged())
    }

    /// A length of eight bytes.
    pub(in crate::table) fn long_length(&mut self) -> Result<usize, Error> {
        let length = self.u64()?;
        usize::try_from(length).map_err(|_| self.damaged())
    }
}
