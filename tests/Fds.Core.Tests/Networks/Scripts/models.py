"""Writes the TorchScript files that the tests train on, and what PyTorch itself says of them.

python3 models.py FOLDER [NAME ...]     (needs PyTorch 1.13 or later; without names all are written)

For models that can be trained there is NAME.json: loss, gradient and a Hessian product in float64 at the weights in the file, at the inputs
that inputs() makes, by PyTorch's autograd, and the loss with the statistics that one more batch in training mode leaves. cnn.pt, drawn.pt, gpt.pt, chars.pt and reals.pt are committed, for machines without PyTorch.
"""
import json
import math
import os
import sys
import zipfile

import torch
from torch import nn
from torch.nn import functional as F


class Cnn(nn.Module):
    """Convolution, batch normalisation, max-pooling and dropout, for images of 28 x 28 pixels."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 5, stride=2)
        self.norm = nn.BatchNorm2d(4)
        self.drop = nn.Dropout(0.25)
        self.head = nn.Linear(4 * 6 * 6, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.tanh(self.norm(self.conv(x))), 2)
        return self.head(self.drop(torch.flatten(x, 1)))


class Drawn(nn.Module):
    """Draws its weights itself."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        return self.head(F.avg_pool2d(x, 7).flatten(1))

    @torch.jit.export
    def reset_parameters(self):
        with torch.no_grad():
            self.head.weight.uniform_(-0.25, 0.25)


class Block(nn.Module):
    """Attention and a perceptron, each after a normalisation, around residual connections."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)
        past = torch.ones(length, length, dtype=torch.bool, device=x.device).tril()
        weights = scores.masked_fill(~past, float("-inf")).softmax(-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.drop(self.down(F.gelu(self.up(self.norm2(x)))))


class Gpt(nn.Module):
    """Two blocks over the rows of an image, which are its tokens."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(28, 12)
        self.place = nn.Parameter(0.1 * torch.randn(28, 12))
        self.blocks = nn.ModuleList([Block(12, 2), Block(12, 2)])
        self.norm = nn.LayerNorm(12)
        self.head = nn.Linear(12, 10)

    def forward(self, x):
        x = self.embed(x.squeeze(1)) + self.place
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x).mean(1))


class Chars(nn.Module):
    """Tokens below 65 to logits at every position, each from the token there and the mean of those before it."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(65, 6)
        self.mix = nn.Linear(6, 6)
        self.head = nn.Linear(6, 65)

    def forward(self, tokens):
        x = self.embed(tokens)
        past = x.cumsum(1) / torch.arange(1, x.shape[1] + 1, device=x.device).unsqueeze(1)
        return self.head(torch.tanh(x + self.mix(past)))


class Reals(nn.Module):
    """Eight numbers to one, without a dimension of its own."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 6)
        self.head = nn.Linear(6, 1)

    def forward(self, x):
        return self.head(torch.tanh(self.hidden(x))).squeeze(1)


class Lstm(nn.Module):
    """A recurrent network over the rows of an image."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 10, batch_first=True)
        self.head = nn.Linear(10, 10)

    def forward(self, x):
        out, _ = self.lstm(x.squeeze(1))
        return self.head(out[:, -1])


class Tied(nn.Module):
    """One weight under two names, a buffer of indices and one of a mask, and dropout that its weights of 0 hide."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(28, 28)
        self.second = nn.Linear(28, 28)
        self.second.weight = self.first.weight
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(28, 10)
        nn.init.zeros_(self.head.weight)
        self.register_buffer("order", torch.arange(27, -1, -1))
        self.register_buffer("shown", torch.arange(28) % 5 != 0)

    def forward(self, x):
        x = x.squeeze(1)[:, :, self.order].masked_fill(~self.shown, 0.0).mean(1)
        return self.head(self.drop(torch.tanh(self.second(torch.tanh(self.first(x))))))


class Frozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(784, 10)
        self.head.bias.requires_grad = False

    def forward(self, x):
        return self.head(x.flatten(1))


class NoParameters(nn.Module):
    def forward(self, x):
        return x.flatten(1)[:, :10]


class TwoOutputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(784, 10)

    def forward(self, x):
        y = self.head(x.flatten(1))
        return y, y


