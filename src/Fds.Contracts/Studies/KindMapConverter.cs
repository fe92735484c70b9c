using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fds.Contracts.Studies;

/// <summary>Writes a map to JSON as an object with the kinds that there are, by their names in study files.</summary>
internal sealed class KindMapConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(KindMap<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Writer<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Writer<T> : JsonConverter<KindMap<T>>
    {
        public override KindMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Maps are written to JSON and not read from it.");

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
