namespace Fds.Grains.Devices;

/// <summary>Something that was lent. Dispose of it to give it back.</summary>
internal sealed class Loan<T>(Lazy<T> value, Action onFailure, Action giveBack) : IDisposable
{
    /// <summary>What was lent, made on first use.</summary>
    public T Value
    {
        get
        {
            try
            {
                return value.Value;
            }
            catch
            {
                // The next borrower tries again, even if somebody still holds this loan.
                onFailure();
                throw;
            }
        }
    }

    public void Dispose() => giveBack();
}
