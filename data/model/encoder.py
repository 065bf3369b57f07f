# SPDX-License-Identifier: GPL-3.0-or-later
"""The second stage: word vectors, two convolutions, pooling and a hidden layer.  Needs Debian's python3-torch (with libopenblas0)."""
import os
import subprocess

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from common import OUTPUTS, program

# Writers the shipped encoder never saw: figures and the judgement come from them.
HELD_OUT = ['n3', 'n4']
D, H, BUCKETS, MANNERS, MOST, HIDDEN, FLAGS, TAUGHT = 96, 128, 4096, 11, 64, 128, 3, 512


class Tokens:
    """Texts and the lines they answer, as numbers: word (0: unknown), manner, and parts of the words."""

    def __init__(self, paths):
        numbers = np.frombuffer(subprocess.run([program(), 'train', 'tokens', *paths], check=True, stdout=subprocess.PIPE).stdout, np.uint32)
        self.words, self.parts, texts, at = {}, {}, [], 0
        numbers = numbers.tolist()
        while at < len(numbers):
            count, at = numbers[at], at + 1
            text = []
            for _ in range(count):
                word, manner, size = numbers[at], numbers[at + 1], numbers[at + 2]
                at += 3
                spelt = bytes(numbers[at:at + size]).decode('utf-8', 'replace')
                at += size
                count_parts = numbers[at]
                if word not in self.parts:
                    self.parts[word] = sorted({p % BUCKETS for p in numbers[at + 1:at + 1 + count_parts]})
                    self.words[word] = spelt if word else ''
                at += 1 + count_parts
                text.append((word, manner))
            texts.append(text)
        self.texts, self.lines = texts[::2], texts[1::2]


def flags_of(messages):
    """None before, a notice before, a question before."""
    out = np.zeros((len(messages.rows), FLAGS), np.float32)
    for i, row in enumerate(messages.rows):
        context = row.get('context') or []
        if not context:
            out[i, 0] = 1
            continue
        out[i, 1] = context[-1]['from'] in ('WhatsApp', '')
        out[i, 2] = '?' in context[-1]['text']
    return out


class Encoder(nn.Module):
    def __init__(self, vectors):
        super().__init__()
        self.base = nn.Parameter(vectors, requires_grad=False)
        self.moved = nn.Embedding(len(vectors), D)
        nn.init.zeros_(self.moved.weight)
        self.parts = nn.EmbeddingBag(BUCKETS + 1, D, mode='mean', padding_idx=BUCKETS)
        nn.init.normal_(self.parts.weight, std=0.1)
        self.manner = nn.Embedding(MANNERS, D)
        nn.init.normal_(self.manner.weight, std=0.1)
        self.one, self.two = nn.Linear(3 * D, H), nn.Linear(3 * H, H)
        self.look = nn.Linear(H, 1)
        self.hidden, self.out = nn.Linear(2 * H + D + FLAGS, HIDDEN), nn.Linear(HIDDEN, OUTPUTS)
        self.teacher = nn.Linear(2 * H, TAUGHT)
        self.drop = nn.Dropout(0.3)

    def begin_from(self, start):
        """Word vectors and convolutions learnt elsewhere; the rest begins anew."""
        with torch.no_grad():
            for name in ('parts', 'manner', 'one', 'two'):
                layer = getattr(self, name)
                layer.weight.copy_(start[name + '.weight'])
                if name in ('one', 'two'):
                    layer.bias.copy_(start[name + '.bias'])

    def words(self, word, manner, parts):
        """`parts` has a row for each place; used where the word is unknown (0)."""
        known = (word > 0).float().unsqueeze(-1)
        own = self.base[word] + self.moved(word)
        other = self.parts(parts.reshape(-1, parts.shape[-1])).reshape(*word.shape, D)
        return known * own + (1 - known) * other + self.manner(manner)

    @staticmethod
    def beside(x, mask):
        x = x * mask.unsqueeze(-1)
        return torch.cat([F.pad(x, (0, 0, 1, 0))[:, :-1], x, F.pad(x, (0, 0, 0, 1))[:, 1:]], -1)

    def forward(self, text, line, flags):
        (word, manner, parts, mask), (line_word, line_manner, line_parts, line_mask) = text, line
        x = F.dropout(self.words(word, manner, parts), 0.2, self.training)
        a = torch.relu(self.one(self.beside(x, mask)))
        b = torch.relu(self.two(self.beside(self.drop(a), mask))) + a
        hole = (1 - mask).unsqueeze(-1)
        most = (b - 1e4 * hole).max(1).values
        weight = torch.softmax(self.look(b) - 1e4 * hole, 1)
        pooled = torch.cat([most, (weight * b).sum(1)], -1)
        before = (self.words(line_word, line_manner, line_parts) * line_mask.unsqueeze(-1)).sum(1) / line_mask.sum(1, keepdim=True).clamp(min=1)
        h = torch.relu(self.hidden(self.drop(torch.cat([pooled, before, flags], -1))))
        return self.out(self.drop(h)), self.teacher(pooled)


