# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the heads of the encoder of en.model narrower: what a head asks has far fewer directions than numbers.  Nothing is trained.

    narrow.py --to FILE [--ordinary FILE]      then: tact train --encoder FILE"""
import argparse

import numpy as np
import torch
from torch import nn

import encoder
from common import Messages, example_files, read_file
from original import HEADS, Corpus
from train import MODEL

# Numbers a head, of a key and of a value, by layer; whole panels of 16 for core/language/gemm.h.
HEAD_SIZES = ((32, 64), (64, 128))


def moments(net, corpus):
    """Per layer the second moments of what its heads hear, a constant 1 included."""
    sums, now = {}, {}

    def listen(name):
        def hear(_module, _inputs, out):
            x = out[now['mask'] > 0].double()
            x = torch.cat([x, torch.ones(len(x), 1)], 1)
            sums[name] = sums.get(name, 0) + x.t() @ x
        return hear

    listeners = [layer.first_norm.register_forward_hook(listen(name)) for name, layer in (('one', net.one), ('two', net.two))]
    with torch.no_grad():
        for at in range(0, len(corpus.texts), 64):
            (ids, now['mask']), line, flags = corpus.batch(np.arange(at, min(at + 64, len(corpus.texts))))
            net((ids, now['mask']), line, flags)
    for listener in listeners:
        listener.remove()
    return sums


def narrow(layer, moment, key, value):
    """The closest heads of that size, weighed by what the layer hears: truncated singular value decompositions of questions with keys, and of values with
    what is made of them."""
    strength, vectors = torch.linalg.eigh(moment / moment[-1, -1])
    strength = strength.clamp(min=strength.max() * 1e-6).sqrt()
    root, back = vectors * strength @ vectors.t(), vectors / strength @ vectors.t()
    weights = torch.cat([layer.asked.weight, layer.asked.bias[:, None]], 1).double()
    asked, keys, values = ([*part.chunk(HEADS)] for part in weights.split([HEADS * layer.key, HEADS * layer.key, layer.joined.in_features]))
    joined = [*layer.joined.weight.double().chunk(HEADS, 1)]
    for head in range(HEADS):
        left, size, right = torch.linalg.svd(root @ asked[head].t() @ keys[head] @ root)
        much = size[:key].sqrt()[:, None]
        asked[head], keys[head] = much * left[:, :key].t() @ back, much * right[:key] @ back
        left, size, right = torch.linalg.svd(joined[head] @ values[head] @ root)
        much = size[:value].sqrt()
        joined[head], values[head] = left[:, :value] * much, much[:, None] * right[:value] @ back
    every = torch.cat(asked + keys + values).float()
    bias = layer.joined.bias.data
    layer.asked, layer.joined, layer.key = nn.Linear(every.shape[1] - 1, len(every)), nn.Linear(HEADS * value, len(bias)), key
    layer.asked.weight.data, layer.asked.bias.data = every[:, :-1].contiguous(), every[:, -1].contiguous()
    layer.joined.weight.data, layer.joined.bias.data = torch.cat(joined, 1).float().contiguous(), bias


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--to', required=True)
    arguments.add_argument('--ordinary', help='messages that are nobody\'s concern, in the form of data/examples')
    given = arguments.parse_args()
    torch.set_num_threads(1)
    messages = Messages(example_files(), given.ordinary)
    net, pieces = encoder.from_sections(read_file(MODEL))
    seen = np.flatnonzero(~np.isin(messages.writer, encoder.HELD_OUT))
    some = np.random.default_rng(1).choice(seen, 3000, replace=False)
    heard = moments(net, Corpus(pieces, [messages.rows[i] for i in some]))
    for name, layer, sizes in zip(('one', 'two'), (net.one, net.two), HEAD_SIZES):
        narrow(layer, heard[name], *sizes)
    encoder.save(net, pieces, given.to)


if __name__ == '__main__':
    main()
