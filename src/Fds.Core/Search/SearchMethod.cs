namespace Fds.Core.Search;

/// <summary>How a black-box search chooses its trials.</summary>
public enum SearchMethod
{
    /// <summary>Uniform draws (Bergstra and Bengio, 2012).</summary>
    Random,

    /// <summary>Tree-structured Parzen estimators (Bergstra et al., 2011).</summary>
    Tpe,

    /// <summary>A Gaussian process with expected improvement (Snoek et al., 2012).</summary>
    Gp,

    /// <summary>Brackets of successive halving over uniform draws (Li et al., 2018).</summary>
    Hyperband,

    /// <summary>Hyperband's brackets over draws from kernel densities (Falkner et al., 2018).</summary>
    Bohb,

    /// <summary>Asynchronous successive halving over uniform draws (Li et al., 2020).</summary>
    Asha,

    /// <summary>Population based training (Jaderberg et al., 2017).</summary>
    Pbt,
}