class WrongClasses(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(784, 7)

    def forward(self, x):
        return self.head(x.flatten(1))


class WrongInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(100, 10)

    def forward(self, x):
        return self.head(x.flatten(1))


class NotFinite(WrongClasses):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(784, 10)
        self.head.weight.data.fill_(float("nan"))


class Integers(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(784, 10)

    def forward(self, x):
        return self.head(x.flatten(1)).argmax(1, keepdim=True).repeat(1, 10)


class Focal(nn.Module):
    """A perceptron with a loss of its own."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(16, 8)
        self.head = nn.Linear(8, 10)

    def forward(self, x):
        return self.head(torch.tanh(self.hidden(F.avg_pool2d(x, 7).flatten(1))))

    @torch.jit.export
    def loss(self, output, target):
        right = output.log_softmax(1).gather(1, target.unsqueeze(1)).squeeze(1)
        return -((1 - right.exp()) ** 2 * right).mean()


class LossOfEach(Focal):
    @torch.jit.export
    def loss(self, output, target):
        return F.cross_entropy(output, target, reduction="none")


def traced(model):
    return torch.jit.trace(model.eval(), torch.zeros(2, 1, 28, 28))


MODELS = {
    "cnn": lambda: torch.jit.script(Cnn()),
    "traced": lambda: traced(Cnn()),
    "drawn": lambda: torch.jit.script(Drawn()),
    "gpt": lambda: torch.jit.script(Gpt()),
    "chars": lambda: torch.jit.script(Chars()),
    "reals": lambda: torch.jit.script(Reals()),
    "tied": lambda: torch.jit.script(Tied()),
    "focal": lambda: torch.jit.script(Focal()),
    "loss-of-each": lambda: torch.jit.script(LossOfEach()),
    "frozen": lambda: torch.jit.script(Frozen()),
    "lstm": lambda: torch.jit.script(Lstm()),
    "no-parameters": lambda: torch.jit.script(NoParameters()),
    "two-outputs": lambda: torch.jit.script(TwoOutputs()),
    "wrong-classes": lambda: torch.jit.script(WrongClasses()),
    "wrong-inputs": lambda: torch.jit.script(WrongInputs()),
    "not-finite": lambda: torch.jit.script(NotFinite()),
    "integers": lambda: torch.jit.script(Integers()),
}


def inputs():
    """Eight images whose pixels are sines, and labels, so that they can be made without a common generator."""
    place = torch.arange(8 * 28 * 28, dtype=torch.float64)
    return torch.sin(0.37 * place).view(8, 1, 28, 28), torch.arange(8) % 10


def judged(model):
    """Loss, gradient and the product with a vector of cosines, where nothing is dropped and statistics are the batch's own."""
    model = model.double().eval()
    for module in model.modules():
        if "running_mean" in dict(module.named_buffers(recurse=False)):
            module.train()
    x, y = inputs()
    parameters = list(model.parameters())
    said = {}
    losses = {"": F.cross_entropy(model(x), y), **({"own": model.loss(model(x), y)} if hasattr(model, "loss") else {})}
    for which, loss in losses.items():
        gradient = torch.cat([g.flatten() for g in torch.autograd.grad(loss, parameters, create_graph=True)])
        direction = torch.cos(torch.arange(gradient.numel(), dtype=torch.float64))
        product = torch.cat([g.flatten() for g in torch.autograd.grad(gradient, parameters, direction)])
        said.update({f"{which}loss": loss.item(), f"{which}gradient": seen(gradient), f"{which}product": seen(product)})
    model.train()
    with torch.no_grad():
        model(x)
    model.eval()
    return {**said, "evaluated": F.cross_entropy(model(x), y).item()}


def seen(vector):
    """Its length and its products with four waves."""
    place = torch.arange(vector.numel(), dtype=torch.float64)
    return [vector.norm().item()] + [(vector * torch.sin(0.7 * wave * place + wave)).sum().item() for wave in range(1, 5)]


def save(model, path, old="", new=""):
    """Without the names of source files, which differ from machine to machine; new is written for old in the module's code."""
    model.save(path + ".whole")
    with zipfile.ZipFile(path + ".whole") as whole, zipfile.ZipFile(path, "w") as file:
        for name in whole.namelist():
            if not name.endswith(".debug_pkl"):
                content = whole.read(name)
                file.writestr(zipfile.ZipInfo(name), content.replace(old.encode(), new.encode()) if name.endswith("__torch__.py") else content)
    os.remove(path + ".whole")


def main(folder, names):
    for name in names or MODELS:
        torch.manual_seed(3)
        model = MODELS[name]()
        save(model, os.path.join(folder, name + ".pt"))
        if name == "drawn":
            # PyTorch 1.13 does not know the function yet, of which libtorch has no second derivative.
            attention = "    q = torch.view((head).forward(_0, ), [-1, 1, 2, 5])\n    return torch.flatten(torch.scaled_dot_product_attention(q, q, q), 1)\n"
            save(model, os.path.join(folder, "fused-attention.pt"), "    return (head).forward(_0, )\n", attention)
        if name in ("cnn", "traced", "gpt", "lstm", "tied", "focal"):
            with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
                json.dump(judged(model), file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
