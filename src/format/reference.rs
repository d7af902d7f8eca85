//! A field that names a file or carries its content.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// Either the name of a shipped file or the path of one, or the content itself as an inline table.
///
/// A scenario as people write it names its parts; a resolved one carries them, so that it stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference<T> {
    /// A shipped name (`torino-2022`) or a path (`mine/rules.toml`).
    Named(String),
    /// The content.
    Inline(T),
}

impl<T> Reference<T> {
    /// The content, read by `read` where only a name is given.
    ///
    /// # Errors
    /// Whatever `read` says about the name.
    pub fn resolve<E>(self, read: impl FnOnce(&str) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Named(name) => read(&name),
            Self::Inline(content) => Ok(content),
        }
    }
}

impl<T: Serialize> Serialize for Reference<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Named(name) => serializer.serialize_str(name),
            Self::Inline(content) => content.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Reference<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for NameOrTable<T> {
            type Value = Reference<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name or a table")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Reference<T>, E> {
                Ok(Reference::Named(name.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Reference<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Reference::Inline)
            }
        }
        deserializer.deserialize_any(NameOrTable(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Reference<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("ReferenceTo{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string", "minLength": 1, "description": "The name of a shipped file, or a path" },
                generator.subschema_for::<T>(),
            ]
        })
    }
}
