using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fds.Contracts.Studies;

/// <summary>Writes a map to JSON as an object with the kinds that there are, by their names in study files, and reads it.</summary>
internal sealed class KindMapConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(KindMap<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<KindMap<T>>
    {
        public override KindMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            Dictionary<string, T> values = JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)!;
            return KindMap.Of(
                HyperparameterKinds.Of(adam: values.ContainsKey(HyperparameterKind.Beta1.FieldName()), smooths: values.ContainsKey(HyperparameterKind.LabelSmoothing.FieldName())),
                kind => values.TryGetValue(kind.FieldName(), out T? value) ? value : throw new JsonException($"Expected a value of {kind.FieldName()}."));
        }

        public override void Write(Utf8JsonWriter writer, KindMap<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (HyperparameterKind kind in value.Kinds)
            {
                writer.WritePropertyName(kind.FieldName());
                JsonSerializer.Serialize(writer, value[kind], options);
            }

            writer.WriteEndObject();
        }
    }
}
