namespace Fds.Contracts.Studies;

/// <summary>The methods a study can run.</summary>
[GenerateSerializer]
[Alias("fds.StudyMethod")]
public enum StudyMethod
{
    /// <summary>Forward-mode differentiation with sharing (Micaelli and Storkey, NeurIPS 2021).</summary>
    Fds,

    /// <summary>Hypergradient descent on the training loss (Baydin et al., ICLR 2018).</summary>
    Hd,

    /// <summary>One-step greedy on the validation loss.</summary>
    Greedy,

    /// <summary>Real-time hyperparameter optimisation (Franceschi et al., ICML 2017).</summary>
    Rtho,

    /// <summary>As RTHO with discounted tangents (Donini et al., IJCAI 2020).</summary>
    Marthe,

    /// <summary>Random search.</summary>
    Random,

    /// <summary>Tree-structured Parzen estimators (Bergstra et al., NIPS 2011).</summary>
    Tpe,

    /// <summary>Gaussian process with expected improvement (Snoek et al., NIPS 2012).</summary>
    Gp,

    /// <summary>Hyperband (Li et al., JMLR 2018).</summary>
    Hyperband,

    /// <summary>Hyperband with model-based proposals (Falkner et al., ICML 2018).</summary>
    Bohb,

    /// <summary>Asynchronous successive halving (Li et al., MLSys 2020).</summary>
    Asha,

    /// <summary>Population-based training (Jaderberg et al., 2017).</summary>
    Pbt,

    /// <summary>The schedules that people try by hand: a list of shapes and peaks.</summary>
    Hand,
}
