"""The files that come with protobuf itself, and the types that they declare."""

from collections.abc import Mapping

_MESSAGES = {
    "any": "Any",
    "api": "Api Method Mixin",
    "descriptor": (
        "FileDescriptorSet FileDescriptorProto DescriptorProto DescriptorProto.ExtensionRange"
        " DescriptorProto.ReservedRange ExtensionRangeOptions ExtensionRangeOptions.Declaration"
        " FieldDescriptorProto OneofDescriptorProto EnumDescriptorProto"
        " EnumDescriptorProto.EnumReservedRange EnumValueDescriptorProto ServiceDescriptorProto"
        " MethodDescriptorProto FileOptions MessageOptions FieldOptions"
        " FieldOptions.EditionDefault FieldOptions.FeatureSupport OneofOptions EnumOptions"
        " EnumValueOptions ServiceOptions MethodOptions UninterpretedOption"
        " UninterpretedOption.NamePart FeatureSet FeatureSet.VisibilityFeature"
        " FeatureSetDefaults FeatureSetDefaults.FeatureSetEditionDefault SourceCodeInfo"
        " SourceCodeInfo.Location GeneratedCodeInfo GeneratedCodeInfo.Annotation"
    ),
    "duration": "Duration",
    "empty": "Empty",
    "field_mask": "FieldMask",
    "source_context": "SourceContext",
    "struct": "Struct Value ListValue",
    "timestamp": "Timestamp",
    "type": "Type Field Enum EnumValue Option",
    "wrappers": (
        "DoubleValue FloatValue Int64Value UInt64Value Int32Value UInt32Value BoolValue"
        " StringValue BytesValue"
    ),
}
_ENUMS = {
    "descriptor": (
        "ExtensionRangeOptions.VerificationState FieldDescriptorProto.Type"
        " FieldDescriptorProto.Label FileOptions.OptimizeMode FieldOptions.CType"
        " FieldOptions.JSType FieldOptions.OptionRetention FieldOptions.OptionTargetType"
        " MethodOptions.IdempotencyLevel FeatureSet.VisibilityFeature.DefaultSymbolVisibility"
        " FeatureSet.FieldPresence FeatureSet.EnumType FeatureSet.RepeatedFieldEncoding"
        " FeatureSet.Utf8Validation FeatureSet.MessageEncoding FeatureSet.JsonFormat"
        " FeatureSet.EnforceNamingStyle GeneratedCodeInfo.Annotation.Semantic Edition"
        " SymbolVisibility"
    ),
    "struct": "NullValue",
    "type": "Field.Kind Field.Cardinality Syntax",
}
_OTHERS: Mapping[str, tuple[str, str, str]] = {
    "google/protobuf/compiler/plugin.proto": (
        "google.protobuf.compiler",
        "Version CodeGeneratorRequest CodeGeneratorResponse CodeGeneratorResponse.File",
        "CodeGeneratorResponse.Feature",
    ),
    "google/protobuf/cpp_features.proto": ("pb", "CppFeatures", "CppFeatures.StringType"),
    "google/protobuf/java_features.proto": ("pb", "JavaFeatures", "JavaFeatures.Utf8Validation"),
}


def _types(package: str, messages: str, enums: str) -> Mapping[str, bool]:
    """Return the full names of types, and whether each is an enum."""
    named = dict.fromkeys((f"{package}.{name}" for name in messages.split()), False)
    return named | dict.fromkeys((f"{package}.{name}" for name in enums.split()), True)


TYPES: Mapping[str, Mapping[str, bool]] = {
    f"google/protobuf/{name}.proto": _types("google.protobuf", messages, _ENUMS.get(name, ""))
    for name, messages in _MESSAGES.items()
} | {path: _types(*declared) for path, declared in _OTHERS.items()}
"""By file the full names of its types, and whether each is an enum."""
BUILT_IN = frozenset(TYPES)


def is_built_in(path: str) -> bool:
    """Tell whether a file is a copy of one that comes with protobuf."""
    return any(path == name or path.endswith(f"/{name}") for name in BUILT_IN)
