using Fds.Core.Runtime;
using TorchSharp;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class AcceleratorArithmeticTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Choose_OfTensorFloat32_SetsBothSwitchesAndRepeatableConvolutions(bool tf32)
    {
        try
        {
            Assert.True(AcceleratorArithmetic.Choose(tf32));

            Assert.Equal((tf32, tf32, tf32), (AcceleratorArithmetic.UsesTf32, torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32));
            Assert.True(AcceleratorArithmetic.IsDeterministic);
        }
        finally
        {
            AcceleratorArithmetic.Choose(tf32: false);
        }
    }
}