class Corpus:
    """Numbers for training: `known` maps a word's hash to its row (from 1)."""

    def __init__(self, tokens, known, flags):
        self.known, self.flags = known, torch.tensor(flags)
        widest = 24
        self.part_rows = {word: (p[:widest] + [BUCKETS] * (widest - len(p[:widest]))) for word, p in tokens.parts.items()}
        self.texts, self.lines = tokens.texts, tokens.lines

    def batch(self, which, texts, forget=0.0, rng=None):
        rows = [texts[i][:MOST] for i in which]
        t = max(1, max(len(r) for r in rows))
        word, manner, mask = np.zeros((len(rows), t), np.int64), np.zeros((len(rows), t), np.int64), np.zeros((len(rows), t), np.float32)
        parts = np.full((len(rows), t, 24), BUCKETS, np.int64)
        for r, row in enumerate(rows):
            for c, (w, m) in enumerate(row):
                word[r, c], manner[r, c], mask[r, c] = self.known.get(w, 0), m, 1
                if forget and word[r, c] and rng.random() < forget:
                    word[r, c] = 0
                if word[r, c] == 0:
                    parts[r, c] = self.part_rows[w]
            mask[r, 0] = 1
        return torch.tensor(word), torch.tensor(manner), torch.tensor(parts), torch.tensor(mask)


