"""What PyTorch itself says of a gpt whose weights and tokens are waves: python3 gpt.py LAYERS HEADS WIDTH CONTEXT VOCABULARY

Writes JSON: logits, gradient and the product of the Hessian with a vector of cosines, in float64, parameters in the order of Fds.Cluster's.
The blocks are PyTorch's own encoder layers with a causal mask.
"""
import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

layers, heads, width, context, vocabulary = map(int, sys.argv[1:])
embedding = nn.Embedding(vocabulary, width)
positions = nn.Embedding(context, width)
blocks = [nn.TransformerEncoderLayer(width, heads, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True) for _ in range(layers)]
norm = nn.LayerNorm(width)
head = nn.Linear(width, vocabulary)

parameters = [embedding.weight, positions.weight]
for block in blocks:
    parameters += [block.norm1.weight, block.norm1.bias, block.self_attn.in_proj_weight, block.self_attn.in_proj_bias]
    for part in (block.self_attn.out_proj, block.norm2, block.linear1, block.linear2):
        parameters += [part.weight, part.bias]
parameters += [norm.weight, norm.bias, head.weight, head.bias]

for module in [embedding, positions, *blocks, norm, head]:
    module.double().train()
place = 0
with torch.no_grad():
    for parameter in parameters:
        parameter.copy_((0.3 * torch.sin(0.37 * torch.arange(place, place + parameter.numel(), dtype=torch.float64))).view(parameter.shape))
        place += parameter.numel()

examples = 3
tokens = (torch.arange(examples * context) * 5 % vocabulary).view(examples, context)
targets = (torch.arange(examples * context) * 3 % vocabulary).view(examples, context)
later = torch.full((context, context), float("-inf"), dtype=torch.float64).triu(1)

x = embedding(tokens) + positions(torch.arange(context))
for block in blocks:
    x = block(x, src_mask=later)
logits = head(norm(x)).flatten(0, 1)
loss = F.cross_entropy(logits, targets.flatten())
gradient = torch.cat([part.flatten() for part in torch.autograd.grad(loss, parameters, create_graph=True)])
direction = torch.cos(torch.arange(place, dtype=torch.float64))
product = torch.cat([part.flatten() for part in torch.autograd.grad(gradient, parameters, direction)])
json.dump({"loss": loss.item(), "logits": logits.flatten().tolist(), "gradient": gradient.tolist(), "product": product.tolist()}, sys.stdout)
