"""PyTorch's own step of SGD with momentum, weight decay and a gradient clamp, on random images: what `benchmarks -- plain` stands beside.

Usage: python3 benchmarks/pytorch/step.py [--threads N] [--rounds N] [--save FILE]
Needs torch, e.g. Debian's python3-torch.
"""

import argparse
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.d1, self.d2, self.d3 = nn.Linear(256, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.c1(x), 2))
        x = F.relu(F.max_pool2d(self.c2(x), 2))
        return self.d3(F.relu(self.d2(F.relu(self.d1(x.flatten(1))))))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.n1, self.c1 = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.n2, self.c2 = nn.BatchNorm2d(outputs), nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.projection = None if inputs == outputs else nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        activated = F.relu(self.n1(x))
        shortcut = x if self.projection is None else self.projection(activated)
        return shortcut + self.c2(F.relu(self.n2(self.c1(activated))))


def wide_resnet():
    layers, width = [nn.Conv2d(3, 16, 3, 1, 1, bias=False)], 16
    for group, outputs in enumerate((16, 32, 64)):
        for block in range(2):
            layers.append(Block(width, outputs, 2 if group > 0 and block == 0 else 1))
            width = outputs
    return nn.Sequential(*layers, nn.BatchNorm2d(64), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def measure(name, network, shape, rounds):
    images, labels = torch.randn(128, *shape), torch.randint(0, 10, (128,))
    optimiser = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.5, weight_decay=1e-4)

    def step():
        optimiser.zero_grad()
        F.cross_entropy(network(images), labels).backward()
        nn.utils.clip_grad_value_(network.parameters(), 3)
        optimiser.step()

    times = []
    for turn in range(-3, rounds):
        begun = time.perf_counter()
        step()
        if turn >= 0:
            times.append(1e3 * (time.perf_counter() - begun))
    print(f"| {name}, 128 | {statistics.median(times):.2f} |")


options = argparse.ArgumentParser()
options.add_argument("--threads", type=int, default=2)
options.add_argument("--rounds", type=int, default=25)
options.add_argument("--save", metavar="FILE", help="write LeNet as TorchScript and do nothing else")
chosen = options.parse_args()
if chosen.save:
    torch.jit.script(LeNet()).save(chosen.save)
    raise SystemExit
torch.set_num_threads(chosen.threads)
print(f"PyTorch {torch.__version__}, {chosen.threads} threads\n\n| network, batch | PyTorch's step, ms |\n| --- | ---: |")
measure("lenet", LeNet(), (1, 28, 28), chosen.rounds)
measure("wrn-16-1", wide_resnet(), (3, 32, 32), max(3, chosen.rounds // 5))