def fit(corpus, vectors, which, targets, taught, epochs=8, seed=1, log=None, start=None):
    """`taught`: a general sentence encoder's vectors, which the pooled layer must also be able to say; training only."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Encoder(vectors)
    if start is not None:
        net.begin_from(start)
    fast = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith('moved')]
    optimiser = torch.optim.AdamW([{'params': fast, 'weight_decay': 0.02}, {'params': net.moved.parameters(), 'weight_decay': 0.1, 'lr': 1e-3}], lr=2e-3)
    y, taught = torch.tensor(targets.astype(np.float32)), torch.tensor(taught)
    weight = torch.ones(OUTPUTS)
    steps = epochs * (len(which) // 48 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [2e-3, 1e-3], total_steps=steps + 5, pct_start=0.15)
    lengths = np.array([len(t) for t in corpus.texts])
    for epoch in range(epochs):
        order = which[np.argsort(lengths[which] + rng.random(len(which)) * 8)]
        batches = [order[i:i + 48] for i in range(0, len(order), 48)]
        rng.shuffle(batches)
        total = 0.0
        net.train()
        for batch in batches:
            said, vector = net(corpus.batch(batch, corpus.texts, 0.08, rng), corpus.batch(batch, corpus.lines), corpus.flags[batch])
            loss = (F.binary_cross_entropy_with_logits(said, y[batch], reduction='none') * weight).sum(1).mean()
            loss = loss + 2 * (1 - F.cosine_similarity(vector, taught[batch])).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total += float(loss) * len(batch)
        if log:
            log(f'    epoch {epoch + 1}: {total / len(which):.3f}')
    return net.eval()


def outputs(net, corpus, which):
    out = np.zeros((len(which), OUTPUTS), np.float32)
    with torch.no_grad():
        order = np.argsort([len(corpus.texts[i]) for i in which])
        for at in range(0, len(order), 128):
            places = order[at:at + 128]
            batch = which[places]
            out[places] = net(corpus.batch(batch, corpus.texts), corpus.batch(batch, corpus.lines), corpus.flags[batch])[0].numpy()
    return out


def in_bytes(matrix, axis):
    """8-bit numbers and the scale along `axis` (1: one a row, 0: one a column)."""
    scale = np.abs(matrix).max(axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.rint(matrix / scale).astype(np.int8), scale


def round_off(net):
    """Rounds the weights to what the file holds, in place."""
    with torch.no_grad():
        rows = (net.base + net.moved.weight).numpy()
        small, scale = in_bytes(rows, 1)
        net.base.copy_(torch.tensor(small * scale))
        net.moved.weight.zero_()
        small, scale = in_bytes(net.parts.weight.numpy(), 1)
        net.parts.weight.copy_(torch.tensor(small * scale))
        for layer in (net.one, net.two, net.hidden, net.out):
            small, scale = in_bytes(layer.weight.numpy(), 1)
            layer.weight.copy_(torch.tensor(small * scale))
    return net


def sections(net, known):
    """The file's sections of a net after round_off()."""
    with torch.no_grad():
        hashes = np.array(sorted(known), np.uint32)
        rows = net.base.numpy()[[known[int(h)] for h in hashes]]
        words, word_scale = in_bytes(rows, 1)
        parts, part_scale = in_bytes(net.parts.weight.numpy()[:BUCKETS], 1)
        index = np.searchsorted(hashes >> 16, np.arange(65537)).astype(np.uint32)
        out = {'e.keys': hashes, 'e.index': index, 'e.words': words, 'e.words.s': word_scale.ravel().astype(np.float32), 'e.parts': parts,
               'e.parts.s': part_scale.ravel().astype(np.float32), 'e.manner': net.manner.weight.numpy(), 'e.look': net.look.weight.numpy().ravel()}
        for name, layer in (('e.one', net.one), ('e.two', net.two), ('e.hidden', net.hidden), ('e.out', net.out)):
            small, scale = in_bytes(layer.weight.numpy().T, 0)
            out.update({name + '.w': small, name + '.s': scale.ravel().astype(np.float32), name + '.b': layer.bias.numpy()})
    return out



def save(net, known, path):
    torch.save({'state': net.state_dict(), 'known': known}, path)


def load(path):
    held = torch.load(path)
    net = Encoder(held['state']['base'].clone())
    net.load_state_dict({name: value for name, value in held['state'].items() if not name.startswith('teacher')}, strict=False)
    return round_off(net).eval(), held['known']


def from_sections(held):
    """The encoder of a model's file (common.read_file)."""
    hashes = held['e.keys'].view(np.uint32)
    rows = held['e.words'].view(np.int8).reshape(-1, D) * held['e.words.s'].view(np.float32)[:, None]
    net = Encoder(torch.tensor(np.vstack([np.zeros((1, D)), rows]).astype(np.float32)))
    with torch.no_grad():
        parts = held['e.parts'].view(np.int8).reshape(-1, D) * held['e.parts.s'].view(np.float32)[:, None]
        net.parts.weight.copy_(torch.tensor(np.vstack([parts, np.zeros((1, D))])))
        net.manner.weight.copy_(torch.tensor(held['e.manner'].view(np.float32).reshape(-1, D)))
        net.look.weight.copy_(torch.tensor(held['e.look'].view(np.float32)[None]))
        for name, layer in (('e.one', net.one), ('e.two', net.two), ('e.hidden', net.hidden), ('e.out', net.out)):
            scale = held[name + '.s'].view(np.float32)
            layer.weight.copy_(torch.tensor((held[name + '.w'].view(np.int8).reshape(-1, len(scale)) * scale).T))
            layer.bias.copy_(torch.tensor(held[name + '.b'].view(np.float32)))
    return net.eval(), {int(h): row for row, h in enumerate(hashes, 1)}
