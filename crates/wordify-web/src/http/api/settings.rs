//! The engine's list of settings as the documentation of the API describes it.

use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type,
};
use utoipa::{PartialSchema, ToSchema};
use wordify::study::list::{self, NAME_BYTES_MAX, Setting, Values};

use crate::jobs::choices::Choices;

/// `object` with a property for each setting, and none but those that it has by name.
pub(super) fn settings(object: ObjectBuilder) -> ObjectBuilder {
    let object = object.additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    list::ALL.iter().fold(object, |object, setting| object.property(setting.name, schema(setting)))
}

impl PartialSchema for Choices {
    fn schema() -> RefOr<Schema> {
        settings(ObjectBuilder::new())
            .description(Some(
                "How to analyse a file. What is left out has the same default as on the command line.",
            ))
            .into()
    }
}

impl ToSchema for Choices {}

fn schema(setting: &Setting) -> RefOr<Schema> {
    let help = Some(format!("{}.", setting.help));
    let typed = |kind: Type| ObjectBuilder::new().schema_type(kind).description(help.clone());
    let default = setting.default();
    let text = (!default.is_empty()).then(|| Value::from(default.clone()));
    let number = default.parse::<serde_json::Number>().ok().map(Value::Number);
    // Forms have text only, and JSON may have its own types: what a value stands for is read in either case.
    let scalar = [Type::String, Type::Number, Type::Boolean, Type::Null];
    let scalar = || ObjectBuilder::new().schema_type(SchemaType::from_iter(scalar.clone()));
    let described: Object = match setting.values {
        Values::Column | Values::Sheet => typed(Type::String).max_length(Some(NAME_BYTES_MAX)).build(),
        Values::Switch => typed(Type::Boolean).default(Some(Value::from(default == "true"))).build(),
        Values::One(entries) => typed(Type::String)
            .enum_values(Some(entries.iter().map(|(value, _)| *value)))
            .default(text)
            .build(),
        Values::Whole { least, most } => {
            typed(Type::Integer).minimum(Some(least)).maximum(Some(most)).default(number).build()
        }
        Values::Score => {
            typed(Type::Number).exclusive_minimum(Some(0)).maximum(Some(1)).default(number).build()
        }
        Values::Bound => typed(Type::Number).minimum(Some(0)).default(number).build(),
        Values::Language | Values::Range { .. } | Values::Name | Values::Sign => {
            typed(Type::String).default(text).build()
        }
        Values::Columns
        | Values::Some(_)
        | Values::Words
        | Values::Entries
        | Values::Steps
        | Values::Labels { .. } => {
            let entries = ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String));
            return AnyOfBuilder::new().item(entries).item(scalar()).description(help).into();
        }
    };
    AnyOfBuilder::new().item(described).item(scalar()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_described_with_its_limits_and_its_default() {
        let document = serde_json::to_value(Choices::schema()).expect("JSON");
        let properties = document["properties"].as_object().expect("properties");
        assert_eq!(properties.len(), list::ALL.len());
        let usual = |name: &str| &properties[name]["anyOf"][0];
        let fits = usual("fits");
        assert_eq!((&fits["minimum"], &fits["maximum"]), (&1.into(), &100_000.into()));
        assert_eq!(usual("seed")["default"], 2021);
        assert_eq!(usual("lemmas")["enum"], serde_json::json!(["auto", "on", "off"]));
        assert_eq!(usual("max_q")["default"], 0.1);
    }
}
