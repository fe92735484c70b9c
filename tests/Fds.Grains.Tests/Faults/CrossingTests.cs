using System.Reflection;
using Fds.Contracts.Faults;
using Fds.Core;
using Fds.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using Xunit;

namespace Fds.Grains.Tests.Faults;

/// <summary>What grains and storage throw reaches whoever called, with its words.</summary>
public sealed class CrossingTests : IDisposable
{
    private readonly ServiceProvider services = FdsGrainsExtensions.LetExceptionsCross(new ServiceCollection().AddSerializer()).BuildServiceProvider();

    /// <summary>Every exception type of our own that a grain can meet, and those of others that come through storage, libtorch and the system.</summary>
    public static TheoryData<Type> Exceptions =>
    [
        .. new[] { typeof(FdsException), typeof(StateFolderException), typeof(FdsGrainsExtensions) }.SelectMany(type => type.Assembly.GetTypes()).Where(type => type.IsAssignableTo(typeof(Exception)) && !type.IsAbstract),
        typeof(NpgsqlException), typeof(PostgresException), typeof(IOException), typeof(UnauthorizedAccessException), typeof(InvalidOperationException), typeof(ArgumentException),
        typeof(System.Runtime.InteropServices.ExternalException), typeof(TimeoutException), typeof(OrleansException), typeof(InconsistentStateException), typeof(BadProviderConfigException),
    ];

    public void Dispose() => services.Dispose();

    [Fact]
    public void Exceptions_OfOurOwn_AreFound() => Assert.True(Exceptions.Count > 15, $"Only {Exceptions.Count} were found.");

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exception_WhenItCrosses_KeepsItsTypeAndItsWords(Type type)
    {
        Serializer serializer = services.GetRequiredService<Serializer>();
        Exception thrown = Thrown(Make(type));

        Exception crossed = serializer.Deserialize<Exception>(serializer.SerializeToArray(thrown))!;
        Assert.Equal((type, thrown.Message), (crossed.GetType(), crossed.Message));

        // Orleans wraps what storage throws into an exception of its own.
        Exception wrapped = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new OrleansException("words", thrown)))!;
        Assert.Equal((type, thrown.Message), (wrapped.InnerException!.GetType(), wrapped.InnerException.Message));
        Assert.Equal(thrown.Message, services.GetRequiredService<DeepCopier>().Copy(thrown).Message);
    }

    [Fact]
    public void Exceptions_ThatConsolesAreMeantToRead_AreInTheContracts() =>
        Assert.All([typeof(StateFolderException), typeof(DatabaseException), typeof(InternalFaultException), typeof(Fds.Contracts.Studies.StudyRefusedException)], type =>
        {
            Assert.True(type.IsDefined(typeof(GenerateSerializerAttribute)));
            Assert.False(FaultFilter.IsUnexpected(Make(type)));
        });

    private static Exception Make(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(candidate => candidate.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(string))
            .MinBy(candidate => candidate.GetParameters().Length)!;
        return (Exception)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(string) ? "words for people" : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)]);
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
